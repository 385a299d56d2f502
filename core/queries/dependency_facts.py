"""What the dependency rule needs to know of one person; for callers that checked who asks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from core.models import BoundaryCheck, BoundarySign, Case, Contact, ContactCase
from core.models.base import table_of
from core.queries.rows import rows
from core.rules.dates import monday_of, week_of
from core.rules.dependency import SIGN, SPAN_WEEKS, SPANS, CaseFacts, DependencyFacts

_CASE: Final = table_of(Case)
_CONTACT: Final = table_of(Contact)
_LINK: Final = table_of(ContactCase)
_CHECK: Final = table_of(BoundaryCheck)
_SIGN: Final = table_of(BoundarySign)


def dependency_facts(
    session: Session, person_id: UUID, *, today: date, signs_since: date
) -> DependencyFacts:
    """Return what the dependency rule reads of the closed weeks before ``today``."""
    cases = _open_cases(session, person_id, today)
    if not cases:
        return dependency_of((), (), (), today=today)
    since, until = weeks_compared(today)
    contacts = _contacts(session, person_id, since=since, until=until)
    signs = _signs(session, person_id, since=signs_since, until=today)
    return dependency_of(cases, contacts, signs, today=today)


def weeks_compared(today: date) -> tuple[date, date]:
    """Return the first and the last day of the closed weeks that contacts are compared over."""
    this_week = week_of(today)
    first = monday_of(this_week - SPAN_WEEKS * SPANS)
    return first, monday_of(this_week) - timedelta(days=1)


def dependency_of(
    cases: Sequence[Any], contacts: Sequence[Any], signs: Sequence[date], *, today: date
) -> DependencyFacts:
    """Return what the rule reads of open cases and of the contacts of the weeks compared."""
    first = week_of(today) - SPAN_WEEKS * SPANS
    split = Counter(one.id for one in contacts)
    minutes: dict[UUID | None, float] = defaultdict(float)
    counts: dict[UUID | None, list[int]] = defaultdict(lambda: [0] * SPANS)
    every: list[set[UUID]] = [set() for _ in range(SPANS)]
    for one in contacts:
        span = (week_of(one.day) - first) // SPAN_WEEKS
        if span == SPANS - 1:
            minutes[one.case_id] += one.minutes / split[one.id]
        if not one.no_contact_made:
            counts[one.case_id][span] += 1
            every[span].add(one.id)
    return DependencyFacts(
        minutes=sum(minutes.values()),
        people=len(minutes.keys() - {None}),
        contacts=_three(len(ids) for ids in every),
        cases=tuple(
            CaseFacts(
                id=str(case.id),
                minutes=minutes[case.id],
                contacts=_three(counts[case.id]),
                frequency=case.frequency,
                opened_on=case.opened_on,
                agreed_weeks=case.agreed_weeks,
            )
            for case in cases
        ),
        signs=tuple(signs),
    )


def case_codes(session: Session, person_id: UUID) -> dict[str, str]:
    """Return the codes of one person's cases by key, for their own eyes only."""
    found = rows(session, select(_CASE.c.id, _CASE.c.code).where(_CASE.c.person_id == person_id))
    return {str(case_id): code for case_id, code in found}


def _three(counts: Iterable[int]) -> tuple[int, int, int]:
    first, middle, last = counts
    return first, middle, last


def _open_cases(session: Session, person_id: UUID, today: date) -> Sequence[Any]:
    return rows(
        session,
        select(_CASE.c.id, _CASE.c.frequency, _CASE.c.opened_on, _CASE.c.agreed_weeks)
        .where(
            _CASE.c.person_id == person_id,
            _CASE.c.opened_on <= today,
            _CASE.c.closed_on.is_(None) | (_CASE.c.closed_on > today),
        )
        .order_by(_CASE.c.opened_on, _CASE.c.id),
    )


def _contacts(session: Session, person_id: UUID, *, since: date, until: date) -> Sequence[Any]:
    """Return every contact once for each of its cases, and once when it has none."""
    return rows(
        session,
        select(
            _CONTACT.c.id,
            _CONTACT.c.day,
            _CONTACT.c.minutes,
            _CONTACT.c.no_contact_made,
            _LINK.c.case_id,
        )
        .outerjoin(_LINK, _LINK.c.contact_id == _CONTACT.c.id)
        .where(_CONTACT.c.person_id == person_id, _CONTACT.c.day.between(since, until)),
    )


def _signs(session: Session, person_id: UUID, *, since: date, until: date) -> tuple[date, ...]:
    found = rows(
        session,
        select(_CHECK.c.day)
        .join(_SIGN, _SIGN.c.check_id == _CHECK.c.id)
        .where(
            _CHECK.c.person_id == person_id,
            _CHECK.c.day.between(since, until),
            _SIGN.c.sign == SIGN,
        )
        .order_by(_CHECK.c.day),
    )
    return tuple(day for (day,) in found)
