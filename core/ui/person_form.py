"""Adding a person, and adding a team."""

from typing import Final
from uuid import UUID

import streamlit as st

from core.queries.roster import Roster
from core.services.people import add_person
from core.services.teams import add_team
from core.ui.empty import nothing_yet
from core.ui.forms import clear, problem_of, send, send_now, typed
from core.ui.invitation import keep_invitation
from core.ui.labels import label
from core.ui.language import _
from core.vocabulary import Role

_FORM: Final = "person_add"
_TEAM: Final = "team_add"


def add_person_form(roster: Roster, *, any_role: bool) -> None:
    """Ask for name, e-mail and team; an administrator chooses roles too."""
    if not roster.teams and not any_role:
        nothing_yet(_("You coordinate no team yet. An administrator can change that."))
        return
    teams = {str(team.id): team.name for team in roster.teams}
    if not teams:
        nothing_yet(
            _("There is no team yet. Make one first, then add its supporters."),
            to_do=_("Make a team"),
            path="admin/accounts",
        )
    with st.form(_FORM, border=True):
        st.text_input(_("Name"), key=f"{_FORM}_name", autocomplete="off")
        st.text_input(_("E-mail"), key=f"{_FORM}_email", autocomplete="off")
        if any_role:
            _roles()
        st.selectbox(
            _("Supports in"),
            list(teams),
            index=0 if len(teams) == 1 else None,
            key=f"{_FORM}_team",
            format_func=lambda each: teams[each],
            placeholder=_("Choose a team"),
        )
        if any_role:
            st.multiselect(
                _("Coordinates"),
                list(teams),
                key=f"{_FORM}_coordinates",
                format_func=lambda each: teams[each],
                placeholder=_("Only for coordinators"),
            )
        problem_of(_FORM)
        st.form_submit_button(
            _("Add and make a link"), type="primary", icon=":material/person_add:", on_click=_add
        )
    st.caption(_("You get a link to pass on. With it they choose their own password."))


def _roles() -> None:
    st.session_state.setdefault(f"{_FORM}_roles", [Role.SUPPORTER])
    st.pills(
        _("Roles"),
        list(Role),
        selection_mode="multi",
        key=f"{_FORM}_roles",
        format_func=label,
    )


def add_team_form() -> None:
    """Add a team by its name."""
    with st.form(_TEAM, border=True):
        st.text_input(_("Name of a new team"), key=f"{_TEAM}_name")
        problem_of(_TEAM)
        st.form_submit_button(_("Add team"), icon=":material/group_add:", on_click=_add_team)


def _add() -> None:
    team, roles = typed(_FORM, "team"), typed(_FORM, "roles")
    invitation = send_now(
        _FORM,
        "",
        add_person,
        display_name=typed(_FORM, "name") or "",
        email=typed(_FORM, "email") or "",
        roles={Role.SUPPORTER} if roles is None else set(roles),
        team_id=UUID(team) if team else None,
        coordinates={UUID(each) for each in typed(_FORM, "coordinates") or ()},
    )
    if invitation is not None:
        keep_invitation(invitation, typed(_FORM, "name").strip())
        clear(_FORM, {"name": "", "email": "", "roles": [Role.SUPPORTER], "coordinates": []})


def _add_team() -> None:
    if send(_TEAM, _("The team is there."), add_team, name=typed(_TEAM, "name") or ""):
        clear(_TEAM, {"name": ""})
