"""Changing a limit, and going back to the one that comes with the product."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlmodel import Session

from core.errors import ChangedMeanwhile, NotFound
from core.models import FlagsAsOf, Threshold
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.thresholds import thresholds_in_force
from core.rules.threshold_changes import changed_limit
from core.rules.thresholds import DEFAULTS
from core.services.audit import note_setting
from core.services.locking import lock_organisation

_AS_OF: Final = table_of(FlagsAsOf)


def change_threshold(
    session: Session, actor: Actor, key: str, value: float, *, version: int, now: datetime
) -> None:
    """Set a limit for everybody; what was raised by the old one keeps its figure and version.

    Open flags follow when somebody next looks at them, and in the night.

    Raises:
        NotFound: there is no such limit.
        InvalidValue: the figure is impossible; the sentence says why.
        ChangedMeanwhile: somebody else changed this limit after it was opened.
    """
    actor.must(Permission.MANAGE_ORGANISATION)
    if key not in DEFAULTS:
        raise NotFound("limit")
    lock_organisation(session)
    limits = thresholds_in_force(session)
    if limits[key].version != version:
        raise ChangedMeanwhile("limit")
    changed = changed_limit(limits, key, value)
    if changed.value == limits[key].value:
        return
    session.add(
        Threshold(
            key=key,
            version=changed.version,
            value=changed.value,
            unit=changed.unit,
            lowest=changed.lowest,
            highest=changed.highest,
            source=changed.source,
            is_default=changed.is_default,
            changed_at=now,
            changed_by=actor.person_id,
        )
    )
    session.flush()
    note_setting(session, actor, f"{key}: {limits[key].value:g} -> {changed.value:g}", now=now)
    outdate_flags(session)


def restore_default(
    session: Session, actor: Actor, key: str, *, version: int, now: datetime
) -> None:
    """Set a limit to the figure that comes with the product, as a version of its own.

    Raises:
        NotFound: there is no such limit.
        InvalidValue: it does not fit the limit it belongs with as that stands now.
        ChangedMeanwhile: somebody else changed this limit after it was opened.
    """
    actor.must(Permission.MANAGE_ORGANISATION)
    if key not in DEFAULTS:
        raise NotFound("limit")
    change_threshold(session, actor, key, DEFAULTS[key].value, version=version, now=now)


def outdate_flags(session: Session) -> None:
    """Let everybody's flags be computed again before they are next read."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        # Whoever computes flags of several people goes by their id too, so neither waits forever.
        connection.execute(
            select(_AS_OF.c.person_id).order_by(_AS_OF.c.person_id).with_for_update()
        ).all()
    connection.execute(delete(_AS_OF))
