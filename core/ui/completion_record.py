"""A training lead records what somebody completed: person, module, day, and it is confirmed."""

from datetime import date
from typing import Final
from uuid import UUID

import streamlit as st

from core.queries.completion import Matrix
from core.services.training import record_for
from core.ui.choices import named, told_apart
from core.ui.day_field import day_field
from core.ui.forms import clear, problem_of, send_now, typed
from core.ui.language import _

_FORM: Final = "record_for"


def record_for_form(matrix: Matrix, *, own_id: UUID, today: date) -> None:
    """Record a completion of somebody else; their module and day stay for the next person."""
    others = [each for each in matrix.people if each.id != own_id]
    people = told_apart({str(each.id): named(each.name, [each.team]) for each in others})
    modules = {str(each.id): f"{each.code} {each.title}" for each in matrix.modules}
    st.session_state.setdefault(f"{_FORM}_day", today)
    with st.form(_FORM, border=True):
        _choice(_("Person"), people, "person", _("Choose a person"))
        _choice(_("Module"), modules, "module", _("Choose a module"))
        day_field(_("Completed on"), key=f"{_FORM}_day")
        st.text_input(
            _("Certificate or where it was done"),
            key=f"{_FORM}_evidence",
            placeholder=_("Optional"),
        )
        problem_of(_FORM)
        st.form_submit_button(
            _("Record and confirm"),
            type="primary",
            icon=":material/verified:",
            on_click=_record,
            args=(people,),
        )
    st.caption(_("It counts at once. Your name and the time stand beside it."))


def _choice(words: str, options: dict[str, str], field: str, placeholder: str) -> None:
    st.selectbox(
        words,
        list(options),
        index=None,
        key=f"{_FORM}_{field}",
        format_func=lambda each: options.get(each, ""),
        placeholder=placeholder,
    )


def _record(people: dict[str, str]) -> None:
    person, module = typed(_FORM, "person"), typed(_FORM, "module")
    if person is None or module is None:
        problem = "Please choose the person and the module they completed."
        st.session_state[f"{_FORM}_problem"] = problem
        return
    saved = send_now(
        _FORM,
        _("Recorded and confirmed for {name}.").format(name=people[person]),
        record_for,
        person_id=UUID(person),
        module_id=UUID(module),
        completed_on=typed(_FORM, "day"),
        evidence=typed(_FORM, "evidence") or "",
    )
    if saved:
        clear(_FORM, {"person": None, "evidence": ""})
