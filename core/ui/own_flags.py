"""A person's own flags, brought up to date before anybody looks at them."""

from typing import Final

import streamlit as st

from core.permissions import Actor
from core.queries.flags import FlagView, own_flags
from core.queries.people import organisation
from core.services.flags import refresh_stale
from core.ui.flag_card import flag_card, short_flag
from core.ui.language import _, plural
from core.ui.links import link_to
from core.ui.resources import now, reading, saving

_AS_OF: Final = "flags_as_of"


def current_flags(actor: Actor) -> list[FlagView]:
    """Return the open flags as of today.

    Writes keep flags current and the nightly run does the rest; whoever looks first on a day
    before it ran recomputes once.
    """
    moment = now()
    with reading() as session:
        today = organisation(session).today(moment).isoformat()
        if st.session_state.get(_AS_OF) == today:
            return own_flags(session, actor, now=moment)
    with saving() as session:
        refresh_stale(session, [actor.person_id], now=moment)
    st.session_state[_AS_OF] = today
    with reading() as session:
        return own_flags(session, actor, now=moment)


def flag_cards(flags: list[FlagView]) -> None:
    """Show every flag in full, with what can be answered to it."""
    if not flags:
        st.text(_("No open flags. You are told here first if that changes."))
    for view in flags:
        flag_card(view, actions=True)


def flag_summary(flags: list[FlagView]) -> None:
    """Show open flags in two lines each and the way to the whole cards."""
    if not flags:
        return
    st.header(plural("{n} thing to look at", "{n} things to look at", len(flags)))
    for view in flags:
        short_flag(view)
    link_to("supporter/my_wellbeing", _("Why, and what you can do"))
