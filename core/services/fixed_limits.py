"""Figures that judge and are shown, but not changed: of the detector, and of questionnaires."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from core.data.instruments import Pack, Subscale
from core.permissions import Actor, Permission
from core.queries.questionnaires import instruments_off
from core.rules.instruments import DETECTOR_SCALES
from core.rules.strain_channel import DEFAULT_PARAMETERS as DETECTOR
from core.rules.strain_scores import CHANGE_SOURCE, CUT_OFF_SOURCES, CUT_OFFS
from core.rules.training import EXPIRING_DAYS, FIRST_DUE_DAYS
from core.rules.urgent_answers import URGENT_DAYS
from core.rules.words import number
from core.services.packs import packs
from core.vocabulary import FlagKind

_SIMULATED: Final = "Tuned together by simulation of 2 500 supporters; limits are ours"
_EWMA: Final = "Weighted means of self-reports: Schat et al. 2021, doi 10.1037/met0000447"
_OURS: Final = "No published figure; a choice of ours"
_TUNED: Final = (
    "They were tuned together: one of them alone, set otherwise, would change what the others mean."
)
_OF_THE_PACK: Final = (
    "They belong to the questionnaire and change only with its file, as a new version of it."
)
_WRITTEN_IN: Final = "They stand in words in what people read, so they are the same everywhere."
_DETECTOR: Final[tuple[tuple[str, float, str, str], ...]] = (
    ("First weeks that make up somebody's own usual", DETECTOR.calibration_weeks, "weeks", ""),
    ("Weeks before a week may enter the usual", DETECTOR.guard_weeks, "weeks", ""),
    ("Weeks that the usual is made of, at most", DETECTOR.reference_weeks, "weeks", ""),
    ("Weight of a new week against all earlier ones", DETECTOR.weight, "", _EWMA),
    ("Spreads that one week counts for, at most", DETECTOR.clip, "spreads", ""),
    ("Distance from the usual, keep an eye on it", DETECTOR.z_watch, "standard errors", ""),
    ("Distance from the usual, worth a talk", DETECTOR.z_high, "standard errors", ""),
    ("Rise in toll or check-in, keep an eye on it", DETECTOR.change_watch, "points", ""),
    ("Rise in toll or check-in, worth a talk", DETECTOR.change_high, "points", ""),
    ("Level below which nothing is worth a talk", DETECTOR.level_high, "points", ""),
    ("Of the last three weeks, clearly above", DETECTOR.recent_needed, "weeks", ""),
    ("Rise of the load that counts", 100 * DETECTOR.load_share, "% of the usual load", ""),
    ("Assumed likeness of toll and check-in", DETECTOR.correlation, "correlation", ""),
    ("Distance from the usual that is quiet again", DETECTOR.z_clear, "standard errors", ""),
    ("Quiet weeks for one step down", DETECTOR.clear_weeks, "weeks", ""),
    ("Silence after which an old level is dropped", DETECTOR.hold_weeks, "weeks", ""),
    ("Silence after which a reading starts anew", DETECTOR.gap_reset, "weeks", ""),
    ("Weeks for which a reading is current", DETECTOR.fresh_weeks, "weeks", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedFigure:
    """One figure that stays as it is."""

    name: str
    figure: str
    """With its unit."""
    source: str
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedFigures:
    """Figures that belong together, and why they are not changed here."""

    kind: FlagKind
    title: str
    why: str
    figures: tuple[FixedFigure, ...]


def fixed_limits(session: Session, actor: Actor) -> list[FixedFigures]:
    """Return every figure that flags rest on and that is not changed on a screen."""
    actor.must(Permission.MANAGE_ORGANISATION)
    off = instruments_off(session)
    in_use = [pack for pack in packs().values() if pack.id not in off]
    return [
        FixedFigures(
            kind=FlagKind.TRAINING,
            title="Days of training",
            why=_WRITTEN_IN,
            figures=(
                _ours("Days before it runs out that a module is due again", EXPIRING_DAYS),
                _ours("Days to do a module for the first time", FIRST_DUE_DAYS),
            ),
        ),
        FixedFigures(
            kind=FlagKind.BURNOUT_RISK,
            title="The detector of change",
            why=_TUNED,
            figures=tuple(_detector()),
        ),
        FixedFigures(
            kind=FlagKind.BURNOUT_RISK,
            title="Urgent answers",
            why=_WRITTEN_IN,
            figures=(_ours("Days that an urgent answer stands", URGENT_DAYS),),
        ),
        *(
            FixedFigures(
                kind=FlagKind.BURNOUT_RISK,
                title=pack.title,
                why=_OF_THE_PACK,
                figures=tuple(_of_pack(pack)),
            )
            for pack in in_use
        ),
    ]


def _ours(name: str, days: int) -> FixedFigure:
    return FixedFigure(name=name, figure=f"{days} days", source=_OURS, is_default=True)


def _detector() -> Iterator[FixedFigure]:
    for name, value, unit, source in _DETECTOR:
        figure = f"{value:g} {unit}".strip()
        yield FixedFigure(name=name, figure=figure, source=source or _SIMULATED, is_default=True)


def _of_pack(pack: Pack) -> Iterator[FixedFigure]:
    for subscale in pack.subscales:
        yield from _bands(subscale)
        if subscale.change is not None:
            yield FixedFigure(
                name=f"{subscale.title}: a change of more than chance",
                figure=f"{number(subscale.change.points)} points",
                source=subscale.change.source,
                is_default=subscale.change.is_default,
            )
        yield from _in_the_detector(pack, subscale)
    titles = {subscale.id: subscale.title for subscale in pack.subscales}
    for rule in pack.urgent:
        about = titles.get(rule.subscale or "", "") or "One answer"
        yield FixedFigure(
            name=f"{about}: help is shown at once",
            figure=rule.reason,
            source=rule.source,
            is_default=rule.is_default,
        )


def _bands(subscale: Subscale) -> Iterator[FixedFigure]:
    for before, band in zip(subscale.bands, subscale.bands[1:], strict=False):
        first = "more than" if before.upper_included else "from"
        yield FixedFigure(
            name=f"{subscale.title}: {band.word}",
            figure=f"{first} {number(before.upper)}",
            source=band.source,
            is_default=band.is_default,
        )


def _in_the_detector(pack: Pack, subscale: Subscale) -> Iterator[FixedFigure]:
    instrument = DETECTOR_SCALES.get((pack.id, subscale.id))
    if instrument is None:
        return
    cut = CUT_OFFS[instrument]
    more = "or more" if cut.higher_is_worse else "or less"
    name = f"{subscale.title}: counts for burnout risk"
    yield FixedFigure(
        name=name,
        figure=f"{number(cut.watch)} {more} to keep an eye on, {number(cut.high)} {more} "
        f"worth a talk, for {cut.weeks} weeks",
        source=CUT_OFF_SOURCES[instrument],
        is_default=False,
    )
    yield FixedFigure(
        name=f"{name} by a change",
        figure=f"{number(cut.change)} points worse than the time before",
        source=CHANGE_SOURCE,
        is_default=True,
    )
