"""One follow-up: why, what is shared, what happened, and what to do with it."""

from datetime import timedelta

import streamlit as st

from core.errors import AppError
from core.permissions import Actor
from core.queries.follow_up_history import History, Step, follow_up_history
from core.queries.follow_ups import FollowUpRow
from core.queries.queue import Queue
from core.queries.shared import SharedPerson, shared_with_me
from core.services.follow_ups import (
    LONGEST_NOTE,
    LONGEST_SNOOZE_DAYS,
    note,
    reopen,
    resolve,
    snooze,
)
from core.ui.actions import act
from core.ui.days import clock_words, day_of, day_words
from core.ui.guard import current_actor
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import plain
from core.ui.queue import queue_card, write_down_views
from core.ui.resources import now, reading, saving
from core.ui.shared_items import shared_items
from core.vocabulary import FollowUpState, Outcome


def follow_up_detail(actor: Actor, row: FollowUpRow, queue: Queue) -> None:
    """Show one follow-up with everything that may be done about it."""
    if row.id is None:
        return
    with reading() as session:
        history = follow_up_history(session, actor, row.id)
        shared = shared_with_me(session, actor, person_ids=[row.person_id], now=queue.now)
    if row.state in (FollowUpState.RESOLVED, FollowUpState.WITHDRAWN):
        _finished(row, queue)
    else:
        queue_card(row, queue, opened=True)
        _shared(actor, row, shared, queue)
        _actions(row, queue)
    _notes(actor, row, history, queue)
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
        outcome = st.radio(
            _("Outcome"), list(Outcome), index=None, format_func=label, key="follow_up_outcome"
        )
        st.text_area(_("Note (optional)"), max_chars=LONGEST_NOTE, key="follow_up_last_note")
        st.caption(_("{name} can read your notes.").format(name=plain(row.name)))
        if st.form_submit_button(_("Done"), type="primary", icon=":material/check:"):
            if outcome is None:
                st.error(_("Please choose what came of it."), icon=":material/error:")
            else:
                _resolve(row, outcome)
    with st.popover(_("Put aside"), icon=":material/snooze:"):
        day = st.date_input(
            _("Until"),
            value=queue.today + timedelta(days=3),
            min_value=queue.today + timedelta(days=1),
            max_value=queue.today + timedelta(days=LONGEST_SNOOZE_DAYS),
            format="YYYY-MM-DD",
            key="follow_up_until",
        )
        st.button(
            _("Put aside until then"),
            on_click=act,
            args=(_("Put aside. It comes back by itself."), snooze, row.id),
            kwargs={"until": day, "version": row.version},
        )


def _resolve(row: FollowUpRow, outcome: Outcome) -> None:
    actor = current_actor()
    if actor is None or row.id is None:
        return
    try:
        with saving() as session:
            resolve(
                session,
                actor,
                row.id,
                outcome=outcome,
                note=str(st.session_state.get("follow_up_last_note", "")),
                version=row.version,
                now=now(),
            )
    except AppError as problem:
        st.error(plain(_(str(problem))), icon=":material/error:")
        return
    st.toast(_("Done. Thank you for looking after them."), icon=":material/check_circle:")
    st.query_params.clear()
    st.rerun()


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


def _notes(actor: Actor, row: FollowUpRow, history: History, queue: Queue) -> None:
    st.header(_("Notes"))
    for written in history.notes:
        with st.container(border=True, gap="xsmall"):
            st.text(written.text)
            day = day_words(day_of(written.written_at, queue.time_zone), today=queue.today)
            st.caption(f"{plain(written.author)} · {day}")
    with st.form(f"note_{row.id}", clear_on_submit=True, border=False):
        st.text_area(_("Write a note"), max_chars=LONGEST_NOTE, key="follow_up_note")
        st.caption(_("{name} can read your notes.").format(name=plain(row.name)))
        st.form_submit_button(
            _("Save note"), icon=":material/edit_note:", on_click=_save_note, args=(row,)
        )


def _save_note(row: FollowUpRow) -> None:
    act(_("Note saved."), note, row.id, str(st.session_state.get("follow_up_note", "")))


def _step_words(step: Step, queue: Queue) -> str:
    day = day_words(day_of(step.at, queue.time_zone), today=queue.today)
    time = clock_words(step.at, queue.time_zone)
    what = label(step.outcome) if step.outcome else label(step.state)
    who = _(" by {name}").format(name=step.by) if step.by else ""
    return _("{day}, {time}: {what}{who}").format(day=day, time=time, what=what, who=who)
