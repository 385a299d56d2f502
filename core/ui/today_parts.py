"""The parts of a supporter's first screen."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from core.permissions import Actor
from core.queries.today import Ground, Today
from core.services.questionnaire_offers import Due
from core.ui.days import day_words, duration_words
from core.ui.instrument_offers import due_link
from core.ui.language import _, plural
from core.ui.links import link_to
from core.ui.newcomer import is_for_newcomers, newcomer_offer
from core.ui.plain import plain
from core.ui.toll import toll_word
from core.vocabulary import Level


def greeting(name: str, moment: datetime, time_zone: str) -> str:
    """Return hello for the time of day."""
    hour, name = moment.astimezone(ZoneInfo(time_zone)).hour, plain(name)
    if hour < 12:
        return _("Good morning, {name}").format(name=name)
    if hour < 18:
        return _("Good afternoon, {name}").format(name=name)
    return _("Good evening, {name}").format(name=name)


def week_in_words(today: Today) -> str:
    """Say how this week looks so far, against the person's own usual."""
    if not today.contacts_this_week:
        return _("Nothing logged this week yet.")
    words = plural("{n} contact this week", "{n} contacts this week", today.contacts_this_week)
    words += ", " + duration_words(today.minutes_this_week)
    if today.toll_this_week is None:
        return words + ". " + _("No toll entered yet.")
    words += ", " + _("toll {toll:.1f} ({word})").format(
        toll=today.toll_this_week, word=toll_word(today.toll_this_week)
    )
    return f"{words}: {_against_usual(today)}."


def _against_usual(today: Today) -> str:
    toll, low, high = today.toll_this_week, today.usual_low, today.usual_high
    if toll is None or low is None or high is None:
        return _("your own usual is not known yet")
    if toll > high:
        return _("heavier than your usual")
    if toll < low:
        return _("lighter than your usual")
    return _("near your usual")


def level_in_words(today: Today) -> str:
    """Say in one sentence how the last weeks look, or what is still missing."""
    if today.weeks_missing:
        return plural(
            "{n} more week with an entry, and you see your own usual here.",
            "{n} more weeks with an entry, and you see your own usual here.",
            today.weeks_missing,
        )
    return level_on(today.level, today.ground)


def level_on(level: Level, ground: Ground) -> str:
    """Say a level in one sentence, with what it stands on."""
    if level is Level.STEADY:
        return _("Your last weeks are near your usual.")
    advice = {Level.WATCH: _("keep an eye on it"), Level.HIGH: _("worth a talk")}
    if level not in advice:
        return ""
    return _("{what}: {advice}.").format(what=_on(ground), advice=advice[level])


def _on(ground: Ground) -> str:
    """Say what a level stands on, so that a result is never called a trend."""
    words = {
        Ground.WEEKS: _("Your last weeks run above your usual"),
        Ground.SUPPORT_TIME: _("Your support time runs above your usual"),
        Ground.RESULT: _("A questionnaire result of yours stands out"),
        Ground.LIGHTER: _("It looks lighter again, but not for long yet"),
        Ground.SILENCE: _("Nothing new came in, so what was seen before still stands"),
    }
    return words[ground]


def pause_line(today: Today) -> None:
    """Say that a pause is on; nothing is due meanwhile."""
    if today.pause is not None:
        back = day_words(today.pause.returns_on) if today.pause.returns_on else _("open")
        st.info(
            _("You are on pause. First day back: {day}.").format(day=back),
            icon=":material/beach_access:",
        )
        link_to("supporter/my_cases", _("Change the pause"))


def what_is_due(actor: Actor, due: Due | None, training_due: int, today: date) -> None:
    """Link the one thing that is asked about oneself, and the training; or say there is none."""
    st.header(_("Due"))
    if due is not None and is_for_newcomers(due):
        newcomer_offer(actor, due, today)
    elif due is not None:
        due_link(due)
    if training_due:
        words = plural("{n} training module", "{n} training modules", training_due)
        link_to("supporter/my_training", words)
    if due is None and not training_due:
        st.text(_("Nothing is due."))
