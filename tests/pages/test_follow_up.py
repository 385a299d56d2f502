"""Following up, told as stories."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import FollowUp, View
from core.queries.follow_up_history import notes_about_me
from core.services.follow_ups import take
from core.services.ring_me import ask_to_be_rung
from core.services.sharing import choose_sharing
from core.vocabulary import FollowUpState, Outcome, Role, ShareScope, ShareTopic, Viewed
from tests.shared_flags import SENTENCE, raise_flag, up_to_date

SCREEN = "coordinator/follow_up"


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def asked(engine, ada, cleo):
    with transaction(engine) as session:
        ask_to_be_rung(session, ada, best_time="noon", now=utc_now())
    return stored(engine)[0].id


def stored(engine):
    with reading(engine) as session:
        return session.exec(select(FollowUp)).all()


def opened(app_as, actor, follow_up_id):
    app = app_as(actor)
    app.query_params["id"] = str(follow_up_id)
    return app.switch_page(f"../../pages/{SCREEN}.py").run()


def button(app, label):
    return next(b for b in app.button if b.label == label)


def says(app, words):
    found = (e.value for kind in ("markdown", "text", "caption") for e in app.get(kind))
    return any(words in text for text in found)


def test_the_queue_opens_with_what_needs_me(open_page, cleo, asked):
    app = open_page(cleo, SCREEN)
    assert not app.exception
    assert says(app, "Asked to be rung")


def test_done_needs_an_outcome(app_as, engine, cleo, asked):
    app = opened(app_as, cleo, asked)
    button(app, "Done").click().run()
    assert "what came of it" in app.error[0].value
    assert stored(engine)[0].state is FollowUpState.OPEN


def test_a_follow_up_is_resolved_with_a_note_the_person_can_read(app_as, engine, ada, cleo, asked):
    app = opened(app_as, cleo, asked)
    app.radio(key="follow_up_outcome").set_value(Outcome.TALKED)
    app.text_area(key="follow_up_note").set_value("We spoke for a while.")
    button(app, "Done").click().run()
    assert not app.exception
    assert stored(engine)[0].outcome is Outcome.TALKED
    with reading(engine) as session:
        assert [n.text for n in notes_about_me(session, ada)] == ["We spoke for a while."]


def test_it_is_put_aside_and_found_again(app_as, open_page, engine, cleo, asked):
    app = opened(app_as, cleo, asked)
    button(app, "Put aside until then").click().run()
    assert stored(engine)[0].state is FollowUpState.SNOOZED
    app = open_page(cleo, SCREEN)
    assert app.success[0].value.startswith("Nothing needs you.")
    app.button_group(key="state").set_value("aside").run()
    assert says(app, "Asked to be rung")


def test_a_finished_one_is_reopened(app_as, open_page, engine, cleo, asked):
    app = opened(app_as, cleo, asked)
    app.radio(key="follow_up_outcome").set_value(Outcome.NOTHING_NEEDED)
    button(app, "Done").click().run()
    app = opened(app_as, cleo, asked)
    button(app, "Reopen").click().run()
    assert stored(engine)[0].state is FollowUpState.OPEN


def test_a_note_is_kept_with_its_author(app_as, cleo, asked):
    app = opened(app_as, cleo, asked)
    app.text_area(key="follow_up_note").set_value("Rang, no answer.")
    button(app, "Only save the note").click().run()
    assert says(app, "Rang, no answer.")
    assert says(app, "Cleo")


def test_a_note_that_is_refused_stays_to_be_shortened(app_as, engine, cleo, asked):
    app = opened(app_as, cleo, asked)
    app.text_area(key="follow_up_note").set_value("a" * 5000)
    button(app, "Only save the note").click().run()
    assert [e.value for e in app.error] == ["A note has at most 2000 characters; this has 5000."]
    assert app.text_area(key="follow_up_note").value == "a" * 5000

    app.text_area(key="follow_up_note").set_value("Shorter.")
    button(app, "Only save the note").click().run()
    assert says(app, "Shorter.")
    assert app.text_area(key="follow_up_note").value == ""


def test_what_was_typed_stays_when_a_colleague_was_faster(app_as, engine, ada, cleo, asked):
    app = opened(app_as, cleo, asked)
    app.radio(key="follow_up_outcome").set_value(Outcome.TALKED)
    app.text_area(key="follow_up_note").set_value("We spoke for a while.")
    with transaction(engine) as session:
        take(session, cleo, asked, version=1, now=utc_now())
    button(app, "Done").click().run()
    assert "changed" in app.error[0].value
    assert app.text_area(key="follow_up_note").value == "We spoke for a while."

    button(app, "Done").click().run()
    assert stored(engine)[0].outcome is Outcome.TALKED
    with reading(engine) as session:
        assert [n.text for n in notes_about_me(session, ada)] == ["We spoke for a while."]


def test_a_follow_up_asks_for_one_note_at_a_time(app_as, cleo, asked):
    app = opened(app_as, cleo, asked)
    assert len(app.text_area) == 1
    app.radio(key="follow_up_outcome").set_value(Outcome.TALKED)
    button(app, "Done").click().run()
    app = opened(app_as, cleo, asked)
    assert len(app.text_area) == 1


def test_what_is_shared_is_shown_with_its_numbers_and_the_look_is_written_down(
    app_as, engine, ada, cleo
):
    moment = utc_now()
    choices = dict.fromkeys(
        (ShareTopic.STRAIN, ShareTopic.BOUNDARY, ShareTopic.CHECK_IN), ShareScope.ANSWERS
    )
    with transaction(engine) as session:
        raise_flag(session, ada.person_id, raised_at=moment - timedelta(days=4))
        up_to_date(session, ada.person_id, now=moment)
        choose_sharing(session, ada, choices, now=moment)
    app = opened(app_as, cleo, stored(engine)[0].id)
    assert says(app, f"They read: “{SENTENCE}”")
    assert says(app, "Ada can see that you looked.")
    with reading(engine) as session:
        assert session.exec(select(View.what)).all() == [Viewed.SHARED_STRAIN]


def test_somebody_elses_follow_up_is_not_there(app_as, add_actor, asked):
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    app = opened(app_as, sol, asked)
    assert not says(app, "Ada")
    assert "no longer in your queue" in app.info[0].value
