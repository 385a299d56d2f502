"""A person's own flags, brought up to date before anybody looks at them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import streamlit as st

from core.permissions import Actor
from core.queries.flag_answers import OwnAnswer, own_answers
from core.queries.flags import FlagView, own_flags, own_flags_stale
from core.queries.ring_me import own_ring_me
from core.services.flags import refresh_stale
from core.services.next_steps import Advice, advice_for
from core.ui.flag_card import CardFacts, flag_card, leads_with_help, short_flag
from core.ui.flag_steps import modules_of
from core.ui.guard import current_actor, this_organisation
from core.ui.language import _, plural
from core.ui.links import link_to
from core.ui.resources import now, reading, saving
from core.ui.urgent_help import urgent_panel
from core.vocabulary import FlagAnswer


def current_flags(actor: Actor) -> list[FlagView]:
    """Return the open flags as they are now.

    Writes keep flags current and the nightly run does the rest; whoever looks first on a day
    before it ran recomputes once, and so does whoever waits for hours that count.
    """
    moment = now()
    with reading() as session:
        if not own_flags_stale(session, actor, now=moment):
            return own_flags(session, actor, now=moment)
    with saving() as session:
        refresh_stale(session, [actor.person_id], now=moment)
    with reading() as session:
        return own_flags(session, actor, now=moment)


def flag_cards(flags: list[FlagView]) -> None:
    """Show every flag in full, with what can be answered to it."""
    if not flags:
        st.text(_("No open flags. You are told here first if that changes."))
        return
    advices = {view.id: _advice(view) for view in flags}
    around = _around(flags, advices.values())
    for view in flags:
        flag_card(view, advices[view.id], around)


def flag_summary(flags: list[FlagView]) -> None:
    """Show open flags in two lines each and the way to the whole cards."""
    if not flags:
        return
    if any(map(leads_with_help, flags)):
        urgent_panel()
    st.header(plural("{n} thing to look at", "{n} things to look at", len(flags)))
    for view in flags:
        short_flag(view)
    link_to("supporter/my_wellbeing", _("Why, and what you can do"))


def _advice(view: FlagView) -> Advice:
    return advice_for(
        view.kind, view.subject, view.steps, urgent=view.urgent, findings=view.findings
    )


def _around(flags: list[FlagView], advices: Iterable[Advice]) -> CardFacts:
    actor = current_actor()
    answered = [view.id for view in flags if view.answer is not FlagAnswer.NONE]
    answers: Mapping[UUID, OwnAnswer] = {}
    asked = None
    if actor is not None:
        with reading() as session:
            asked = own_ring_me(session, actor)
            if answered:
                answers = own_answers(session, actor, answered)
    return CardFacts(
        modules=modules_of(advices),
        answers=answers,
        call_asked=asked is not None,
        time_zone=this_organisation().time_zone,
    )
