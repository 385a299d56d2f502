"""The second step, resets and own sign-ins as services: who may, what is stored, what ends."""

from datetime import timedelta

import pytest
from pyotp import TOTP
from sqlmodel import select

from core.errors import InvalidValue, NotAllowed, NotFound
from core.models import AccountChange, RecoveryCode, SecondFactor
from core.permissions import Actor
from core.queries.access import own_sessions, resetting_person, session_person
from core.queries.second_factor import own_second_step, second_step_of, secret_to_scan
from core.rules.second_factor import fitting_step, is_required
from core.services.access import set_first_password, start_session, store_password, token_hash
from core.services.own_sessions import end_own_session
from core.services.passwords import finish_reset, start_reset
from core.services.second_factor import (
    begin_second_step,
    check_code,
    confirm_enrolment,
    count_code,
    reset_second_factor,
    start_enrolment,
    switch_off,
)
from core.vocabulary import AccountEvent, Role
from tests.support import NOW

pytestmark = pytest.mark.storage

LEADS = "coordinators and administrators"
STEP = timedelta(seconds=30)


@pytest.fixture
def ada(add_actor) -> Actor:
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def head(add_actor) -> Actor:
    return add_actor(Role.ADMINISTRATOR, name="Head", team=None)


@pytest.fixture
def coordinator(add_actor) -> Actor:
    return add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))


def enrol(session, actor: Actor) -> tuple[TOTP, tuple[str, ...]]:
    start_enrolment(session, actor.person_id, now=NOW)
    app = TOTP(secret_to_scan(session, actor.person_id, now=NOW))
    codes = confirm_enrolment(session, actor.person_id, app.at(NOW), now=NOW)
    assert codes is not None
    return app, codes


@pytest.mark.parametrize(
    ("policy", "roles", "required"),
    [
        (LEADS, {Role.SUPPORTER}, False),
        (LEADS, {Role.TRAINING_LEAD}, False),
        (LEADS, {Role.SUPPORTER, Role.COORDINATOR}, True),
        (LEADS, {Role.ADMINISTRATOR}, True),
        ("everybody", {Role.SUPPORTER}, True),
        ("nobody", {Role.ADMINISTRATOR}, False),
    ],
)
def test_who_needs_a_second_step(policy, roles, required):
    assert is_required(policy, roles, invented=False) is required
    assert not is_required(policy, roles, invented=True)


def test_a_code_counts_one_step_early_or_late_and_never_again():
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    code = TOTP(secret).at(NOW)
    step = int(NOW.timestamp()) // 30

    for drift, fits in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        found = fitting_step(secret, code, now=NOW + drift * STEP, last_step=0)
        assert (found == step) is fits
    assert fitting_step(secret, code, now=NOW, last_step=step) is None
    assert fitting_step(secret, f" {code[:3]}-{code[3:]} ", now=NOW, last_step=0) == step
    assert fitting_step(secret, "", now=NOW, last_step=0) is None


def test_the_secret_is_encrypted_and_shown_only_while_it_is_set_up(session, ada):
    start_enrolment(session, ada.person_id, now=NOW)
    secret = secret_to_scan(session, ada.person_id, now=NOW)
    sealed = session.exec(select(SecondFactor.secret)).one()
    assert secret.encode() not in sealed
    assert secret_to_scan(session, ada.person_id, now=NOW + timedelta(minutes=10)) is None

    app = TOTP(secret)
    assert confirm_enrolment(session, ada.person_id, "000000", now=NOW) is None
    assert confirm_enrolment(session, ada.person_id, app.at(NOW), now=NOW)

    assert secret_to_scan(session, ada.person_id, now=NOW) is None
    start_enrolment(session, ada.person_id, now=NOW)
    assert second_step_of(session, ada.person_id, policy=LEADS).is_on


def test_each_code_and_each_recovery_code_works_once(session, ada):
    app, codes = enrol(session, ada)
    later = NOW + STEP
    assert not check_code(session, ada.person_id, app.at(NOW), now=NOW), "used as it was set up"

    for typed in (app.at(later), codes[0], codes[9].upper().replace("-", " ")):
        assert check_code(session, ada.person_id, typed, now=later)
        assert not check_code(session, ada.person_id, typed, now=later)
    assert second_step_of(session, ada.person_id, policy=LEADS).codes_left == 8


