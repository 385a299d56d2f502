"""The audit screen: every entry can be reached, and what failed lately shows at once."""

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import AuditEntry, Person, PersonRole
from core.services.audit import write_audit
from core.services.failed_sign_ins import count_failed
from core.vocabulary import AuditEvent, Role

SCREEN = "admin/audit"


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


def told(app):
    return "\n".join(each.value for kind in ("markdown", "caption") for each in app.get(kind))


def test_450_entries_are_all_within_reach(open_page, engine, administrator):
    with transaction(engine) as session:
        for number in range(450):
            write_audit(
                session, AuditEvent.SETTINGS_CHANGED, detail=f"entry-{number:03}.", now=utc_now()
            )
    app = open_page(administrator, SCREEN)
    seen = set()
    for page in range(1, 10):
        app.session_state["audit_page_all"] = page
        app.run()
        assert not app.exception
        seen |= {number for number in range(450) if f"entry-{number:03}." in told(app)}
        if page == 1:
            assert "Entries 1 to 50 of 450, newest first." in told(app)
            assert min(seen) == 400

    assert seen == set(range(450))
    assert "Entries 401 to 450 of 450" in told(app)


def test_a_rare_kind_shows_although_a_late_page_of_everything_was_open(
    open_page, engine, administrator
):
    with transaction(engine) as session:
        for _each in range(120):
            write_audit(session, AuditEvent.SETTINGS_CHANGED, now=utc_now())
        write_audit(session, AuditEvent.KEYS_ROTATED, detail="only one", now=utc_now())
    app = open_page(administrator, SCREEN)
    app.session_state["audit_page_all"] = 3
    app.run()

    app.selectbox(key="audit_event").set_value(AuditEvent.KEYS_ROTATED.value).run()

    assert not app.exception
    assert "only one" in told(app)


def test_failed_sign_ins_of_this_hour_show_before_they_are_in_the_log(
    open_page, engine, administrator, add_actor
):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    with transaction(engine) as session:
        email = session.get_one(Person, ada.person_id).email
        for address in (email, email, "nobody@example.org"):
            count_failed(session, address, now=utc_now())

    said = told(open_page(administrator, SCREEN))

    assert "Ada · 2 tries since" in said
    assert "addresses without an account · 1 try since" in said


def test_what_somebody_reached_for_without_the_role_is_in_the_log(
    open_page, engine, add_actor, administrator
):
    cleo = add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))
    app = open_page(cleo, "coordinator/people")
    app = app.segmented_control(key="people_view").set_value("add").run()
    with transaction(engine) as session:
        session.delete(session.get_one(PersonRole, (cleo.person_id, Role.COORDINATOR)))
        session.add(PersonRole(person_id=cleo.person_id, role=Role.SUPPORTER))
    [add] = (each for each in app.button if each.label == "Add and make a link")
    add.click().run()

    reached = select(AuditEntry.actor_id, AuditEntry.detail).where(
        AuditEntry.event == AuditEvent.NOT_ALLOWED
    )
    with reading(engine) as session:
        assert session.exec(reached).first() == (cleo.person_id, "add_person")
    assert "Cleo" in told(open_page(administrator, SCREEN))
