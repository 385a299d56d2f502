"""Signs beside the burnout risk flag, for the person alone: no other query knows of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session

from core.models import Pulse, Questionnaire, QuestionnaireScore, WellbeingFlag, WorkFlag
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.flags import is_paused
from core.queries.load_facts import tolled_contacts
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.thresholds import thresholds_in_force
from core.rules.heavy_contacts import TolledContact
from core.rules.strain_signs import (
    PULSE_DAYS,
    PulseAnswers,
    Satisfaction,
    Sign,
    SignFacts,
    strain_signs,
)
from core.vocabulary import FlagKind

__all__ = ["Sign", "own_signs"]

_PULSE: Final = table_of(Pulse)
_GIVEN: Final = table_of(Questionnaire)
_SCORE: Final = table_of(QuestionnaireScore)
_OTHER_DOMAINS: Final = (FlagKind.CASELOAD, FlagKind.SUPPORT_GAP, FlagKind.BOUNDARY)
_PULSES: Final = (
    select(
        _PULSE.c.day, _PULSE.c.sleep, _PULSE.c.switch_off, _PULSE.c.role_clear, _PULSE.c.worthwhile
    )
    .where(_PULSE.c.person_id == bindparam("me"), _PULSE.c.day > bindparam("since"))
    .order_by(_PULSE.c.week)
)
_SATISFACTION: Final = (
    select(_GIVEN.c.day, _SCORE.c.value, _GIVEN.c.version)
    .join(_SCORE, _SCORE.c.questionnaire_id == _GIVEN.c.id)
    .where(
        _GIVEN.c.person_id == bindparam("me"),
        _GIVEN.c.instrument == "proqol5",
        _SCORE.c.scale == "satisfaction",
        _SCORE.c.value.is_not(None),
    )
    .order_by(_GIVEN.c.day)
)
_UP: Final = [
    select(flag.c.id)
    .where(
        flag.c.person_id == bindparam("me"),
        flag.c.cleared_at.is_(None),
        flag.c.kind.in_(_OTHER_DOMAINS),
    )
    .limit(1)
    for flag in (table_of(WorkFlag), table_of(WellbeingFlag))
]


def own_signs(session: Session, actor: Actor, *, now: datetime) -> list[Sign]:
    """Return what is worth knowing beside the actor's flags; nothing during a pause."""
    actor.must(Permission.LOG_WORK)
    me, today = actor.person_id, organisation(session).today(now)
    if is_paused(session, me, today):
        return []
    facts = sign_facts(
        session,
        me,
        contacts=tolled_contacts(session, me, today=today),
        since=today - timedelta(days=PULSE_DAYS),
    )
    return strain_signs(
        facts,
        thresholds_in_force(session),
        another_domain=any(rows(session, query, {"me": me}) for query in _UP),
        today=today,
    )


def sign_facts(
    session: Session, person_id: UUID, *, contacts: Sequence[TolledContact], since: date
) -> SignFacts:
    """Return what the signs are read from; for callers that have checked who asks."""
    scores = rows(session, _SATISFACTION, {"me": person_id})
    pulses = rows(session, _PULSES, {"me": person_id, "since": since})
    return SignFacts(
        contacts=contacts,
        pulses=[PulseAnswers(**row._mapping) for row in pulses],
        scores=[Satisfaction(row.day, row.value, row.version) for row in scores],
    )