def test_a_recovery_code_of_somebody_else_is_worth_nothing(session, ada, coordinator):
    _app, codes = enrol(session, ada)
    enrol(session, coordinator)
    assert not check_code(session, coordinator.person_id, codes[0], now=NOW)


def test_five_codes_may_be_tried_before_the_password_is_asked_for_again(session, ada):
    enrol(session, ada)
    token = token_hash(begin_second_step(session, ada.person_id, policy=LEADS, now=NOW))
    session.flush()

    counted = [count_code(session, token, now=NOW) is not None for _ in range(7)]

    assert counted == [True] * 5 + [False] * 2


def test_nothing_is_due_for_who_needs_no_second_step(session, ada):
    assert begin_second_step(session, ada.person_id, policy=LEADS, now=NOW) is None
    assert begin_second_step(session, ada.person_id, policy="everybody", now=NOW) is not None


def test_it_is_switched_off_where_it_is_not_needed(session, ada, coordinator):
    for actor in (ada, coordinator):
        enrol(session, actor)
    switch_off(session, ada, policy=LEADS, now=NOW)
    with pytest.raises(InvalidValue, match="needs the second step"):
        switch_off(session, coordinator, policy=LEADS, now=NOW)

    assert not own_second_step(session, ada, policy=LEADS).is_on
    assert own_second_step(session, coordinator, policy=LEADS).is_on


def test_an_administrator_takes_it_away_for_a_lost_phone(session, ada, head):
    enrol(session, ada)
    hashed = token_hash(start_session(session, person_id=ada.person_id, now=NOW))
    session.flush()

    reset_second_factor(session, head, ada.person_id, now=NOW)

    assert not second_step_of(session, ada.person_id, policy=LEADS).is_on
    assert session.exec(select(RecoveryCode)).all() == []
    assert session_person(session, hashed, now=NOW) is None
    last = session.exec(
        select(AccountChange).where(AccountChange.event == AccountEvent.SECOND_FACTOR_OFF)
    ).one()
    assert (last.person_id, last.changed_by) == (ada.person_id, head.person_id)
    with pytest.raises(NotFound):
        reset_second_factor(session, head, ada.person_id, now=NOW)
    with pytest.raises(InvalidValue):
        reset_second_factor(session, head, head.person_id, now=NOW)


def test_a_coordinator_resets_nothing_of_anybody(session, ada, coordinator):
    for change in (reset_second_factor, start_reset):
        with pytest.raises(NotAllowed):
            change(session, coordinator, ada.person_id, now=NOW)


def test_a_reset_link_works_once_for_an_hour(session, ada, head):
    store_password(session, ada.person_id, "old")
    session.flush()
    link = start_reset(session, head, ada.person_id, now=NOW)
    assert link.token not in repr(link)
    last = NOW + timedelta(minutes=60)
    assert resetting_person(session, token_hash(link.token), now=last) is None
    assert link.expires_at == last
    with pytest.raises(NotFound):
        set_first_password(session, link.token, password_hash="stolen", now=NOW)

    assert finish_reset(session, link.token, password_hash="new", now=NOW) == ada.person_id

    with pytest.raises(NotFound):
        finish_reset(session, link.token, password_hash="again", now=NOW)


def test_a_reset_is_for_open_accounts_of_others_that_have_a_password(session, ada, head):
    with pytest.raises(InvalidValue, match="renew the invitation"):
        start_reset(session, head, ada.person_id, now=NOW)
    with pytest.raises(InvalidValue, match="own password"):
        start_reset(session, head, head.person_id, now=NOW)


def test_people_see_and_end_their_own_sign_ins_only(session, ada, coordinator):
    here = token_hash(start_session(session, person_id=ada.person_id, device="A", now=NOW))
    start_session(session, person_id=ada.person_id, device="B", now=NOW - timedelta(minutes=5))
    start_session(session, person_id=ada.person_id, device="old", now=NOW - timedelta(hours=13))
    session.flush()

    seen = own_sessions(session, ada, this_one=here, now=NOW)
    assert [(s.device, s.is_this_one) for s in seen] == [("A", True), ("B", False)]
    with pytest.raises(NotFound):
        end_own_session(session, coordinator, seen[1].id, now=NOW)
    end_own_session(session, ada, seen[1].id, now=NOW)

    assert [s.device for s in own_sessions(session, ada, now=NOW)] == ["A"]
