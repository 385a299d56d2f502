"""The training of everybody, for the training lead; that of a team, for its coordinators."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from core.errors import NotAllowed
from core.models import Completion, Module, Person
from core.queries.completion import (
    completion_matrix,
    due_list,
    team_choices,
    team_training_due,
    waiting_for_confirmation,
)
from core.queries.training import own_training
from core.services.modules import seed_catalogue
from core.services.training import confirm_completions, record_completion
from core.vocabulary import Role, TrainingState
from tests.support import NOW

pytestmark = pytest.mark.storage
TODAY = NOW.date()


@pytest.fixture
def lead(add_actor):
    return add_actor(Role.TRAINING_LEAD, team=None, name="Lena")


@pytest.fixture
def modules(session):
    seed_catalogue(session)
    codes = dict(session.exec(select(Module.code, Module.id)).all())
    session.commit()
    return codes


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def complete(session, actor, module_id, *, days_ago=0):
    done = record_completion(
        session, actor, module_id=module_id, completed_on=TODAY - timedelta(days=days_ago), now=NOW
    )
    session.commit()
    return done


def test_each_cell_says_what_the_person_sees_themselves(session, add_actor, lead, modules):
    people = [
        add_actor(Role.SUPPORTER, name="Ada", joined_on=date(2026, 11, 1)),
        add_actor(Role.SUPPORTER, Role.COORDINATOR, name="Bo"),
        add_actor(Role.TRAINING_LEAD, name="Cy", team=None),
    ]
    for days_ago, actor in zip((0, 350, 900), people, strict=True):
        for code in ("t02", "t03", "t04"):
            complete(session, actor, modules[code], days_ago=days_ago)
    matrix = completion_matrix(session, lead, now=NOW)
    rows = [person.id for person in matrix.people]
    for actor in people:
        own = {m.id: m.standing for m in own_training(session, actor, now=NOW)}
        row = rows.index(actor.person_id)
        columns = zip(matrix.modules, matrix.columns, strict=True)
        assert {module.id: column[row] for module, column in columns} == own


def test_people_come_by_name_and_modules_by_code(session, add_actor, lead, modules):
    for name in ("cleo", "Bo", "Ada"):
        add_actor(Role.SUPPORTER, name=name)
    matrix = completion_matrix(session, lead, now=NOW)
    assert [person.name for person in matrix.people] == ["Ada", "Bo", "cleo", "Lena"]
    assert [module.code for module in matrix.modules] == sorted(modules)


def test_closed_accounts_are_left_out(session, add_actor, lead, modules):
    ada = add_actor(Role.SUPPORTER)
    complete(session, ada, modules["t01"])
    session.get(Person, ada.person_id).active = False
    session.flush()
    assert [p.name for p in completion_matrix(session, lead, now=NOW).people] == ["Lena"]
    assert waiting_for_confirmation(session, lead) == ()


def test_one_team_can_be_looked_at_alone(session, add_actor, lead, modules):
    north, south = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, team="South", name="Sol")
    for actor in (north, south):
        complete(session, actor, modules["t01"])
    matrix = completion_matrix(session, lead, now=NOW, team_id=south.team_id)
    assert [person.name for person in matrix.people] == ["Sol"]
    (waiting,) = waiting_for_confirmation(session, lead, team_id=south.team_id)
    assert waiting.person == "Sol"
    assert [name for _id, name in team_choices(session, lead)] == ["North", "South"]


def test_the_due_list_starts_with_what_is_overdue_longest(session, add_actor, lead, modules):
    ada = add_actor(Role.SUPPORTER, joined_on=TODAY)
    for code in modules:
        complete(session, ada, modules[code])
    complete(session, add_actor(Role.SUPPORTER, name="Bo"), modules["t02"], days_ago=340)
    due = due_list(completion_matrix(session, lead, now=NOW, team_id=ada.team_id))
    assert {row.person.name for row in due} == {"Bo"}
    days = [row.standing.days_left for row in due]
    assert days == sorted(days)
    assert due[-1].module.code == "t02"
    assert due[-1].standing.state is TrainingState.EXPIRING


def test_a_confirmed_completion_waits_no_longer(session, add_actor, lead, modules):
    done = complete(session, add_actor(Role.SUPPORTER), modules["t01"])
    (waiting,) = waiting_for_confirmation(session, lead)
    assert (waiting.id, waiting.person, waiting.own) == (done, "Ada", False)
    confirm_completions(session, lead, [done], now=NOW)
    assert waiting_for_confirmation(session, lead) == ()


def test_the_number_of_statements_does_not_grow_with_people(session, add_actor, lead, modules):
    def statements():
        with counted(session) as seen:
            due_list(completion_matrix(session, lead, now=NOW))
        session.commit()
        return len(seen)

    few = statements()
    for number in range(25):
        actor = add_actor(Role.SUPPORTER, name=f"Person {number}")
        complete(session, actor, modules["t01"])
    assert statements() == few <= 7


def test_equal_standings_are_one_object(session, add_actor, lead, modules):
    for name in ("Ada", "Bo"):
        add_actor(Role.SUPPORTER, name=name, joined_on=TODAY)
    matrix = completion_matrix(session, lead, now=NOW)
    first, second, _lead = matrix.columns[0]
    assert first is second


def test_a_coordinator_sees_a_number_for_own_people_only(session, add_actor, modules):
    cleo = add_actor(Role.COORDINATOR, name="Cleo", team=None, coordinates=("North",))
    ada = add_actor(Role.SUPPORTER)
    add_actor(Role.SUPPORTER, name="Sol", team="South")
    complete(session, ada, modules["t01"])
    assert team_training_due(session, cleo, now=NOW) == {ada.person_id: 9}


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_the_training_of_everybody_is_for_training_leads(session, add_actor, role):
    actor = add_actor(role)
    with pytest.raises(NotAllowed):
        completion_matrix(session, actor, now=NOW)
    with pytest.raises(NotAllowed):
        waiting_for_confirmation(session, actor)
    assert session.exec(select(Completion)).all() == []
