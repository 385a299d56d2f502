"""One follow-up: why, what is shared, what happened, and what to do with it."""

from datetime import timedelta
from typing import Final

import streamlit as st

from core.permissions import Actor
from core.queries.follow_up_history import History, Step, follow_up_history
from core.queries.follow_ups import FollowUpRow
from core.queries.queue import Queue
from core.queries.shared import SharedPerson, shared_with_me
from core.services.follow_ups import note, reopen, resolve, snooze
from core.ui.actions import act
from core.ui.day_field import day_field
from core.ui.days import clock_words, day_of, day_words
from core.ui.forms import clear, problem_of, send_now, typed
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import plain
from core.ui.queue import queue_card, write_down_views
from core.ui.resources import reading
from core.ui.shared_items import shared_items
from core.vocabulary import FollowUpState, Outcome

_FORM: Final = "follow_up"


def follow_up_detail(actor: Actor, row: FollowUpRow, queue: Queue) -> None:
    """Show one follow-up with everything that may be done about it."""
    if row.id is None:
        return
    with reading() as session:
        history = follow_up_history(session, actor, row.id)
        shared = shared_with_me(session, actor, person_ids=[row.person_id], now=queue.now)
    finished = row.state in (FollowUpState.RESOLVED, FollowUpState.WITHDRAWN)
    if finished:
        _finished(row, queue)
    else:
        queue_card(row, queue, opened=True)
        _shared(actor, row, shared, queue)
    _notes(history, queue)
    if finished:
        _note_alone(row)
    else:
        _actions(row, queue)
    with st.expander(_("What happened so far"), icon=":material/history:"):
        for step in history.steps:
            st.text(_step_words(step, queue))


def _shared(actor: Actor, row: FollowUpRow, shared: list[SharedPerson], queue: Queue) -> None:
    if not shared:
        return
    [person] = shared
    write_down_views(actor, {(person.person_id, what) for what in person.viewed})
    st.header(_("What {name} shares with you").format(name=plain(row.name)))
    shared_items(person, now=queue.now, time_zone=queue.time_zone)
    st.caption(
        ":material/visibility: " + _("{name} can see that you looked.").format(name=plain(row.name))
    )


def _actions(row: FollowUpRow, queue: Queue) -> None:
    st.header(_("What came of it"))
    with st.form(f"resolve_{row.id}", border=False):
        st.radio(
            _("Outcome"),
            list(Outcome),
            index=None,
            format_func=label,
            key=f"{_FORM}_outcome",
        )
        _note_field(row)
        with st.container(horizontal=True):
            st.form_submit_button(
                _("Done"), type="primary", icon=":material/check:", on_click=_resolve, args=(row,)
            )
            st.form_submit_button(
                _("Only save the note"),
                icon=":material/edit_note:",
                on_click=_save_note,
                args=(row,),
            )
    with st.popover(_("Put aside"), icon=":material/snooze:"):
        _aside(row, queue)


def _note_field(row: FollowUpRow) -> None:
    # No bound: a browser drops a longer text without a word, where the service says what is wrong.
    st.text_area(_("Note (optional)"), key=f"{_FORM}_note")
    st.caption(_("{name} can read your notes.").format(name=plain(row.name)))
    problem_of(_FORM)


def _aside(row: FollowUpRow, queue: Queue) -> None:
    day = day_field(_("Until"), queue.today + timedelta(days=3), key="follow_up_until")
    st.button(
        _("Put aside until then"),
        on_click=act,
        args=(_("Put aside. It comes back by itself."), snooze, row.id),
        kwargs={"until": day, "version": row.version},
    )


def _resolve(row: FollowUpRow) -> None:
    outcome = typed(_FORM, "outcome")
    if outcome is None:
        st.session_state[f"{_FORM}_problem"] = "Please choose what came of it."
        return
    if send_now(
        _FORM,
        _("Done. Thank you for looking after them."),
        resolve,
        row.id,
        outcome=outcome,
        note=typed(_FORM, "note") or "",
        version=row.version,
    ):
        clear(_FORM, {"note": ""})
        st.query_params.clear()


def _finished(row: FollowUpRow, queue: Queue) -> None:
    with st.container(border=True):
        outcome = label(row.outcome) if row.outcome else label(row.state)
        st.markdown(f"**{plain(row.name)}** · {label(row.reason)} · {outcome}")
        if row.closed_at is not None:
            closed = day_words(day_of(row.closed_at, queue.time_zone), today=queue.today)
            st.caption(_("Finished {day}").format(day=closed))
        if row.state is FollowUpState.RESOLVED:
            st.button(
                _("Reopen"),
                icon=":material/undo:",
                on_click=act,
                args=(
                    _("Back in the queue. The first promise still stands."),
                    reopen,
                    row.id,
                ),
                kwargs={"version": row.version},
            )


def _notes(history: History, queue: Queue) -> None:
    if not history.notes:
        return
    st.header(_("Notes"))
    for written in history.notes:
        with st.container(border=True, gap="xsmall"):
            st.text(written.text)
            day = day_words(day_of(written.written_at, queue.time_zone), today=queue.today)
            st.caption(f"{plain(written.author)} · {day}")


def _note_alone(row: FollowUpRow) -> None:
    with st.form(f"note_{row.id}", border=False):
        _note_field(row)
        st.form_submit_button(
            _("Save the note"), icon=":material/edit_note:", on_click=_save_note, args=(row,)
        )


def _save_note(row: FollowUpRow) -> None:
    if send_now(_FORM, _("Note saved."), note, row.id, typed(_FORM, "note") or ""):
        clear(_FORM, {"note": ""})


def _step_words(step: Step, queue: Queue) -> str:
    day = day_words(day_of(step.at, queue.time_zone), today=queue.today)
    time = clock_words(step.at, queue.time_zone)
    what = label(step.outcome) if step.outcome else label(step.state)
    who = _(" by {name}").format(name=step.by) if step.by else ""
    return _("{day}, {time}: {what}{who}").format(day=day, time=time, what=what, who=who)
