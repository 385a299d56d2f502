"""Telling what other limits would have changed: once a week, for everybody, and frozen."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session

from core.models import LimitTrial, LimitTrialMember, Person, PersonRole, ReleaseKey
from core.models.base import table_of
from core.permissions import GRANTS, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.thresholds import thresholds_in_force
from core.rules.dates import week_of
from core.rules.release import SMALLEST_GROUP, last_released_week
from core.rules.threshold_trials import TRIED_WEEKS, FlagsOf, Trial, told
from core.services.limit_replay import Plan, flags_it_would_change
from core.services.releases import member_keys
from core.vocabulary import Role

_TRIAL: Final = table_of(LimitTrial)
_MEMBER: Final = table_of(LimitTrialMember)
_KEY: Final = table_of(ReleaseKey)
_PERSON: Final = table_of(Person)
_ROLE: Final = table_of(PersonRole)
_READERS: Final[list[Role]] = [
    role for role in GRANTS if Permission.MANAGE_ORGANISATION in GRANTS[role]
]

Counted = Mapping[Trial, FlagsOf]
"""The flags of each person that each trial would change."""


def trials_due(session: Session, *, now: datetime) -> Plan | None:
    """Return what is to be tried, once the week before has closed and nobody did it yet."""
    place = organisation(session)
    last = last_released_week(now, week_of(place.today(now)), place.time_zone)
    newest = session.connection().execute(select(func.max(_TRIAL.c.week))).scalar_one()
    if newest is not None and newest >= last:
        return None
    return Plan.of(thresholds_in_force(session), last)


def count_flags(session: Session, person_ids: Sequence[UUID], plan: Plan) -> Counted:
    """Return which flags of these people the trials would change.

    Whoever reads the figures is counted in none: they could take their own flags away.
    """
    readers = select(_ROLE.c.person_id).where(_ROLE.c.role.in_(_READERS))
    counted = select(_PERSON.c.id).where(_PERSON.c.id.in_(person_ids), _PERSON.c.id.not_in(readers))
    place = organisation(session)
    found: defaultdict[Trial, dict[UUID, int]] = defaultdict(dict)
    for (person_id,) in rows(session, counted):
        for trial, flags in flags_it_would_change(session, person_id, plan, place).items():
            found[trial][person_id] = flags
    return found


def tell_trials(
    session: Session,
    counted: Counted,
    plan: Plan,
    *,
    smallest_group: int = SMALLEST_GROUP,
    now: datetime,
) -> int:
    """Freeze what may be told of this week's trials; return how many figures there are.

    What was told stands for as long as what is new differs from it by too few people, and at
    most until none of its weeks is tried any more.
    """
    connection = session.connection()
    over = (_TRIAL.c.week <= plan.week - TRIED_WEEKS) | _TRIAL.c.flags.is_(None)
    connection.execute(delete(_TRIAL).where(over))
    earlier = _told_before(session)
    keys = _keys_of_all(session)
    # Somebody may have erased themselves since the flags were counted.
    trials = {
        trial: {keys[who]: flags for who, flags in of.items() if who in keys}
        for trial, of in counted.items()
    }
    shown = told(
        trials, [flags for _trial, flags in earlier.values()], smallest_group=smallest_group
    )
    same = {trial: row for row, (trial, flags) in earlier.items() if flags == trials.get(trial)}
    stands = {"week": plan.week, "tried_at": now}
    again = [same[trial] for trial in shown if trial in same]
    connection.execute(update(_TRIAL).where(_TRIAL.c.id.in_(again)).values(**stands))
    new = {trial: trials[trial] for trial in shown if trial not in same}
    _write(session, {trial: shown[trial] for trial in new}, new, stands, keys)
    known = {trial for trial, _flags in earlier.values()} | shown.keys()
    _write(session, dict.fromkeys(set(plan.others) - known), {}, stands, keys)
    return len(shown)


def _told_before(session: Session) -> dict[UUID, tuple[Trial, dict[UUID, int]]]:
    members: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    for row in rows(session, select(_MEMBER)):
        members[row.trial_id][row.member_key] = row.flags
    return {
        row.id: (Trial(row.key, row.instead_of, row.value), members[row.id])
        for row in rows(session, select(_TRIAL).order_by(_TRIAL.c.week))
    }


def _keys_of_all(session: Session) -> dict[UUID, UUID]:
    """Return the member key of everybody there is; who has none yet gets one if it is needed."""
    known = member_keys(session)
    everybody = rows(session, select(_PERSON.c.id))
    return {person_id: known.get(person_id, uuid4()) for (person_id,) in everybody}


def _write(
    session: Session,
    figures: Mapping[Trial, int | None],
    members: Mapping[Trial, FlagsOf],
    stands: Mapping[str, Any],
    keys: Mapping[UUID, UUID],
) -> None:
    ids = {trial: uuid4() for trial in figures}
    trials = [
        {"id": ids[trial], "flags": flags, **trial._asdict(), **stands}
        for trial, flags in figures.items()
    ]
    inside = {key for flags in members.values() for key in flags}
    new = inside - set(member_keys(session).values())
    people = [
        {"trial_id": ids[trial], "member_key": key, "flags": flags}
        for trial, of in members.items()
        for key, flags in of.items()
    ]
    for table, written in (
        (_KEY, [{"person_id": who, "member_key": key} for who, key in keys.items() if key in new]),
        (_TRIAL, trials),
        (_MEMBER, people),
    ):
        if written:
            session.connection().execute(insert(table), written)
