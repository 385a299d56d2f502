"""The catalogue, and which role needs what."""

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotAllowed, NotFound
from core.models import Module, Requirement
from core.services.modules import (
    add_module,
    edit_module,
    restore_module,
    retire_module,
    seed_catalogue,
    set_requirement,
)
from core.vocabulary import Role
from tests.support import NOW

pytestmark = pytest.mark.storage


@pytest.fixture
def lead(add_actor):
    return add_actor(Role.TRAINING_LEAD, team=None, name="Lena")


def module(session, code):
    return session.exec(select(Module).where(Module.code == code)).one()


def test_the_starting_catalogue_is_added_once(session):
    assert seed_catalogue(session) == 18
    assert seed_catalogue(session) == 0
    assert len(session.exec(select(Module)).all()) == 18


def test_six_modules_come_before_a_supporters_first_contact(session):
    seed_catalogue(session)
    first = session.exec(
        select(Module.code)
        .join(Requirement)
        .where(Requirement.role == Role.SUPPORTER, Requirement.before_first_contact)
        .order_by(Module.code)
    ).all()
    assert first == ["t01", "t02", "t03", "t04", "t05", "t06"]


def test_only_the_two_sourced_renewals_are_not_called_default(session):
    seed_catalogue(session)
    sourced = select(Module.code).where(~Module.is_default).order_by(Module.code)
    assert session.exec(sourced).all() == ["t04", "t05"]


def test_seeding_again_keeps_what_the_training_lead_changed(session, lead):
    seed_catalogue(session)
    changed = module(session, "t10")
    edit_module(session, lead, changed.id, title="Looking after myself", renew_months=6)
    set_requirement(session, lead, changed.id, Role.SUPPORTER, required=False, now=NOW)
    seed_catalogue(session)
    assert module(session, "t10").title == "Looking after myself"
    needs = session.exec(select(Requirement).where(Requirement.module_id == changed.id)).all()
    assert needs == []


def test_a_changed_renewal_is_the_organisations_own(session, lead):
    seed_catalogue(session)
    t01 = module(session, "t01")
    edit_module(session, lead, t01.id, title="Role and limits", renew_months=24)
    assert module(session, "t01").is_default
    edit_module(session, lead, t01.id, title="Role and limits", renew_months=12)
    assert not module(session, "t01").is_default


def test_a_new_module_is_needed_by_nobody(session, lead):
    module_id = add_module(session, lead, code=" T19 ", title="Minutes", renew_months=0)
    assert session.get(Module, module_id).code == "t19"
    assert session.exec(select(Requirement)).all() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": ""}, "code"),
        ({"code": "x" * 17}, "code"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"renew_months": -1}, "Renewal"),
        ({"renew_months": 121}, "Renewal"),
        ({"covers": "x" * 201}, "Covers"),
        ({"source": "x" * 301}, "source"),
    ],
)
def test_a_module_that_makes_no_sense_is_refused_by_name(session, lead, change, words):
    good = {"code": "t19", "title": "Minutes", "renew_months": 12}
    with pytest.raises(InvalidValue, match=words):
        add_module(session, lead, **{**good, **change})


def test_a_code_is_used_once(session, lead):
    add_module(session, lead, code="t19", title="Minutes", renew_months=0)
    with pytest.raises(InvalidValue, match="in use"):
        add_module(session, lead, code="T19", title="Hours", renew_months=0)


def test_a_need_set_today_says_so_and_keeps_its_day_when_it_is_changed(session, lead):
    module_id = add_module(session, lead, code="t19", title="Minutes", renew_months=0)
    set_requirement(session, lead, module_id, Role.SUPPORTER, required=True, now=NOW)
    set_requirement(
        session,
        lead,
        module_id,
        Role.SUPPORTER,
        required=True,
        before_first_contact=True,
        now=NOW.replace(month=12),
    )
    need = session.exec(select(Requirement)).one()
    assert (need.before_first_contact, need.since) == (True, NOW.date())


def test_a_retired_module_comes_back_with_its_needs(session, lead):
    seed_catalogue(session)
    t18 = module(session, "t18")
    retire_module(session, lead, t18.id)
    assert not module(session, "t18").active
    restore_module(session, lead, t18.id)
    assert module(session, "t18").active
    assert session.get(Requirement, (t18.id, Role.COORDINATOR)) is not None


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_only_a_training_lead_changes_the_catalogue(session, add_actor, role):
    with pytest.raises(NotAllowed):
        add_module(session, add_actor(role), code="t19", title="Minutes", renew_months=0)


def test_an_unknown_module_is_not_found(session, lead):
    with pytest.raises(NotFound, match="module"):
        retire_module(session, lead, lead.person_id)
