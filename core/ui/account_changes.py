"""What was changed about one's own account, and who did it."""

from collections.abc import Sequence

import streamlit as st

from core.queries.people import OrganisationFacts
from core.queries.roster import AccountChangeRow
from core.ui.days import day_of, day_words
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import plain


def account_changes(changes: Sequence[AccountChangeRow], place: OrganisationFacts) -> None:
    """List changes of roles, teams, cover and access, the latest first; nothing without any."""
    if not changes:
        return
    with st.expander(_("Changes to your account"), icon=":material/manage_accounts:"):
        for change in changes:
            st.markdown(f"**{label(change.event)}** · {plain(_details(change, place))}")


def _details(change: AccountChangeRow, place: OrganisationFacts) -> str:
    who = change.changed_by or _("on the server")
    day = day_words(day_of(change.changed_at, place.time_zone))
    roles = ", ".join(label(role) for role in change.roles)
    parts = (who, day, roles, change.other, _days_of_cover(change), change.teams)
    return " · ".join(words for words in parts if words)


def _days_of_cover(change: AccountChangeRow) -> str:
    if change.from_day is None or change.until_day is None:
        return ""
    return _("{first} to {last}").format(
        first=day_words(change.from_day), last=day_words(change.until_day)
    )
