"""The parts of the completion screen: the matrix, what is due, and what to confirm."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import pyarrow as pa
import streamlit as st

from core.queries.completion import Due, Matrix, Standing, Unconfirmed
from core.services.training import confirm_completions
from core.ui.days import day_words
from core.ui.empty import nothing_yet
from core.ui.forms import problem_of, send_now
from core.ui.language import _, plural
from core.ui.training_words import cell_words, day_or_dash, status_words

_FORM: Final = "confirm"
_ROWS: Final = "confirm_rows"


def matrix_table(matrix: Matrix) -> None:
    """Show people by modules in words; every cell says the state and the days."""
    if not matrix.people:
        nothing_yet(_("Nobody is in this team yet. Coordinators add people under People."))
        return
    words: dict[Standing, str] = {}
    columns = {
        _("Name"): pa.array([person.name for person in matrix.people]),
        _("Team"): pa.array([person.team or "–" for person in matrix.people]),
    }
    for module, column in zip(matrix.modules, matrix.columns, strict=True):
        for standing in set(column) - words.keys():
            words[standing] = cell_words(standing)
        columns[f"{module.code} {module.title}"] = pa.array([words[each] for each in column])
    st.dataframe(
        pa.table(columns),
        hide_index=True,
        column_config={_("Name"): st.column_config.TextColumn(pinned=True, width="small")},
        alt=_("People by training modules with the status of each"),
    )
    st.caption(
        _("✓ done · … done, not confirmed yet · △ expires within 30 days · ✕ expired · ○ missing")
        + " · "
        + _("– not required")
    )


def due_table(due: Sequence[Due]) -> None:
    """List what is overdue or expires soon, the earliest day first."""
    if not due:
        nothing_yet(_("Nothing is overdue and nothing expires within 30 days."))
        return
    st.dataframe(
        pa.table(
            {
                _("Name"): [row.person.name for row in due],
                _("Module"): [row.module.title for row in due],
                _("Status"): [status_words(row.standing) for row in due],
                _("Days left"): [row.standing.days_left for row in due],
                _("Done on"): [day_or_dash(row.standing.earned_on) for row in due],
                _("Due by"): [day_or_dash(row.standing.due_on) for row in due],
                _("Team"): [row.person.team or "–" for row in due],
            }
        ),
        hide_index=True,
        column_config={_("Name"): st.column_config.TextColumn(pinned=True, width="small")},
        alt=_("Training that is overdue or expires soon, with days left"),
    )
    st.caption(_("Days below zero have passed. What is due by the earliest day stands first."))


def confirm_table(waiting: Sequence[Unconfirmed], *, may_confirm: bool, own: bool) -> None:
    """List completions that nobody vouched for; choose rows and confirm them together."""
    if not waiting:
        nothing_yet(_("Nothing waits to be confirmed. People record modules under My training."))
        return
    shown = waiting if own else [row for row in waiting if not row.own]
    chosen = _choose(shown)
    problem_of(_FORM)
    st.button(
        plural("Confirm {n} completion", "Confirm {n} completions", len(chosen))
        if chosen
        else _("Choose rows to confirm"),
        type="primary",
        icon=":material/verified:",
        disabled=not (chosen and may_confirm),
        on_click=_confirm,
        args=([row.id for row in chosen],),
    )
    st.caption(_("Your name and the time stand beside each confirmation."))
    if len(shown) < len(waiting):
        st.caption(_("Your own training waits for another training lead."))
    elif any(row.own for row in waiting):
        st.caption(_("You are the only training lead, so you may confirm your own training."))


def _choose(shown: Sequence[Unconfirmed]) -> list[Unconfirmed]:
    picked = st.dataframe(
        pa.table(
            {
                _("Name"): [row.person for row in shown],
                _("Module"): [row.module for row in shown],
                _("Done on"): [day_words(row.completed_on) for row in shown],
                _("Evidence"): [row.evidence or "–" for row in shown],
                _("Recorded"): [day_words(row.recorded_at.date()) for row in shown],
                _("Team"): [row.team or "–" for row in shown],
            }
        ),
        hide_index=True,
        key=_ROWS,
        on_select="rerun",
        selection_mode="multi-row",
        alt=_("Completions that wait to be confirmed"),
    )
    return [shown[row] for row in picked.selection.rows if row < len(shown)]


def _confirm(completion_ids: list[UUID]) -> None:
    if send_now(_FORM, _("Confirmed. Thank you."), confirm_completions, completion_ids):
        st.session_state.pop(_ROWS, None)
