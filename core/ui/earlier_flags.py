"""Flags that are over: why each was there, and what happened until it cleared."""

from collections.abc import Mapping
from functools import partial
from typing import Final

import streamlit as st

from core.queries.flags import FlagView, own_flags
from core.ui.choices import told_apart
from core.ui.days import day_of, day_words
from core.ui.flag_card import because
from core.ui.flag_life import life_so_far
from core.ui.flag_titles import level_words, own_flag_title, whole_title
from core.ui.guard import current_actor, this_organisation
from core.ui.language import _
from core.ui.on_demand import expander
from core.ui.resources import now, reading

_KEY: Final = "earlier_flags"


def earlier_flags() -> None:
    """Offer the flags of one's own that cleared; they are read when somebody opens this."""
    expander(
        _("Earlier flags"),
        icon=":material/inventory_2:",
        key=f"{_KEY}_opened",
        content=_choose_one,
    )


def _choose_one() -> None:
    actor = current_actor()
    if actor is None:
        return
    with reading() as session:
        flags = own_flags(session, actor, now=now(), cleared=True)
    if not flags:
        st.text(_("No flag of yours has cleared yet."))
        return
    views = {str(view.id): view for view in flags}
    titles = told_apart(_titles(views))
    st.selectbox(
        _("Which flag?"), list(views), key=f"{_KEY}_chosen", format_func=partial(_title, titles)
    )
    _whole(views.get(st.session_state[f"{_KEY}_chosen"], flags[0]))


def _titles(views: Mapping[str, FlagView]) -> dict[str, str]:
    words = _("{flag}, {first} to {last}")
    return {
        each: words.format(flag=whole_title(view), first=first, last=last)
        for each, view in views.items()
        for first, last in [_span(view)]
    }


def _title(titles: Mapping[str, str], chosen: str) -> str:
    return titles.get(chosen, "")


def _span(view: FlagView) -> tuple[str, str]:
    zone = this_organisation().time_zone
    over = view.cleared_at or now()
    return day_words(day_of(view.raised_at, zone)), day_words(day_of(over, zone))


def _whole(view: FlagView) -> None:
    st.markdown(f"**{own_flag_title(view)}** · {level_words(view)}")
    first, last = _span(view)
    st.caption(_("From {first} to {last}, as it stood at its end").format(first=first, last=last))
    because(view.findings)
    st.markdown(f"**{_('What happened')}**")
    life_so_far(view)
