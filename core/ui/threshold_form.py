"""Changing one limit, with what it would have meant for the last 12 months."""

from typing import Final

import streamlit as st

from core.errors import AppError
from core.permissions import Actor
from core.queries.thresholds import ThresholdRow, flags_that_would_change
from core.services.thresholds import change_threshold, restore_default
from core.settings import settings
from core.ui.forms import problem_of, send_now, typed
from core.ui.language import _
from core.ui.resources import now, reading
from core.ui.threshold_list import source_of
from core.ui.threshold_words import figure_words

_FORM: Final = "threshold"
_FORMATS: Final = {0.5: "%.1f", 0.1: "%.1f"}


def threshold_form(row: ThresholdRow, actor: Actor) -> None:
    """Ask for another figure and say at once what it would change."""
    field = f"{row.key}_{row.version}"
    whole = row.step == 1
    kind = int if whole else float
    with st.container(border=True):
        st.markdown(f"**{_(row.name)}**")
        source_of(row)
        value = st.number_input(
            _("New figure, {unit}").format(unit=_(row.unit)),
            kind(row.lowest),
            kind(row.highest),
            kind(row.value),
            step=kind(row.step),
            format="%d" if whole else _FORMATS.get(row.step, "%.2f"),
            key=f"{_FORM}_{field}",
        )
        if value != row.value:
            _preview(row, actor, float(value))
        problem_of(_FORM)
        _buttons(row, field)


def _preview(row: ThresholdRow, actor: Actor, value: float) -> None:
    try:
        with reading() as session:
            count = flags_that_would_change(
                session,
                actor,
                row.key,
                value,
                smallest_group=settings().smallest_group,
                now=now(),
            )
    except AppError as problem:
        st.error(_(str(problem)), icon=":material/error:")
        return
    if not row.countable:
        st.info(
            _("What this limit would change cannot be counted from the flags that were kept."),
            icon=":material/help:",
        )
        return
    if count is None:
        st.info(_("Flags that would change: too few to show."), icon=":material/visibility_off:")
    else:
        words = _("About {n} flags of the last 12 months would have another level or ground.")
        st.info(words.format(n=count), icon=":material/rule:")
    st.caption(
        _(
            "Each flag is judged again by the numbers it holds, and counted in fives. "
            "What a stricter limit would have raised besides left no numbers and is not counted."
        )
    )


def _buttons(row: ThresholdRow, field: str) -> None:
    with st.container(horizontal=True):
        st.button(
            _("Save this limit"),
            type="primary",
            icon=":material/check:",
            on_click=_save,
            args=(row.key, row.version, field),
        )
        if row.value != row.default:
            st.button(
                _("Back to {figure}").format(figure=figure_words(row.default, row.unit)),
                icon=":material/undo:",
                on_click=send_now,
                args=(_FORM, _("Saved. The limit is the one that came."), restore_default, row.key),
                kwargs={"version": row.version},
            )


def _save(key: str, version: int, field: str) -> None:
    value = typed(_FORM, field)
    if value is not None:
        done = _("Saved. Open flags follow when they are next looked at.")
        send_now(_FORM, done, change_threshold, key, float(value), version=version)
