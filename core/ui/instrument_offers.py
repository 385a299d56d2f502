"""What is asked now, with "not now" beside it, and what can be opened at any time."""

from collections.abc import Sequence

import streamlit as st

from core.errors import AppError
from core.services.questionnaire_offers import BOUNDARY_CHECK, PULSE, Due, Offered
from core.services.questionnaires import not_now, note_seen
from core.ui.actions import act
from core.ui.days import day_words
from core.ui.guard import current_actor
from core.ui.instrument_form import open_instrument
from core.ui.language import _, plural
from core.ui.links import link_to
from core.ui.plain import plain
from core.ui.resources import now, saving


def due_link(due: Due) -> None:
    """Link the one thing that is asked now; it can be put off right here."""
    if due.subject == PULSE:
        link_to("supporter/check_in", _("This week's check-in, one minute"))
    elif due.subject == BOUNDARY_CHECK:
        link_to("supporter/boundaries", _("Boundary self-check, three minutes"))
    else:
        link_to("supporter/check_in", f"{plain(_(due.title))}, {_minutes(due.minutes)}")
    not_now_button(due)


def instrument_offer(due: Due) -> None:
    """Offer the questionnaire that is due."""
    with st.container(border=True, gap="small"):
        st.markdown(f":material/assignment: **{plain(_(due.title))}**")
        questions = plural("{n} question", "{n} questions", due.questions)
        st.text(
            _("{questions}, {minutes}. You see your result at once.").format(
                questions=questions, minutes=_minutes(due.minutes)
            )
        )
        with st.container(horizontal=True):
            st.button(
                _("Start"),
                key="instrument_start",
                icon=":material/play_arrow:",
                on_click=open_instrument,
                args=(due.subject,),
            )
            not_now_button(due)


def instrument_list(offers: Sequence[Offered]) -> None:
    """List every questionnaire that can be opened without being asked."""
    if not offers:
        return
    with st.expander(_("All questionnaires"), icon=":material/assignment:"):
        for offer in offers:
            pack = offer.pack
            words = f"{_(pack.title)}, {_minutes(pack.minutes)}"
            if offer.open_from is not None:
                day = day_words(offer.open_from)
                st.text(words)
                st.caption(_("Answered not long ago; open again from {day}.").format(day=day))
                continue
            st.button(
                plain(words),
                key=f"open_{pack.id}",
                icon=":material/play_arrow:",
                on_click=open_instrument,
                args=(pack.id,),
            )
            if offer.stopped:
                st.caption(_("You left it four times, so you are not asked any more."))


def not_now_button(due: Due) -> None:
    """Let the person put off what is asked; that it was on the screen is kept."""
    if not due.seen:
        act("", note_seen, due.subject)
    st.button(
        _("Not now"),
        key="not_now",
        type="tertiary",
        icon=":material/snooze:",
        on_click=_put_off,
        args=(due.subject,),
    )


def _put_off(subject: str) -> None:
    actor = current_actor()
    if actor is None:
        return
    try:
        with saving() as session:
            asked_again = not_now(session, actor, subject, now=now())
    except AppError as problem:
        st.toast(plain(_(str(problem))), icon=":material/error:")
        return
    if asked_again:
        st.toast(_("Fine. You are asked again later."), icon=":material/snooze:")
    else:
        st.toast(
            _("You are not asked about this any more. You can open it whenever you like."),
            icon=":material/notifications_off:",
            duration="long",
        )


def _minutes(n: int) -> str:
    return plural("{n} minute", "{n} minutes", n)
