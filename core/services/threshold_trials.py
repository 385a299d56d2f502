"""Trying another limit on how things are today, before anybody saves it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlmodel import Session

from core.errors import NotFound
from core.models import Person
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.flag_facts import PersonFacts, person_facts, support_facts
from core.queries.load_facts import load_facts
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.thresholds import thresholds_in_force
from core.queries.training_facts import required_modules
from core.rules.caseload import caseload_verdicts
from core.rules.flags import LANES, Verdict
from core.rules.release import SMALLEST_GROUP
from core.rules.support import support_verdicts
from core.rules.threshold_changes import changed_limit, is_private, told
from core.rules.threshold_names import KINDS
from core.rules.thresholds import DEFAULTS, Thresholds
from core.rules.training import training_verdicts
from core.services.verdicts import Moment
from core.vocabulary import FlagKind, Lane, Level

_PERSON: Final = table_of(Person)
_PEOPLE: Final = (
    select(_PERSON.c.id)
    .where(_PERSON.c.active.is_(True))
    .order_by(_PERSON.c.id)
    .limit(bindparam("most"))
)
MOST_PEOPLE: Final = 500
"""More people than this are not judged while somebody waits for a figure."""


def tried_today(key: str) -> bool:
    """Return whether a limit is tried on today: facts of the work lane, never of wellbeing."""
    return LANES[KINDS[key]] is Lane.WORK and not is_private(key)


def people_it_would_touch(
    session: Session,
    actor: Actor,
    key: str,
    value: float,
    *,
    smallest_group: int = SMALLEST_GROUP,
    now: datetime,
) -> int | None:
    """Return about how many people would have another flag of this kind today, in fives.

    A stricter limit is seen here as well: what it would raise needs nothing but today's facts.
    Coordinators see the same facts by name; an administrator sees the number alone.

    Raises:
        NotFound: there is no such limit, or it is not tried on today.
        InvalidValue: the figure would be refused.
    """
    actor.must(Permission.MANAGE_ORGANISATION)
    if key not in DEFAULTS or not tried_today(key):
        raise NotFound("limit")
    limits = thresholds_in_force(session)
    another = Thresholds([*limits.values(), changed_limit(limits, key, value)])
    place = organisation(session)
    moment = Moment(now, place.today(now))
    ids = [row.id for row in rows(session, _PEOPLE, {"most": MOST_PEOPLE + 1})]
    if len(ids) > MOST_PEOPLE:
        return None
    touched = 0
    for person_id in ids:
        person = person_facts(session, person_id, today=moment.today, time_zone=place.time_zone)
        if person is not None and person.works and not person.paused:
            before, after = _both(session, person, KINDS[key], moment, (limits, another))
            touched += before != after
    return told([1] * touched, smallest_group=smallest_group)


def _both(
    session: Session,
    person: PersonFacts,
    kind: FlagKind,
    moment: Moment,
    limits: Sequence[Thresholds],
) -> list[dict[str, Level]]:
    """Judge the same facts by each set of limits."""
    today = moment.today
    if kind is FlagKind.CASELOAD:
        load, _tolls = load_facts(session, person, today=today)
        return [_levels(caseload_verdicts(load, one, today=today)) for one in limits]
    if kind is FlagKind.SUPPORT_GAP:
        support = support_facts(session, person, now=moment.now, today=today)
        return [_levels(support_verdicts(support, one, today=today)) for one in limits]
    modules = required_modules(session, person.id, joined_on=person.joined_on, today=today)
    return [_levels(training_verdicts(modules, one, today=today)) for one in limits]


def _levels(verdicts: Sequence[Verdict]) -> dict[str, Level]:
    return {verdict.subject: verdict.level for verdict in verdicts}
