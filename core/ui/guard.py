"""Who is looking at this page, and may they."""

from typing import Final
from uuid import UUID

import streamlit as st

from core.permissions import Actor, Permission
from core.queries.people import actor_for
from core.ui.language import _
from core.ui.resources import now, reading

_UID: Final = "uid"


def current_actor() -> Actor | None:
    """Return who is signed in, read afresh so that a changed role counts at once.

    The identity comes from the front door's trusted header, never from the session state.
    """
    uid = st.user.get(_UID)
    if not isinstance(uid, str):
        return None
    with reading() as session:
        return actor_for(session, UUID(uid), now=now())


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
