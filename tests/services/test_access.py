"""Sign-ins and one-time links: they start, end and work once, on every database."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from core.errors import InvalidValue, NotFound
from core.models import LoginSession, OneTimeToken, Organisation, Person, PersonRole
from core.queries.access import (
    credentials_for,
    invited_person,
    session_person,
    setup_is_open,
    somebody_is_here,
)
from core.rules.names import clean_email
from core.services.access import (
    end_session,
    end_sessions_of,
    hold_password,
    make_one_time_link,
    set_first_password,
    set_up,
    start_session,
    store_password,
    token_hash,
    touch_session,
)
from core.vocabulary import Role, TokenPurpose
from tests.support import NOW

pytestmark = pytest.mark.storage

MINUTE = timedelta(minutes=1)


@pytest.fixture
def person_id(add_actor) -> UUID:
    return add_actor(Role.SUPPORTER).person_id


def signed_in(session: Session, person_id: UUID, **options: bool) -> str:
    return token_hash(start_session(session, person_id=person_id, now=NOW, **options))


def test_a_sign_in_says_who_it_is(session, person_id):
    hashed = signed_in(session, person_id)
    session.flush()

    found = session_person(session, hashed, now=NOW)

    assert found is not None
    assert found.person_id == person_id
    assert found.last_seen_at == NOW
    assert session_person(session, token_hash("another"), now=NOW) is None


def test_a_sign_in_ends_by_idleness_and_lives_on_by_use(session, person_id):
    hashed = signed_in(session, person_id)
    session.flush()

    assert session_person(session, hashed, now=NOW + 29 * MINUTE) is not None
    assert session_person(session, hashed, now=NOW + 30 * MINUTE) is None
    touch_session(session, hashed, now=NOW + 29 * MINUTE)
    assert session_person(session, hashed, now=NOW + 58 * MINUTE) is not None


def test_no_use_carries_a_sign_in_over_twelve_hours(session, person_id):
    hashed = signed_in(session, person_id)
    session.flush()
    touch_session(session, hashed, now=NOW + timedelta(hours=12) - MINUTE)

    assert session_person(session, hashed, now=NOW + timedelta(hours=12) - MINUTE) is not None
    assert session_person(session, hashed, now=NOW + timedelta(hours=12)) is None


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR, Role.TRAINING_LEAD])
def test_a_role_that_sees_others_ends_the_long_sign_in_on_an_own_device(session, person_id, role):
    hashed = signed_in(session, person_id, own_device=True)
    session.flush()
    later = NOW + timedelta(days=6)
    assert session_person(session, hashed, now=later) is not None

    session.add(PersonRole(person_id=person_id, role=role))
    session.flush()

    assert session_person(session, hashed, now=later) is None


def test_signing_out_ends_one_sign_in_and_a_new_password_all_of_them(session, person_id):
    first, second, third = (signed_in(session, person_id) for _ in range(3))
    session.flush()

    end_session(session, first, now=NOW)
    assert session_person(session, first, now=NOW) is None
    assert session_person(session, second, now=NOW) is not None
    end_sessions_of(session, person_id, now=NOW)
    assert session_person(session, third, now=NOW) is None


def test_an_ended_sign_in_cannot_be_used_again(session, person_id):
    hashed = signed_in(session, person_id)
    session.flush()
    end_session(session, hashed, now=NOW)
    end_session(session, hashed, now=NOW + MINUTE)
    touch_session(session, hashed, now=NOW + MINUTE)

    row = session.get_one(LoginSession, hashed)
    assert (row.ended_at, row.last_seen_at) == (NOW, NOW)


def test_a_closed_account_has_no_sign_in_and_no_credentials(session, person_id):
    store_password(session, person_id, "a hash")
    hashed = signed_in(session, person_id)
    person = session.get_one(Person, person_id)
    session.flush()
    assert credentials_for(session, person.email) is not None

    person.active = False
    session.flush()

    assert session_person(session, hashed, now=NOW) is None
    assert credentials_for(session, person.email) is None


def test_somebody_without_a_password_cannot_sign_in(session, person_id):
    email = session.get_one(Person, person_id).email
    assert credentials_for(session, email) is None


def test_an_invitation_works_once_and_signs_out_everywhere(session, person_id):
    hashed = signed_in(session, person_id)
    token = make_one_time_link(session, purpose=TokenPurpose.INVITE, person_id=person_id, now=NOW)
    session.flush()

    assert set_first_password(session, token, password_hash="chosen", now=NOW) == person_id

    assert session.get_one(Person, person_id).password_hash == "chosen"
    assert session_person(session, hashed, now=NOW) is None
    with pytest.raises(NotFound):
        set_first_password(session, token, password_hash="stolen", now=NOW)


def test_an_invitation_expires_after_fourteen_days(session, person_id):
    token = make_one_time_link(session, purpose=TokenPurpose.INVITE, person_id=person_id, now=NOW)
    session.flush()
    last = NOW + timedelta(days=14)

    assert invited_person(session, token_hash(token), now=last - MINUTE) is not None
    assert invited_person(session, token_hash(token), now=last) is None


def test_a_new_invitation_replaces_the_old_one_of_the_same_person_only(session, add_actor):
    ada, ben = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER)

    def invite(person_id: UUID) -> str:
        token = make_one_time_link(
            session, purpose=TokenPurpose.INVITE, person_id=person_id, now=NOW
        )
        session.flush()
        return token_hash(token)

    old, bens, new = invite(ada.person_id), invite(ben.person_id), invite(ada.person_id)

    assert invited_person(session, old, now=NOW) is None
    assert invited_person(session, bens, now=NOW) is not None
    assert invited_person(session, new, now=NOW) is not None


def arrive(session: Session, token: str, **changed: str) -> UUID:
    given = {
        "organisation_name": " Quiet  Harbour ",
        "time_zone": "Pacific/Auckland",
        "name": "Ada",
        "email": "Ada@Example.org",
        "password_hash": "hash",
    }
    return set_up(session, token, **given | changed, now=NOW)


def test_the_set_up_names_the_organisation_and_adds_one_administrator(session):
    token = make_one_time_link(session, purpose=TokenPurpose.SETUP, now=NOW)
    session.flush()

    person_id = arrive(session, token)
    session.flush()

    place = session.get_one(Organisation, 1)
    assert (place.name, place.time_zone) == ("Quiet Harbour", "Pacific/Auckland")
    ada = session.get_one(Person, person_id)
    assert ada.email == "ada@example.org"
    assert ada.joined_on == NOW.astimezone(ZoneInfo("Pacific/Auckland")).date()
    assert session.exec(select(PersonRole.role)).all() == [Role.ADMINISTRATOR]
    assert somebody_is_here(session)


def test_the_set_up_link_works_once_for_thirty_minutes_and_only_while_nobody_is_here(
    session, add_actor
):
    token = make_one_time_link(session, purpose=TokenPurpose.SETUP, now=NOW)
    session.flush()
    hashed = token_hash(token)
    assert setup_is_open(session, hashed, now=NOW + 29 * MINUTE)
    assert not setup_is_open(session, hashed, now=NOW + 30 * MINUTE)

    session.commit()
    add_actor(Role.SUPPORTER)

    assert not setup_is_open(session, hashed, now=NOW)
    with pytest.raises(NotFound):
        arrive(session, token)


def test_a_new_set_up_link_replaces_the_one_of_the_last_start(session):
    first = make_one_time_link(session, purpose=TokenPurpose.SETUP, now=NOW)
    session.flush()
    second = make_one_time_link(session, purpose=TokenPurpose.SETUP, now=NOW)
    session.flush()

    assert not setup_is_open(session, token_hash(first), now=NOW)
    assert setup_is_open(session, token_hash(second), now=NOW)
    assert len(session.exec(select(OneTimeToken)).all()) == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"organisation_name": " "}, "organisation's name"),
        ({"name": "x" * 81}, "Your name"),
        ({"email": "ada"}, "e-mail"),
        ({"time_zone": "Atlantis/Capital"}, "time zone from the list"),
        ({"time_zone": ""}, "time zone from the list"),
    ],
)
def test_a_set_up_that_cannot_be_right_says_what_to_correct(session, changed, words):
    token = make_one_time_link(session, purpose=TokenPurpose.SETUP, now=NOW)
    session.flush()
    with pytest.raises(InvalidValue, match=words):
        arrive(session, token, **changed)


@pytest.mark.parametrize("email", ["", "ada", "@example.org", "ada@example", "a b@example.org"])
def test_what_cannot_be_an_address_is_refused(email):
    with pytest.raises(InvalidValue, match="e-mail"):
        clean_email(email)


def test_a_password_that_was_checked_counts_only_while_it_is_stored_and_the_account_open(
    session, person_id
):
    store_password(session, person_id, "stored")
    assert not hold_password(session, person_id, stored="another", renewed=None)
    assert hold_password(session, person_id, stored="stored", renewed="fresh")
    assert hold_password(session, person_id, stored="fresh", renewed=None)

    session.get_one(Person, person_id).active = False
    session.flush()
    assert not hold_password(session, person_id, stored="fresh", renewed=None)
