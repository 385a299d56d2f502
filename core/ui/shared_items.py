"""What a person shares, drawn the same for their coordinators and in the person's preview."""

from datetime import datetime

import streamlit as st

from core.queries.shared import SharedFlag, SharedPerson, SharedPulse
from core.ui.days import clock_words, day_of, day_words
from core.ui.flag_card import flag_title, level_words
from core.ui.labels import label
from core.ui.language import _


def shared_items(person: SharedPerson, *, now: datetime, time_zone: str) -> None:
    """Show the shared flags and check-ins of one person."""
    for flag in person.flags:
        _flag(flag, now=now, time_zone=time_zone)
    for pulse in person.pulses:
        _pulse(pulse)


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
            st.text(sentence)
        if flag.context:
            st.text(_("In their own words: {words}").format(words=flag.context))
        if flag.shared_from > now:
            day = day_words(day_of(flag.shared_from, time_zone))
            time = clock_words(flag.shared_from, time_zone)
            st.caption(
                ":material/schedule: "
                + _("Only you until {day}, {time}.").format(day=day, time=time)
            )


def _pulse(pulse: SharedPulse) -> None:
    with st.container(border=True, gap="xsmall"):
        week = _("week of {day}").format(day=day_words(pulse.monday))
        st.markdown(f"**{_('Weekly check-in')}** · {week}")
        said = [f"{label(item)} {answer}" for item, answer in pulse.answers.items()]
        st.text(_("{answers} (1 to 5, higher is better)").format(answers=" · ".join(said)))
