"""Who stands in for a coordinator, and whom a coordinator named as their own."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

import streamlit as st

from core.permissions import Actor, Permission
from core.queries.roster import Coordinator, Roster
from core.services.teams import end_cover, name_coordinator, start_cover
from core.ui.choices import named, told_apart
from core.ui.day_field import day_field
from core.ui.days import day_words
from core.ui.empty import nothing_yet
from core.ui.forms import clear, problem_of, send_now, typed
from core.ui.language import _
from core.ui.plain import about, plain

_FORM: Final = "cover"
_NAMED: Final = "own_coordinator"


def covers(roster: Roster) -> None:
    """List who stands in for whom from today on; a cover can be ended early."""
    if not roster.covers:
        nothing_yet(_("Nobody stands in for anybody. Arrange cover before a break."))
    for cover in roster.covers:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            words = _("{cover} stands in for {coordinator}, {first} to {last}").format(
                cover=cover.cover,
                coordinator=cover.coordinator,
                first=day_words(cover.from_day),
                last=day_words(cover.until_day),
            )
            st.markdown(f":material/swap_horiz: {plain(words)}")
            if cover.ends_by_me:
                st.button(
                    about(_("End"), words),
                    key=f"end_{cover.id}",
                    on_click=send_now,
                    args=(_FORM, _("The cover has ended."), end_cover, cover.id),
                )


def cover_form(roster: Roster, actor: Actor, *, today: date) -> None:
    """Arrange cover: a coordinator for themselves, an administrator for anybody."""
    people = _names(roster, roster.coordinators)
    own = str(actor.person_id)
    anybody = actor.may(Permission.MANAGE_ACCOUNTS)
    if len(people) < 2:
        nothing_yet(_("Cover needs a second coordinator. An administrator can add one."))
        return
    with st.form(_FORM, border=True):
        if anybody:
            _choose(_("Who is away"), people, field="away")
        standing_in = people if anybody else {i: p for i, p in people.items() if i != own}
        _choose(_("Who stands in"), standing_in, field="cover")
        day_field(_("From"), today, key=f"{_FORM}_from")
        day_field(_("Until, included"), today, key=f"{_FORM}_until")
        problem_of(_FORM)
        st.form_submit_button(
            _("Arrange cover"),
            type="primary",
            icon=":material/swap_horiz:",
            on_click=_arrange,
            args=(None if anybody else own,),
        )
    st.caption(_("Whoever stands in sees your teams on these days, as you do."))


def own_coordinator(roster: Roster, actor: Actor) -> None:
    """Name another team's coordinator as one's own, or nobody."""
    others = _names(
        roster,
        [
            person
            for person in roster.coordinators
            if person.id != actor.person_id and not person.coordinates & actor.coordinates
        ],
    )
    named = str(roster.named_coordinator_id or "")
    st.selectbox(
        _("My own coordinator"),
        list(others),
        index=list(others).index(named) if named in others else None,
        key=_NAMED,
        format_func=others.__getitem__,
        placeholder=_("Nobody, my sharing is off"),
        on_change=_name,
    )
    st.caption(_("Somebody of another team. Your own team never sees how you are."))
    problem_of(_NAMED)


def _names(roster: Roster, people: Iterable[Coordinator]) -> dict[str, str]:
    teams = {team.id: team.name for team in roster.teams}
    return told_apart(
        {
            str(each.id): named(each.name, sorted(teams.get(one, "") for one in each.coordinates))
            for each in people
        }
    )


def _choose(words: str, people: dict[str, str], *, field: str) -> None:
    st.selectbox(
        words,
        list(people),
        index=None,
        key=f"{_FORM}_{field}",
        format_func=people.__getitem__,
        placeholder=_("Choose a coordinator"),
    )


def _arrange(own: str | None) -> None:
    away, stands_in = own or typed(_FORM, "away"), typed(_FORM, "cover")
    if away is None or stands_in is None:
        st.session_state[f"{_FORM}_problem"] = "Please choose who is away and who stands in."
        return
    saved = send_now(
        _FORM,
        _("Cover is arranged."),
        start_cover,
        coordinator_id=UUID(away),
        cover_id=UUID(stands_in),
        from_day=typed(_FORM, "from"),
        until_day=typed(_FORM, "until"),
    )
    if saved:
        clear(_FORM, {"away": None, "cover": None})


def _name() -> None:
    chosen = st.session_state.get(_NAMED)
    send_now(
        _NAMED,
        _("Saved."),
        name_coordinator,
        coordinator_id=UUID(chosen) if chosen else None,
    )
