"""Adding and changing a training module, and saying which role needs it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

import pyarrow as pa
import streamlit as st
from sqlmodel import Session

from core.permissions import Actor
from core.queries.training import CatalogueRow
from core.services.modules import (
    add_module,
    edit_module,
    restore_module,
    retire_module,
    set_requirement,
)
from core.ui.entries import as_table, entries
from core.ui.forms import clear, problem_of, send, send_now, typed
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import plain
from core.ui.training_words import renewal_words
from core.vocabulary import Role

_ADD: Final = "module_add"
_EMPTY: Final = {"code": "", "title": "", "renew": 0, "covers": "", "source": ""}
_NEEDS: Final = ("no", "yes", "first")


def catalogue_list(rows: Sequence[CatalogueRow]) -> None:
    """Show the modules, who needs them and how often; on what ground stands in the table."""
    entries(map(_module_lines, rows))
    as_table(
        partial(_table, rows),
        alt=_("Training modules with renewal, who needs them and source"),
        key="catalogue_table",
    )
    st.caption(_("A renewal marked default is our suggestion, not a published figure."))


def _module_lines(row: CatalogueRow) -> Iterator[str]:
    yield f"**{plain(f'{row.code} {row.title}')}**"
    asked = _("needed by {roles}").format(roles=needed_by_words(row))
    said = [renewal_words(row.renew_months, is_default=row.is_default), asked]
    if not row.active:
        said.insert(0, _("Retired"))
    yield f":small[{plain(' · '.join(said))}]"


def _table(rows: Sequence[CatalogueRow]) -> pa.Table:
    table = {
        _("Code"): [row.code for row in rows],
        _("Module"): [row.title for row in rows],
        _("Renewal"): [renewal_words(row.renew_months, is_default=row.is_default) for row in rows],
        _("Needed by"): [needed_by_words(row) for row in rows],
        _("Covers"): [row.covers or "–" for row in rows],
        _("Source"): [row.source or "–" for row in rows],
    }
    if not all(row.active for row in rows):
        table[_("In use")] = [_("Yes") if row.active else _("Retired") for row in rows]
    return pa.table(table)


def needed_by_words(row: CatalogueRow) -> str:
    """Return the roles that need a module, and for which it comes before the first contact."""
    words = [
        _("{role} (before first contact)").format(role=label(role))
        if role in row.before_first_contact
        else label(role)
        for role in Role
        if role in row.required
    ]
    return ", ".join(words) or _("nobody")


def add_form() -> None:
    """Add a module of the organisation's own."""
    with st.form(_ADD, border=False):
        st.text_input(_("Code"), key=f"{_ADD}_code", placeholder="t19")
        _fields(_ADD)
        problem_of(_ADD)
        st.form_submit_button(_("Add module"), icon=":material/add:", on_click=_add)


def edit_form(row: CatalogueRow) -> None:
    """Change a module and who needs it; a changed renewal is no longer called a default."""
    form = f"module_{row.id}"
    stored = {"title": row.title, "renew": row.renew_months, "covers": row.covers}
    stored["source"] = row.source
    for field, value in stored.items():
        st.session_state.setdefault(f"{form}_{field}", value)
    with st.form(form, border=True):
        _fields(form)
        for role in Role:
            st.session_state.setdefault(f"{form}_{role}", _need(row, role))
            st.segmented_control(
                _("Needed by: {role}").format(role=label(role)),
                _NEEDS,
                key=f"{form}_{role}",
                required=True,
                format_func=_need_words,
            )
        problem_of(form)
        st.form_submit_button(
            _("Save module"),
            type="primary",
            icon=":material/check:",
            on_click=_edit,
            args=(form, row.id),
        )
    _retire_button(form, row)


def _fields(form: str) -> None:
    st.text_input(_("Title"), key=f"{form}_title")
    st.number_input(_("Renewal in months, 0 for once"), step=1, key=f"{form}_renew")
    st.text_input(_("Covers"), key=f"{form}_covers")
    st.text_input(_("Source of the renewal"), key=f"{form}_source")


def _retire_button(form: str, row: CatalogueRow) -> None:
    if row.active:
        done, words, icon, change = (
            _("Retired. What people completed stays."),
            _("Retire this module"),
            ":material/archive:",
            retire_module,
        )
    else:
        done, words, icon, change = (
            _("Back in the catalogue."),
            _("Use this module again"),
            ":material/unarchive:",
            restore_module,
        )
    st.button(words, icon=icon, on_click=send, args=(form, done, change, row.id))


def _need(row: CatalogueRow, role: Role) -> str:
    if role in row.before_first_contact:
        return "first"
    return "yes" if role in row.required else "no"


def _need_words(need: str) -> str:
    return {"no": _("No"), "yes": _("Yes"), "first": _("Before first contact")}[need]


def _content(form: str) -> dict[str, Any]:
    return {
        "title": typed(form, "title") or "",
        "renew_months": typed(form, "renew") or 0,
        "covers": typed(form, "covers") or "",
        "source": typed(form, "source") or "",
    }


def _add() -> None:
    code = typed(_ADD, "code") or ""
    if send(_ADD, _("Added. Now say who needs it."), add_module, code=code, **_content(_ADD)):
        clear(_ADD, _EMPTY)


def _edit(form: str, module_id: UUID) -> None:
    def change(session: Session, actor: Actor, *, now: datetime) -> None:
        edit_module(session, actor, module_id, **_content(form))
        for role in Role:
            need = typed(form, role)
            set_requirement(
                session,
                actor,
                module_id,
                role,
                required=need != "no",
                before_first_contact=need == "first",
                now=now,
            )

    send_now(form, _("Saved."), change)
