"""What others did with one's data: looks, notes, and what was shared once."""

from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import streamlit as st

from core.queries.follow_up_history import Note
from core.queries.looks import PAGE, Look
from core.queries.people import OrganisationFacts
from core.queries.sharing import OneOffView
from core.services.sharing import end_share
from core.ui.actions import act
from core.ui.days import clock_words, day_words
from core.ui.labels import label
from core.ui.language import _, plural
from core.ui.plain import about

_LOOKS_PAGE: Final = "looks_page"


def shared_once(shares: Sequence[OneOffView], place: OrganisationFacts) -> None:
    """List flags that are shared by themselves, each with a way to end it."""
    for share in shares:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            ends = _("until {day}").format(day=day_words(place.today(share.until_at)))
            st.markdown(f"**{label(share.kind)}** · {label(share.scope)} · {ends}")
            st.button(
                about(_("End"), f"{label(share.kind)}, {ends}"),
                key=f"end_{share.flag_id}",
                icon=":material/block:",
                on_click=act,
                args=(_("Ended. Your coordinators no longer see it."), end_share, share.flag_id),
            )
    if not shares:
        st.text(_("No single flag is shared. A flag on My wellbeing can be shared by itself."))


def page_of_looks(count: int) -> int:
    """Return which page of so many looks is open, the first until another is chosen."""
    return min(int(st.session_state.get(_LOOKS_PAGE, 1)), _pages(count))


def looks(seen: Sequence[Look], count: int, place: OrganisationFacts) -> None:
    """List one page of who looked at what, newest first, and say how many there are."""
    if not seen:
        st.text(_("Nobody has looked at anything of yours."))
        return
    st.text(
        plural("{n} look is written down.", "{n} looks are written down, all of them here.", count)
    )
    table = pa.table(
        {
            _("Who"): [look.viewer for look in seen],
            _("Looked at"): [label(look.what) for look in seen],
            _("When"): [
                f"{day_words(place.today(look.seen_at))}, "
                f"{clock_words(look.seen_at, place.time_zone)}"
                for look in seen
            ],
        }
    )
    st.dataframe(table, hide_index=True, alt=_("Who looked at what you share, newest first."))
    if _pages(count) > 1:
        st.pagination(_pages(count), key=_LOOKS_PAGE)
    st.caption(
        _(
            "The time is that of the first look. Whoever opens the same again within an hour of it "
            "is not written down once more, so there may be several looks behind one line."
        )
    )


def _pages(count: int) -> int:
    return max(-(-count // PAGE), 1)


def notes_of_others(notes: Sequence[Note], place: OrganisationFacts) -> None:
    """Show what coordinators wrote down about talks with this person."""
    if not notes:
        st.text(_("No coordinator has written a note about you."))
    for note in reversed(notes):
        with st.container(border=True, gap="xsmall"):
            st.text(note.text)
            day = day_words(place.today(note.written_at))
            st.text(f"{note.author} · {label(note.reason)} · {day}")
