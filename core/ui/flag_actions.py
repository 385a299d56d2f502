"""What a person can answer to a flag about them, and whom they let see it."""

from functools import partial
from typing import Final

import streamlit as st

from core.queries.flag_answers import OwnAnswer
from core.queries.flags import FlagView
from core.services.flags import add_context, answer_flag, ask_about_flag, share_flag_now
from core.services.sharing import share_flag_once
from core.ui.actions import act, attempt
from core.ui.days import day_of, day_words
from core.ui.flag_titles import about_flag
from core.ui.forms import problem_of, send_now
from core.ui.labels import label, labels_of
from core.ui.language import _
from core.ui.on_demand import close, popover
from core.ui.plain import plain
from core.ui.resources import now
from core.vocabulary import FlagAnswer, Lane, NotRight, ShareScope

_SAID_ICONS: Final = {
    FlagAnswer.NOT_RIGHT: ":material/thumb_down:",
    FlagAnswer.PASSED: ":material/done_all:",
}


def flag_actions(view: FlagView, *, call_asked: bool) -> None:
    """Offer the answers to an open flag; facts of the work lane can only be talked about."""
    if view.cleared_at is not None:
        return
    own = view.lane is Lane.WELLBEING
    with st.container(horizontal=True, gap="small"):
        if own and view.answer is FlagAnswer.NONE:
            _share(view)
        if not call_asked:
            st.button(
                about_flag(_("Ask to be rung"), view),
                key=f"flag_ring_{view.id}",
                icon=":material/call:",
                on_click=act,
                args=(_("Asked. Somebody will ring you."), ask_about_flag, view.lane, view.id),
            )
        if own:
            _answers(view)
    if call_asked:
        st.caption(_("You asked to be rung. Somebody rings you as promised."))


def answer_in_words(view: FlagView, said: OwnAnswer | None, time_zone: str) -> None:
    """Say on its card what the person answered to a flag, and let them take it back."""
    if said is None:
        return
    words = {
        FlagAnswer.NOT_RIGHT: _("You said this is not right{when}{why}."),
        FlagAnswer.PASSED: _("You said this has passed{when}."),
    }[said.answer].format(
        when=_(" on {day}").format(day=day_words(day_of(said.at, time_zone))) if said.at else "",
        why=f": {label(said.doubt.reason)}" if said.doubt else "",
    )
    hidden = _("Your coordinator does not see it.")
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"{_SAID_ICONS[said.answer]} **{plain(words)}** {hidden}")
        if said.doubt and said.doubt.words:
            st.text(said.doubt.words)
        st.button(
            about_flag(_("Take this back"), view),
            key=f"flag_back_{view.id}",
            icon=":material/undo:",
            on_click=act,
            args=(_("Taken back. The flag is as it was."), answer_flag, view.id, FlagAnswer.NONE),
        )


def _share(view: FlagView) -> None:
    if view.shared_from is None:
        popover(
            about_flag(_("Share once"), view),
            icon=":material/share:",
            key=f"flag_sharing_{view.id}",
            content=partial(_share_form, view),
        )
    elif view.shared_from > now() or view.news_from is not None:
        st.button(
            about_flag(_("Share now"), view),
            key=f"flag_share_{view.id}",
            icon=":material/share:",
            on_click=act,
            args=(_("Your coordinators can see it now."), share_flag_now, view.id),
        )


def _share_form(view: FlagView) -> None:
    key = f"flag_scope_{view.id}"
    st.radio(
        _("How much do your coordinators see?"),
        [ShareScope.SIGNALS.value, ShareScope.ANSWERS.value],
        format_func=labels_of(ShareScope),
        key=key,
    )
    st.caption(_("From now on, for 30 days. You can end it under Sharing and my data."))
    st.button(_("Share it"), key=f"flag_share_{view.id}", on_click=_share_once, args=(view, key))


def _share_once(view: FlagView, key: str) -> None:
    scope = ShareScope(st.session_state.get(key) or ShareScope.SIGNALS)
    attempt(_("Your coordinators can see it now."), share_flag_once, view.id, scope)


def _answers(view: FlagView) -> None:
    if view.answer is FlagAnswer.NONE:
        popover(
            about_flag(_("Not right"), view),
            icon=":material/thumb_down:",
            key=f"flag_doubt_{view.id}",
            content=partial(_not_right_form, view),
        )
        st.button(
            about_flag(_("This has passed"), view),
            key=f"flag_passed_{view.id}",
            icon=":material/done_all:",
            on_click=act,
            args=(_("Noted. Thank you."), answer_flag, view.id, FlagAnswer.PASSED),
        )
    popover(
        about_flag(_("Add context"), view),
        icon=":material/edit_note:",
        key=f"flag_adding_{view.id}",
        content=partial(_context_form, view),
    )


def _not_right_form(view: FlagView) -> None:
    key = f"flag_why_{view.id}"
    st.radio(
        _("What is not right about it?"),
        [why.value for why in NotRight],
        index=None,
        format_func=labels_of(NotRight),
        key=key,
    )
    st.text_area(_("In your words (optional)"), key=f"flag_reason_{view.id}", height=90)
    st.caption(_("Only you read this. The flag is not passed on."))
    problem_of(key)
    st.button(
        _("Say it is not right"),
        key=f"flag_not_right_{view.id}",
        on_click=_not_right,
        args=(view, key),
    )


def _context_form(view: FlagView) -> None:
    key = f"flag_context_{view.id}"
    st.text_area(_("What should somebody know about this?"), view.context, key=key, height=90)
    st.caption(_("Whoever you share this flag with reads it."))
    st.button(_("Keep it"), key=f"{key}_save", on_click=_add_context, args=(view, key))


def _not_right(view: FlagView, form: str) -> None:
    chosen = st.session_state.get(form)
    saved = send_now(
        form,
        _("Noted. Thank you."),
        answer_flag,
        view.id,
        FlagAnswer.NOT_RIGHT,
        why=NotRight(chosen) if chosen else None,
        words=str(st.session_state.get(f"flag_reason_{view.id}") or ""),
    )
    if saved:
        close(f"flag_doubt_{view.id}")


def _add_context(view: FlagView, key: str) -> None:
    if attempt(_("Kept."), add_context, view.id, str(st.session_state.get(key) or "")):
        close(f"flag_adding_{view.id}")
