"""A one-time link, shown once to whoever asked for it."""

from datetime import datetime
from typing import Final

import streamlit as st

from core.services.people import Invitation
from core.settings import settings
from core.ui.days import clock_words, day_of, day_words
from core.ui.guard import this_organisation
from core.ui.language import _
from core.ui.plain import plain

_LINK: Final = "invitation_link"
_NAME: Final = "invitation_name"
_UNTIL: Final = "invitation_until"


def keep_invitation(invitation: Invitation, name: str) -> None:
    """Remember an invitation until it was passed on or the session ends."""
    keep_link("invite", invitation.token, name, invitation.expires_at)


def keep_link(way: str, token: str, name: str, expires_at: datetime) -> None:
    """Remember a one-time link of the front door until it was passed on."""
    zone = this_organisation().time_zone
    day, clock = day_words(day_of(expires_at, zone)), clock_words(expires_at, zone)
    st.session_state[_LINK] = f"{settings().public_url}/{way}/{token}"
    st.session_state[_NAME] = name
    st.session_state[_UNTIL] = day if way == "invite" else f"{day}, {clock}"


def show_invitation() -> None:
    """Show the link that was just made, if any, ready to be copied."""
    link = st.session_state.get(_LINK)
    if link is None:
        return
    with st.container(border=True):
        name = plain(st.session_state[_NAME])
        st.markdown(_("**Link for {name}**").format(name=name))
        st.code(link, language=None, wrap_lines=True)
        st.caption(
            _("Works once, until {day}. Nobody can see it again, so pass it on now.").format(
                day=st.session_state[_UNTIL]
            )
        )
        st.button(_("I have passed it on"), icon=":material/check:", on_click=_forget)


def _forget() -> None:
    for key in (_LINK, _NAME, _UNTIL):
        st.session_state.pop(key, None)
