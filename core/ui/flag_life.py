"""The life of a flag as a list of moments, read when somebody opens it."""

from datetime import datetime

import streamlit as st

from core.queries.flag_life import LifeStep, flag_life
from core.queries.flags import FlagView
from core.queries.limit_changes import LimitChange
from core.queries.people import organisation
from core.ui.days import clock_words, day_of, day_words
from core.ui.flag_titles import about_flag
from core.ui.guard import current_actor
from core.ui.labels import label
from core.ui.language import _
from core.ui.resources import now, reading
from core.ui.threshold_words import figure_words
from core.vocabulary import FlagAnswer, FlagMoment


def flag_history(view: FlagView) -> None:
    """Offer the life of one of one's own flags."""
    opened = st.expander(
        about_flag(_("What happened so far"), view),
        icon=":material/history:",
        type="compact",
        key=f"flag_life_{view.id}",
        on_change="rerun",
    )
    if opened.open:
        with opened:
            life_so_far(view)


def life_so_far(view: FlagView) -> None:
    """List what happened to a flag of one's own, and what will, the newest first."""
    actor = current_actor()
    if actor is None:
        return
    with reading() as session:
        steps = flag_life(session, actor, view.lane, view.id, now=now())
        time_zone = organisation(session).time_zone
    if view.shared_from is not None and view.shared_from > now():
        ahead = _("{moment}: your coordinators will see it").format(
            moment=_moment(view.shared_from, time_zone)
        )
        st.text(ahead)
    if view.news_from is not None:
        later = _("{moment}: your coordinators will see what is new").format(
            moment=_moment(view.news_from, time_zone)
        )
        st.text(later)
    for step in reversed(steps):
        st.text(_("{moment}: {what}").format(moment=_moment(step.at, time_zone), what=_what(step)))


def _moment(at: datetime, time_zone: str) -> str:
    day = day_words(day_of(at, time_zone))
    return _("{day}, {time}").format(day=day, time=clock_words(at, time_zone))


def _what(step: LifeStep) -> str:
    if step.what is FlagMoment.FOLLOW_UP:
        return _followed(step)
    if step.limit is not None:
        return _limit(step.limit)
    if step.what is FlagMoment.SEEN:
        return _("{name} looked at what you share").format(name=step.by)
    if step.what is FlagMoment.ANSWERED:
        if step.answer is FlagAnswer.NONE:
            return _("you took your answer back")
        return _("you said: {answer}").format(answer=label(step.answer))
    if step.what is FlagMoment.SHARED:
        return _("you shared it")
    if step.what is FlagMoment.SHARE_ENDED:
        return _("you ended sharing it")
    if step.what is FlagMoment.CALL_ASKED:
        return _("you asked to be rung")
    if step.what is FlagMoment.CLEARED:
        return _("cleared")
    level = label(step.level) if step.level else ""
    words = {
        FlagMoment.RAISED: _("raised, {level}"),
        FlagMoment.RAISED_AGAIN: _("up again, {level}"),
    }.get(step.what, _("changed, {level}"))
    told = words.format(level=level)
    return _("{what}, urgent").format(what=told) if step.urgent else told


def _limit(change: LimitChange) -> str:
    words = _("a limit of this flag was changed from {before} to {after}: “{name}”")
    return words.format(
        before=figure_words(change.before),
        after=figure_words(change.after, change.unit),
        name=_(change.name),
    )


def _followed(step: LifeStep) -> str:
    state = label(step.state) if step.state else ""
    words = _("follow-up: {state}").format(state=state)
    if step.outcome is not None:
        words = f"{words}, {label(step.outcome)}"
    return _("{words} ({name})").format(words=words, name=step.by) if step.by else words
