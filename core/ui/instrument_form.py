"""A published questionnaire: its questions word for word, each may be left out."""

from functools import partial
from typing import Final

import streamlit as st

from core.errors import AppError
from core.services.questionnaire_offers import Item, Pack
from core.services.questionnaires import record_answers
from core.ui.audience import audience_line
from core.ui.guard import current_actor
from core.ui.instrument_notice import instrument_notice
from core.ui.instrument_terms import terms_in_words
from core.ui.language import _, plural
from core.ui.plain import plain
from core.ui.resources import now, saving
from core.vocabulary import Audience

_OPENED: Final = "instrument_opened"
_SAVED: Final = "instrument_saved"
_PROBLEM: Final = "instrument_problem"
_LONG_LABEL: Final = 30
"""Answers longer than this stand below each other."""


def opened() -> str:
    """Return the id of the questionnaire that is open, or an empty text."""
    return str(st.session_state.get(_OPENED, ""))


def just_saved() -> str:
    """Return, once, the id of the questionnaire that was answered a moment ago."""
    return str(st.session_state.pop(_SAVED, ""))


def open_instrument(instrument_id: str) -> None:
    """Show this questionnaire instead of the check-in, from the next run on."""
    st.session_state[_OPENED] = instrument_id


def close_instrument() -> None:
    """Go back to the check-in; answers that were not saved are gone."""
    st.session_state.pop(_OPENED, None)


def instrument_form(pack: Pack, audience: Audience) -> None:
    """Ask the questions of one questionnaire."""
    st.button(
        _("Close without answering"),
        type="tertiary",
        icon=":material/close:",
        key="instrument_back",
        on_click=close_instrument,
    )
    st.header(plain(pack.title))
    if terms := terms_in_words(pack):
        st.caption(terms)
    st.text(pack.instruction)
    optional = {subscale.id for subscale in pack.subscales if subscale.optional}
    with st.form(f"instrument_{pack.id}", border=False):
        for item in pack.items:
            if item.subscale not in optional:
                _ask(pack, item)
        for subscale in pack.subscales:
            more = [item for item in pack.items if item.subscale == subscale.id]
            if subscale.optional:
                words = plural("{n} more question", "{n} more questions", len(more))
                with st.expander(f"{words}: {plain(subscale.title)}", icon=":material/add:"):
                    for item in more:
                        _ask(pack, item)
        if problem := st.session_state.pop(_PROBLEM, None):
            st.error(plain(_(problem)), icon=":material/error:")
        st.form_submit_button(
            _("See my result"),
            type="primary",
            icon=":material/check:",
            on_click=_save,
            args=(pack.id, tuple(item.id for item in pack.items)),
        )
    audience_line(audience)
    instrument_notice(pack)


def _key(pack_id: str, item_id: str) -> str:
    return f"answer_{pack_id}_{item_id}"


def _ask(pack: Pack, item: Item) -> None:
    labels = {option.value: option.label for option in pack.options(item)}
    words, key = plain(_(item.text)), _key(pack.id, item.id)
    if len(pack.items) > 1:
        # A flag about an answer names its question by this number.
        words = f"{pack.items.index(item) + 1} · {words}"
    if max(map(len, labels.values())) > _LONG_LABEL:
        st.radio(words, list(labels), index=None, key=key, format_func=partial(_label, labels))
    else:
        st.pills(words, list(labels), key=key, format_func=partial(_label, labels))


def _label(labels: dict[int, str], value: int) -> str:
    return plain(_(labels[value]))


def _save(pack_id: str, items: tuple[str, ...]) -> None:
    actor = current_actor()
    if actor is None:
        return
    answers = {item: st.session_state.get(_key(pack_id, item)) for item in items}
    try:
        with saving() as session:
            record_answers(session, actor, pack_id, answers, now=now())
    except AppError as problem:
        st.session_state[_PROBLEM] = str(problem)
        return
    for item in items:
        st.session_state.pop(_key(pack_id, item), None)
    close_instrument()
    st.session_state[_SAVED] = pack_id
