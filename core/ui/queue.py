"""The coordinator's queue: brought up to date, recorded as looked at, and drawn."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from core.permissions import Actor
from core.queries.follow_ups import FollowUpRow, people_with_old_flags
from core.queries.queue import Queue, follow_up_queue
from core.queries.shared import viewed, views_to_record
from core.services.flags import refresh_stale
from core.services.follow_ups import take
from core.services.sharing import bring_up_shared, record_views
from core.ui.actions import act
from core.ui.entries import WHOLE_LINE
from core.ui.follow_up_words import next_act, promise_words, since_words, why_words
from core.ui.language import _
from core.ui.links import open_screen
from core.ui.plain import about, plain
from core.ui.resources import now, reading, saving
from core.vocabulary import Viewed

Looks = Collection[tuple[UUID, Viewed]]


def load_queue(actor: Actor) -> Queue:
    """Return the queue after recomputing what depends on time, and write down who was seen."""
    moment = now()
    with reading() as session:
        old = people_with_old_flags(session, actor, now=moment)
        queue, new = _read(session, actor, moment)
    brought_up = {row.person_id for row in queue.rows if row.id is None}
    if old or brought_up:
        with saving() as session:
            refresh_stale(session, old, now=moment)
            bring_up_shared(session, {*old, *brought_up}, now=moment)
        with reading() as session:
            queue, new = _read(session, actor, moment)
    _record(actor, new, moment)
    return queue


def _read(session: Session, actor: Actor, moment: datetime) -> tuple[Queue, Looks]:
    """Return the queue, and which looks at it are not written down yet."""
    queue = follow_up_queue(session, actor, now=moment)
    looked = {(row.person_id, viewed(row.shared.kind)) for row in queue.rows if row.shared}
    return queue, views_to_record(session, actor, looked, now=moment)


def write_down_views(actor: Actor, looked: Looks) -> None:
    """Record looks at shared items before they are shown, once an hour each."""
    moment = now()
    with reading() as session:
        new = views_to_record(session, actor, looked, now=moment)
    _record(actor, new, moment)


def _record(actor: Actor, new: Looks, moment: datetime) -> None:
    if new:
        with saving() as session:
            record_views(session, actor, new, now=moment)


def queue_card(
    row: FollowUpRow, queue: Queue, *, first: bool = False, opened: bool = False
) -> None:
    """Show who, why, since when, the last talk, the promise, the next act and who does it."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        # One text for all of it: each element of its own costs as much as asking the database.
        st.markdown("  \n".join(_lines(row, queue)), width=WHOLE_LINE)
        if row.owner_id is None:
            st.button(
                about(_("I do this"), row.name),
                key=f"take_{row.id}",
                icon=":material/front_hand:",
                type="primary" if first else "secondary",
                on_click=act,
                args=(_("It is yours now."), take, row.id),
                kwargs={"version": row.version},
            )
        words = about(_("Open"), row.name)
        if not opened and st.button(words, key=f"open_{row.id}", icon=":material/open_in_new:"):
            open_screen("coordinator/follow_up", id=str(row.id))


def _lines(row: FollowUpRow, queue: Queue) -> Iterator[str]:
    yield f"**{plain(row.name)}** · {why_words(row, today=queue.today)}"
    yield from map(plain, row.facts)
    if row.best_time:
        yield plain(_("Best time: {words}").format(words=row.best_time))
    promise = promise_words(row, now=queue.now, time_zone=queue.time_zone, today=queue.today)
    since = since_words(row, time_zone=queue.time_zone, today=queue.today)
    yield f":small[{promise} · {since}]"
    yield f":material/arrow_forward: {next_act(row)}"
    if row.owner_id == queue.actor_id:
        yield f":material/front_hand: {_('You do this')}"
    elif row.owner_id is not None:
        owner = plain(row.owner or "")
        yield ":material/front_hand: " + _("{name} does this").format(name=owner)
