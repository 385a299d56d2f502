"""What of the wellbeing lane reaches a coordinator."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed
from core.models import Cover, Pause, Person, Pulse, StandingShare
from core.queries.people import actor_for
from core.queries.seen import what_can_be_seen
from core.queries.shared import preview_for_coordinator, shared_with_me, views_to_record
from core.queries.shared_example import example_for_coordinator
from core.queries.sharing import own_sharing
from core.rules.dates import week_of
from core.services.questionnaires import record_answers
from core.services.sharing import choose_sharing, record_views, share_flag_once
from core.vocabulary import FlagAnswer, FlagKind, PulseItem, Role, ShareScope, ShareTopic, Viewed
from tests.shared_flags import REASON, SENTENCE, raise_flag
from tests.support import NOW

pytestmark = pytest.mark.storage

LONG_AGO = NOW - timedelta(days=5)
NOTHING = dict.fromkeys(
    (ShareTopic.STRAIN, ShareTopic.BOUNDARY, ShareTopic.CHECK_IN), ShareScope.NOTHING
)


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


def share(session, actor, **scopes):
    choices = NOTHING | {ShareTopic(topic): scope for topic, scope in scopes.items()}
    choose_sharing(session, actor, choices, now=LONG_AGO)


def test_signals_show_words_and_no_numbers(session, ada, cleo):
    share(session, ada, strain=ShareScope.SIGNALS)
    raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    [person] = shared_with_me(session, cleo, now=NOW)
    [flag] = person.flags
    assert person.name == "Ada"
    assert (flag.reasons, flag.sentences) == ((REASON,), ())


def test_answers_add_the_sentence_with_its_numbers(session, ada, cleo):
    share(session, ada, strain=ShareScope.ANSWERS)
    raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    [person] = shared_with_me(session, cleo, now=NOW)
    assert person.flags[0].sentences == (SENTENCE,)


def test_a_boundary_signal_shows_the_theme_and_no_sign(session, ada, cleo):
    share(session, ada, boundary=ShareScope.SIGNALS)
    raise_flag(session, ada.person_id, raised_at=LONG_AGO, kind=FlagKind.BOUNDARY)
    [person] = shared_with_me(session, cleo, now=NOW)
    [flag] = person.flags
    assert (flag.subject, flag.reasons, flag.sentences) == ("closeness", (), ())


def test_the_words_a_person_added_travel_with_the_flag(session, ada, cleo):
    share(session, ada, strain=ShareScope.SIGNALS)
    raise_flag(session, ada.person_id, raised_at=LONG_AGO, context="A hard month at home.")
    [person] = shared_with_me(session, cleo, now=NOW)
    assert person.flags[0].context == "A hard month at home."


def test_check_ins_show_answered_questions_of_four_weeks(session, ada, cleo):
    share(session, ada, check_in=ShareScope.ANSWERS)
    for back in (0, 3, 4):
        day = NOW.date() - timedelta(weeks=back)
        session.add(
            Pulse(
                person_id=ada.person_id,
                week=week_of(day),
                day=day,
                energy=2,
                sleep=4,
                recorded_at=NOW,
            )
        )
    session.flush()
    [person] = shared_with_me(session, cleo, now=NOW)
    assert [dict(pulse.answers) for pulse in person.pulses] == [
        {PulseItem.ENERGY: 2, PulseItem.SLEEP: 4}
    ] * 2


@pytest.mark.parametrize("scope", [ShareScope.NOTHING, ShareScope.SIGNALS])
def test_anything_less_than_answers_shows_no_check_in(session, ada, cleo, scope):
    share(session, ada, check_in=scope)
    day = NOW.date()
    session.add(
        Pulse(person_id=ada.person_id, week=week_of(day), day=day, energy=2, recorded_at=NOW)
    )
    session.flush()
    assert shared_with_me(session, cleo, now=NOW) == []


@pytest.mark.parametrize("answer", [FlagAnswer.NOT_RIGHT, FlagAnswer.PASSED])
def test_an_answered_flag_stays_private(session, ada, cleo, answer):
    share(session, ada, strain=ShareScope.ANSWERS)
    raise_flag(session, ada.person_id, raised_at=LONG_AGO, answer=answer)
    assert shared_with_me(session, cleo, now=NOW) == []


def test_who_shares_nothing_and_who_has_no_flag_look_the_same(session, ada, cleo):
    before = shared_with_me(session, cleo, now=NOW)
    share(session, ada, strain=ShareScope.ANSWERS)
    assert shared_with_me(session, cleo, now=NOW) == before == []


def test_a_pause_silences_all_but_urgent(session, ada, cleo):
    share(session, ada, strain=ShareScope.SIGNALS, boundary=ShareScope.SIGNALS)
    raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    urgent = raise_flag(
        session, ada.person_id, raised_at=LONG_AGO, kind=FlagKind.BOUNDARY, urgent=True
    )
    session.add(Pause(person_id=ada.person_id, starts_on=NOW.date(), recorded_at=NOW))
    session.flush()
    [person] = shared_with_me(session, cleo, now=NOW)
    assert [flag.id for flag in person.flags] == [urgent]


def test_another_teams_coordinator_sees_nothing_until_they_cover(session, add_actor, ada, cleo):
    share(session, ada, strain=ShareScope.SIGNALS)
    raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    session.commit()
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    assert shared_with_me(session, sol, now=NOW) == []
    session.add(
        Cover(
            coordinator_id=cleo.person_id,
            cover_id=sol.person_id,
            from_day=NOW.date(),
            until_day=NOW.date(),
        )
    )
    session.flush()
    covering = actor_for(session, sol.person_id, now=NOW)
    assert [p.name for p in shared_with_me(session, covering, now=NOW)] == ["Ada"]
    day = timedelta(days=1)
    for read in (own_sharing, what_can_be_seen):
        assert read(session, ada, now=NOW).coordinators == ("Cleo", "Sol")
        assert read(session, ada, now=NOW - day).coordinators == ("Cleo",)
        assert read(session, ada, now=NOW + day).coordinators == ("Cleo",)


def test_a_coordinator_is_seen_only_by_the_one_they_named(session, add_actor, cleo):
    session.commit()
    dee = add_actor(Role.COORDINATOR, name="Dee", coordinates=("North",))
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    share(session, cleo, strain=ShareScope.ANSWERS)
    raise_flag(session, cleo.person_id, raised_at=LONG_AGO)
    assert own_sharing(session, cleo, now=NOW).coordinators == ()
    assert shared_with_me(session, dee, now=NOW) == shared_with_me(session, sol, now=NOW) == []
    session.get(Person, cleo.person_id).named_coordinator_id = sol.person_id
    session.flush()
    assert shared_with_me(session, dee, now=NOW) == []
    assert [p.name for p in shared_with_me(session, sol, now=NOW)] == ["Cleo"]
    assert own_sharing(session, cleo, now=NOW).coordinators == ("Sol",)


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.TRAINING_LEAD, Role.ADMINISTRATOR])
def test_other_roles_may_not_even_ask(session, add_actor, role):
    with pytest.raises(NotAllowed):
        shared_with_me(session, add_actor(role, name="Rae"), now=NOW)


@pytest.mark.parametrize("scope", list(ShareScope))
def test_promise_18_the_preview_is_what_the_coordinator_then_sees(session, ada, cleo, scope):
    raise_flag(session, ada.person_id, raised_at=LONG_AGO, context="Moving house.")
    raise_flag(session, ada.person_id, raised_at=LONG_AGO, kind=FlagKind.BOUNDARY)
    choices = dict.fromkeys(NOTHING, scope)
    preview = preview_for_coordinator(session, ada, choices, now=NOW)
    choose_sharing(session, ada, choices, now=NOW)
    seen = shared_with_me(session, cleo, now=NOW)
    assert seen == ([preview] if preview.flags else [])
    assert bool(preview.flags) == (scope is not ShareScope.NOTHING)


@pytest.mark.parametrize("once", [None, ShareScope.SIGNALS, ShareScope.ANSWERS])
@pytest.mark.parametrize("after", ShareScope)
@pytest.mark.parametrize("before", ShareScope)
def test_promise_18_the_preview_of_a_change_is_what_the_coordinator_then_sees(
    session, ada, cleo, before, after, once
):
    share(session, ada, strain=before)
    flag = raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    if once:
        share_flag_once(session, ada, flag, once, now=LONG_AGO)
    choices = NOTHING | {ShareTopic.STRAIN: after}

    preview = preview_for_coordinator(session, ada, choices, now=NOW)
    choose_sharing(session, ada, choices, now=NOW)

    seen = shared_with_me(session, cleo, now=NOW)
    assert seen == ([preview] if preview.flags else [])


def test_the_preview_includes_what_is_still_the_persons_alone(session, ada, cleo):
    raised = NOW - timedelta(hours=1)
    raise_flag(session, ada.person_id, raised_at=raised)
    choices = NOTHING | {ShareTopic.STRAIN: ShareScope.SIGNALS}
    [flag] = preview_for_coordinator(session, ada, choices, now=NOW).flags
    assert flag.shared_from == raised + timedelta(hours=48)


def test_the_invented_example_is_cut_down_like_a_real_flag(session, ada):
    signals = dict.fromkeys(NOTHING, ShareScope.SIGNALS)
    shown = example_for_coordinator(ada, signals, now=NOW)
    assert all(not flag.sentences for flag in shown.flags)
    assert shown.pulses == ()
    assert example_for_coordinator(ada, NOTHING, now=NOW).flags == ()


def test_the_same_look_within_an_hour_is_written_down_once(session, ada, cleo):
    session.add(
        StandingShare(
            person_id=ada.person_id,
            topic=ShareTopic.STRAIN,
            scope=ShareScope.SIGNALS,
            from_at=LONG_AGO,
        )
    )
    looked = {(ada.person_id, Viewed.SHARED_STRAIN)}
    record_views(session, cleo, looked, now=NOW)
    session.flush()
    assert views_to_record(session, cleo, looked, now=NOW + timedelta(minutes=59)) == frozenset()
    assert views_to_record(session, cleo, looked, now=NOW + timedelta(minutes=60)) == looked


CBI = {f"{part}{n}": 50 for part in "PC" for n in range(1, 7)}


def answer_cbi(session, actor, *, now=LONG_AGO):
    record_answers(session, actor, "cbi", CBI, now=now)


def test_a_result_is_shared_as_its_word_and_date(session, ada, cleo):
    share(session, ada, instruments=ShareScope.SIGNALS)
    answer_cbi(session, ada)
    [person] = shared_with_me(session, cleo, now=NOW)
    assert [(one.band, one.value) for one in person.results] == [("raised", None)] * 2
    assert person.results[0].day == LONG_AGO.date()
    assert person.viewed == {Viewed.SHARED_INSTRUMENTS}


def test_answers_add_the_score_of_each_scale(session, ada, cleo):
    share(session, ada, instruments=ShareScope.ANSWERS)
    answer_cbi(session, ada)
    [person] = shared_with_me(session, cleo, now=NOW)
    assert [one.value for one in person.results] == [50, 50]


def test_a_result_is_the_persons_alone_for_48_hours(session, ada, cleo):
    share(session, ada, instruments=ShareScope.ANSWERS)
    answer_cbi(session, ada, now=NOW)
    assert shared_with_me(session, cleo, now=NOW + timedelta(hours=47)) == []
    assert len(shared_with_me(session, cleo, now=NOW + timedelta(hours=48))[0].results) == 2

    shown = preview_for_coordinator(session, ada, NOTHING | CHOSEN, now=NOW)
    assert {one.shared_from for one in shown.results} == {NOW + timedelta(hours=48)}


CHOSEN = {ShareTopic.INSTRUMENTS: ShareScope.SIGNALS}


@pytest.mark.parametrize("scope", [None, ShareScope.NOTHING])
def test_without_a_choice_for_questionnaires_no_result_is_shown(session, ada, cleo, scope):
    share(session, ada, **({} if scope is None else {"instruments": scope}))
    answer_cbi(session, ada)
    assert shared_with_me(session, cleo, now=NOW) == []


def test_only_the_newest_result_that_may_be_seen_is_shown(session, ada, cleo):
    share(session, ada, instruments=ShareScope.SIGNALS)
    answer_cbi(session, ada, now=NOW - timedelta(days=70))
    answer_cbi(session, ada, now=NOW - timedelta(hours=20))
    [person] = shared_with_me(session, cleo, now=NOW)
    assert {one.day for one in person.results} == {(NOW - timedelta(days=70)).date()}

    [person] = shared_with_me(session, cleo, now=NOW + timedelta(days=2))
    assert {one.day for one in person.results} == {(NOW - timedelta(hours=20)).date()}


def test_results_rest_in_a_pause(session, ada, cleo):
    share(session, ada, instruments=ShareScope.SIGNALS)
    answer_cbi(session, ada)
    session.add(Pause(person_id=ada.person_id, starts_on=NOW.date(), recorded_at=NOW))
    session.flush()
    assert shared_with_me(session, cleo, now=NOW) == []


@pytest.mark.parametrize(
    ("scope", "value"), [(ShareScope.SIGNALS, None), (ShareScope.ANSWERS, 54.2)]
)
def test_the_invented_example_shows_what_a_result_would_look_like(ada, scope, value):
    shown = example_for_coordinator(ada, {ShareTopic.INSTRUMENTS: scope}, now=NOW)
    assert [(one.band, one.value) for one in shown.results] == [("raised", value)]
