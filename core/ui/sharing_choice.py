"""Choosing what coordinators see, with the exact picture of it beside the choice."""

from typing import Final

import streamlit as st

from core.errors import AppError
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.shared import preview_for_coordinator
from core.queries.shared_example import example_for_coordinator
from core.queries.sharing import OwnSharing
from core.services.sharing import OFFERED, choose_sharing
from core.ui.labels import label
from core.ui.language import _
from core.ui.links import open_screen
from core.ui.plain import plain
from core.ui.resources import now, reading, saving
from core.ui.shared_items import shared_items
from core.vocabulary import ShareScope, ShareTopic

_ABOUT: Final = {
    ShareTopic.STRAIN: (
        "How heavy your weeks are, compared with your own usual; many heavy contacts, "
        "and heavy ones without a debrief"
    ),
    ShareTopic.BOUNDARY: "Boundary concerns from your self-check",
    ShareTopic.CHECK_IN: "Your answers about energy, sleep and support",
    ShareTopic.INSTRUMENTS: "Results of the published questionnaires",
}
_SCOPES: Final = {
    ShareTopic.STRAIN: (ShareScope.NOTHING, ShareScope.SIGNALS, ShareScope.ANSWERS),
    ShareTopic.BOUNDARY: (ShareScope.NOTHING, ShareScope.SIGNALS, ShareScope.ANSWERS),
    ShareTopic.CHECK_IN: (ShareScope.NOTHING, ShareScope.ANSWERS),
    ShareTopic.INSTRUMENTS: (ShareScope.NOTHING, ShareScope.SIGNALS, ShareScope.ANSWERS),
}
_SHOWS: Final = {
    (ShareTopic.STRAIN, ShareScope.NOTHING): "Only you see it.",
    (ShareTopic.STRAIN, ShareScope.SIGNALS): "A word, since when, and the reasons by name.",
    (ShareTopic.STRAIN, ShareScope.ANSWERS): "Also the sentence with its numbers.",
    (ShareTopic.BOUNDARY, ShareScope.NOTHING): "Only you see it.",
    (ShareTopic.BOUNDARY, ShareScope.SIGNALS): "A word and the theme.",
    (ShareTopic.BOUNDARY, ShareScope.ANSWERS): "Also the signs that you ticked.",
    (ShareTopic.CHECK_IN, ShareScope.NOTHING): "Only you see it.",
    (ShareTopic.CHECK_IN, ShareScope.ANSWERS): "Your answers of the last four weeks.",
    (ShareTopic.INSTRUMENTS, ShareScope.NOTHING): "Only you see it.",
    (ShareTopic.INSTRUMENTS, ShareScope.SIGNALS): "The word for your newest result, and its date.",
    (ShareTopic.INSTRUMENTS, ShareScope.ANSWERS): "Also the scores, never a single answer.",
}


def sharing_choice(actor: Actor, sharing: OwnSharing) -> None:
    """Ask for each topic, show what a coordinator would see, and save the choice."""
    _who_sees(sharing)
    choices = {
        topic: scope
        for topic in OFFERED
        if (scope := _ask(topic, sharing.choices.get(topic))) is not None
    }
    _preview(actor, choices)
    changed = any(sharing.choices.get(topic) is not scope for topic, scope in choices.items())
    if sharing.chosen_at is not None and not changed:
        st.caption(":material/check: " + _("This is what you share now."))
        return
    if st.button(_("Save my choice"), type="primary", icon=":material/lock:"):
        _save(actor, choices, first=sharing.chosen_at is None)


def _who_sees(sharing: OwnSharing) -> None:
    names = ", ".join(sharing.coordinators)
    if sharing.coordinators:
        st.text(
            _("Your coordinators: {names}. Nobody else sees what you share.").format(names=names)
        )
    elif sharing.coordinates:
        st.text(
            _(
                "You coordinate, so nobody of your team sees how you are. "
                "Until you name a coordinator of another team, nothing is shared."
            )
        )
    else:
        st.text(_("You have no coordinator yet, so nobody sees anything for now."))
    st.caption(
        _(
            "You see every flag and result first, for 48 hours. "
            "Single contacts, what they took out of you and your notes are never shared."
        )
    )


def _ask(topic: ShareTopic, chosen: ShareScope | None) -> ShareScope | None:
    scopes = _SCOPES[topic]
    return st.radio(
        f"{label(topic)}: {_(_ABOUT[topic])}",
        scopes,
        index=scopes.index(chosen) if chosen in scopes else None,
        format_func=label,
        captions=[_(_SHOWS[topic, scope]) for scope in scopes],
        key=f"share_{topic}",
    )


def _preview(actor: Actor, choices: dict[ShareTopic, ShareScope]) -> None:
    moment = now()
    with reading() as session:
        real = preview_for_coordinator(session, actor, choices, now=moment)
        place = organisation(session)
    st.subheader(_("What your coordinator would see"))
    if real.anything:
        shared_items(real, now=moment, time_zone=place.time_zone)
    else:
        st.text(_("Right now: nothing."))
    example = example_for_coordinator(actor, choices, now=moment)
    if example.anything:
        with st.expander(_("An invented example"), icon=":material/preview:"):
            shared_items(example, now=moment, time_zone=place.time_zone)


def _save(actor: Actor, choices: dict[ShareTopic, ShareScope], *, first: bool) -> None:
    try:
        with saving() as session:
            choose_sharing(session, actor, choices, now=now())
    except AppError as problem:
        st.error(plain(_(str(problem))), icon=":material/error:")
        return
    st.toast(_("Saved. It is in force now."), icon=":material/check_circle:")
    if first and actor.may(Permission.LOG_WORK):
        # Whoever chooses for the first time came here on the way to their first log.
        open_screen("supporter/log_contact")
    st.rerun()
