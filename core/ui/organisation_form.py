"""What everybody reads about the organisation, and which questionnaires it offers."""

from collections.abc import Collection
from typing import Final
from zlib import crc32

import streamlit as st

from core.queries.people import OrganisationFacts
from core.services.organisation import change_organisation, time_zones
from core.services.packs import packs
from core.services.questionnaires import switch_instrument
from core.ui.actions import act
from core.ui.forms import problem_of, send_now, typed
from core.ui.language import _
from core.ui.plain import plain

_FORM: Final = "organisation"


def organisation_form(place: OrganisationFacts) -> None:
    """Ask for name, time zone, promised answer time and the numbers for urgent help."""
    zones = time_zones()
    form = _form(place)
    with st.form(form, border=True):
        st.text_input(_("Name"), place.name, key=f"{form}_name")
        st.selectbox(
            _("Time zone"),
            zones,
            index=zones.index(place.time_zone) if place.time_zone in zones else None,
            key=f"{form}_zone",
            placeholder=_("Choose a time zone"),
        )
        st.caption(_("Days and weeks begin by this clock."))
        st.number_input(
            _("Hours until “please ring me” is answered"),
            value=place.ring_me_hours,
            step=1,
            key=f"{form}_hours",
        )
        st.caption(_("Both sides read this promise. Another one counts for requests from then on."))
        st.text_area(
            _("Urgent help: one number in each line"),
            place.urgent_help,
            key=f"{form}_help",
            placeholder=_("Emergency services: 112"),
        )
        st.caption(_("Everybody finds these numbers on every page."))
        problem_of(_FORM)
        st.form_submit_button(
            _("Save"), type="primary", icon=":material/check:", on_click=_save, args=(place,)
        )


def questionnaires_in_use(off: Collection[str]) -> None:
    """Offer a switch for each questionnaire; answers given before stay with their owners."""
    st.header(_("Questionnaires"))
    for pack in packs().values():
        key = f"{_FORM}_pack_{pack.id}"
        st.session_state[key] = pack.id not in off
        st.toggle(plain(pack.title), key=key, on_change=_switch, args=(pack.id, key))
    st.caption(
        _(
            "What is switched off is not asked any more. "
            "Answers given before stay with the people who gave them."
        )
    )


def _form(place: OrganisationFacts) -> str:
    """Name the form after what it shows: when somebody else saves, it shows theirs."""
    return f"{_FORM}_{crc32(repr(place).encode())}"


def _save(opened: OrganisationFacts) -> None:
    form = _form(opened)
    send_now(
        _FORM,
        _("Saved. Everybody sees it from now on."),
        change_organisation,
        opened=opened,
        name=typed(form, "name") or "",
        time_zone=typed(form, "zone") or "",
        ring_me_hours=typed(form, "hours") or 0,
        urgent_help=typed(form, "help") or "",
    )


def _switch(pack_id: str, key: str) -> None:
    on = bool(st.session_state[key])
    act(_("Switched on.") if on else _("Switched off."), switch_instrument, pack_id, on=on)
