"""Asking to see what somebody has not shared, and being asked."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import streamlit as st

from core.queries.team import TeamMember
from core.queries.today import AskedToSee
from core.services.see_requests import ask_to_see, put_request_away
from core.services.sharing import OFFERED
from core.ui.actions import act
from core.ui.choices import named, told_apart
from core.ui.forms import problem_of, send_now, typed
from core.ui.labels import label, labels_of
from core.ui.language import _
from core.ui.links import open_screen
from core.ui.on_demand import expander
from core.ui.plain import plain
from core.vocabulary import ShareTopic

_FORM: Final = "ask_to_see"


def ask_somebody(members: Sequence[TeamMember]) -> None:
    """Offer to ask one person to share one topic."""
    expander(
        _("Ask somebody to share"),
        icon=":material/visibility:",
        key=_FORM,
        content=lambda: _ask_form(members),
    )


def was_asked(asked: AskedToSee | None) -> None:
    """Tell a person that a coordinator asks; they decide, and nobody learns what."""
    if asked is None:
        return
    with st.container(border=True):
        words = _("{name} asks whether you would like to share: {topic}.")
        st.markdown(words.format(name=plain(asked.asked_by), topic=f"**{label(asked.topic)}**"))
        st.caption(_("You decide. Nobody is told what you chose, or that you read this."))
        with st.container(horizontal=True):
            if st.button(_("Look at what I share"), key="asked_look", icon=":material/tune:"):
                open_screen("account/my_data")
            st.button(
                _("Put this away"),
                key="asked_away",
                icon=":material/check:",
                on_click=act,
                args=("", put_request_away, asked.request_id),
            )


def _ask_form(members: Sequence[TeamMember]) -> None:
    names = told_apart({str(each.person_id): named(each.name, [each.team]) for each in members})
    st.text(
        _(
            "They get a note on their first screen, at most one in two weeks. "
            "You are not told what they decide."
        )
    )
    st.selectbox(
        _("Whom"),
        list(names),
        index=None,
        key=f"{_FORM}_person",
        format_func=lambda each: names[each],
        placeholder=_("Choose a person"),
    )
    st.selectbox(
        _("What would you like to see?"),
        [topic.value for topic in OFFERED],
        index=None,
        key=f"{_FORM}_topic",
        format_func=labels_of(ShareTopic),
        placeholder=_("Choose a topic"),
    )
    problem_of(_FORM)
    st.button(_("Ask"), key=f"{_FORM}_send", icon=":material/send:", on_click=_ask)


def _ask() -> None:
    person, topic = typed(_FORM, "person"), typed(_FORM, "topic")
    if person is None or topic is None:
        st.session_state[f"{_FORM}_problem"] = "Please choose a person and a topic."
        return
    send_now(_FORM, _("They will see your note."), ask_to_see, UUID(person), ShareTopic(topic))
