"""Who is looking at this page, and may they."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from core.permissions import Actor, Permission
from core.queries.people import OrganisationFacts, actor_for, organisation
from core.services.access import end_session
from core.ui.language import _
from core.ui.reader import Reader, framed_reader
from core.ui.resources import now, reading, saving


def current_reader() -> Reader | None:
    """Return who is signed in, read afresh so that a changed role counts at once.

    The identity comes from the front door's trusted headers, never from the session state.
    """
    framed = framed_reader()
    if framed is not None:
        return framed
    person_id = _person_id()
    if person_id is None:
        return None
    with reading() as session:
        actor = actor_for(session, person_id, now=now())
        return None if actor is None else Reader(actor, organisation(session))


def current_actor() -> Actor | None:
    """Return who is signed in."""
    reader = current_reader()
    return reader.actor if reader is not None else None


@contextmanager
def acting() -> Iterator[tuple[Session, Actor | None]]:
    """Open a transaction for one action, and read in it who acts: one trip, the newest roles.

    Nobody when the account was closed meanwhile; the page that follows says so.
    """
    person_id = _person_id()
    with saving() as session:
        yield session, None if person_id is None else actor_for(session, person_id, now=now())


def this_organisation() -> OrganisationFacts:
    """Return the organisation, as the frame has just read it where there is a frame."""
    framed = framed_reader()
    if framed is not None:
        return framed.organisation
    with reading() as session:
        return organisation(session)


def require(permission: Permission) -> Actor:
    """Return the actor, or end this run.

    The first statement of every page. The menu already hides pages, but a page must hold
    on its own: its file can be reached without the menu.
    """
    actor = current_actor()
    if actor is None:
        st.info(_("Please sign in to continue."))
        st.stop()
    actor.must(permission)
    return actor


def sign_out() -> None:
    """End this browser's sign-in; the guard script then clears the screen."""
    hashed = st.user.get("sid")
    if isinstance(hashed, str):
        with saving() as session:
            end_session(session, hashed, now=now())


def _person_id() -> UUID | None:
    user = st.user.to_dict()
    uid, sid = user.get("uid"), user.get("sid")
    if not isinstance(uid, str) or not isinstance(sid, str):
        return None
    try:
        return UUID(uid)
    except ValueError:
        return None
