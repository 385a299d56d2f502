"""The roster, and what can be done about one account."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

import pyarrow as pa
import streamlit as st

from core.permissions import Actor
from core.queries.roster import Roster, RosterPerson
from core.services.people import deactivate, reactivate, renew_invitation
from core.services.teams import set_roles_and_teams
from core.ui.empty import nothing_yet
from core.ui.entries import as_table, entries, page_of, pages_of
from core.ui.forms import problem_of, send_now, typed
from core.ui.invitation import keep_invitation
from core.ui.labels import label
from core.ui.language import _
from core.ui.leaving_form import leaving
from core.ui.plain import plain
from core.vocabulary import Role

_FORM: Final = "account"
_PAGE: Final = "roster_page"


def roster_list(people: Sequence[RosterPerson]) -> None:
    """Show names, teams, roles and whether the account is open; nothing about work or wellbeing."""
    if not people:
        nothing_yet(_("Nobody is here yet. Choose Add a person to invite the first one."))
        return
    entries([_line(person)] for person in page_of(people, key=_PAGE))
    pages_of(people, key=_PAGE)
    as_table(
        partial(_table, people),
        alt=_("People with their account, team and roles"),
        key="roster_table",
    )


def _line(person: RosterPerson) -> str:
    said = [role_words(person.roles)]
    if person.team:
        said.append(person.team)
    if person.invited or not person.active or person.left_at is not None:
        said.append(account_words(person))
    return f"**{plain(person.name)}** · {plain(' · '.join(said))}"


def _table(people: Sequence[RosterPerson]) -> pa.Table:
    return pa.table(
        {
            _("Name"): [person.name for person in people],
            _("Account"): [account_words(person) for person in people],
            _("Team"): [person.team or "–" for person in people],
            _("Roles"): [role_words(person.roles) for person in people],
            _("E-mail"): [person.email for person in people],
        }
    )


def account_words(person: RosterPerson) -> str:
    """Return whether an account is open, waits for its owner, closes soon or is closed."""
    if not person.active:
        return _("Closed")
    if person.left_at is not None:
        return _("Leaving")
    return _("Invited, no password yet") if person.invited else _("Open")


def role_words(roles: frozenset[Role]) -> str:
    """Return the roles of a person, in the order of the vocabulary."""
    return ", ".join(label(role) for role in Role if role in roles)


def one_account(roster: Roster, *, changes_roles: bool, actor: Actor) -> RosterPerson | None:
    """Choose one account, offer what can be done about it, and return whose it is."""
    by_id = {str(person.id): person for person in roster.people}
    chosen = st.selectbox(
        _("Change an account"),
        list(by_id),
        index=None,
        key="account_chosen",
        format_func=lambda each: f"{by_id[each].name} ({by_id[each].email})",
        placeholder=_("Choose a person"),
    )
    if chosen not in by_id:
        return None
    person = by_id[chosen]
    with st.container(border=True):
        st.markdown(f"**{plain(person.name)}**")
        st.caption(account_words(person))
        problem_of(_FORM)
        if changes_roles and person.active:
            _roles_form(person, roster)
        _buttons(person, own=person.id == actor.person_id)
    return person


def _buttons(person: RosterPerson, *, own: bool) -> None:
    if not person.active:
        st.button(
            _("Open this account again"),
            icon=":material/lock_open:",
            on_click=send_now,
            args=(_FORM, _("The account is open again."), reactivate, person.id),
        )
        return
    with st.container(horizontal=True):
        if person.invited:
            st.button(
                _("Make a new link"),
                icon=":material/link:",
                on_click=_renew,
                args=(person.id, person.name),
            )
        if not own:
            leaving(person, _FORM)
            with st.popover(_("Close this account"), icon=":material/person_off:"):
                st.markdown(
                    _("They are signed out everywhere at once; records go as after a last day.")
                )
                st.button(
                    _("Yes, close it"),
                    on_click=send_now,
                    args=(_FORM, _("The account is closed."), deactivate, person.id),
                )


def _roles_form(person: RosterPerson, roster: Roster) -> None:
    form = f"{_FORM}_{person.id}_{person.version}"
    teams = {str(team.id): team.name for team in roster.teams}
    with st.form(form, border=False):
        st.pills(
            _("Roles"),
            list(Role),
            selection_mode="multi",
            default=[role for role in Role if role in person.roles],
            key=f"{form}_roles",
            format_func=label,
        )
        st.selectbox(
            _("Supports in"),
            list(teams),
            index=list(teams).index(str(person.team_id)) if person.team_id else None,
            key=f"{form}_team",
            format_func=lambda each: teams[each],
            placeholder=_("No team"),
        )
        st.multiselect(
            _("Coordinates"),
            list(teams),
            default=[team for team in teams if UUID(team) in person.coordinates],
            key=f"{form}_coordinates",
            format_func=lambda each: teams[each],
            placeholder=_("No team"),
        )
        st.form_submit_button(
            _("Save roles and teams"),
            type="primary",
            icon=":material/check:",
            on_click=_save_roles,
            args=(form, person.id, person.version),
        )
    st.caption(_("The person can read who changed this. They sign in again afterwards."))


def _save_roles(form: str, person_id: UUID, version: int) -> None:
    team = typed(form, "team")
    send_now(
        _FORM,
        _("Saved. It counts at once."),
        set_roles_and_teams,
        person_id,
        roles=set(typed(form, "roles") or ()),
        team_id=UUID(team) if team else None,
        coordinates={UUID(each) for each in typed(form, "coordinates") or ()},
        version=version,
    )


def _renew(person_id: UUID, name: str) -> None:
    invitation = send_now(_FORM, "", renew_invitation, person_id)
    if invitation is not None:
        keep_invitation(invitation, name)
