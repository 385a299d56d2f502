"""The coordinator's first screen, told as stories."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import FollowUp, Pause, Release, View, WorkWeek
from core.queries.people import organisation
from core.rules.dates import week_of
from core.services.cases import open_case
from core.services.follow_ups import take
from core.services.ring_me import ask_to_be_rung
from core.services.sharing import choose_sharing
from core.vocabulary import FollowUpState, Frequency, Role, ShareScope, ShareTopic
from tests.shared_flags import raise_flag, up_to_date

SCREEN = "coordinator/team_overview"


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


def texts(app):
    return [e.value for kind in ("markdown", "text", "caption") for e in app.get(kind)]


def tile(app, key):
    return app.button(key=f"tile_{key}").label.replace("*", "")


def says(app, words):
    return any(words in text for text in texts(app))


def with_tables(app):
    """Open the tables beside the charts, which are made on demand."""
    for each in app.expander:
        if each.label.startswith("Show as table"):
            app.session_state[each.key] = True
    return app.run()


def test_a_coordinator_sees_whom_to_ring_first_and_why(open_page, engine, ada, cleo):
    with transaction(engine) as session:
        ask_to_be_rung(session, ada, best_time="after six", now=utc_now())

    app = open_page(cleo, SCREEN)

    assert not app.exception
    assert tile(app, "open") == "1 open follow-up"
    assert says(app, "**Ada** · :material/call:\u00a0Asked to be rung")
    assert says(app, "Best time: after six")
    assert says(app, "no talk recorded yet")
    assert says(app, "Ring them.")


def test_when_nobody_waits_the_screen_says_so_with_the_time(open_page, engine, ada, cleo):
    with reading(engine) as session:
        zone = organisation(session).time_zone
    app = open_page(cleo, SCREEN)
    assert zone == "Europe/London"
    assert app.success[0].value.startswith("Nothing needs you. Checked today ")
    assert tile(app, "longest") == "Nobody waiting"


def test_taking_it_from_the_overview_is_one_click(open_page, engine, ada, cleo):
    with transaction(engine) as session:
        ask_to_be_rung(session, ada, best_time="", now=utc_now())
    app = open_page(cleo, SCREEN)
    next(b for b in app.button if b.label.startswith("I do this")).click().run()
    assert not app.exception
    assert says(app, "You do this")
    with reading(engine) as session:
        [found] = session.exec(select(FollowUp)).all()
    assert (found.state, found.owner_id) == (FollowUpState.TAKEN, cleo.person_id)


def test_a_shared_flag_shows_its_word_and_the_look_is_written_down_once(
    open_page, engine, ada, cleo
):
    moment = utc_now()
    choices = dict.fromkeys(
        (ShareTopic.STRAIN, ShareTopic.BOUNDARY, ShareTopic.CHECK_IN), ShareScope.SIGNALS
    )
    with transaction(engine) as session:
        choose_sharing(session, ada, choices, now=moment)
        raise_flag(session, ada.person_id, raised_at=moment - timedelta(days=4))
        up_to_date(session, ada.person_id, now=moment)
    app = open_page(cleo, SCREEN)
    assert says(app, "Shared with you: Burnout risk")
    assert not says(app, "6.3")
    app.run()
    with reading(engine) as session:
        [view] = session.exec(select(View)).all()
    assert (view.person_id, view.viewer_id) == (ada.person_id, cleo.person_id)


def test_load_stands_beside_capacity_in_words(open_page, engine, ada, cleo):
    moment = utc_now()
    with transaction(engine) as session:
        for nth in range(6):
            open_case(session, ada, code=f"Heron {nth}", frequency=Frequency.WEEKLY, now=moment)
        session.add(WorkWeek(week=week_of(moment.date()) - 1, person_id=ada.person_id, minutes=90))
    app = open_page(cleo, SCREEN)
    assert tile(app, "over") == "1 over capacity"
    assert tile(app, "hours") == "1.5 hours in 4 weeks"
    app = with_tables(app)
    [twin] = [t.value for t in app.dataframe if "Capacity" in t.value.columns]
    assert twin["Load"].tolist() == ["▲ over capacity"]


def test_what_others_do_and_what_was_put_aside_are_open_follow_ups_too(
    open_page, engine, ada, cleo, add_actor
):
    dee = add_actor(Role.COORDINATOR, name="Dee", coordinates=("North",))
    bea = add_actor(Role.SUPPORTER, name="Bea")
    with transaction(engine) as session:
        ask_to_be_rung(session, ada, best_time="", now=utc_now())
        ask_to_be_rung(session, bea, best_time="", now=utc_now())
        [theirs] = session.exec(select(FollowUp).where(FollowUp.person_id == bea.person_id)).all()
        take(session, dee, theirs.id, version=theirs.version, now=utc_now())

    app = open_page(cleo, SCREEN)

    assert tile(app, "open") == "2 open follow-ups"
    app.button(key="tile_open").click().run()
    assert says(app, "Open: 1 waiting for you, 1 with others, 0 put aside.")


def test_the_tile_of_who_waits_longest_opens_them(open_page, engine, ada, cleo, add_actor):
    bea = add_actor(Role.SUPPORTER, name="Bea")
    with transaction(engine) as session:
        ask_to_be_rung(session, ada, best_time="", now=utc_now())
        ask_to_be_rung(session, bea, best_time="", now=utc_now() - timedelta(hours=3))
    app = open_page(cleo, SCREEN)
    app.button(key="tile_longest").click().run()

    assert says(app, "**Bea** · :material/call:\u00a0Asked to be rung")
    assert not says(app, "**Ada**")


def test_the_tile_over_capacity_opens_those_who_are(open_page, engine, ada, cleo, add_actor):
    bea = add_actor(Role.SUPPORTER, name="Bea")
    with transaction(engine) as session:
        for nth in range(6):
            open_case(session, bea, code=f"Tern {nth}", frequency=Frequency.WEEKLY, now=utc_now())
    app = open_page(cleo, SCREEN)
    app.button(key="tile_over").click().run()

    assert says(app, "**Bea** · ▲ over capacity")
    assert not says(app, "**Ada**")
    assert app.button_group(key="caseload_view").value == "over"


def test_a_hidden_week_is_a_gap_with_its_reason(open_page, engine, ada, cleo):
    week = week_of(utc_now().date())
    [team_id] = cleo.coordinates
    with transaction(engine) as session:
        for back, value in ((4, 4.5), (3, None), (2, 5.0)):
            session.add(
                Release(
                    measure="team_strain",
                    week=week - back,
                    team_id=team_id,
                    value=value,
                    released_at=utc_now(),
                )
            )
    app = open_page(cleo, SCREEN)
    app = with_tables(app)
    [twin] = [t.value for t in app.dataframe if "Team strain" in t.value.columns]
    shown = twin["Team strain"].tolist()
    assert "4.5 · moderate" in shown
    assert "too few to show" in shown


def test_who_is_away_is_listed(open_page, engine, ada, cleo):
    today = utc_now().date()
    with transaction(engine) as session:
        session.add(Pause(person_id=ada.person_id, starts_on=today, recorded_at=utc_now()))
    app = open_page(cleo, SCREEN)
    assert tile(app, "people") == "0 people active"
    assert says(app, "Ada · away now")


def test_without_people_the_screen_says_what_to_do(open_page, cleo):
    app = open_page(cleo, SCREEN)
    assert not app.exception
    assert "nobody in your teams" in app.info[0].value


def test_a_name_is_shown_letter_by_letter(open_page, engine, add_actor, cleo):
    odd = add_actor(Role.SUPPORTER, name="**Bo** :red[x]")
    with transaction(engine) as session:
        ask_to_be_rung(session, odd, best_time="", now=utc_now())
    app = open_page(cleo, SCREEN)
    assert says(app, r"\*\*Bo\*\* \:red\[x\]")
