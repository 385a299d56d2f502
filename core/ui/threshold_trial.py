"""What another figure would have changed in twelve months, said before it is saved."""

import streamlit as st

from core.errors import AppError
from core.permissions import Actor
from core.queries.threshold_trials import TriedFigure, figures_tried, nearest, people_needed
from core.queries.thresholds import ThresholdRow
from core.settings import settings
from core.ui.days import day_words
from core.ui.language import _
from core.ui.plain import plain
from core.ui.resources import reading
from core.ui.threshold_words import figure_words
from core.vocabulary import FlagKind


def trial(row: ThresholdRow, actor: Actor, value: float) -> bool:
    """Say what a figure would change; return whether it is one that can be saved.

    A figure that is impossible is refused with the reason alone: nothing is told of it.
    """
    try:
        with reading() as session:
            tried = figures_tried(session, actor, row.key, value)
    except AppError as problem:
        st.error(plain(_(str(problem))), icon=":material/error:")
        return False
    closest = nearest(tried, row.value, value)
    if closest is None:
        soon = _("What another figure would change is worked out next Monday.")
        st.info(soon, icon=":material/schedule:")
    else:
        _say(row, closest, value)
        _others(row, [one for one in tried if one is not closest])
        st.caption(_how(closest))
    return True


def _say(row: ThresholdRow, figure: TriedFigure, value: float) -> None:
    said = figure_words(figure.value, row.unit)
    if figure.value != value:
        said = _("{figure}, the nearest that was tried").format(figure=said)
    if figure.flags is None:
        words = _("{what} that would change with {figure}: none, or too few to show.")
        icon = ":material/visibility_off:"
    else:
        words = _("About {n} {what} would be gone, come on top or change level with {figure}.")
        icon = ":material/rule:"
    what = _what(row, starts=figure.flags is None)
    st.info(plain(words.format(n=figure.flags, what=what, figure=said)), icon=icon)


def _what(row: ThresholdRow, *, starts: bool) -> str:
    # What lies beside the flag about burnout risk raises none of its own.
    if row.kind is FlagKind.BURNOUT_RISK:
        return _("Signs of 12 months") if starts else _("signs of 12 months")
    return _("Flags of 12 months") if starts else _("flags of 12 months")


def _others(row: ThresholdRow, figures: list[TriedFigure]) -> None:
    listed = [
        _("{figure}: {n}").format(
            figure=figure_words(one.value),
            n=_("none or too few") if one.flags is None else _("about {n}").format(n=one.flags),
        )
        for one in figures
    ]
    if listed:
        st.caption(plain(_("Also tried, {list}").format(list=" · ".join(listed))))


def _how(figure: TriedFigure) -> str:
    how = _(
        "Worked out each Monday for the 12 months before it, last on {day}, in fives, and only "
        "where {n} people or more make the difference: trying figure after figure finds nobody."
    )
    needed = people_needed(settings().smallest_group)
    return how.format(day=day_words(figure.until), n=needed)
