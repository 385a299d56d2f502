"""What everybody may do with what is stored about them, told as stories."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import Download, Person
from core.services.access import end_sessions_of, start_session, token_hash
from core.services.leaving import plan_leaving
from core.services.proofs import note_proof
from core.vocabulary import Role

SCREEN = "account/my_data"


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


def texts(app):
    found = (e.value for kind in ("markdown", "text", "caption", "info") for e in app.get(kind))
    return "\n".join(found)


@pytest.mark.parametrize("role", Role)
def test_everybody_finds_their_rights_whatever_their_role(open_page, add_actor, role):
    teams = {"coordinates": ("North",)} if role is Role.COORDINATOR else {}
    app = open_page(add_actor(role, name="Somebody", **teams), SCREEN)
    assert not app.exception
    headings = [each.value for each in app.header]
    for wanted in (
        "Download everything about you",
        "How long things are kept",
        "Leaving",
        "Erase everything about you",
    ):
        assert wanted in headings


def my_data(open_page, engine, ada, *, proven):
    """Open the screen in a sign-in in which somebody has just shown that it is them, or not."""
    with transaction(engine) as session:
        hashed = token_hash(start_session(session, person_id=ada.person_id, now=utc_now()))
        session.flush()
        if proven:
            note_proof(session, ada, hashed, now=utc_now())
    app = open_page(ada, SCREEN)
    app.user = {"uid": str(ada.person_id), "sid": hashed}
    return app.run()


def test_a_prepared_file_is_offered_by_its_address_alone(open_page, engine, ada):
    app = my_data(open_page, engine, ada, proven=True)
    app.button(key="prepare_export").click().run()

    assert not app.exception
    with reading(engine) as session:
        [prepared] = session.exec(select(Download.id)).all()
    addresses = [link.proto.url for link in app.get("link_button")]
    assert any(address.endswith(f"/export/{prepared}") for address in addresses)


def test_before_a_file_is_prepared_one_shows_that_it_is_oneself(open_page, engine, ada):
    app = my_data(open_page, engine, ada, proven=False)

    assert "prepare_export" not in [each.key for each in app.button]
    addresses = [link.proto.url for link in app.get("link_button")]
    assert any(address.endswith("/prove") for address in addresses)


def test_a_file_is_prepared_for_a_real_sign_in_only(open_page, engine, ada):
    app = my_data(open_page, engine, ada, proven=True)
    with transaction(engine) as session:
        end_sessions_of(session, ada.person_id, now=utc_now())
    app.button(key="prepare_export").click().run()

    assert not [each for each in app.get("link_button") if "/export/" in each.proto.url]
    with reading(engine) as session:
        assert session.exec(select(Download.id)).all() == []


def test_how_long_each_kind_is_kept_is_shown(open_page, ada):
    app = open_page(ada, SCREEN)
    told = texts(app)
    assert "- **6 months**: Your private words" in told
    assert "- **30 days**: Sign-ins, after they ended" in told
    assert "chosen by your organisation" not in told


def test_leaving_closes_the_account_at_once(open_page, engine, ada):
    app = open_page(ada, SCREEN)
    assert "Download everything first" in texts(app)
    app.button(key="leave_today").click().run()
    with reading(engine) as session:
        person = session.get(Person, ada.person_id)
        assert (person.active, person.left_at is not None) == (False, True)


def test_who_was_told_that_they_leave_reads_the_days(open_page, engine, ada, add_actor):
    ann = add_actor(Role.ADMINISTRATOR, name="Ann")
    last_day = (utc_now() + timedelta(days=10)).date()
    with transaction(engine) as session:
        plan_leaving(session, ann, ada.person_id, last_day=last_day, now=utc_now())
    app = open_page(ada, SCREEN)
    assert f"closes at the end of {last_day.day} " in texts(app)


def test_erasing_shows_what_goes_and_leads_to_the_front_door(open_page, ada):
    app = open_page(ada, SCREEN)
    assert any(link.proto.url.endswith("/erase") for link in app.get("link_button"))
    app.session_state["erasing"] = True
    app.run()
    [table] = [t.value for t in app.dataframe if "Goes" in t.value]
    assert "You" in set(table["Goes"])
    assert not [field for field in app.text_input if "assword" in field.label]
