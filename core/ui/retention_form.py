"""An administrator chooses how long each class of records is kept."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.queries.retention import KeptRow
from core.services.retention import set_limit
from core.ui.days import day_words
from core.ui.forms import problem_of, send_now, typed
from core.ui.kept_words import days_words, kept_words
from core.ui.language import _, plural
from core.vocabulary import Kept

_FORM: Final = "kept"


def retention_form(kept: Sequence[KeptRow]) -> None:
    """List every class with its limit and let one be changed."""
    st.header(_("How long things are kept"))
    st.text(
        _(
            "Shorter protects people, longer helps to look back. A shorter limit counts from the "
            "next night on, and what it deletes cannot be brought back."
        )
    )
    problem_of(_FORM)
    for row in kept:
        with st.expander(f"{kept_words(row.kept)}: {days_words(row.days)}"):
            _one(row)


def _one(row: KeptRow) -> None:
    form = f"{_FORM}_{row.kept}_{row.days}"
    with st.form(form, border=False):
        st.number_input(_("Days"), value=row.days, step=1, key=f"{form}_days")
        st.caption(_words(row))
        st.form_submit_button(
            _("Save this limit"), icon=":material/check:", on_click=_save, args=(form, row.kept)
        )


def _words(row: KeptRow) -> str:
    default = plural("Default: {n} day.", "Default: {n} days.", row.default)
    span = _("Possible: {shortest} to {longest} days.").format(
        shortest=row.shortest, longest=row.longest
    )
    if row.chosen_at is None:
        return f"{default} {span}"
    chosen = _("Chosen on {day}").format(day=day_words(row.chosen_at.date()))
    return f"{default} {span} {chosen}{f' · {row.chosen_by}' if row.chosen_by else ''}"


def _save(form: str, kept: Kept) -> None:
    send_now(
        _FORM, _("Saved. It counts from the next night on."), set_limit, kept, typed(form, "days")
    )
