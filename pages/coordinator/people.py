"""Coordinators and administrators see who is here, invite people and close accounts."""

import streamlit as st

from core.permissions import Permission
from core.queries.roster import roster
from core.ui.cover import cover_form, covers, own_coordinator
from core.ui.first_steps import first_steps
from core.ui.guard import require, this_organisation
from core.ui.invitation import show_invitation
from core.ui.language import _
from core.ui.links import link_to
from core.ui.person_form import add_person_form
from core.ui.resources import now, reading
from core.ui.roster_list import one_account, roster_list

actor = require(Permission.MANAGE_PEOPLE)
administers = actor.may(Permission.MANAGE_ACCOUNTS)

today = this_organisation().today(now())
with reading() as session:
    found = roster(session, actor, now=now())

VIEWS = {"roster": _("Roster"), "add": _("Add a person"), "cover": _("Cover")}

st.title(_("People"))
view = st.segmented_control(
    _("Show"),
    list(VIEWS),
    default="roster",
    required=True,
    key="people_view",
    format_func=VIEWS.__getitem__,
    label_visibility="collapsed",
)
show_invitation()
match view:
    case "add":
        add_person_form(found, any_role=administers)
    case "cover":
        covers(found)
        cover_form(found, actor, today=today)
        if actor.may(Permission.SEE_TEAM):
            own_coordinator(found, actor)
    case _:
        if administers:
            first_steps(found)
        one_account(found, changes_roles=False, actor=actor)
        if administers:
            link_to("admin/accounts", _("Roles, teams and help with signing in"))
        roster_list(found.people)
        st.caption(_("Names, roles and teams only: no work and no wellbeing is shown here."))
