"""The limits in force: the defaults of the rules, with what an administrator changed."""

from typing import Final

from sqlalchemy import select
from sqlmodel import Session

from core.models import Threshold
from core.models.base import table_of
from core.queries.rows import rows
from core.rules.thresholds import DEFAULTS, Limit, Thresholds

_TABLE: Final = table_of(Threshold)
_EVERY: Final = select(_TABLE).order_by(_TABLE.c.key, _TABLE.c.version)
_UNCHANGED: Final = Thresholds()


def thresholds_in_force(session: Session) -> Thresholds:
    """Return every limit as it applies now: the highest stored version, else the default.

    A stored limit whose name no rule knows any more only explains old flags.
    """
    found = rows(session, _EVERY)
    if not found:
        return _UNCHANGED
    newest = {row.key: row for row in found if row.key in DEFAULTS}
    return Thresholds(
        Limit(
            key=row.key,
            value=row.value,
            unit=row.unit,
            lowest=row.lowest,
            highest=row.highest,
            source=row.source,
            is_default=row.is_default,
            version=row.version,
        )
        for row in newest.values()
    )
