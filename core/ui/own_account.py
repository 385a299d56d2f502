"""One's own account: where one is signed in, the password and the second step."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from core.queries.access import OwnSession
from core.queries.people import OrganisationFacts
from core.queries.second_factor import SecondStep
from core.services.own_sessions import end_own_session
from core.settings import settings
from core.ui.actions import act
from core.ui.days import clock_words, day_of, day_words
from core.ui.language import _, plural
from core.ui.plain import about, plain


def own_sign_ins(
    sessions: Sequence[OwnSession], place: OrganisationFacts, *, now: datetime
) -> None:
    """List where one is signed in, each with a way to end it."""
    today = day_of(now, place.time_zone)
    for position, each in enumerate(sessions, start=1):
        device = each.device or _("A browser")
        seen = each.last_seen_at
        when = f"{day_words(day_of(seen, place.time_zone), today=today)}, " + clock_words(
            seen, place.time_zone
        )
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            used = (
                _("This one, in use now")
                if each.is_this_one
                else _("Last used {when}").format(when=when)
            )
            with st.container():
                st.markdown(f"{plain(device)}  \n:small[{used}]")
            if not each.is_this_one:
                st.button(
                    about(_("End it"), f"{position}: {device}, {when}"),
                    key=f"end_{each.id}",
                    icon=":material/logout:",
                    on_click=act,
                    args=(_("Ended. Its screen clears within seconds."), end_own_session, each.id),
                )
    if len(sessions) == 1:
        st.caption(_("You are signed in nowhere else."))


def own_password() -> None:
    """Lead to the page on which the password is changed."""
    st.text(_("At least 15 characters; four or five words work well. Every other sign-in ends."))
    st.link_button(
        _("Change my password"), f"{settings().public_url}/password", icon=":material/key:"
    )


def own_second_step_state(state: SecondStep) -> None:
    """Say whether signing in takes a second step, and lead to where that is changed."""
    if state.is_on:
        st.text(_("Signing in takes your password and a code of your authenticator app."))
        st.caption(plural("{n} recovery code left.", "{n} recovery codes left.", state.codes_left))
    else:
        st.text(
            _("A code of an app on your phone, asked for after the password, keeps others out.")
        )
    st.link_button(
        _("Change the second step") if state.is_on else _("Set up a second step"),
        f"{settings().public_url}/second-step",
        icon=":material/phonelink_lock:",
    )
