"""The parts of the completion screen: the matrix, what is due, and what to confirm."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

import pyarrow as pa
import streamlit as st

from core.queries.completion import Due, Matrix, MatrixPerson, Standing, Unconfirmed
from core.services.training import confirm_completions
from core.ui.choices import named, told_apart
from core.ui.days import day_words
from core.ui.empty import nothing_yet
from core.ui.forms import clear, problem_of, send_now, typed
from core.ui.language import _
from core.ui.on_demand import expander
from core.ui.plain import plain
from core.ui.training_words import ICONS, cell_words, day_or_dash, status_words

_FORM: Final = "confirm"
_AT_ONCE: Final = 25
_CELL: Final = 150
_TEAM: Final = 100
_MANY: Final = 16
_TALL: Final = 600


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
    widths = {title: st.column_config.TextColumn(width=_CELL) for title in columns}
    widths[_("Team")] = st.column_config.TextColumn(width=_TEAM)
    widths[_("Name")] = st.column_config.TextColumn(width=_CELL, pinned=True)
    st.dataframe(
        pa.table(columns),
        hide_index=True,
        column_config=widths,
        height=_TALL if len(matrix.people) > _MANY else "content",
        alt=_("People by training modules with the status of each"),
    )
    st.caption(
        _("✓ done · … done, not confirmed yet · △ expires within 30 days · ✕ expired · ○ missing")
        + " · "
        + _("– not required")
    )


def due_list_of(due: Sequence[Due]) -> None:
    """List people with what is overdue or expires soon, the earliest day first."""
    if not due:
        nothing_yet(_("Nothing is overdue and nothing expires within 30 days."))
        return
    people: dict[UUID, list[Due]] = {}
    for row in due:
        people.setdefault(row.person.id, []).append(row)
    shown = list(people.values())[:_AT_ONCE]
    for rows in shown:
        with st.container(border=True):
            st.markdown("  \n".join([_who(rows[0].person), *map(_due_words, rows)]))
    if len(people) > len(shown):
        st.caption(
            _("The {n} people whose days come first are shown; the table has all.").format(
                n=len(shown)
            )
        )
    expander(
        _("Show as table"),
        icon=":material/table:",
        key="completion_due_table",
        content=partial(_due_table, due),
        kind="compact",
    )


def _who(person: MatrixPerson) -> str:
    name = f"**{plain(person.name)}**"
    return f"{name} · {plain(person.team)}" if person.team else name


def _due_words(row: Due) -> str:
    icon, status = ICONS[row.standing.state], status_words(row.standing)
    return f"{icon} {status}: {plain(row.module.title)}"


def _due_table(due: Sequence[Due]) -> None:
    st.dataframe(
        pa.table(
            {
                _("Name"): [row.person.name for row in due],
                _("Status"): [status_words(row.standing) for row in due],
                _("Module"): [row.module.title for row in due],
                _("Days left"): [row.standing.days_left for row in due],
                _("Done on"): [day_or_dash(row.standing.earned_on) for row in due],
                _("Due by"): [day_or_dash(row.standing.due_on) for row in due],
                _("Team"): [row.person.team or "–" for row in due],
            }
        ),
        hide_index=True,
        alt=_("Training that is overdue or expires soon, with days left"),
    )
    st.caption(_("Days below zero have passed. What is due by the earliest day stands first."))


def one_person(matrix: Matrix) -> bool:
    """Offer to look at one person, whose modules fit on any screen; say whether one is chosen."""
    by_id = {str(person.id): nth for nth, person in enumerate(matrix.people)}
    names = told_apart({str(each.id): named(each.name, [each.team]) for each in matrix.people})
    chosen = st.selectbox(
        _("One person"),
        list(by_id),
        index=None,
        key="completion_person",
        format_func=lambda each: names.get(each, ""),
        placeholder=_("Everybody"),
    )
    if chosen not in by_id:
        return False
    nth = by_id[chosen]
    with st.container(border=True):
        lines = [_who(matrix.people[nth])]
        for module, column in zip(matrix.modules, matrix.columns, strict=True):
            lines.append(_due_words(Due(matrix.people[nth], module, column[nth])))
        st.markdown("  \n".join(lines))
    return True


def confirm_form(waiting: Sequence[Unconfirmed], *, may_confirm: bool, own: bool) -> None:
    """List completions that nobody vouched for; tick some and confirm them together."""
    if not waiting:
        nothing_yet(_("Nothing waits to be confirmed. People record modules under My training."))
        return
    others = waiting if own else [row for row in waiting if not row.own]
    shown = others[:_AT_ONCE]
    if shown and may_confirm:
        with st.form(_FORM, border=True):
            if len(shown) > 1:
                st.checkbox(_("All of these"), key=f"{_FORM}_all")
            for row in shown:
                st.checkbox(_row_words(row), key=f"{_FORM}_{row.id}")
            problem_of(_FORM)
            st.form_submit_button(
                _("Confirm"),
                type="primary",
                icon=":material/verified:",
                on_click=_confirm,
                args=([row.id for row in shown],),
            )
        st.caption(_("Your name and the time stand beside each confirmation."))
    if len(others) > len(shown):
        st.caption(_("The {n} that wait longest are shown.").format(n=len(shown)))
    if len(others) < len(waiting):
        st.caption(_("Your own training waits for another training lead."))
    elif any(row.own for row in waiting):
        st.caption(_("You are the only training lead, so you may confirm your own training."))


def _row_words(row: Unconfirmed) -> str:
    day = _("done on {day}").format(day=day_words(row.completed_on))
    words = [row.module, day, row.evidence, row.team]
    return " · ".join(plain(each) for each in (row.person, *words) if each)


def _confirm(completion_ids: list[UUID]) -> None:
    everything = typed(_FORM, "all")
    chosen = [each for each in completion_ids if everything or typed(_FORM, str(each))]
    if not chosen:
        st.session_state[f"{_FORM}_problem"] = "Please tick what you confirm."
    elif send_now(_FORM, _("Confirmed. Thank you."), confirm_completions, chosen):
        clear(_FORM, {"all": False})
