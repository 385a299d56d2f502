"""The parts of "My training": what is due, recording, what waits, and everything there is."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

import pyarrow as pa
import streamlit as st

from core.queries.training import OwnCompletion, OwnModule, is_due
from core.services.training import record_completion, withdraw_completion
from core.ui.day_field import day_field
from core.ui.days import day_of, day_words
from core.ui.entries import as_table, entries
from core.ui.forms import clear, problem_of, send_now, typed
from core.ui.guard import this_organisation
from core.ui.language import _, plural
from core.ui.plain import about, plain
from core.ui.training_words import ICONS, dates_words, day_or_dash, renewal_words, status_words
from core.vocabulary import TrainingState

_FORM: Final = "own_training"
_WITHDRAW: Final = "own_training_withdraw"


def in_focus(modules: Sequence[OwnModule], code: str) -> None:
    """Show the module that a link from elsewhere named, before anything else."""
    for module in modules:
        if module.code == code:
            _due_line(module)
            st.caption(
                _("{renewal}. Source: {source}").format(
                    renewal=renewal_words(module.renew_months, is_default=module.is_default),
                    source=plain(module.source),
                )
            )


def what_is_due(modules: Sequence[OwnModule]) -> None:
    """List what waits to be done or renewed, the earliest day first."""
    due = [module for module in modules if is_due(module.standing)]
    if not due:
        st.success(
            _("Everything that is asked of you is done. Thank you for keeping it up."),
            icon=":material/check_circle:",
        )
        return
    st.header(plural("{n} module to do", "{n} modules to do", len(due)))
    for module in due:
        _due_line(module)


def _due_line(module: OwnModule) -> None:
    standing = module.standing
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{plain(module.title)}**")
        st.markdown(f"{ICONS[standing.state]} {plain(status_words(standing))}")
        notes = [dates_words(standing)]
        if module.before_first_contact and standing.earned_on is None:
            notes.append(_("Asked for before a first contact"))
        if any(notes):
            st.caption(" · ".join(plain(note) for note in notes if note))


def record_form(modules: Sequence[OwnModule], *, today: date) -> None:
    """Record a completion of one's own; it counts at once."""
    titles = {str(module.id): f"{module.title} ({module.code})" for module in modules}
    st.header(_("Record a module"))
    with st.form(_FORM, border=True):
        st.selectbox(
            _("Module"),
            list(titles),
            index=None,
            key=f"{_FORM}_module",
            format_func=lambda module: titles.get(module, ""),
            placeholder=_("Choose a module"),
        )
        day_field(_("Completed on"), today, key=f"{_FORM}_day")
        st.text_input(
            _("Certificate or where you did it"),
            key=f"{_FORM}_evidence",
            placeholder=_("Optional"),
        )
        problem_of(_FORM)
        st.form_submit_button(
            _("Record"), type="primary", icon=":material/check:", on_click=_record
        )
    st.caption(_("It counts at once. A training lead confirms it later, with name and day."))


def _record() -> None:
    module = typed(_FORM, "module")
    if module is None:
        st.session_state[f"{_FORM}_problem"] = "Please choose the module you completed."
        return
    saved = send_now(
        _FORM,
        _("Recorded. Well done."),
        record_completion,
        module_id=UUID(module),
        completed_on=typed(_FORM, "day"),
        evidence=typed(_FORM, "evidence") or "",
    )
    if saved:
        clear(_FORM, {"module": None, "evidence": ""})


def what_waits(modules: Sequence[OwnModule]) -> None:
    """List own completions that nobody confirmed yet; a slip can be taken back."""
    waiting = [(m, done) for m in modules for done in m.completions if done.confirmed_at is None]
    if not waiting:
        return
    st.header(_("Waiting to be confirmed"))
    problem_of(_WITHDRAW)
    for module, done in waiting:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            words = _("{title}, {day}").format(title=module.title, day=day_words(done.completed_on))
            st.markdown(plain(f"{words} · {done.evidence}" if done.evidence else words))
            st.button(
                about(_("Take back"), module.title),
                key=f"withdraw_{done.id}",
                icon=":material/undo:",
                on_click=send_now,
                args=(_WITHDRAW, _("Taken back."), withdraw_completion, done.id),
            )


def all_modules(modules: Sequence[OwnModule]) -> None:
    """Show every module with its status and both dates; who confirmed it stands in the table."""
    st.header(_("All modules"))
    entries(map(_module_lines, modules))
    as_table(
        partial(_table, modules),
        alt=_("All training modules with your status and dates"),
        key="own_training_table",
    )
    st.caption(
        _("A renewal marked default is our suggestion, not a published figure.")
        + " "
        + _("Seen by you, your coordinators and training leads.")
    )


def _module_lines(module: OwnModule) -> Iterator[str]:
    standing = module.standing
    yield f"{ICONS[standing.state]} **{plain(module.title)}**"
    renewal = renewal_words(module.renew_months, is_default=module.is_default)
    dates = dates_words(standing)
    said = [dates, renewal] if dates else [renewal]
    if not dates or standing.state is not TrainingState.DONE:
        said.insert(0, status_words(standing))
    yield f":small[{plain(' · '.join(said))}]"


def _table(modules: Sequence[OwnModule]) -> pa.Table:
    return pa.table(
        {
            _("Status"): [status_words(module.standing) for module in modules],
            _("Module"): [module.title for module in modules],
            _("Done on"): [day_or_dash(module.standing.earned_on) for module in modules],
            _("Counts until"): [day_or_dash(module.standing.expires_on) for module in modules],
            _("Confirmed by"): [_voucher(module.completions) for module in modules],
            _("Renewal"): [
                renewal_words(module.renew_months, is_default=module.is_default)
                for module in modules
            ],
            _("Source"): [module.source for module in modules],
        }
    )


def _voucher(completions: Sequence[OwnCompletion]) -> str:
    latest = completions[0] if completions else None
    if latest is None:
        return "–"
    if latest.confirmed_at is None:
        return _("Not yet")
    day = day_words(day_of(latest.confirmed_at, this_organisation().time_zone))
    return _("{name}, {day}").format(name=latest.confirmed_by, day=day)
