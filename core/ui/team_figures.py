"""What a coordinator sees of how the team is: released figures, and nothing else."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from statistics import median

import pyarrow as pa
import streamlit as st

from core.charts.team import strain_trend, ways_of_meeting
from core.permissions import Permission
from core.queries import releases
from core.queries.releases import ReleasedWeek, TeamStrain, TeamThemes, WayOfMeeting
from core.ui.audience import audience_line
from core.ui.days import day_words
from core.ui.drawing import draw
from core.ui.guard import require
from core.ui.labels import label, labels_of
from core.ui.language import _
from core.ui.plain import plain
from core.ui.resources import now, reading
from core.ui.toll import toll_word
from core.vocabulary import Audience, Format, RoleAge

WEEKS = 26
WEEKS_OF_WAYS = 12
_HEAVY = 4.0
"""Mean toll from which a way of meeting is worth a thought: the band above mild."""
_ALL = ""


@st.fragment
def team_figures() -> None:
    """Draw the released figures. Another choice redraws them alone, not the page."""
    actor = require(Permission.SEE_TEAM)
    st.header(_("Team strain"))
    filters = st.container(horizontal=True)
    way, age = _filters(filters)
    with reading() as session:
        trends = releases.released_strain(
            session, actor, weeks=WEEKS, now=now(), format=way, role_age=age
        )
        ways = releases.ways_of_meeting(session, actor, weeks=WEEKS_OF_WAYS, now=now())
        themes = releases.released_themes(session, actor, now=now())
    chosen = _team_filter(filters, trends)
    st.caption(
        _(
            "Mean weekly toll over people, closed weeks only; a late entry counts in the next. "
            "A filter chooses people by how they met most others that week."
        )
    )
    trends = [trend for trend in trends if chosen in (_ALL, str(trend.team_id))]
    for trend in trends:
        _name(trend, trends)
        _trend(trend)
    audience_line(Audience.TEAM_FIGURES)
    st.header(_("Where it weighs"))
    st.caption(
        _(
            "People by how they mostly met others, {n} weeks: their toll and part of the hours."
        ).format(n=WEEKS_OF_WAYS)
    )
    for trend in trends:
        _name(trend, trends)
        _ways(trend, ways[trend.team_id])
    st.header(_("Boundary themes"))
    for trend in trends:
        _name(trend, trends)
        _themes(themes[trend.team_id])


def _filters(place: st.delta_generator.DeltaGenerator) -> tuple[Format | None, RoleAge | None]:
    ways, ages = labels_of(Format), labels_of(RoleAge)
    way = place.selectbox(
        _("Mostly met"),
        [_ALL, *(each.value for each in Format)],
        format_func=lambda value: ways(value) if value else _("In any way"),
        key="figures_way",
    )
    age = place.selectbox(
        _("In the role for"),
        [_ALL, *(each.value for each in RoleAge)],
        format_func=lambda value: ages(value) if value else _("Any time"),
        key="figures_age",
    )
    return Format(way) if way else None, RoleAge(age) if age else None


def _team_filter(place: st.delta_generator.DeltaGenerator, trends: Sequence[TeamStrain]) -> str:
    if len(trends) < 2:
        return _ALL
    names = {str(trend.team_id): trend.team for trend in trends}
    chosen: str = place.selectbox(
        _("Team"),
        [_ALL, *names],
        format_func=lambda value: names.get(value, _("All my teams")),
        key="figures_team",
    )
    return chosen


def _name(team: TeamStrain, teams: Sequence[TeamStrain]) -> None:
    if len(teams) > 1:
        st.markdown(f"**{plain(team.team)}**")


def _too_few() -> None:
    # The same words for nobody, too few and refused: which of them it is would tell something.
    st.text(_("Too few people to show a figure without giving somebody away."))


def _trend(team: TeamStrain) -> None:
    if all(week.value is None for week in team.weeks):
        _too_few()
        return
    table = pa.table(
        {
            "monday": [week.monday.isoformat() for week in team.weeks],
            "value": [week.value for week in team.weeks],
            "gap": _gaps(team.weeks),
            "week_words": [_("week of {day}").format(day=day_words(w.monday)) for w in team.weeks],
            "words": [_week_words(week) for week in team.weeks],
        }
    )
    draw(
        strain_trend,
        table,
        alt=_("{team}: mean toll by week, 0 to 10; hidden weeks are a gap.").format(team=team.team),
        twin=partial(_weeks_table, team),
        of=team.team,
    )


def _weeks_table(team: TeamStrain) -> pa.Table:
    return pa.table(
        {
            _("Week of"): [day_words(week.monday) for week in team.weeks],
            _("Team strain"): [_week_words(week) for week in team.weeks],
        }
    )


def _week_words(week: ReleasedWeek) -> str:
    if week.value is None:
        return _("too few to show")
    return f"{week.value:g} · {toll_word(week.value)}"


def _gaps(weeks: Sequence[ReleasedWeek]) -> list[str]:
    hidden = [False, *(week.value is None for week in weeks)]
    return [
        _("too few to show") if here and not before else "" for before, here in pairwise(hidden)
    ]


def _ways(team: TeamStrain, ways: Sequence[WayOfMeeting]) -> None:
    known = [way for way in ways if way.toll is not None and way.hours_share is not None]
    if not known:
        _too_few()
        return
    middle = median(way.toll or 0 for way in known)
    table = pa.table(
        {
            "way": [label(way.format) for way in known],
            "heavier": [(way.toll or 0) > middle for way in known],
            "toll": [way.toll for way in known],
            "hours_share": [way.hours_share for way in known],
            "words": [f"{_toll_of(way)}, {_hours_of(way)}" for way in known],
        }
    )
    draw(
        ways_of_meeting,
        table,
        alt=_("{team}: ways of meeting by part of the hours and mean toll, 0 to 10.").format(
            team=team.team
        ),
        twin=partial(_ways_table, ways),
        of=team.team,
    )
    _what_could_change(known)


def _ways_table(ways: Sequence[WayOfMeeting]) -> pa.Table:
    return pa.table(
        {
            _("Mostly met"): [label(way.format) for way in ways],
            _("Toll"): [_toll_of(way) for way in ways],
            _("Part of the hours"): [_hours_of(way) for way in ways],
        }
    )


def _toll_of(way: WayOfMeeting) -> str:
    if way.toll is None:
        return _("too few to show")
    return f"{way.toll:.1f} · {toll_word(way.toll)}"


def _hours_of(way: WayOfMeeting) -> str:
    if way.hours_share is None:
        return _("too few to show")
    return _("about {n} % of the hours").format(n=round(way.hours_share))


def _what_could_change(ways: Sequence[WayOfMeeting]) -> None:
    heaviest = max(ways, key=lambda way: (way.toll or 0) * (way.hours_share or 0))
    if (heaviest.toll or 0) < _HEAVY:
        return
    st.text(
        _(
            "What could change, {way}: pair people up, plan shorter ones, brief before and "
            "debrief after, or spread the hours over more people."
        ).format(way=label(heaviest.format).lower())
    )


def _themes(team: TeamThemes) -> None:
    if not team.shares:
        _too_few()
        return
    for theme, share in team.shares:
        st.text(
            _("{theme}: about {n} in 10 who did the self-check").format(
                theme=label(theme), n=round(share / 10)
            )
        )
    st.caption(
        _("Self-checks from {since} until {until}.").format(
            since=day_words(team.since), until=day_words(team.until)
        )
    )
