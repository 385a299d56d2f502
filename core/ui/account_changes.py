"""What was changed about one's own account, and who did it."""

from collections.abc import Sequence

import streamlit as st

from core.queries.roster import AccountChangeRow
from core.ui.days import day_words
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import plain


def account_changes(changes: Sequence[AccountChangeRow]) -> None:
    """List changes of roles, teams and access, the latest first; nothing when there are none."""
    if not changes:
        return
    with st.expander(_("Changes to your account"), icon=":material/manage_accounts:"):
        for change in changes:
            st.markdown(f"**{label(change.event)}** · {plain(_details(change))}")


def _details(change: AccountChangeRow) -> str:
    who = change.changed_by or _("on the server")
    day = day_words(change.changed_at.date())
    roles = ", ".join(label(role) for role in change.roles)
    return " · ".join(words for words in (who, day, roles, change.teams) if words)
