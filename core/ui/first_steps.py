"""What an administrator does first in an organisation that has nobody in it yet."""

import streamlit as st

from core.queries.roster import Roster
from core.ui.language import _
from core.ui.links import link_to
from core.vocabulary import Role


def first_steps(found: Roster) -> None:
    """Say what is still to do until somebody supports and somebody coordinates a team."""
    steps = (
        (_("Make a team, under Accounts, Teams."), bool(found.teams)),
        (_("Add its coordinator: whoever rings people when a week was heavy."), _led(found)),
        (_("Add its supporters. Each gets a link and chooses a password."), _supported(found)),
    )
    if all(done for _words, done in steps):
        return
    with st.container(border=True):
        st.markdown(
            f":material/flag: **{_('First steps')}**\n\n"
            + "\n".join(f"{number}. {_step(*step)}" for number, step in enumerate(steps, start=1))
        )
        if not found.teams:
            link_to("admin/accounts", _("Make a team"))
        link_to("admin/organisation", _("Check the numbers for urgent help"))


def _step(words: str, done: bool) -> str:
    return f":material/check: {words} {_('Done.')}" if done else words


def _led(found: Roster) -> bool:
    return any(person.active and person.coordinates for person in found.people)


def _supported(found: Roster) -> bool:
    return any(person.active and Role.SUPPORTER in person.roles for person in found.people)
