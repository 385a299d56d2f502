"""The limits of one kind of flag, each on a card of its own, and the figures that stay."""

from functools import partial

import pyarrow as pa
import streamlit as st

from core.permissions import Actor
from core.queries.people import OrganisationFacts
from core.queries.thresholds import Ground, ThresholdRow
from core.services.fixed_limits import FixedFigure, FixedFigures
from core.ui.days import day_words
from core.ui.language import _
from core.ui.on_demand import expander
from core.ui.plain import about, plain
from core.ui.threshold_form import threshold_form
from core.ui.threshold_words import figure_words, ground_words, range_words


def limit_card(row: ThresholdRow, place: OrganisationFacts, actor: Actor) -> None:
    """Show a limit with all that belongs to it; the form to change it opens within."""
    with st.container(border=True, gap="xsmall"):
        figure = figure_words(row.value, row.unit)
        st.markdown(f"**{plain(_(row.name))}** · {plain(figure)}")
        facts = [
            _("Default {figure}").format(figure=figure_words(row.default, row.unit)),
            _("possible {range}").format(range=range_words(row)),
            _since(row, place),
        ]
        st.caption(f"{plain(' · '.join(facts))}  \n{plain(_source_of(row))}")
        expander(
            about(_("Change"), _(row.name)),
            icon=":material/tune:",
            key=f"limit_{row.key}",
            content=partial(_changing, row, place, actor),
            kind="compact",
        )


def fixed_figures(group: FixedFigures) -> None:
    """List figures that are not changed on a screen, and say why."""
    with st.expander(plain(_(group.title)), icon=":material/lock:"):
        st.text(_("Not changed here. {why}").format(why=_(group.why)))
        for figure in group.figures:
            st.markdown(_fixed(figure))


def _fixed(figure: FixedFigure) -> str:
    ground = ground_words(Ground.DEFAULT if figure.is_default else Ground.LITERATURE)
    said = _("{ground}: {source}").format(ground=ground, source=_(figure.source))
    line = f"**{plain(_(figure.name))}** · {plain(_(figure.figure))}"
    return f"{line}  \n:small[{plain(said)}]"


def _changing(row: ThresholdRow, place: OrganisationFacts, actor: Actor) -> None:
    threshold_form(row, actor)
    _history(row, place)


def _source_of(row: ThresholdRow) -> str:
    """Say what a limit rests on; of a chosen one, what its default rests on."""
    if row.ground is Ground.ORGANISATION:
        words = _("Chosen by your organisation. The default is {figure}: {source}.")
        figure = figure_words(row.default, row.unit)
        return words.format(figure=figure, source=row.default_source)
    return f"{ground_words(row.ground)}: {row.source}."


def _history(row: ThresholdRow, place: OrganisationFacts) -> None:
    """Show every figure a limit ever had, the latest first."""
    if not row.history:
        return
    st.dataframe(
        pa.table(
            {
                _("Since"): [day_words(place.today(each.changed_at)) for each in row.history],
                _("Figure"): [figure_words(each.value, row.unit) for each in row.history],
                _("Changed by"): [each.changed_by or "–" for each in row.history],
                _("Version"): [each.version for each in row.history],
            }
        ),
        hide_index=True,
        alt=_("Changes of this limit, latest first"),
    )
    st.caption(
        _(
            "A flag that is up is judged by the figure in force and names it; "
            "one that is over keeps the figure it had last."
        )
    )


def _since(row: ThresholdRow, place: OrganisationFacts) -> str:
    if not row.history:
        return _("never changed")
    latest = row.history[0]
    return _("since {day} by {name}").format(
        day=day_words(place.today(latest.changed_at)), name=latest.changed_by or "–"
    )
