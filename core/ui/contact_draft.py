"""What is typed about a contact and not saved yet: kept at each change, offered again later."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import streamlit as st
from sqlmodel import Session

from core.errors import AppError
from core.permissions import Actor
from core.ui.contact_values import Values
from core.ui.days import clock_words, day_words, local_today
from core.ui.guard import acting
from core.ui.language import _
from core.ui.resources import now


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """What one form remembers of its draft, under keys that begin with ``prefix``."""

    prefix: str

    @property
    def kept(self) -> Values | None:
        """What the form held when it was begun or last kept."""
        held: Values | None = st.session_state.get(f"{self.prefix}_kept")
        return held

    def begin(self, values: Values, moment: str | None) -> None:
        """Start from these values; ``moment`` says when they were typed, if they are a draft."""
        st.session_state[f"{self.prefix}_kept"] = values
        st.session_state[f"{self.prefix}_draft_from"] = moment

    def keep(self, values: Values, write: Callable[[Session, Actor], None]) -> str:
        """Keep a draft if something changed since the last one; return what went wrong."""
        problem = ""
        if values == self.kept:
            return problem
        try:
            with acting() as (session, actor):
                if actor is None:
                    return problem
                write(session, actor)
        except AppError as refused:
            problem = str(refused)
        st.session_state[f"{self.prefix}_kept"] = values
        return problem

    def note(self, start_afresh: Callable[[], None]) -> None:
        """Say that the form holds a draft, and offer to start without it."""
        moment = st.session_state.get(f"{self.prefix}_draft_from")
        if not moment:
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            words = _("We kept your draft from {moment}.").format(moment=moment)
            st.caption(f":material/draft: {words}")
            st.button(
                _("Start afresh"),
                type="tertiary",
                key=f"{self.prefix}_afresh",
                on_click=start_afresh,
            )


def moment_words(moment: datetime, zone: str) -> str:
    """Return day and time of a draft, near days by name."""
    day = day_words(local_today(moment, zone), today=local_today(now(), zone))
    return _("{day} at {time}").format(day=day, time=clock_words(moment, zone))
