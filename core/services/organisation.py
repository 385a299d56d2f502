"""Changing what everybody reads about the organisation."""

from datetime import datetime

from sqlmodel import Session

from core.errors import ChangedMeanwhile, NotFound
from core.models import Organisation
from core.permissions import Actor, Permission
from core.queries.people import OrganisationFacts, organisation, organisation_changed
from core.rules.names import LONGEST_NAME, clean_name
from core.rules.organisation import (
    LONGEST_HELP,
    LONGEST_PROMISE,
    SHORTEST_PROMISE,
    check_organisation,
    time_zones,
)
from core.services.audit import note_setting
from core.services.locking import lock_organisation
from core.services.thresholds import outdate_flags

__all__ = [
    "LONGEST_HELP",
    "LONGEST_NAME",
    "LONGEST_PROMISE",
    "SHORTEST_PROMISE",
    "change_organisation",
    "time_zones",
]


def change_organisation(
    session: Session,
    actor: Actor,
    *,
    opened: OrganisationFacts,
    name: str,
    time_zone: str,
    ring_me_hours: int,
    urgent_help: str,
    now: datetime,
) -> None:
    """Change name, time zone, promised answer time and the numbers for urgent help.

    ``opened`` is what the actor saw. Promises that were given before stay as they were given.

    Raises:
        InvalidValue: something cannot be kept; the sentence says what.
        ChangedMeanwhile: somebody else changed the organisation after it was opened.
    """
    actor.must(Permission.MANAGE_ORGANISATION)
    check_organisation(
        name=name, time_zone=time_zone, ring_me_hours=ring_me_hours, urgent_help=urgent_help
    )
    lock_organisation(session)
    organisation_changed(session)
    if organisation(session) != opened:
        raise ChangedMeanwhile("organisation")
    row = session.get(Organisation, 1)
    if row is None:
        raise NotFound("organisation")
    row.name, row.time_zone = clean_name("The name", name), time_zone
    row.ring_me_hours, row.urgent_help = ring_me_hours, urgent_help.strip()
    session.flush()
    organisation_changed(session)
    note_setting(session, actor, "organisation: name, time zone, promise and help", now=now)
    if time_zone != opened.time_zone:
        # Another zone may mean another day, and flags count days.
        outdate_flags(session)
