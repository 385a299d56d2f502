"""What one person entered, with the moment of each entry: read once, to be judged as of many.

For callers that have checked who asks; nothing of this leaves the server as it is.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Column, Select, bindparam, select
from sqlmodel import Session

from core.models import (
    Agreement,
    BoundaryCheck,
    BoundarySign,
    Case,
    Contact,
    ContactCase,
    ContactToll,
    Meeting,
    NewUsual,
    Pause,
    Pulse,
    Questionnaire,
    QuestionnaireScore,
    SupportEvent,
)
from core.models.base import table_of
from core.queries.flag_facts import PersonFacts
from core.queries.rows import rows
from core.queries.thresholds import limit_rows, limits_of
from core.queries.training_facts import completions, modules_needed
from core.queries.wellbeing import WeekSums, week_sums
from core.rules.instruments import DETECTOR_SCALES
from core.rules.thresholds import Thresholds

_CONTACT: Final = table_of(Contact)
_TOLL: Final = table_of(ContactToll)
_LINK: Final = table_of(ContactCase)
_CASE: Final = table_of(Case)
_EVENT: Final = table_of(SupportEvent)
_MEETING: Final = table_of(Meeting)
_CHECK: Final = table_of(BoundaryCheck)
_SIGN: Final = table_of(BoundarySign)
_GIVEN: Final = table_of(Questionnaire)
_SCORE: Final = table_of(QuestionnaireScore)
_PULSE: Final = table_of(Pulse)
_USUAL: Final = table_of(NewUsual)
_AGREEMENT: Final = table_of(Agreement)
_PAUSE: Final = table_of(Pause)
_Read = Select[*tuple[Any, ...]]


def _mine(table: Any) -> Any:
    return table.c.person_id == bindparam("person")


_CONTACTS: Final = (
    select(_CONTACT, _CONTACT.c.created_at.label("entered"), _TOLL.c.toll, _TOLL.c.grey_theme)
    .outerjoin(_TOLL, _TOLL.c.contact_id == _CONTACT.c.id)
    .where(_mine(_CONTACT))
    .order_by(_CONTACT.c.day)
)
_LINKS: Final = (
    select(_LINK.c.contact_id, _LINK.c.case_id)
    .join(_CONTACT, _CONTACT.c.id == _LINK.c.contact_id)
    .where(_mine(_CONTACT))
)
_CASES: Final = select(_CASE).where(_mine(_CASE)).order_by(_CASE.c.opened_on, _CASE.c.id)
_EVENTS: Final = select(_EVENT).where(_mine(_EVENT)).order_by(_EVENT.c.raised_at)
_SIGNS: Final = (
    select(_SIGN.c.sign, _CHECK.c.day, _CHECK.c.recorded_at.label("entered"))
    .join(_CHECK, _CHECK.c.id == _SIGN.c.check_id)
    .where(_mine(_CHECK))
    .order_by(_CHECK.c.day, _SIGN.c.sign)
)
_SCORES: Final = (
    select(
        _GIVEN.c.instrument,
        _SCORE.c.scale,
        _GIVEN.c.day,
        _SCORE.c.value,
        _GIVEN.c.version,
        _GIVEN.c.recorded_at.label("entered"),
    )
    .join(_SCORE, _SCORE.c.questionnaire_id == _GIVEN.c.id)
    .where(
        _mine(_GIVEN),
        _GIVEN.c.instrument.in_([instrument for instrument, _scale in DETECTOR_SCALES]),
        _SCORE.c.value.is_not(None),
    )
    .order_by(_GIVEN.c.day, _GIVEN.c.recorded_at)
)


def _entries(table: Any, at: Column[Any], *order: Column[Any]) -> _Read:
    return select(table, at.label("entered")).where(_mine(table)).order_by(*order)


_ANSWERED: Final = _entries(_GIVEN, _GIVEN.c.recorded_at, _GIVEN.c.day, _GIVEN.c.recorded_at)
_PULSES: Final = _entries(_PULSE, _PULSE.c.recorded_at)
_TALKS: Final = _entries(_MEETING, _MEETING.c.recorded_at)
_USUALS: Final = _entries(_USUAL, _USUAL.c.said_at, _USUAL.c.said_at)
_AGREED: Final = _entries(
    _AGREEMENT, _AGREEMENT.c.recorded_at, _AGREEMENT.c.since, _AGREEMENT.c.recorded_at
)
_PAUSES: Final = _entries(_PAUSE, _PAUSE.c.recorded_at)


class Past:
    """One person's entries; a table is read when a rule first asks for it, and once.

    Each row has ``entered``: nobody knew of it before.
    """

    def __init__(self, session: Session, person: PersonFacts, *, until: int) -> None:
        """Look at the weeks up to ``until``."""
        self._session, self._until = session, until
        self.person = person

    def limits(self, at: datetime) -> Thresholds:
        """Return every limit as it applied at a moment."""
        return limits_of(self._limits, at=at)

    @cached_property
    def contacts(self) -> Sequence[Any]:
        """Return contacts with their toll and grey area, by day."""
        return self._read(_CONTACTS)

    @cached_property
    def links(self) -> Sequence[Any]:
        """Return which contact was about which case."""
        return self._read(_LINKS)

    @cached_property
    def cases(self) -> Sequence[Any]:
        """Return cases by the day they were opened; it is not kept when they were entered."""
        return self._read(_CASES)

    @cached_property
    def events(self) -> Sequence[Any]:
        """Return incidents and wanted debriefs, the first raised first."""
        return self._read(_EVENTS)

    @cached_property
    def talks(self) -> Sequence[Any]:
        """Return supervision and team contacts."""
        return self._read(_TALKS)

    @cached_property
    def signs(self) -> Sequence[Any]:
        """Return ticked signs by day."""
        return self._read(_SIGNS)

    @cached_property
    def answered(self) -> Sequence[Any]:
        """Return answered questionnaires by day."""
        return self._read(_ANSWERED)

    @cached_property
    def scores(self) -> Sequence[Any]:
        """Return the scores that the strain detector reads, by day."""
        return self._read(_SCORES)

    @cached_property
    def pulses(self) -> Sequence[Any]:
        """Return weekly pulses."""
        return self._read(_PULSES)

    @cached_property
    def usuals(self) -> Sequence[Any]:
        """Return when the person said that there is a new usual, in order."""
        return [one for one in self._read(_USUALS) if one.taken_back_at is None]

    @cached_property
    def weeks(self) -> Sequence[WeekSums]:
        """Return the weekly sums as they are now, oldest first."""
        return week_sums(self._session, self.person.id, until=self._until, weeks=self._until)

    @cached_property
    def agreements(self) -> Sequence[Any]:
        """Return what was agreed, the one in force last."""
        return self._read(_AGREED)

    @cached_property
    def pauses(self) -> Sequence[Any]:
        """Return pauses."""
        return self._read(_PAUSES)

    @cached_property
    def modules(self) -> Sequence[Any]:
        """Return the modules that the person's roles need."""
        return modules_needed(self._session, self.person.id)

    @cached_property
    def completed(self) -> Sequence[Any]:
        """Return what the person completed."""
        return completions(self._session, self.person.id)

    @cached_property
    def _limits(self) -> Sequence[Any]:
        return limit_rows(self._session)

    def _read(self, statement: _Read) -> Sequence[Any]:
        return rows(self._session, statement, {"person": self.person.id})
