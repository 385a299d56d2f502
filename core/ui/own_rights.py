"""How long things are kept, leaving, and erasing oneself."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import pyarrow as pa
import streamlit as st

from core.permissions import Actor
from core.queries.erasure import erasure_preview
from core.queries.retention import KeptRow, OwnLeaving
from core.services.leaving import leave
from core.settings import settings
from core.ui.actions import attempt
from core.ui.days import day_words
from core.ui.guard import sign_out
from core.ui.kept_words import days_words, kept_words
from core.ui.language import _
from core.ui.on_demand import expander
from core.ui.resources import reading


def how_long(kept: Sequence[KeptRow]) -> None:
    """Show how long each class of records is kept, and who decided that."""
    st.header(_("How long things are kept"))
    # A list, because on a phone a table would hide all but its first column.
    st.markdown("\n".join(_line(row) for row in kept))
    st.caption(
        _(
            "What is older goes by itself, every night. Sums of your weeks stay until you leave, "
            "so that your own usual can be told. In your file each record says when it goes."
        )
    )


def _line(row: KeptRow) -> str:
    chosen = _(" (chosen by your organisation)") if row.chosen_at else ""
    return f"- **{days_words(row.days)}**: {kept_words(row.kept)}{chosen}"


def leaving(planned: OwnLeaving | None, if_today: OwnLeaving) -> None:
    """Say what happens after leaving and when, and let the person leave."""
    st.header(_("Leaving"))
    if planned is not None:
        st.info(
            _("Your account closes at the end of {day}.").format(
                day=day_words(_day_before(planned))
            ),
            icon=":material/event:",
        )
    days = planned or if_today
    st.markdown(
        _(
            "- **{wellbeing}**: how you were, your words and your shares are deleted\n"
            "- **{training}**: your training is deleted\n"
            "- **{everything}**: nothing is left, not even your name"
        ).format(
            wellbeing=day_words(days.wellbeing_goes_on),
            training=day_words(days.training_goes_on),
            everything=day_words(days.everything_goes_on),
        )
    )
    if planned is None:
        st.caption(_("That is how it would be if you left today."))
    with st.popover(_("Leave"), icon=":material/door_open:"):
        st.markdown(_("**Download everything first:** after leaving you cannot sign in any more."))
        st.text(_("Your account closes at once, and coordinators no longer see you."))
        st.button(_("Yes, I leave today"), key="leave_today", on_click=_leave)


def erasing(actor: Actor) -> None:
    """Say what an erasure takes and what stays, and lead to its second step."""
    st.header(_("Erase everything about you"))
    st.text(_("At once and for good, without waiting for any of the days above."))
    expander(
        _("What goes and what stays"),
        icon=":material/delete_forever:",
        key="erasing",
        content=partial(_what_goes, actor),
    )
    st.link_button(
        _("Go on to erasing"), f"{settings().public_url}/erase", icon=":material/arrow_forward:"
    )
    st.caption(_("There you type your password once more. Nothing is erased before that."))


def _what_goes(actor: Actor) -> None:
    with reading() as session:
        preview = erasure_preview(session, actor)
    goes = pa.table(
        {
            _("Goes"): [_(title) for title, _count in preview.goes],
            _("Entries"): [count for _title, count in preview.goes],
        }
    )
    st.dataframe(goes, hide_index=True, alt=_("What an erasure takes"))
    if preview.stays:
        st.markdown(_("**Stays with other people, without your name**"))
        for what, count in preview.stays:
            st.text(f"{_(what)}: {count}")
    st.text(_("Team figures that were released stay; nobody can tell that they counted you."))


def _day_before(planned: OwnLeaving) -> date:
    return date.fromordinal(planned.left_on.toordinal() - 1)


def _leave() -> None:
    if attempt("", leave):
        sign_out()
