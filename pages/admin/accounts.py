"""An administrator changes roles and teams, and helps people who cannot sign in."""

import streamlit as st

from core.permissions import Permission
from core.queries.roster import roster
from core.ui.account_help import help_with_signing_in
from core.ui.empty import nothing_yet
from core.ui.guard import require
from core.ui.invitation import show_invitation
from core.ui.language import _
from core.ui.person_form import add_team_form
from core.ui.resources import now, reading
from core.ui.roster_list import one_account, roster_list

actor = require(Permission.MANAGE_ACCOUNTS)

with reading() as session:
    found = roster(session, actor, now=now())

VIEWS = {"accounts": _("All accounts"), "teams": _("Teams")}

st.title(_("Accounts"))
view = st.segmented_control(
    _("Show"),
    list(VIEWS),
    default="accounts",
    required=True,
    key="accounts_view",
    format_func=VIEWS.__getitem__,
    label_visibility="collapsed",
)
show_invitation()
if view == "teams":
    if found.teams:
        st.dataframe(
            {_("Team"): [team.name for team in found.teams]},
            hide_index=True,
            alt=_("Teams of the organisation"),
        )
    else:
        nothing_yet(_("There is no team yet. Every supporter belongs to one."))
    add_team_form()
else:
    chosen = one_account(found, changes_roles=True, actor=actor)
    if chosen is not None and chosen.id != actor.person_id:
        help_with_signing_in(chosen)
    roster_list(found.people)
    st.caption(_("What is changed here is written down; the person concerned can read it."))
