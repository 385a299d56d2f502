"""The "this is my new usual" button: said by the person alone, and taken back the same day."""

import streamlit as st

from core.queries.new_usual import OwnNewUsual
from core.services.new_usual import say_new_usual, take_back_new_usual
from core.ui.actions import act
from core.ui.audience import audience_line
from core.ui.days import day_words
from core.ui.language import _
from core.ui.on_demand import popover
from core.vocabulary import Audience


def new_usual(said: OwnNewUsual | None) -> None:
    """Offer to begin one's own past anew, after a confirmation."""
    if said is not None:
        st.caption(
            _("Your own usual began anew in the week of {day}.").format(day=day_words(said.day))
        )
    if said is not None and said.can_be_taken_back:
        st.button(
            _("Take it back"),
            key="new_usual_take_back",
            icon=":material/undo:",
            on_click=act,
            args=(_("Taken back. Everything is as it was."), take_back_new_usual),
        )
        return
    popover(
        _("This is my new usual"),
        icon=":material/restart_alt:",
        key="new_usual_opened",
        content=_confirmation,
    )


def _confirmation() -> None:
    st.text(
        _(
            "For a change that stays, such as another role. Your earlier weeks stay readable, but "
            "you are no longer compared with them. Toll, check-ins and support time say nothing "
            "until there are nine new weeks; questionnaires and other flags go on."
        )
    )
    st.button(
        _("Begin anew with this week"),
        key="new_usual_say",
        on_click=act,
        args=(_("Done. You can take it back today."), say_new_usual),
    )
    audience_line(Audience.ONLY_YOU)
