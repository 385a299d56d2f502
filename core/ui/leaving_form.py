"""Writing down somebody's last day, early enough that they can take along what is theirs."""

from datetime import timedelta
from uuid import UUID

import streamlit as st

from core.queries.roster import RosterPerson
from core.services.leaving import USUAL_NOTICE_DAYS, call_off_leaving, plan_leaving
from core.ui.day_field import day_field
from core.ui.forms import send_now
from core.ui.guard import this_organisation
from core.ui.language import _
from core.ui.resources import now


def leaving(person: RosterPerson, form: str) -> None:
    """Ask for the last day of somebody who leaves, or take it back."""
    if person.left_at is not None:
        st.button(
            _("They stay after all"),
            key="stays",
            icon=":material/undo:",
            on_click=send_now,
            args=(form, _("Taken back. The account stays open."), call_off_leaving, person.id),
        )
        return
    place = this_organisation()
    today = place.today(now())
    usual = today + timedelta(days=USUAL_NOTICE_DAYS)
    with st.popover(_("This person leaves"), icon=":material/door_open:"):
        key = f"last_day_{person.id}_{person.version}"
        day_field(_("Last day"), usual, key=key)
        st.text(
            _(
                "Until then they can download everything about themselves. The account closes at "
                "the end of that day; how they were is deleted some weeks later."
            )
        )
        st.button(
            _("Write it down"),
            key="plans_leaving",
            on_click=_plan,
            args=(person.id, key, form),
        )


def _plan(person_id: UUID, key: str, form: str) -> None:
    last_day = st.session_state[key]
    done = _("Written down. They read it under “Sharing and my data”.")
    send_now(form, done, plan_leaving, person_id, last_day=last_day)
