"""Helping somebody who cannot sign in, without ever learning their password."""

from typing import Final
from uuid import UUID

import streamlit as st

from core.queries.roster import RosterPerson
from core.services.outside import unlink_person
from core.services.passwords import start_reset
from core.services.second_factor import reset_second_factor
from core.settings import settings
from core.ui.forms import problem_of, send_now
from core.ui.invitation import keep_link
from core.ui.language import _
from core.ui.plain import plain

_FORM: Final = "account_help"


def help_with_signing_in(person: RosterPerson) -> None:
    """Offer a link to a new password, and a new second step after a lost phone."""
    if not person.active or person.invited:
        return
    with st.container(border=True):
        st.markdown(_("**{name} cannot sign in?**").format(name=plain(person.name)))
        problem_of(_FORM)
        with st.container(horizontal=True):
            _new_password(person)
            _lost_phone(person)
            if person.linked:
                _unlink(person)


def _new_password(person: RosterPerson) -> None:
    with st.popover(_("Forgotten password"), icon=":material/key:"):
        st.text(
            _(
                "You get a link that works once, for an hour. With it they choose a new "
                "password; you never see it. The old one works until then. As they sign "
                "in they read that you made the link, and when."
            )
        )
        st.button(
            _("Make the link"),
            key="reset_password",
            on_click=_reset,
            args=(person.id, person.name),
        )


def _lost_phone(person: RosterPerson) -> None:
    with st.popover(_("Lost phone"), icon=":material/phonelink_erase:"):
        st.text(
            _(
                "Their authenticator app no longer counts and they are signed out "
                "everywhere. Make sure first that it is really them who asks."
            )
        )
        st.button(
            _("Remove the app"),
            key="reset_second_step",
            on_click=send_now,
            args=(
                _FORM,
                _("Removed. They can sign in and set up a new app."),
                reset_second_factor,
                person.id,
            ),
        )


def _unlink(person: RosterPerson) -> None:
    with st.popover(_("Another account there"), icon=":material/link_off:"):
        st.text(
            _(
                "They are unlinked from their account at {provider} and signed out everywhere. "
                "Their next sign-in there links anew, by their e-mail address."
            ).format(provider=settings().oidc_name)
        )
        st.button(
            _("Unlink"),
            key="unlink_outside",
            on_click=send_now,
            args=(_FORM, _("Unlinked."), unlink_person, person.id),
        )


def _reset(person_id: UUID, name: str) -> None:
    link = send_now(_FORM, "", start_reset, person_id)
    if link is not None:
        keep_link("reset", link.token, name, link.expires_at)
