"""What was known at an earlier moment is told from entries that are read once."""

from dataclasses import dataclass, field, replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, event, insert, select, update

from core.errors import AppError
from core.models import (
    Agreement,
    BoundaryCheck,
    Case,
    Completion,
    Contact,
    ContactCase,
    Meeting,
    Module,
    Pause,
    Pulse,
    Questionnaire,
    SupportEvent,
    WorkWeek,
)
from core.models.base import table_of
from core.queries.flag_facts import person_facts
from core.queries.past import Past
from core.queries.past_facts import AsOf
from core.rules.dates import week_of
from core.services.agreements import agree
from core.services.as_it_was import facts_then, moments_since
from core.services.boundary_checks import record_check
from core.services.cases import open_case
from core.services.contacts import delete_contact, log_contact
from core.services.flags import refresh_flags
from core.services.meetings import record_meeting
from core.services.modules import seed_catalogue
from core.services.new_usual import say_new_usual
from core.services.pauses import start_pause
from core.services.pulses import record_pulse
from core.services.rollups import refresh_week
from core.services.training import record_completion
from core.services.verdicts import KINDS, Moment, facts_at
from core.vocabulary import BoundaryTheme, Frequency, MeetingKind, PulseItem, Role
from tests.services.test_no_trace import STEADILY, Life, deeds_of, entries, live, others
from tests.services.work import entry
from tests.support import NOW

pytestmark = pytest.mark.storage
ZONE = "Europe/London"
LOOKED_BACK = 20
ENTERED = (
    table_of(Contact).c.created_at,
    *(
        table_of(model).c.recorded_at
        for model in (
            Agreement,
            BoundaryCheck,
            Completion,
            Meeting,
            Pause,
            Pulse,
            Questionnaire,
        )
    ),
)
whatever_else = st.one_of(
    st.tuples(st.just("late"), st.integers(6, 13)),
    st.tuples(st.just("opening"), st.sampled_from("xy"), st.booleans()),
    st.tuples(st.just("pause"), st.integers(0, 3), st.integers(1, 9)),
    st.tuples(st.just("agreed"), st.sampled_from((1.0, 2.5))),
    st.tuples(st.just("usual")),
    st.tuples(st.just("settled")),
    st.tuples(st.just("module"), st.integers(0, 3), st.integers(0, 400)),
)


AT_FIRST = [
    (0, ("answers", True, "cbi")),
    (0, ("answers", True, "single_item_burnout")),
    (1, ("contact", 0, {"toll": 3, "minutes": 50, "incident": True})),
    (1, ("contact", 0, {"toll": 8, "minutes": 70})),
    (4, ("opening", "x", False)),
    (0, ("joined_to_the_first",)),
    (3, ("settled",)),
    (0, ("brought_back", 1)),
    (1, ("late", 8)),
]
"""A beginning in which later entries speak of weeks that are closed already."""
AT_LAST = [(90, ("contact", 0, {"toll": 3}))]


@dataclass
class FullLife(Life):
    """Deeds of every kind that a rule reads."""

    modules: list = field(default_factory=list)

    def late(self, back, *, now):
        return self.contact(back, {"toll": 6, "minutes": 80}, now=now)

    def opening(self, code, missed, *, now):
        day = now.date() - timedelta(days=4)
        made = entry(day=day, toll=5, new_case_code=code, no_contact_made=missed)
        return self._keep("contact", log_contact(self.session, self.actor, made, now=now))

    def pause(self, ahead, days, *, now):
        starts = now.date() + timedelta(days=ahead)
        back = starts + timedelta(days=days)
        self._try(start_pause, starts_on=starts, returns_on=back, now=now)

    def agreed(self, capacity, *, now):
        hours = {"hours_per_week": 4, "from_time": time(9), "until_time": time(17)}
        agree(self.session, self.actor, capacity=capacity, now=now, **hours)

    def usual(self, *, now):
        self._try(say_new_usual, now=now)

    def settled(self, *, now):
        events = table_of(SupportEvent)
        mine = (events.c.person_id == self.actor.person_id) & events.c.settled_at.is_(None)
        self.session.connection().execute(update(events).where(mine).values(settled_at=now))

    def joined_to_the_first(self, *, now):
        """Put the newest case to the oldest contact as well."""
        contact, newest = self.made[2][1], table_of(Case)
        case = select(newest.c.id).where(newest.c.opened_with == self.made[-1][1])
        link = {"contact_id": contact, "case_id": self.session.exec(case).scalar_one()}
        self.session.connection().execute(insert(table_of(ContactCase)), link)

    def brought_back(self, ago, *, now):
        """Bring back what was written down elsewhere: of an earlier week, or from later on."""
        day, mine = now.date() - timedelta(weeks=ago), self.actor.person_id
        pulse = Pulse(person_id=mine, week=week_of(day), day=day, recorded_at=now)
        pulse.energy = pulse.sleep = pulse.switch_off = 2
        since = now.date() + timedelta(days=2)
        agreed = Agreement(person_id=mine, since=since, capacity=3, recorded_at=now)
        self.session.add_all([pulse, agreed])
        self.session.flush()
        refresh_week(self.session, mine, pulse.week)

    def module(self, place, ago, *, now):
        day = now.date() - timedelta(days=ago)
        self._try(record_completion, module_id=self.modules[place], completed_on=day, now=now)

    def _try(self, deed, **values):
        """Do what may be refused, for example a second pause of the same days."""
        try:
            deed(self.session, self.actor, **values)
        except AppError:
            return


