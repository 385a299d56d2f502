"""Flags of the wellbeing lane as the rules would have stored them."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session

from core.models import FlagsAsOf, WellbeingFlag
from core.models.base import seal_words
from core.vocabulary import FlagKind, Level

REASON = "toll trend"
SENTENCE = "Your last four weeks averaged 6.3, above your usual 4.1."


def raise_flag(
    session: Session,
    person_id: UUID,
    *,
    raised_at: datetime,
    kind: FlagKind = FlagKind.BURNOUT_RISK,
    level: Level = Level.HIGH,
    context: str = "",
    sentence: str = SENTENCE,
    **changes: object,
) -> UUID:
    """Store a flag and return its id."""
    flag_id = uuid4()
    session.add(
        WellbeingFlag(
            id=flag_id,
            person_id=person_id,
            kind=kind,
            subject="closeness" if kind is FlagKind.BOUNDARY else "",
            level=level,
            since=(raised_at - timedelta(days=1)).date(),
            raised_at=raised_at,
            changed_at=raised_at,
            findings=[
                {
                    "rule": "toll_trend",
                    "name": REASON,
                    "sentence": sentence,
                    "numbers": {},
                    "threshold": "",
                    "source": "",
                    "is_default": True,
                }
            ],
            context=seal_words(context, "wellbeing_flag.context", flag_id, person_id),
            **changes,
        )
    )
    session.flush()
    return flag_id


def up_to_date(session: Session, *person_ids: UUID, now: datetime) -> None:
    """Say that the flags of these people are as of today, so that nobody recomputes them."""
    for person_id in person_ids:
        session.merge(FlagsAsOf(person_id=person_id, day=now.date()))
    session.flush()
