"""What a person shares, drawn the same for their coordinators and in the person's preview."""

from datetime import datetime

import streamlit as st

from core.queries.shared import SharedFlag, SharedPerson, SharedPulse
from core.queries.shared_results import SharedResult
from core.ui.days import clock_words, day_of, day_words
from core.ui.flag_titles import flag_title, level_words
from core.ui.labels import label
from core.ui.language import _


def shared_items(person: SharedPerson, *, now: datetime, time_zone: str) -> None:
    """Show the shared flags, check-ins and results of one person."""
    for flag in person.flags:
        _flag(flag, now=now, time_zone=time_zone)
    for pulse in person.pulses:
        _pulse(pulse)
    for result in person.results:
        _result(result, now=now, time_zone=time_zone)


def shared_title(flag: SharedFlag) -> str:
    """Return kind and level of a shared flag in one line."""
    return f"{flag_title(flag)} · {level_words(flag)}"


def _flag(flag: SharedFlag, *, now: datetime, time_zone: str) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{flag_title(flag)}** · {level_words(flag)}")
        since = _("Since {day}").format(day=day_words(flag.since))
        if flag.reasons:
            because = _("because of: {reasons}").format(reasons=", ".join(flag.reasons))
            since = f"{since} · {because}"
        st.caption(since)
        for sentence in flag.sentences:
            st.text(_("They read: “{sentence}”").format(sentence=sentence))
        if flag.context:
            st.text(_("In their own words: {words}").format(words=flag.context))
        _not_yet(flag.shared_from, now=now, time_zone=time_zone)


def _not_yet(shared_from: datetime, *, now: datetime, time_zone: str) -> None:
    if shared_from > now:
        day = day_words(day_of(shared_from, time_zone))
        time = clock_words(shared_from, time_zone)
        words = _("Only you until {day}, {time}.").format(day=day, time=time)
        st.caption(f":material/schedule: {words}")


def _result(result: SharedResult, *, now: datetime, time_zone: str) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{_('Questionnaire')}** · {day_words(result.day)}")
        words = f"{_(result.title)}: {_(result.band)}"
        st.text(words if result.value is None else f"{words} ({result.value:.1f})")
        _not_yet(result.shared_from, now=now, time_zone=time_zone)


def _pulse(pulse: SharedPulse) -> None:
    with st.container(border=True, gap="xsmall"):
        week = _("week of {day}").format(day=day_words(pulse.monday))
        st.markdown(f"**{_('Weekly check-in')}** · {week}")
        said = [f"{label(item)} {answer}" for item, answer in pulse.answers.items()]
        st.text(_("{answers} (1 to 5, higher is better)").format(answers=" · ".join(said)))
