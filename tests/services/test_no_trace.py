"""A deleted entry leaves no trace in the flags: not in level, reasons, raising or life.

Two people live the same weeks. One of them also makes an entry, perhaps changes it, and deletes
it. Afterwards their flags are the same.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from core.models import WellbeingFlag, WellbeingFlagChange, WorkFlag, WorkFlagChange
from core.permissions import Actor
from core.queries.contacts import own_contact
from core.queries.wellbeing import own_checks
from core.services.boundary_checks import delete_check, record_check
from core.services.cases import open_case
from core.services.contacts import delete_contact, edit_contact, log_contact
from core.services.flags import answer_flag, refresh_flags
from core.services.meetings import record_meeting
from core.services.packs import packs
from core.services.pulses import record_pulse
from core.services.questionnaires import delete_answers, record_answers
from core.vocabulary import (
    BoundaryTheme,
    Debrief,
    FlagAnswer,
    FlagMoment,
    Frequency,
    Level,
    MeetingKind,
    NotRight,
    PulseItem,
    Role,
)
from tests.services.work import entry
from tests.support import NOW

pytestmark = pytest.mark.storage
BY_THE_HOUR = {"incident_open", "debrief_open"}
"""When these rise depends on the hour at which somebody looked, and an entry is a look."""
LIVES = ((WorkFlag, WorkFlagChange), (WellbeingFlag, WellbeingFlagChange))
STEADILY = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)

some_contact = st.fixed_dictionaries(
    {
        "toll": st.sampled_from((None, 2, 7, 8, 9)),
        "minutes": st.sampled_from((30, 60, 200, 300)),
        "grey_theme": st.sampled_from((None, None, BoundaryTheme.NEED, BoundaryTheme.ROLE)),
        "outside_hours": st.booleans(),
        "debrief": st.sampled_from((Debrief.NONE, Debrief.NONE, Debrief.TAKEN, Debrief.WANTED)),
        "incident": st.sampled_from((False, False, False, True)),
    }
)
contacts = st.tuples(st.just("contact"), st.integers(0, 5), some_contact)
checks = st.tuples(
    st.just("check"),
    st.sets(st.sampled_from(("dependency", "special_case", "over_time", "gift", "unsafe"))),
)
instruments = st.sampled_from(("single_item_burnout", "proqol5"))
answers = st.tuples(st.just("answers"), st.booleans(), instruments)
# Nobody answers twice within weeks, so the one that is deleted has a questionnaire of its own.
burnout = st.tuples(st.just("answers"), st.booleans(), st.just("cbi"))
entries = st.one_of(contacts, contacts, contacts, checks, checks, answers)
extras = st.one_of(contacts, contacts, contacts, checks, burnout)
others = st.one_of(
    st.tuples(st.just("pulse"), st.integers(1, 5)),
    st.tuples(st.just("talk"), st.sampled_from(list(MeetingKind))),
)
changes = st.one_of(
    st.tuples(st.just("edit"), some_contact), st.tuples(st.just("delete"), st.integers(0, 3))
)


def deeds_of(*kinds):
    """Return some deeds, each with the days since the one before."""
    days = st.sampled_from((0, 0, 1, 2, 5, 9))
    return st.lists(st.tuples(days, st.one_of(*kinds)), min_size=2, max_size=14)


days_with_changes = deeds_of(entries, entries, others, changes)
days_of_entries = deeds_of(entries, entries, others)


@dataclass
class Life:
    """One person's deeds, each a minute after the other."""

    session: object
    actor: Actor
    cases: tuple = ()
    made: list = field(default_factory=list)
    """Of each entry: what it is, and its id."""

    def do(self, deed, now):
        kind, *details = deed
        return getattr(self, kind)(*details, now=now)

    def contact(self, back, values, *, now):
        day = now.date() - timedelta(days=back)
        made = entry(day=day, case_ids=self.cases[: 1 + back % 2], **values)
        return self._keep("contact", log_contact(self.session, self.actor, made, now=now))

    def check(self, signs, *, now):
        known = {check.id for check in own_checks(self.session, self.actor)}
        record_check(self.session, self.actor, signs, now=now)
        (made,) = {check.id for check in own_checks(self.session, self.actor)} - known
        return self._keep("check", made)

    def answers(self, hard, instrument, *, now):
        pack, place = packs()[instrument], -1 if hard else 0
        given = {
            item.id: sorted(option.value for option in pack.scales[item.scale])[place]
            for item in pack.items
        }
        if any(kind == instrument for kind, _id in self.made):
            return None
        made = record_answers(self.session, self.actor, instrument, given, now=now)
        return self._keep(instrument, made)

    def pulse(self, answer, *, now):
        record_pulse(self.session, self.actor, dict.fromkeys(PulseItem, answer), now=now)

    def talk(self, kind, *, now):
        record_meeting(
            self.session,
            self.actor,
            person_id=self.actor.person_id,
            kind=kind,
            day=now.date(),
            now=now,
        )

    def edit(self, values, *, now):
        mine = [made for made in self.made if made[0] == "contact"]
        if mine:
            self.change(mine[-1], values, now=now)

    def change(self, made, values, *, now):
        before = own_contact(self.session, self.actor, made[1])
        after = replace(before.entry, **values)
        edit_contact(self.session, self.actor, made[1], after, version=before.version, now=now)

    def delete(self, place, *, now):
        if place < len(self.made):
            self.forget(self.made.pop(place), now=now)

    def forget(self, made, *, now):
        kind, key = made
        if kind == "contact":
            delete_contact(self.session, self.actor, key, now=now)
        elif kind == "check":
            delete_check(self.session, self.actor, key, now=now)
        else:
            delete_answers(self.session, self.actor, key, now=now)

    def look(self, now):
        refresh_flags(self.session, self.actor.person_id, now=now)

    def _keep(self, kind, key):
        self.made.append((kind, key))
        return kind, key


