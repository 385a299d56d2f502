"""The accounts screen: roles, teams, and help with signing in."""

from datetime import UTC, date, datetime

import pytest
from pyotp import TOTP
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import OutsideIdentity, PersonRole, Team
from core.queries.access import session_person
from core.queries.people import actor_for
from core.queries.second_factor import secret_to_scan
from core.services.access import start_session, store_password, token_hash
from core.services.second_factor import confirm_enrolment, start_enrolment
from core.services.teams import start_cover
from core.vocabulary import Role

SCREEN = "admin/accounts"


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


def button(app, label):
    (found,) = (each for each in app.button if each.label == label)
    return found


def show(app, view):
    return app.segmented_control(key="accounts_view").set_value(view).run()


def choose(app, person):
    return app.selectbox(key="account_chosen").set_value(str(person.person_id)).run()


def test_an_administrator_changes_roles_and_teams(open_page, engine, add_actor, administrator):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    with transaction(engine) as session:
        start_session(session, person_id=ada.person_id, now=utc_now())
    app = open_page(administrator, SCREEN)
    app.selectbox(key="account_chosen").set_value(str(ada.person_id)).run()
    form = f"account_{ada.person_id}_1"
    app.pills(key=f"{form}_roles").set_value([Role.SUPPORTER, Role.COORDINATOR])
    app.multiselect(key=f"{form}_coordinates").set_value([str(ada.team_id)])
    button(app, "Save roles and teams").click().run()
    assert not app.exception
    assert not app.error
    with transaction(engine) as session:
        actor = actor_for(session, ada.person_id, now=utc_now())
    assert actor.roles == {Role.SUPPORTER, Role.COORDINATOR}
    assert actor.coordinates == {ada.team_id}


def test_the_last_administrator_cannot_step_down(open_page, administrator, session):
    app = open_page(administrator, SCREEN)
    app.selectbox(key="account_chosen").set_value(str(administrator.person_id)).run()
    app.pills(key=f"account_{administrator.person_id}_1_roles").set_value([Role.TRAINING_LEAD])
    button(app, "Save roles and teams").click().run()
    assert "last administrator" in app.error[0].value
    assert session.exec(select(PersonRole.role)).all() == [Role.ADMINISTRATOR]


def test_an_administrator_adds_a_team(open_page, administrator, session):
    app = show(open_page(administrator, SCREEN), "teams")
    app.text_input(key="team_add_name").set_value("Harbour")
    button(app, "Add team").click().run()
    assert not app.exception
    assert session.exec(select(Team.name)).all() == ["Harbour"]


def test_promise_19_whoever_was_changed_reads_who_did_it(open_page, add_actor, administrator):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    assert "Changes to your account" not in [
        each.label for each in open_page(ada, "account/my_account").expander
    ]
    app = open_page(administrator, SCREEN)
    app.selectbox(key="account_chosen").set_value(str(ada.person_id)).run()
    app.pills(key=f"account_{ada.person_id}_1_roles").set_value([Role.TRAINING_LEAD])
    button(app, "Save roles and teams").click().run()
    app = open_page(ada, "account/my_account")
    told = " ".join(each.value for each in app.markdown)
    assert "Roles and teams changed" in told
    assert "Alex" in told
    assert "Training lead" in told


def test_promise_19_both_coordinators_of_a_cover_read_of_it_on_their_account(
    open_page, add_actor, administrator, engine
):
    nora = add_actor(Role.COORDINATOR, name="Nora", coordinates=("North",))
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    # On Sunday evening in UTC it is Monday already where the organisation is.
    late = datetime(2026, 6, 21, 23, 30, tzinfo=UTC)
    with transaction(engine) as session:
        start_cover(
            session,
            administrator,
            coordinator_id=nora.person_id,
            cover_id=sol.person_id,
            from_day=date(2026, 7, 1),
            until_day=date(2026, 7, 4),
            now=late,
        )
    for reader, words, other in (
        (sol, "You stand in for another coordinator", "Nora"),
        (nora, "Another coordinator stands in for you", "Sol"),
    ):
        for screen in ("account/my_account", "account/my_data"):
            told = " ".join(each.value for each in open_page(reader, screen).markdown)
            days = f"22 June 2026 · {other} · 1 July 2026 to 4 July 2026 · North"
            assert f"{words}** · Alex · {days}" in told, screen


def with_password(engine, actor):
    with transaction(engine) as session:
        store_password(session, actor.person_id, "stored")


def test_a_forgotten_password_gets_a_link_that_the_administrator_passes_on(
    open_page, add_actor, administrator, engine
):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    with_password(engine, ada)
    app = choose(open_page(administrator, SCREEN), ada)

    app.button(key="reset_password").click().run()

    assert not app.exception
    assert "/reset/" in app.code[0].value
    told = " ".join(each.value for each in open_page(ada, "account/my_account").markdown)
    assert "Link to a new password made" in told


def test_a_lost_phone_without_an_app_says_so(open_page, add_actor, administrator, engine):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    with_password(engine, ada)
    app = choose(open_page(administrator, SCREEN), ada)

    app.button(key="reset_second_step").click().run()

    assert "authenticator app" in app.error[0].value


def test_nobody_is_helped_before_they_have_a_password(open_page, add_actor, administrator):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    app = choose(open_page(administrator, SCREEN), ada)

    assert "reset_password" not in [each.key for each in app.button]


def test_an_own_sign_in_elsewhere_is_ended(open_page, add_actor, engine):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    with transaction(engine) as session:
        token = start_session(session, person_id=ada.person_id, now=utc_now())
    app = open_page(ada, "account/my_account")

    end = next(each for each in app.button if str(each.key).startswith("end_"))
    assert end.label.startswith("End it *1: A browser, today, ")
    end.click().run()

    assert not app.exception
    with reading(engine) as session:
        assert session_person(session, token_hash(token), now=utc_now()) is None


def test_who_has_another_account_at_the_provider_now_is_unlinked(
    open_page, add_actor, administrator, engine
):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    with transaction(engine) as session:
        session.add(
            OutsideIdentity(
                issuer="there", subject="a", person_id=ada.person_id, linked_at=utc_now()
            )
        )
    app = choose(open_page(administrator, SCREEN), ada)

    app.button(key="unlink_outside").click().run()

    assert not app.exception
    with transaction(engine) as session:
        assert session.exec(select(OutsideIdentity)).all() == []
    told = " ".join(each.value for each in open_page(ada, "account/my_account").markdown)
    assert "Unlinked from the organisation's account" in told


def test_who_is_not_linked_cannot_be_unlinked(open_page, add_actor, administrator, engine):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    with_password(engine, ada)
    app = choose(open_page(administrator, SCREEN), ada)

    assert "unlink_outside" not in [each.key for each in app.button]


def test_who_has_a_second_step_reads_on_their_account_how_many_codes_are_left(
    open_page, add_actor, engine
):
    ada, now = add_actor(Role.SUPPORTER, name="Ada"), utc_now()
    with transaction(engine) as session:
        start_enrolment(session, ada.person_id, now=now)
        code = TOTP(secret_to_scan(session, ada.person_id, now=now)).at(now)
        assert confirm_enrolment(session, ada.person_id, code, now=now)

    app = open_page(ada, "account/my_account")

    assert not app.exception
    assert "10 recovery codes left." in [each.value for each in app.caption]
