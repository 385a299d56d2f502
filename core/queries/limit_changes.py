"""Which limits were changed while a flag was up; for callers that have checked who asks."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import Session

from core.models import Agreement, Person, Threshold
from core.models.base import table_of
from core.queries.rows import rows
from core.rules.threshold_names import NAMES, STRICTER_AT_FIRST, limits_of_flag
from core.rules.thresholds import DEFAULTS
from core.vocabulary import FlagKind

_TABLE: Final = table_of(Threshold)
_PERSON: Final = table_of(Person)
_AGREEMENT: Final = table_of(Agreement)
_USUAL_CAPACITY: Final = "weighted_people.capacity"
_FIRST_DAYS: Final = "newcomer.days"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitChange:
    """A limit that was set otherwise, for everybody."""

    at: datetime
    name: str
    before: float
    after: float
    unit: str


def limit_changes(session: Session, flag: Any, *, now: datetime) -> Iterator[LimitChange]:
    """Yield the changes of the limits of a stored flag from its raising to its end."""
    until = flag.cleared_at or now
    asked = select(_TABLE).order_by(_TABLE.c.key, _TABLE.c.version)
    versions: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows(session, asked):
        versions[row.key].append(row)
    for key in sorted(_limits(session, flag, versions) & versions.keys()):
        before = DEFAULTS[key].value
        for row in versions[key]:
            if flag.raised_at < row.changed_at <= until and _applies(session, key, flag, row):
                yield LimitChange(
                    at=row.changed_at,
                    name=NAMES[key],
                    before=before,
                    after=row.value,
                    unit=DEFAULTS[key].unit,
                )
            before = row.value


def _limits(session: Session, flag: Any, versions: dict[str, list[Any]]) -> frozenset[str]:
    limits = limits_of_flag(flag.kind, flag.subject)
    if flag.kind not in {FlagKind.CASELOAD, FlagKind.SUPPORT_GAP}:
        return limits
    days = [DEFAULTS[_FIRST_DAYS].value, *(row.value for row in versions[_FIRST_DAYS])]
    joined = rows(session, select(_PERSON.c.joined_on).where(_PERSON.c.id == flag.person_id))
    is_new = any((flag.raised_at.date() - row.joined_on).days < max(days) for row in joined)
    return limits | STRICTER_AT_FIRST if is_new else limits


def _applies(session: Session, key: str, flag: Any, row: Any) -> bool:
    """Say whether a limit applies to whoever the flag is about; an agreed capacity goes first."""
    if key != _USUAL_CAPACITY:
        return True
    agreed = select(_AGREEMENT.c.id).where(
        _AGREEMENT.c.person_id == flag.person_id, _AGREEMENT.c.since <= row.changed_at.date()
    )
    return not rows(session, agreed.limit(1))
