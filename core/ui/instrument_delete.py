"""Deleting one's own answers to a questionnaire; a second press, for nothing brings them back."""

from functools import partial
from typing import Final
from uuid import UUID

import streamlit as st

from core.services.questionnaire_offers import OwnInstrument
from core.services.questionnaires import delete_answers
from core.ui.choices import told_apart
from core.ui.days import day_words
from core.ui.forms import problem_of, send_now
from core.ui.language import _
from core.ui.on_demand import close, popover
from core.ui.plain import about

_FORM: Final = "delete_answers"


def delete_own_answers(own: OwnInstrument) -> None:
    """Offer to delete what was answered on one day, with its result and what rested on it."""
    popover(
        about(_("Delete answers"), _(own.title)),
        icon=":material/delete:",
        key=f"{_FORM}_{own.id}_opened",
        content=partial(_choose, own),
    )


def _choose(own: OwnInstrument) -> None:
    days = told_apart({str(result.id): day_words(result.day) for result in own.results})
    field = f"{_FORM}_{own.id}"
    st.radio(
        _("Which answers?"), list(days), index=None, key=field, format_func=partial(_day, days)
    )
    st.caption(
        _("The answers and their result are gone for good, and so is a flag that rests on them.")
    )
    problem_of(field)
    st.button(
        _("Delete for good"),
        key=f"{field}_button",
        icon=":material/delete_forever:",
        on_click=_delete,
        args=(own.id, field),
    )


def _day(days: dict[str, str], chosen: str) -> str:
    return days.get(chosen, "")


def _delete(instrument_id: str, field: str) -> None:
    chosen = st.session_state.get(field)
    if not chosen:
        st.session_state[f"{field}_problem"] = "Please choose the day whose answers go."
        return
    if send_now(field, _("Deleted."), delete_answers, UUID(chosen)):
        st.session_state.pop(field, None)
        close(f"{_FORM}_{instrument_id}_opened")
