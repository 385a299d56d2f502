"""Logging a contact: as last time, tap the toll, save. A draft survives whatever happens."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st
from sqlmodel import Session

from core.errors import AppError
from core.permissions import Actor
from core.queries.contacts import log_defaults
from core.queries.drafts import kept_draft
from core.queries.people import organisation
from core.services.contacts import log_contact
from core.services.drafts import drop_draft, keep_draft
from core.ui.audience import audience_line
from core.ui.contact_draft import ContactDraft, moment_words
from core.ui.contact_fields import ContactFields, main_fields, more_fields
from core.ui.contact_values import (
    NEW_CASE,
    Values,
    as_last_time,
    entry_of,
    fresh_values,
    kept_for_another,
    restored,
    what_is_missing,
)
from core.ui.days import local_today
from core.ui.guard import acting, current_actor
from core.ui.heavy_contact import after_a_heavy_contact
from core.ui.language import _
from core.ui.links import link_to
from core.ui.plain import plain
from core.ui.resources import now, reading
from core.ui.toll import toll_words
from core.vocabulary import Audience, DraftForm

_PREFIX: Final = "log"
_DRAFT: Final = ContactDraft(_PREFIX)
_FIELDS: Final = "log_fields"
_FRESH: Final = "log_fresh"
_NEWS: Final = "log_news"
_HEAVY: Final = "log_heavy"
_PROBLEM: Final = "log_problem"
_BEGUN: Final = "log_begun"
"""What the form held when it was begun, on the day it was begun."""


@st.fragment
def log_form() -> None:
    """Draw the form. A tap in it redraws the form alone, not the page."""
    if f"{_PREFIX}_day" not in st.session_state:
        _arrive()
    _follow_the_day()
    fields = _fields()
    _DRAFT.note(_start_afresh)
    main_fields(fields)
    _actions()
    audience_line(Audience.ONLY_YOU, Audience.TEAM_FIGURES)
    st.caption(_("Your coordinators see hours of four weeks and open cases, never one contact."))
    with st.expander(_("Add more"), icon=":material/add:"):
        more_fields(fields)


def _actions() -> None:
    # On a phone these lie at the foot of the screen, where a thumb finds them wherever one reads.
    with st.container(key="log_actions"):
        if problem := st.session_state.pop(_PROBLEM, None):
            st.error(plain(_(problem)), icon=":material/error:")
        with st.container(horizontal=True):
            st.button(
                _("Save"), type="primary", icon=":material/check:", on_click=_save, key="log_save"
            )
            st.button(
                _("Save and log another"), on_click=_save, args=(True,), key="log_save_another"
            )
        _news()


def _fields() -> ContactFields:
    cases, _zone = st.session_state[_FIELDS]
    return ContactFields(_PREFIX, dict(cases), _keep)


def _arrive(same: Mapping[str, Any] | None = None) -> None:
    """Fill the form: from the draft, else as last time."""
    actor = current_actor()
    if actor is None:
        st.stop()
    with reading() as session:
        defaults = log_defaults(session, actor, now=now())
        draft = kept_draft(session, actor, DraftForm.CONTACT, now=now())
        zone = organisation(session).time_zone
    cases = [(str(case.id), case.code) for case in defaults.cases]
    fresh = fresh_values(defaults)
    values = fresh if same is None else kept_for_another(same, fresh)
    drafted = None
    if draft is not None:
        values = restored(draft.body, fresh, {case for case, _code in cases})
        drafted = moment_words(draft.saved_at, zone)
    _begin((cases, zone), fresh, values, drafted)


def _go_on(saved: Values, another: bool) -> None:
    """Fill the form after a save out of what was saved, so that nothing is read again."""
    cases, zone = st.session_state[_FIELDS]
    today = local_today(now(), zone)
    last_used_first = sorted(cases, key=lambda case: case[0] != saved["case"])
    fresh = as_last_time(saved, st.session_state[_FRESH], today)
    values = kept_for_another(saved, fresh) if another else fresh
    _begin((last_used_first, zone), fresh, values, None)


def _begin(
    fields: tuple[list[tuple[str, str]], str], fresh: Values, values: Values, drafted: str | None
) -> None:
    st.session_state[_FIELDS] = fields
    st.session_state[_FRESH] = fresh
    _DRAFT.begin(values, drafted)
    st.session_state[_BEGUN] = None if drafted else (fresh["day"], values)
    _fields().fill(values)


def _follow_the_day() -> None:
    """Let the day of a form that waited untouched overnight be today.

    What was typed before midnight keeps its day, and so does a day that was chosen.
    """
    begun = st.session_state[_BEGUN]
    if begun is None or _DRAFT.kept != begun[1]:
        return
    began_on, values = begun
    _cases, zone = st.session_state[_FIELDS]
    today = local_today(now(), zone).isoformat()
    if today == began_on or _values()["day"] != began_on:
        return
    moved = values | {"day": today}
    st.session_state[_FRESH] |= {"day": today}
    _DRAFT.begin(moved, None)
    st.session_state[_BEGUN] = (today, moved)
    _fields().fill({"day": today})


def _values() -> Values:
    return _fields().values(st.session_state[_FRESH])


def _keep() -> None:
    """Keep a draft, if something changed since the last one."""
    _follow_the_day()
    values = _values()

    def write(session: Session, actor: Actor) -> None:
        keep_draft(session, actor, DraftForm.CONTACT, values, now=now())

    if problem := _DRAFT.keep(values, write):
        st.session_state[_PROBLEM] = problem


def _start_afresh() -> None:
    with acting() as (session, actor):
        if actor is None:
            return
        drop_draft(session, actor, DraftForm.CONTACT)
    _arrive()


def _save(another: bool = False) -> None:
    _follow_the_day()
    values = _values()
    if problem := what_is_missing(values):
        st.session_state[_PROBLEM] = problem
        return
    try:
        with acting() as (session, actor):
            if actor is None:
                return
            entry = entry_of(values)
            log_contact(session, actor, entry, now=now())
            drop_draft(session, actor, DraftForm.CONTACT)
    except AppError as refused:
        st.session_state[_PROBLEM] = str(refused)
        return
    if values["case"] == NEW_CASE:
        _arrive(values if another else None)
    else:
        _go_on(values, another)
    st.session_state[_NEWS] = toll_words(values["toll"])
    zone = st.session_state[_FIELDS][1]
    st.session_state[_HEAVY] = after_a_heavy_contact(entry, today=local_today(now(), zone))


def _news() -> None:
    if toll := st.session_state.pop(_NEWS, None):
        with st.container(key="log_news", gap="xsmall"):
            st.success(_("Saved, toll {toll}.").format(toll=toll), icon=":material/check_circle:")
            if heavy := st.session_state.pop(_HEAVY, ""):
                st.text(heavy)
            link_to("supporter/my_contacts", _("Change or delete it"))
