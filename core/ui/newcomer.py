"""What the first months in the role ask for, on the person's first screen."""

from datetime import date
from typing import Final

import streamlit as st

from core.permissions import Actor
from core.services.meetings import record_meeting
from core.services.questionnaire_offers import BUDDY, FIRST_MONTHS, Due
from core.ui.actions import act
from core.ui.audience import audience_line
from core.ui.instrument_offers import not_now_button
from core.ui.language import _
from core.vocabulary import Audience, MeetingKind

_TALKS: Final = {BUDDY: MeetingKind.TEAM, FIRST_MONTHS: MeetingKind.SUPERVISION}


def is_for_newcomers(due: Due) -> bool:
    """Say whether this is a talk of the first months rather than something to fill in."""
    return due.subject in _TALKS


def newcomer_offer(actor: Actor, due: Due, today: date) -> None:
    """Offer the talk that is due; one tap says that it took place, another puts it off."""
    title, words = _words(due.subject)
    with st.container(border=True, gap="small"):
        st.markdown(f":material/group: **{title}**")
        st.text(words)
        with st.container(horizontal=True):
            st.button(
                _("We talked today"),
                key="newcomer_talked",
                icon=":material/check:",
                on_click=act,
                args=(_("Noted."), record_meeting),
                kwargs={
                    "person_id": actor.person_id,
                    "kind": _TALKS[due.subject],
                    "day": today,
                },
            )
            not_now_button(due)
        audience_line(Audience.YOUR_COORDINATORS)


def _words(subject: str) -> tuple[str, str]:
    if subject == BUDDY:
        return (
            _("A fellow supporter to ring"),
            _("Talk once with somebody who knows the role. Nobody yet? Choose Please ring me."),
        )
    return (
        _("16 weeks in the role: a talk about the start"),
        _("The first four months are often the hardest. What helped, and what would you change?"),
    )
