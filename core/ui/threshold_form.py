"""Changing one limit, with what it would mean."""

from typing import Final

import streamlit as st

from core.permissions import Actor
from core.queries.thresholds import ThresholdRow
from core.services.thresholds import change_threshold, restore_default
from core.ui.forms import problem_of, send_now, typed
from core.ui.language import _
from core.ui.plain import about
from core.ui.threshold_trial import trial
from core.ui.threshold_words import figure_words, range_words

_FORM: Final = "threshold"
_FORMATS: Final = {0.5: "%.1f", 0.1: "%.1f"}


def threshold_form(row: ThresholdRow, actor: Actor) -> None:
    """Ask for another figure and say at once what it would change."""
    field = f"{row.key}_{row.version}"
    whole = row.step == 1
    kind = int if whole else float
    value = st.number_input(
        _("New figure, {unit}").format(unit=_(row.unit)),
        step=kind(row.step),
        value=kind(row.value),
        format="%d" if whole else _FORMATS.get(row.step, "%.2f"),
        key=f"{_FORM}_{field}",
    )
    st.caption(_("Possible: {range} {unit}").format(range=range_words(row), unit=_(row.unit)))
    if value == row.value or trial(row, actor, float(value)):
        problem_of(_form(row.key))
    else:
        # The reason stands there already; said twice it would look like two problems.
        st.session_state.pop(f"{_form(row.key)}_problem", None)
    _buttons(row, field)


def _buttons(row: ThresholdRow, field: str) -> None:
    with st.container(horizontal=True):
        st.button(
            about(_("Save this limit"), _(row.name)),
            key=f"{_FORM}_save_{row.key}",
            icon=":material/check:",
            on_click=_save,
            args=(row.key, row.version, field),
        )
        if row.value != row.default:
            st.button(
                about(
                    _("Back to {figure}").format(figure=figure_words(row.default, row.unit)),
                    _(row.name),
                ),
                key=f"{_FORM}_back_{row.key}",
                icon=":material/undo:",
                on_click=send_now,
                args=(
                    _form(row.key),
                    _("Saved. The limit is the one that came."),
                    restore_default,
                    row.key,
                ),
                kwargs={"version": row.version},
            )


def _form(key: str) -> str:
    return f"{_FORM}_{key}"


def _save(key: str, version: int, field: str) -> None:
    value = typed(_FORM, field)
    if value is not None:
        done = _("Saved. Open flags follow when they are next looked at.")
        send_now(_form(key), done, change_threshold, key, float(value), version=version)