@pytest.fixture
def lived(session, add_actor):
    """Return a function that lets somebody live some days, and returns them with the end."""
    seed_catalogue(session)
    needed = sorted(session.exec(select(Module.id, Module.code)), key=lambda row: row.code)
    session.commit()

    def live_through(deeds):
        session.rollback()
        actor = add_actor(Role.SUPPORTER)
        cases = tuple(
            open_case(session, actor, code=code, frequency=Frequency.WEEKLY, now=NOW)
            for code in ("one", "two")
        )
        life = FullLife(session, actor, cases, modules=[row.id for row in needed[:4]])
        _made, end = live([life], deeds)
        return life, end

    return live_through


def later_taken_away(session, person_id, at):
    """Delete in earnest what was entered after a moment."""
    opened = select(Case.id).join(Contact, Contact.id == Case.opened_with)
    opened = opened.where(Contact.person_id == person_id, Contact.created_at > at)
    opened = [row.id for row in session.exec(opened)]
    weeks = [row.week for row in session.exec(select(WorkWeek.week))]
    weeks += [row.week for row in session.exec(select(Pulse.week))]
    for entered in ENTERED:
        later = (entered.table.c.person_id == person_id) & (entered > at)
        session.connection().execute(delete(entered.table).where(later))
    used = select(ContactCase.case_id)
    gone = Case.id.in_(opened) & Case.id.not_in(used)
    session.connection().execute(delete(table_of(Case)).where(gone))
    for week in set(weeks):
        refresh_week(session, person_id, week)
    session.expire_all()


def comparable(facts):
    """Return facts without the order that says nothing."""
    return replace(
        facts,
        tolled=sorted(facts.tolled, key=lambda one: (one.day, one.toll, one.debriefed)),
        ticks=sorted(facts.ticks, key=lambda one: (one.day, one.theme)),
    )


@STEADILY
@given(deeds_of(entries, others, whatever_else, whatever_else))
def test_what_was_known_then_is_what_is_there_without_later_entries(session, lived, deeds):
    life, end = lived([*AT_FIRST, *deeds, *AT_LAST])
    person_id = life.actor.person_id
    now = person_facts(session, person_id, today=end.date(), time_zone=ZONE)
    past = Past(session, now, until=week_of(end.date()))
    moments = sorted(moments_since(session, person_id, NOW), reverse=True)
    told = {}
    for at in moments:
        known = AsOf(past, at, at.date())
        facts = facts_then(known, known.person(), KINDS, looked_back=LOOKED_BACK)
        told[at] = (known.person(), comparable(facts))

    for at in moments:
        later_taken_away(session, person_id, at)
        person = person_facts(session, person_id, today=at.date(), time_zone=ZONE)
        facts = facts_at(session, person, KINDS, Moment(at, at.date()), looked_back=LOOKED_BACK)
        assert told[at] == (person, comparable(facts))


def busy_weeks(session, actor, weeks):
    """Live some weeks with a contact a day, and return the first contact and the end."""
    cases = [
        open_case(session, actor, code=code, frequency=Frequency.WEEKLY, now=NOW) for code in "abcd"
    ]
    made = []
    for day in (7 * week + day for week in range(weeks) for day in range(5)):
        now = NOW + timedelta(days=day)
        refresh_flags(session, actor.person_id, now=now)
        grey = BoundaryTheme.NEED if day % 9 == 0 else None
        told = entry(day=now.date(), minutes=100, toll=4 + day % 5, grey_theme=grey)
        told = replace(told, case_ids=(cases[day % 4],))
        made.append(log_contact(session, actor, told, now=now + timedelta(minutes=1)))
        if day % 7 == 0:
            record_pulse(session, actor, dict.fromkeys(PulseItem, 3), now=now)
        if day % 14 == 0:
            record_check(session, actor, ["special_case"], now=now)
            record_meeting(
                session,
                actor,
                person_id=actor.person_id,
                kind=MeetingKind.TEAM,
                day=now.date(),
                now=now,
            )
    return made[0], now + timedelta(hours=1)


def test_an_entry_of_three_months_ago_is_deleted_with_few_statements(session, engine, add_actor):
    """With a query for each fact at each moment it took 2,700."""
    ada = add_actor(Role.SUPPORTER)
    first, now = busy_weeks(session, ada, 13)
    refresh_flags(session, ada.person_id, now=now)
    session.flush()
    said = []

    def note(_connection, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    delete_contact(session, ada, first, now=now)
    event.remove(engine, "before_cursor_execute", note)

    assert len(moments_since(session, ada.person_id, NOW)) > 60
    assert len(said) <= 120
