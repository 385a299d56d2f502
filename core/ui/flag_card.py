"""A flag that explains itself: what, since when, because of what, and what one can do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from core.queries.flag_answers import OwnAnswer
from core.queries.flags import Finding, FlagView
from core.queries.suggested_modules import SuggestedModule
from core.services.next_steps import Advice
from core.ui.audience import audience_line
from core.ui.days import day_words
from core.ui.flag_actions import answer_in_words, flag_actions
from core.ui.flag_life import flag_history
from core.ui.flag_steps import what_you_can_do
from core.ui.flag_titles import level_words, own_flag_title
from core.ui.labels import label
from core.ui.language import _
from core.ui.urgent_help import urgent_panel
from core.vocabulary import FlagAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """What all cards of a screen have in common, read once for them."""

    modules: Mapping[str, SuggestedModule]
    answers: Mapping[UUID, OwnAnswer]
    call_asked: bool
    """Whether the person waits to be rung."""
    time_zone: str


def leads_with_help(view: FlagView) -> bool:
    """Say whether a flag opens the help panel: urgent, and the person did not say otherwise."""
    return view.urgent and view.answer is FlagAnswer.NONE and view.cleared_at is None


def short_flag(view: FlagView) -> None:
    """Show a flag in two lines, for a screen that links to the whole card."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{own_flag_title(view)}** · {level_words(view)}")
        if view.answer is not FlagAnswer.NONE:
            said = _("You said: {answer}. Your coordinator does not see it.")
            st.caption(said.format(answer=label(view.answer)))
        elif view.findings:
            st.text(view.findings[0].sentence)


def flag_card(view: FlagView, advice: Advice, around: CardFacts) -> None:
    """Show a whole flag with what the person can do about it and answer to it.

    An urgent one leads with whom to talk to today, before any change of the load.
    """
    with st.container(border=True):
        st.markdown(f"**{own_flag_title(view)}** · {level_words(view)}")
        answer_in_words(view, around.answers.get(view.id), around.time_zone)
        if leads_with_help(view):
            urgent_panel()
        st.caption(_("Since {day}").format(day=day_words(view.since)))
        because(view.findings)
        if view.clears:
            st.markdown(f"**{_('What would clear it')}**")
            st.text(view.clears)
        what_you_can_do(advice, around.modules)
        audience_line(view.audience)
        flag_actions(view, call_asked=around.call_asked)
        flag_history(view)


def because(findings: Sequence[Finding]) -> None:
    """Show reasons with their limits, and what the limits rest on."""
    for finding in findings:
        st.text(finding.sentence)
        parts = []
        if finding.threshold:
            parts.append(_("Limit: {limit}").format(limit=finding.threshold))
        if finding.is_default:
            parts.append(_("default"))
        if parts:
            st.caption(" · ".join(parts))
    # Several reasons often rest on one source; it is named once.
    sources = dict.fromkeys(finding.source for finding in findings if finding.source)
    if sources:
        st.caption(_("Source: {source}").format(source="; ".join(sources)))
