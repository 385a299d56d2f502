"""Choosing what is shared, and seeing who looked, told as stories."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import FollowUp, Person, View
from core.queries.sharing import own_sharing
from core.services.follow_ups import note
from core.services.ring_me import ask_to_be_rung
from core.services.sharing import choose_sharing, record_views, share_flag_once
from core.vocabulary import FollowUpReason, Role, ShareScope, ShareTopic, Viewed
from tests.shared_flags import REASON, SENTENCE, raise_flag, up_to_date

SCREEN = "account/my_data"
NOTHING = dict.fromkeys(
    (ShareTopic.STRAIN, ShareTopic.BOUNDARY, ShareTopic.CHECK_IN), ShareScope.NOTHING
)


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def ada(engine, add_actor, cleo):
    actor = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        session.get(Person, actor.person_id).sharing_chosen_at = None
    return actor


def says(app, words):
    found = (e.value for kind in ("markdown", "text", "caption") for e in app.get(kind))
    return any(words in text for text in found)


def save(app):
    next(b for b in app.button if b.label == "Save my choice").click().run()


def chosen(engine, actor):
    with reading(engine) as session:
        return own_sharing(session, actor, now=utc_now()).choices


def test_nothing_is_ticked_beforehand(open_page, ada):
    app = open_page(ada, SCREEN)
    assert not app.exception
    assert [radio.value for radio in app.radio] == [None] * 4
    assert says(app, "Your coordinators: Cleo")


def test_a_first_choice_with_a_gap_is_not_saved(open_page, engine, ada):
    app = open_page(ada, SCREEN)
    app.radio(key="share_strain").set_value(ShareScope.SIGNALS)
    save(app)
    assert "each of the topics" in app.error[0].value
    assert chosen(engine, ada) == {}


def test_the_first_choice_is_saved_and_in_force(open_page, engine, ada):
    app = open_page(ada, SCREEN)
    app.radio(key="share_strain").set_value(ShareScope.SIGNALS)
    app.radio(key="share_boundary").set_value(ShareScope.NOTHING)
    app.radio(key="share_check_in").set_value(ShareScope.ANSWERS)
    save(app)
    assert not app.exception
    assert chosen(engine, ada) == {
        ShareTopic.STRAIN: ShareScope.SIGNALS,
        ShareTopic.BOUNDARY: ShareScope.NOTHING,
        ShareTopic.CHECK_IN: ShareScope.ANSWERS,
    }
    # On to the first log, which was waiting for this choice.
    assert app.title[0].value == "Log a contact"
    assert says(open_page(ada, SCREEN), "This is what you share now.")


def test_the_preview_follows_the_choice_before_it_is_saved(open_page, engine, ada):
    with transaction(engine) as session:
        raise_flag(session, ada.person_id, raised_at=utc_now() - timedelta(days=4))
        up_to_date(session, ada.person_id, now=utc_now())
    app = open_page(ada, SCREEN)
    assert says(app, "Right now: nothing.")
    app.radio(key="share_strain").set_value(ShareScope.SIGNALS).run()
    assert says(app, REASON)
    assert not says(app, SENTENCE)
    app.radio(key="share_strain").set_value(ShareScope.ANSWERS).run()
    assert says(app, SENTENCE)
    assert chosen(engine, ada) == {}


def test_a_choice_is_changed_any_time(open_page, engine, ada):
    with transaction(engine) as session:
        choose_sharing(session, ada, dict.fromkeys(NOTHING, ShareScope.ANSWERS), now=utc_now())
    app = open_page(ada, SCREEN)
    assert app.radio(key="share_boundary").value is ShareScope.ANSWERS
    app.radio(key="share_boundary").set_value(ShareScope.NOTHING)
    save(app.run())
    assert chosen(engine, ada)[ShareTopic.BOUNDARY] is ShareScope.NOTHING


def test_who_looked_what_was_shared_once_and_notes_are_shown(open_page, engine, ada, cleo):
    moment = utc_now()
    with transaction(engine) as session:
        choose_sharing(session, ada, NOTHING, now=moment)
        flag = raise_flag(session, ada.person_id, raised_at=moment)
        share_flag_once(session, ada, flag, ShareScope.SIGNALS, now=moment)
        session.add(
            View(
                person_id=ada.person_id,
                viewer_id=cleo.person_id,
                what=Viewed.SHARED_STRAIN,
                seen_at=moment,
            )
        )
        ask_to_be_rung(session, ada, best_time="", now=moment)
        follow_up = _ring_me(session)
        note(session, cleo, follow_up, "Will ring on Friday.", now=moment)
        up_to_date(session, ada.person_id, now=moment)
    app = open_page(ada, SCREEN)
    [table] = [t.value for t in app.dataframe if "Who" in t.value]
    assert table[["Who", "Looked at"]].values.tolist() == [["Cleo", "Strain"]]
    assert says(app, "Will ring on Friday.")
    app.button(key=f"end_{flag}").click().run()
    assert says(app, "No single flag is shared.")


def test_promise_19_every_look_is_within_reach_however_many_there_are(open_page, engine, ada, cleo):
    first = utc_now() - timedelta(days=30)
    with transaction(engine) as session:
        choose_sharing(session, ada, NOTHING, now=first)
        for number in range(230):
            session.add(
                View(
                    person_id=ada.person_id,
                    viewer_id=cleo.person_id,
                    what=Viewed.SHARED_STRAIN,
                    seen_at=first + timedelta(hours=2 * number),
                )
            )
    app = open_page(ada, SCREEN)
    assert says(app, "230 looks are written down, all of them here.")
    assert says(app, "The time is that of the first look.")
    seen = []
    for page in range(1, 6):
        app.session_state["looks_page"] = page
        app.run()
        assert not app.exception
        [table] = [t.value for t in app.dataframe if "Who" in t.value]
        seen += table["When"].tolist()

    assert len(seen) == 230
    assert len(set(seen)) == 230


def test_promise_19_a_look_is_in_the_list_at_once(open_page, engine, ada, cleo):
    with transaction(engine) as session:
        choose_sharing(session, ada, dict.fromkeys(NOTHING, ShareScope.SIGNALS), now=utc_now())
    with transaction(engine) as session:
        record_views(session, cleo, [(ada.person_id, Viewed.SHARED_STRAIN)], now=utc_now())

    app = open_page(ada, SCREEN)

    [table] = [t.value for t in app.dataframe if "Who" in t.value]
    assert table["Who"].tolist() == ["Cleo"]


def _ring_me(session):
    wanted = select(FollowUp.id).where(FollowUp.reason == FollowUpReason.RING_ME)
    return session.exec(wanted).one()


def test_a_coordinator_is_told_that_their_team_sees_nothing(open_page, cleo):
    app = open_page(cleo, SCREEN)
    assert says(app, "nobody of your team sees how you are")


def test_who_logs_nothing_has_nothing_to_share(open_page, add_actor):
    app = open_page(add_actor(Role.TRAINING_LEAD, name="Tim"), SCREEN)
    assert "nothing about you to share" in app.info[0].value
    assert not app.radio