@pytest.fixture
def two(session, add_actor):
    """Return a function that makes two people with the same two cases."""

    def make():
        session.rollback()
        actors = [add_actor(Role.SUPPORTER, name=name) for name in ("Ada", "Bea")]
        lives = []
        for actor in actors:
            cases = tuple(
                open_case(session, actor, code=code, frequency=Frequency.WEEKLY, now=NOW)
                for code in ("one", "two")
            )
            lives.append(Life(session, actor, cases))
        return lives

    return make


def flags(life, *, ids=False):
    """Return every flag with its life, as it can be compared with that of somebody else."""
    names = {str(case): f"case {n}" for n, case in enumerate(life.cases)}
    found = []
    for table, changes in LIVES:
        rows = select(table).where(table.person_id == life.actor.person_id)
        for row in life.session.exec(rows.execution_options(populate_existing=True)):
            steps = life.session.exec(select(changes).where(changes.flag_id == row.id)).all()
            told = sorted((step.at, step.what, step.level, step.urgent) for step in steps)
            # What history said is as of the last look, of which nothing is kept but its entries.
            reason = "sentence" if row.cleared_at is None else "rule"
            said = tuple(finding[reason] for finding in row.findings)
            one = (
                row.kind.value,
                names.get(row.subject, row.subject),
                row.level.value,
                said,
                row.cleared_at and row.cleared_at.date(),
            )
            if row.subject not in BY_THE_HOUR:
                one += (row.raised_at, row.since, getattr(row, "answer", None), *dated(told))
            found.append((row.id, *one) if ids else one)
    return sorted(found, key=str)


def dated(told):
    """Return steps with the moment of what rose and the day of what fell.

    When somebody only looked, nothing is kept of the hour.
    """
    before = None
    for at, what, level, urgent in told:
        falls = what is FlagMoment.CLEARED or (before is Level.HIGH and level is Level.WATCH)
        yield (at.date() if falls else at, what, level, urgent)
        before = level


def live(lives, deeds, *, extra=None, at=0):
    """Let both live the same days; the first makes one entry more, and returns it with the end.

    Flags are looked at every night, as the job of the night does.
    """
    moment, made = NOW, None
    for place, (days, deed) in enumerate(deeds):
        for _night in range(days):
            moment = (moment + timedelta(days=1)).replace(hour=2, minute=0)
            for life in lives:
                life.look(moment)
        if place == at and extra is not None:
            moment += timedelta(minutes=1)
            made = lives[0].do(extra, moment)
            lives[0].made.remove(made)
        moment += timedelta(minutes=1)
        for life in lives:
            life.do(deed, moment)
    return made, moment + timedelta(minutes=1)


@STEADILY
@given(days_with_changes, extras, st.booleans(), st.data())
def test_an_entry_that_is_deleted_at_once_changes_nothing(two, deeds, extra, passed, data):
    ada, bea = two()
    _made, moment = live([ada, bea], deeds)
    open_ones = data.draw(st.integers(0, 3))
    for life in (ada, bea):
        act(life, open_ones, passed=passed, now=moment)
        life.look(moment)
    before = flags(ada, ids=True)

    moment += timedelta(minutes=1)
    ada.forget(ada.do(extra, moment), now=moment + timedelta(minutes=1))
    for life in (ada, bea):
        life.look(moment + timedelta(minutes=1))

    assert flags(ada) == flags(bea)
    assert {row[0] for row in flags(ada, ids=True)} >= {row[0] for row in before}


def act(life, place, *, passed, now):
    """Say something to one of the open flags."""
    rows = select(WellbeingFlag).where(
        WellbeingFlag.person_id == life.actor.person_id, WellbeingFlag.cleared_at.is_(None)
    )
    found = sorted(
        life.session.exec(rows), key=lambda row: (row.kind, row.raised_at, row.level, row.subject)
    )
    if place < len(found):
        said = FlagAnswer.PASSED if passed else FlagAnswer.NOT_RIGHT
        why = None if passed else NotRight.OTHER_CAUSE
        answer_flag(life.session, life.actor, found[place].id, said, why=why, now=now)


def lived(two, deeds, extra, data):
    """Let one of two make an entry more, change it, and delete it at the end."""
    ada, bea = two()
    at = data.draw(st.integers(0, len(deeds) - 1))
    made, moment = live([ada, bea], deeds, extra=extra, at=at)
    if made[0] == "contact" and data.draw(st.booleans()):
        ada.change(made, data.draw(some_contact), now=moment)
    ada.forget(made, now=moment + timedelta(minutes=1))
    for life in (ada, bea):
        life.look(moment + timedelta(minutes=1))
    return ada, bea


@STEADILY
@given(days_of_entries, extras, st.data())
def test_an_entry_that_is_deleted_later_leaves_flags_as_if_it_never_was(two, deeds, extra, data):
    ada, bea = lived(two, deeds, extra, data)
    assert flags(ada) == flags(bea)


@STEADILY
@given(days_with_changes, extras, st.data())
def test_with_other_entries_changed_meanwhile_level_and_reasons_are_as_if_it_never_was(
    two, deeds, extra, data
):
    ada, bea = lived(two, deeds, extra, data)
    assert now_up(ada) == now_up(bea)


def now_up(life):
    """Return what every open flag says."""
    return [one[:4] for one in flags(life) if one[4] is None]
