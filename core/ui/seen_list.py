"""Who can see what about me, in plain words."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.queries.seen import Seen, SeenRow
from core.settings import settings
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import plain
from core.vocabulary import Role, ShareScope

_ALONE: Final = ":material/lock:"
_CHOSEN: Final = ":material/tune:"
_FACT: Final = ":material/group:"


def seen_list(seen: Seen) -> None:
    """Show every feature under who sees it: nobody else, as chosen, or as a fact."""
    alone = [row for row in seen.rows if row.topic is None and not row.by_work]
    chosen = [row for row in seen.rows if row.topic is not None]
    facts = [row for row in seen.rows if row.by_work]
    _group(_("Only you"), _ALONE, [(row, _alone_words(row)) for row in alone])
    _group(_("As you chose"), _CHOSEN, [(row, _chosen_words(row, seen)) for row in chosen])
    _group(_("Others too"), _FACT, [(row, _fact_words(row, seen)) for row in facts])


def _group(title: str, icon: str, rows: Sequence[tuple[SeenRow, str]]) -> None:
    st.header(f"{icon} {title}")
    with st.container(border=True):
        for row, words in rows:
            st.markdown(f"**{label(row.feature)}**  \n{words}")


def _alone_words(row: SeenRow) -> str:
    return " ".join((_("Nobody else reads it."), *_figures(row)))


def _chosen_words(row: SeenRow, seen: Seen) -> str:
    names = _names(seen)
    match row.scope:
        case ShareScope.NOTHING:
            words = _("You share nothing of it: nobody else sees it.")
        case ShareScope.SIGNALS:
            words = _("{names}: the signal without its numbers.").format(names=names)
        case ShareScope.ANSWERS:
            words = _("{names}: the signal and what is behind it.").format(names=names)
    return " ".join((words, *_figures(row)))


def _fact_words(row: SeenRow, seen: Seen) -> str:
    who = _by_work(seen) if Role.COORDINATOR in row.by_work else []
    who += [
        words
        for role, words in (
            (Role.TRAINING_LEAD, _("the training leads of the organisation")),
            (Role.ADMINISTRATOR, _("the administrators of the organisation")),
        )
        if role in row.by_work
    ]
    said = ", ".join(who)
    return " ".join((f"{said[:1].upper()}{said[1:]}.", *_number(row), *_figures(row)))


def _number(row: SeenRow) -> tuple[str, ...]:
    if not row.numbers_only:
        return ()
    words = _("A number of people without names: in fives, and only from {count} on.")
    return (words.format(count=settings().smallest_group),)


def _by_work(seen: Seen) -> list[str]:
    if not seen.team_sees_work:
        return [_names(seen)]
    named = [_names(seen)] if seen.coordinators else []
    return [*named, _("the coordinators of your team")]


def _names(seen: Seen) -> str:
    if not seen.coordinators:
        return _("your coordinators (you have none yet)")
    return plain(", ".join(seen.coordinators))


def _figures(row: SeenRow) -> tuple[str, ...]:
    if not row.in_team_figures:
        return ()
    words = _("It counts in team figures that hold at least {count} people.")
    return (words.format(count=settings().smallest_group),)
