"""What others did to an account is read by its owner as they sign in, before anything else."""

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import LoginSession, Person, PersonRole, StandingShare
from core.models.base import open_words, seal_words
from core.queries.people import actor_for
from core.services.account_changes import note_change
from core.services.passwords import start_reset
from core.services.second_factor import reset_second_factor
from core.services.sharing import choose_sharing
from core.services.teams import start_cover
from core.vocabulary import AccountEvent, Role, ShareScope, ShareTopic
from tests.door.conftest import House
from tests.door.tab import Tab
from tests.serving import COOKIE, Server
from tests.support import PASSWORD

NEW = "pebbles under a northern pier"
NEWER = "seven herons on a wet fence"


@pytest.fixture
def administrator(house: House) -> Person:
    person = house.add_person(Role.ADMINISTRATOR)
    with transaction(house.engine) as session:
        session.get_one(Person, person.id).display_name = "Ann Administrator"
    return person


@pytest.fixture
def ada(house: House) -> Person:
    return house.add_person()


def reset(house: House, administrator: Person, person: Person) -> str:
    """Make the link as the administrator does; return its address."""
    now = utc_now()
    with transaction(house.engine) as session:
        actor = actor_for(session, administrator.id, now=now)
        return f"/reset/{start_reset(session, actor, person.id, now=now).token}"


def test_whoever_signs_in_after_a_reset_reads_who_made_the_link_and_when(
    house, server: Server, administrator, ada
):
    tab = Tab(server)
    link = reset(house, administrator, ada)
    answer = tab.post(link, password=NEW, again=NEW)

    assert answer.headers["location"] == "/news?to=%2F"
    shown = tab.get("/news?to=/")
    assert "Ann Administrator made a link" in shown.text
    assert f"{utc_now():%Y-%m-%d}" in shown.text
    assert "Your password was replaced" in shown.text
    assert "Did you not ask for it?" in shown.text

    assert tab.post("/news", to="/supporter-today").headers["location"] == "/supporter-today"
    assert "Nobody else did anything" in tab.get("/news").text
    tab.post("/logout")
    assert tab.sign_in(ada.email, NEW).headers["location"] == "/"


def test_who_used_the_link_in_another_s_place_cannot_put_the_news_away_for_them(
    house, server: Server, administrator, ada
):
    theirs = Tab(server)
    theirs.post(reset(house, administrator, ada), password=NEW, again=NEW)
    theirs.post("/news", to="/")

    own = Tab(server)
    assert own.sign_in(ada.email, PASSWORD).status_code == 401
    own.post(reset(house, administrator, ada), password=NEWER, again=NEWER)

    shown = own.get("/news")
    assert shown.text.count("Ann Administrator made a link") == 2
    assert shown.text.count("Your password was replaced") == 2


def test_each_browser_says_it_once(house, server, administrator, ada):
    browsers = [Tab(server), Tab(server)]
    for tab in browsers:
        tab.sign_in(ada.email, PASSWORD)
        tab.post("/logout")
    with transaction(house.engine) as session:
        event, by = AccountEvent.ROLES_AND_TEAMS, administrator.id
        note_change(session, ada.id, event, by=by, now=utc_now())

    for tab in browsers:
        assert tab.sign_in(ada.email, PASSWORD).headers["location"] == "/news?to=%2F"
        tab.post("/news", to="/")
        tab.post("/logout")
        assert tab.sign_in(ada.email, PASSWORD).headers["location"] == "/"


def test_a_link_that_was_made_and_not_used_is_told_too(house, server, administrator, ada):
    reset(house, administrator, ada)

    tab = Tab(server)
    assert tab.sign_in(ada.email, PASSWORD).headers["location"] == "/news?to=%2F"
    assert "was replaced" not in tab.get("/news").text


def test_a_second_step_that_was_taken_away_is_told(house, server, administrator, ada):
    house.give_app(ada)
    now = utc_now()
    with transaction(house.engine) as session:
        reset_second_factor(session, actor_for(session, administrator.id, now=now), ada.id, now=now)

    tab = Tab(server)
    tab.sign_in(ada.email, PASSWORD)
    assert "took your second step at sign-in away" in tab.get("/news").text


def test_whoever_is_to_stand_in_reads_it_without_a_fright(house, server, ada):
    sol = house.add_person(Role.COORDINATOR)
    with transaction(house.engine) as session:
        session.add(PersonRole(person_id=ada.id, role=Role.COORDINATOR))
    now = utc_now()
    with transaction(house.engine) as session:
        start_cover(
            session,
            actor_for(session, ada.id, now=now),
            coordinator_id=ada.id,
            cover_id=sol.id,
            from_day=now.date(),
            until_day=now.date(),
            now=now,
        )

    app, app_of_ada = house.give_app(sol), house.give_app(ada)
    tab = Tab(server)
    tab.sign_in(sol.email, PASSWORD)
    assert tab.post("/login/code", code=app.now()).headers["location"] == "/news?to=%2F"
    shown = tab.get("/news").text
    assert "Ada arranged that you stand in for another coordinator." in shown
    assert "Did you not ask for it?" not in shown
    assert tab.post("/news", to="/").headers["location"] == "/"
    own = Tab(server)
    own.sign_in(ada.email, PASSWORD)
    entered = own.post("/login/code", code=app_of_ada.now())
    assert entered.headers["location"] == "/", "arranged by oneself"


def test_what_one_did_oneself_is_no_news(house, server, ada):
    tab = Tab(server)
    tab.sign_in(ada.email, PASSWORD)
    tab.post("/password", current=PASSWORD, password=NEW, again=NEW)
    tab.post("/logout")

    assert tab.sign_in(ada.email, NEW).headers["location"] == "/"


def test_after_a_reset_shares_and_words_are_as_they_were_and_every_sign_in_has_ended(
    house, server, administrator, ada
):
    with transaction(house.engine) as session:
        actor = actor_for(session, ada.id, now=utc_now())
        choices = dict.fromkeys(
            (ShareTopic.STRAIN, ShareTopic.BOUNDARY, ShareTopic.CHECK_IN), ShareScope.NOTHING
        )
        choose_sharing(
            session, actor, choices | {ShareTopic.STRAIN: ShareScope.SIGNALS}, now=utc_now()
        )
    before, sealed = shares(house, ada), seal_words("kept", "contact_toll.note", ada.id, ada.id)
    elsewhere = house.cookie_for(ada)

    Tab(server).post(reset(house, administrator, ada), password=NEW, again=NEW)

    assert shares(house, ada) == before != []
    assert open_words(sealed, "contact_toll.note", ada.id, ada.id) == "kept"
    assert house.sign_in_of(elsewhere).ended_at is not None
    assert not Tab(server, {COOKIE: elsewhere}).is_signed_in
    with reading(house.engine) as session:
        open_ones = select(LoginSession).where(
            LoginSession.person_id == ada.id, LoginSession.ended_at.is_(None)
        )
        assert len(session.exec(open_ones).all()) == 1


def shares(house: House, person: Person) -> list[tuple[object, ...]]:
    with reading(house.engine) as session:
        found = session.exec(select(StandingShare).where(StandingShare.person_id == person.id))
        return sorted((row.topic, row.scope, row.until_at is None) for row in found)
