"""One's own training and the catalogue, as their readers see them."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from core.errors import NotAllowed
from core.models import Module
from core.queries.training import catalogue, own_training, training_due_count
from core.services.modules import retire_module, seed_catalogue, set_requirement
from core.services.training import confirm_completions, record_completion
from core.vocabulary import Role, TrainingState
from tests.support import NOW

pytestmark = pytest.mark.storage
TODAY = NOW.date()


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER, joined_on=date(2026, 11, 1))


@pytest.fixture
def lead(add_actor):
    return add_actor(Role.TRAINING_LEAD, team=None, name="Lena")


@pytest.fixture
def modules(session):
    seed_catalogue(session)
    codes = dict(session.exec(select(Module.code, Module.id)).all())
    session.commit()
    return codes


def complete(session, actor, module_id, *, days_ago=0):
    done = record_completion(
        session, actor, module_id=module_id, completed_on=TODAY - timedelta(days=days_ago), now=NOW
    )
    session.commit()
    return done


def test_what_is_due_comes_first_and_what_nobody_asks_for_last(session, ada, modules):
    complete(session, ada, modules["t01"])
    complete(session, ada, modules["t02"], days_ago=700)
    own = own_training(session, ada, now=NOW)
    codes = [module.code for module in own]
    assert codes[0] == "t02"
    assert codes.index("t03") < codes.index("t07") < codes.index("t01") < codes.index("t09")
    assert own[0].standing.state is TrainingState.EXPIRED
    assert own[-1].standing.state is TrainingState.NOT_REQUIRED


def test_before_the_first_contact_is_said_where_it_holds(session, ada, modules):
    first = {m.code for m in own_training(session, ada, now=NOW) if m.before_first_contact}
    assert first == {"t01", "t02", "t03", "t04", "t05", "t06"}


def test_who_confirmed_and_when_is_shown_beside_the_completion(session, ada, lead, modules):
    done = complete(session, ada, modules["t01"])
    confirm_completions(session, lead, [done], now=NOW)
    (t01,) = (m for m in own_training(session, ada, now=NOW) if m.code == "t01")
    assert t01.completions[0].confirmed_by == "Lena"
    assert t01.completions[0].confirmed_at == NOW


def test_nobody_sees_the_completions_of_somebody_else(session, add_actor, ada, modules):
    complete(session, ada, modules["t01"])
    session.commit()
    other = add_actor(Role.SUPPORTER, name="Bo")
    assert not any(module.completions for module in own_training(session, other, now=NOW))


def test_the_number_due_falls_with_each_completion(session, ada, modules):
    assert training_due_count(session, ada, now=NOW) == 10
    complete(session, ada, modules["t01"])
    assert training_due_count(session, ada, now=NOW) == 9


def test_somebody_with_two_roles_needs_what_either_needs(session, add_actor, modules):
    both = add_actor(Role.SUPPORTER, Role.COORDINATOR, name="Cleo")
    required = {m.code for m in own_training(session, both, now=NOW) if m.standing.required}
    assert {"t01", "t07", "t18"} <= required
    t05 = next(m for m in own_training(session, both, now=NOW) if m.code == "t05")
    assert t05.standing.due_on == date(2024, 1, 1)


def test_a_new_need_is_due_in_ninety_days_for_people_of_today(session, add_actor, lead, modules):
    old = add_actor(Role.SUPPORTER, name="Olive", joined_on=date(2020, 1, 1))
    set_requirement(session, lead, modules["t09"], Role.SUPPORTER, required=True, now=NOW)
    (t09,) = (m for m in own_training(session, old, now=NOW) if m.code == "t09")
    assert t09.standing.days_left == 90


def test_a_retired_module_is_neither_shown_nor_due(session, ada, lead, modules):
    retire_module(session, lead, modules["t01"])
    assert "t01" not in {m.code for m in own_training(session, ada, now=NOW)}
    assert training_due_count(session, ada, now=NOW) == 9
    assert [row.code for row in catalogue(session, lead)][-1] == "t01"


def test_the_catalogue_says_who_needs_what(session, lead, modules):
    rows = {row.code: row for row in catalogue(session, lead)}
    assert rows["t05"].required == {Role.SUPPORTER, Role.COORDINATOR}
    assert rows["t05"].before_first_contact == {Role.SUPPORTER}
    assert rows["t09"].required == frozenset()


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_the_catalogue_is_kept_by_training_leads(session, add_actor, role):
    with pytest.raises(NotAllowed):
        catalogue(session, add_actor(role))
