"""What a questionnaire says, in words, against one's own results before."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import pyarrow as pa
import streamlit as st

from core.charts.questionnaires import score_history
from core.services.questionnaire_offers import OwnInstrument, OwnResult, OwnScale
from core.ui.audience import audience_line
from core.ui.days import day_words
from core.ui.drawing import draw
from core.ui.instrument_delete import delete_own_answers
from core.ui.instrument_notice import instrument_notice
from core.ui.language import _
from core.ui.plain import plain
from core.ui.ring_me import ring_me
from core.ui.urgent_help import urgent_panel
from core.vocabulary import Audience, Moved

_MOVED: Final = {
    Moved.BETTER: "It has become easier since {day} ({before}).",
    Moved.WORSE: "It has become harder since {day} ({before}).",
    Moved.WITHIN_CHANCE: "Near your result of {day} ({before}).",
    Moved.NOT_KNOWN: "On {day} it was {before}.",
}
_ICONS: Final = {
    Moved.BETTER: ":material/trending_down:",
    Moved.WORSE: ":material/trending_up:",
    Moved.WITHIN_CHANCE: ":material/trending_flat:",
    Moved.NOT_KNOWN: ":material/history:",
}
_DIRECTION: Final = {"worse": "higher is harder", "better": "higher is better", "": ""}
_EMPTY: Final = "–"


def result_at_once(own: OwnInstrument, audience: Audience) -> None:
    """Open the newest result over the page: it is read from its first line, wherever one was."""
    title = _("Your result of {day}").format(day=day_words(own.results[0].day))
    st.dialog(title, width="medium", on_dismiss="rerun")(_newest)(own, audience)


def _newest(own: OwnInstrument, audience: Audience) -> None:
    """Show the newest result; severe answers open the help panel before anything else."""
    result = own.results[0]
    if result.urgent:
        urgent_panel()
        ring_me(at_once=True)
    st.text(_(own.title))
    for scale in result.scales:
        _scale(scale)
    st.caption(_("A result helps you think and talk. It is not a diagnosis, and nobody is ranked."))
    audience_line(audience)
    if own.pack is not None:
        instrument_notice(own.pack)


def own_history(instruments: Sequence[OwnInstrument], audience: Audience) -> None:
    """Show the results of a questionnaire over time, each scale by itself."""
    if not instruments:
        return
    st.header(_("My results"))
    own = _chosen(instruments)
    for scale in own.results[0].scales:
        _history(scale, own)
    delete_own_answers(own)
    if own.pack is not None:
        instrument_notice(own.pack)
    audience_line(audience)


def _chosen(instruments: Sequence[OwnInstrument]) -> OwnInstrument:
    by_id = {own.id: own for own in instruments}
    if len(by_id) == 1:
        return instruments[0]
    # Tabs would make the charts of all of them, and do not fit a phone.
    chosen = st.selectbox(
        _("Questionnaire"),
        list(by_id),
        key="results_of",
        format_func=lambda each: _(by_id[each].title) if each in by_id else "",
    )
    return by_id.get(chosen, instruments[0])


def _scale(scale: OwnScale) -> None:
    with st.container(border=True, gap="xsmall"):
        title = plain(_(scale.title))
        if scale.value is None:
            st.markdown(f"**{title}** · :material/hourglass_empty: {_('not scored')}")
            missing = _("{missing} of {asked} answers are missing; nothing is filled in for you.")
            st.text(missing.format(missing=scale.missing, asked=scale.asked))
            return
        st.markdown(f"**{title}** · {plain(_(scale.band))}")
        st.text(_(scale.meaning))
        st.text(_score_words(scale))
        _source(scale.source, is_default=scale.is_default)
        _change(scale)


def _score_words(scale: OwnScale) -> str:
    words = _number(scale.value)
    if scale.lowest is None or scale.highest is None:
        return words
    return _("{score} on a scale from {low} to {high}; {direction}.").format(
        score=words,
        low=_number(scale.lowest),
        high=_number(scale.highest),
        direction=_(_DIRECTION[scale.higher_is]),
    )


def _change(scale: OwnScale) -> None:
    change = scale.change
    if change is None:
        return
    words = _(_MOVED[change.moved]).format(
        day=day_words(change.before_on), before=_number(change.before)
    )
    st.markdown(f"{_ICONS[change.moved]} {plain(words)}")
    if change.points is None:
        st.caption(_("How much of a change counts is not published."))
        return
    says = _("Less than {points} points can be chance.").format(points=_number(change.points))
    _source(change.source, is_default=change.is_default, before=says)


def _source(source: str, *, is_default: bool, before: str = "") -> None:
    parts = [before] if before else []
    if source:
        parts.append(_("Source: {source}").format(source=source))
    if is_default:
        parts.append(_("default"))
    if parts:
        st.caption(plain(" · ".join(parts)))


def _history(scale: OwnScale, own: OwnInstrument) -> None:
    given = [
        (result, one)
        for result in reversed(own.results)
        for one in result.scales
        if one.scale == scale.scale
    ]
    st.subheader(plain(_(scale.title)))
    alt = _("{title}: {n} results, the last is {score}").format(
        title=scale.title, n=len(given), score=_number(scale.value)
    )
    scored = [(result, one) for result, one in given if one.value is not None]
    if len(scored) > 1 and scale.lowest is not None:
        draw(
            score_history,
            _chart_table(scale, scored),
            alt=alt,
            twin=partial(_twin, given),
            of=f"{own.id}_{scale.scale}",
        )
    else:
        st.dataframe(_twin(given), hide_index=True, alt=alt)


def _twin(given: Sequence[tuple[OwnResult, OwnScale]]) -> pa.Table:
    return pa.table(
        {
            _("Day"): [day_words(result.day) for result, _one in reversed(given)],
            _("Result"): [_(one.band) or _("not scored") for _result, one in reversed(given)],
            _("Score"): [_number(one.value) for _result, one in reversed(given)],
        }
    )


def _chart_table(scale: OwnScale, scored: Sequence[tuple[OwnResult, OwnScale]]) -> pa.Table:
    return pa.table(
        {
            "day": pa.array([result.day for result, _one in scored], pa.date32()),
            "value": pa.array([one.value for _result, one in scored], pa.float64()),
            "lowest": pa.array([scale.lowest] * len(scored), pa.float64()),
            "highest": pa.array([scale.highest] * len(scored), pa.float64()),
            "number": [_number(one.value) for _result, one in scored],
            "day_words": [day_words(result.day) for result, _one in scored],
            "words": [f"{_number(one.value)} · {_(one.band)}" for _result, one in scored],
        }
    )


def _number(value: float | None) -> str:
    return _EMPTY if value is None else f"{round(value, 1):g}"
