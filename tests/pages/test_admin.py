"""The two screens of an administrator: the limits, and what everybody reads."""

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import transaction
from core.models import InstrumentOff, LimitTrial, Threshold
from core.queries.people import organisation
from core.rules.dates import week_of
from core.rules.threshold_names import KINDS
from core.services.thresholds import change_threshold
from core.ui.labels import label
from core.vocabulary import FlagKind, Role

THRESHOLDS = "admin/thresholds"
ORGANISATION = "admin/organisation"
WATCH = "hours_week.watch"


@pytest.fixture
def alex(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


@pytest.fixture
def tried(engine):
    """Return a function that tells what some figures of a limit would change."""

    def tell(figures, *, key=WATCH, instead_of=8):
        with transaction(engine) as session:
            session.add_all(
                LimitTrial(
                    key=key,
                    instead_of=instead_of,
                    value=value,
                    flags=flags,
                    week=week_of(utc_now().date()) - 1,
                    tried_at=utc_now(),
                )
                for value, flags in figures.items()
            )

    return tell


def opened(open_page, actor, key, kind=FlagKind.CASELOAD):
    app = open_page(actor, THRESHOLDS)
    app.pills(key="threshold_kind").set_value(kind.value)
    app.session_state[f"limit_{key}"] = True
    return app.run()


def button(app, label):
    (found,) = (each for each in app.button if each.label == label)
    return found


def texts(app):
    return [each.value for each in (*app.info, *app.text, *app.caption, *app.error)]


def cards(app):
    """Return the line of each limit and, below it, what belongs to it."""
    lines = [each.value for each in app.markdown if " · " in each.value]
    return lines, [each.value for each in app.caption]


def test_each_limit_says_default_range_and_what_it_rests_on(open_page, alex):
    app = open_page(alex, THRESHOLDS)
    app.pills(key="threshold_kind").set_value("caseload").run()
    lines, captions = cards(app)
    assert "**Hours in a week, worth a talk** · 12 hours" in lines
    facts = next(each for each in captions if each.startswith("Default 12 hours"))
    assert "possible 1 to 60" in facts
    assert "never changed" in facts
    assert "Crisis Text Line" in facts
    assert "From the literature" in facts
    assert any("Default of ours" in each for each in captions)


@pytest.mark.parametrize("kind", list(FlagKind))
def test_every_kind_opens_and_has_figures(open_page, alex, kind):
    app = open_page(alex, THRESHOLDS)
    choice = app.pills(key="threshold_kind")
    assert label(kind) in choice.options
    app = choice.set_value(kind.value).run()
    assert not app.exception
    lines, _captions = cards(app)
    assert len(lines) >= list(KINDS.values()).count(kind) > 0


def test_figures_of_the_detector_and_of_questionnaires_are_read_only(open_page, alex):
    app = open_page(alex, THRESHOLDS)
    app.pills(key="threshold_kind").set_value("burnout_risk").run()
    lines = "\n".join(each.value for each in app.markdown)
    said = "\n".join(texts(app))
    assert "Distance from the usual, worth a talk** · 2.7 standard errors" in lines
    assert "Silence after which an old level is dropped** · 13 weeks" in lines
    assert "Days that an urgent answer stands** · 28 days" in lines
    assert "16.5 points" in lines
    assert "They belong to the questionnaire" in said
    assert "tuned together" in said
    assert not app.number_input


def test_trying_a_figure_says_about_how_many_flags_would_change(open_page, alex, tried):
    tried({9: 15, 7: None})
    app = opened(open_page, alex, WATCH)
    assert not app.info
    app.number_input(key=f"threshold_{WATCH}_1").set_value(9.0).run()
    (said,) = app.info
    assert said.value.startswith("About 15 flags of 12 months would be gone, come on top or change")
    assert said.value.endswith("with 9 hours.")
    assert "Also tried, 7: none or too few" in texts(app)
    assert any("6 people or more make the difference" in each for each in texts(app))


def test_a_figure_between_two_is_answered_by_the_nearest_that_was_tried(open_page, alex, tried):
    tried({9: 15, 7: None})
    app = opened(open_page, alex, WATCH)
    app.number_input(key=f"threshold_{WATCH}_1").set_value(9.5).run()
    assert app.info[0].value.endswith("with 9 hours, the nearest that was tried.")


def test_too_few_and_none_read_the_same(open_page, alex, tried):
    tried({9: 15, 7: None})
    app = opened(open_page, alex, WATCH)
    app.number_input(key=f"threshold_{WATCH}_1").set_value(7.0).run()
    assert [each.value for each in app.info] == [
        "Flags of 12 months that would change with 7 hours: none, or too few to show.",
    ]


def test_what_lies_beside_the_burnout_flag_is_called_a_sign(open_page, alex, tried):
    tried({3: 10, 4: None}, key="rest_low.watch", instead_of=2)
    app = opened(open_page, alex, "rest_low.watch", FlagKind.BURNOUT_RISK)
    app.number_input(key="threshold_rest_low.watch_1").set_value(3).run()
    assert app.info[0].value.startswith("About 10 signs of 12 months")


def test_before_the_first_monday_nothing_is_told(open_page, alex, tried):
    tried({9: 15}, instead_of=6)
    app = opened(open_page, alex, WATCH)
    app.number_input(key=f"threshold_{WATCH}_1").set_value(9.0).run()
    assert [each.value for each in app.info] == [
        "What another figure would change is worked out next Monday."
    ]


def test_a_limit_is_saved_and_shown_with_its_history(open_page, alex, session):
    app = opened(open_page, alex, WATCH)
    assert not app.dataframe
    app.number_input(key=f"threshold_{WATCH}_1").set_value(6.0).run()
    app.button(key=f"threshold_save_{WATCH}").click().run()

    assert not app.exception
    row = session.exec(select(Threshold)).one()
    assert (row.key, row.version, row.value) == (WATCH, 2, 6)
    history = app.dataframe[0].value
    assert list(history["Figure"]) == ["6 hours"]
    assert list(history["Changed by"]) == ["Alex"]
    assert app.number_input(key=f"threshold_{WATCH}_2").value == 6
    assert app.button(key=f"threshold_back_{WATCH}")


def test_a_limit_goes_back_to_what_it_was(open_page, alex, engine, session):
    with transaction(engine) as changing:
        change_threshold(changing, alex, WATCH, 6, version=1, now=utc_now())
    app = opened(open_page, alex, WATCH)
    app.button(key=f"threshold_back_{WATCH}").click().run()
    assert not app.exception
    assert session.exec(select(Threshold.value).order_by(Threshold.version)).all() == [6, 8]


@pytest.mark.parametrize(("value", "reason"), [(13.0, "above the limit of"), (0.0, "runs from 1")])
def test_an_impossible_limit_is_refused_with_the_reason_alone(
    open_page, alex, session, tried, value, reason
):
    tried({9: 15})
    app = opened(open_page, alex, WATCH)
    app.number_input(key=f"threshold_{WATCH}_1").set_value(value).run()
    app.button(key=f"threshold_save_{WATCH}").click().run()
    (error,) = app.error
    assert reason in error.value
    assert not app.info
    assert app.number_input(key=f"threshold_{WATCH}_1").value == value
    assert session.exec(select(Threshold)).all() == []
    app.number_input(key=f"threshold_{WATCH}_1").set_value(9.0).run()
    assert not app.error


def field(app, kind, label):
    (found,) = (each for each in getattr(app, kind) if each.label == label)
    return found


def test_the_organisation_is_changed(open_page, alex, engine):
    app = open_page(alex, ORGANISATION)
    field(app, "text_input", "Name").set_value("Harbour circle")
    field(app, "selectbox", "Time zone").set_value("Europe/Berlin")
    field(app, "number_input", "Hours until “please ring me” is answered").set_value(8)
    field(app, "text_area", "Urgent help: one number in each line").set_value("Emergency: 112")
    button(app, "Save").click().run()

    assert not app.exception
    with transaction(engine) as session:
        place = organisation(session)
    assert (place.name, place.time_zone) == ("Harbour circle", "Europe/Berlin")
    assert (place.ring_me_hours, place.urgent_help) == (8, "Emergency: 112")
    assert field(app, "text_input", "Name").value == "Harbour circle"


def test_an_empty_name_is_refused_beside_the_form_and_nothing_typed_is_lost(open_page, alex):
    app = open_page(alex, ORGANISATION)
    field(app, "text_input", "Name").set_value(" ")
    field(app, "number_input", "Hours until “please ring me” is answered").set_value(8)
    button(app, "Save").click().run()
    assert "1 to 80 characters" in app.error[0].value
    assert field(app, "number_input", "Hours until “please ring me” is answered").value == 8


def test_a_questionnaire_is_switched_off_and_on(open_page, alex, session):
    app = open_page(alex, ORGANISATION)
    app.toggle(key="organisation_pack_cbi").set_value(False).run()
    assert not app.exception
    assert session.exec(select(InstrumentOff.instrument)).all() == ["cbi"]
    session.commit()
    assert not app.toggle(key="organisation_pack_cbi").value
    app.toggle(key="organisation_pack_cbi").set_value(True).run()
    assert session.exec(select(InstrumentOff.instrument)).all() == []
