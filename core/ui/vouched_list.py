"""What a training lead confirmed last, each with a way to take it back."""

from functools import partial

import streamlit as st

from core.permissions import Actor
from core.queries.vouched import vouched_for
from core.services.training import take_back_confirmation
from core.ui.actions import act
from core.ui.days import day_words
from core.ui.empty import nothing_yet
from core.ui.language import _
from core.ui.on_demand import expander
from core.ui.plain import about, plain
from core.ui.resources import reading


def vouched_list(actor: Actor) -> None:
    """Offer what the reader vouched for last, for the slip that is noticed at once."""
    expander(
        _("What you confirmed last"),
        icon=":material/undo:",
        key="vouched",
        content=partial(_latest, actor),
    )


def _latest(actor: Actor) -> None:
    with reading() as session:
        latest = vouched_for(session, actor)
    if not latest:
        nothing_yet(_("You have confirmed nothing yet."))
    for each in latest:
        words = f"{each.person}, {each.module}"
        day = _("done on {day}").format(day=day_words(each.completed_on))
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            with st.container():
                st.markdown(f"**{plain(each.person)}** · {plain(each.module)}  \n:small[{day}]")
            st.button(
                about(_("Take back"), words),
                key=f"take_back_{each.id}",
                type="tertiary",
                icon=":material/undo:",
                on_click=act,
                args=(_gone_words(recorded=each.recorded), take_back_confirmation, each.id),
            )


def _gone_words(*, recorded: bool) -> str:
    return _("Taken back and removed.") if recorded else _("Taken back; it waits again.")
