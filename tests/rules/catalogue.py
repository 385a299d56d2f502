"""Every kind of sentence that flags, and the signs beside them, can say.

``sentences()`` is what ``docs/sentences.md`` is generated from.
"""

from collections.abc import Iterator
from datetime import timedelta

from core.data.checklist import checklist
from core.data.training_catalogue import training_catalogue
from core.rules.boundaries import GreyTick, SignSeen, boundary_verdicts
from core.rules.burnout import burnout_verdict
from core.rules.dates import monday_of, week_of
from core.rules.dependency import CaseFacts, DependencyFacts, dependency_verdicts
from core.rules.flags import Finding, Verdict
from core.rules.heavy_contacts import TolledContact
from core.rules.strain import Score, WeekInput
from core.rules.strain_signs import PulseAnswers, Satisfaction, Sign, SignFacts, strain_signs
from core.rules.training import RequiredModule, Standing, training_verdicts
from core.rules.urgent_answers import urgent_verdict
from core.vocabulary import BoundaryTheme, FlagKind, Frequency, Instrument, TrainingState
from tests.rules.urgent_packs import each_urgent_rule
from tests.rules.work_catalogue import LIMITS, TODAY, heavy_examples, work_examples

BESIDE = "beside the flags"
LAST = week_of(TODAY) - 1

CALM = (4, 3, 4, 5, 4, 3, 5, 4)
RISING = (*CALM, 6, 7, 7, 8, 8)
EASING = (*CALM, 7, 8, 8, 8, 8, 5, 4)


def history(
    tolls: tuple[float | None, ...] = (),
    checks: tuple[float | None, ...] = (),
    minutes: tuple[float | None, ...] = (),
    *,
    silent: int = 0,
) -> list[WeekInput]:
    """Build weeks that end with the last closed one, or some silent weeks before it."""
    length = max(len(tolls), len(checks), len(minutes))
    first = LAST - silent - length + 1

    def at(values: tuple[float | None, ...], index: int) -> float | None:
        return values[index] if index < len(values) else None

    return [
        WeekInput(first + i, at(tolls, i), at(checks, i), at(minutes, i)) for i in range(length)
    ]


def strain_verdicts() -> Iterator[Verdict | None]:
    low = (4, 5, 4, 3, 4, 5, 3, 4, 5, 5, 5, 5.5, 5, 5.5)
    check = (3, 3.4, 2.8, 3.2, 3, 2.6, 3.2, 3, 3.6, 3.8, 3.6, 3.8, 3.6, 3.8)
    uneven = (4, 4, 3, 4, 5, 4, 3, 5, 7, 5, 7, 5, 5.5, 4)
    minutes = (120, 150, 90, 130, 110, 140, 120, 100, 130, 180, 220, 260, 300)
    eased = (*minutes, 300, 300, 130, 120)
    yield burnout_verdict(history(RISING), today=TODAY)
    yield burnout_verdict(history((*CALM, 5, 6, 4, 6, 6)), today=TODAY)
    yield burnout_verdict(history((*CALM, 8, 8, 8, 4.5, 4.6, 6)), today=TODAY)
    yield burnout_verdict(history((*CALM, 6, 6, 6)), today=TODAY)
    yield burnout_verdict(history(EASING), today=TODAY)
    yield burnout_verdict(history(RISING, silent=5), today=TODAY)
    yield burnout_verdict(history((*CALM, 6, 6, 6), silent=5), today=TODAY)
    yield burnout_verdict(history((), RISING), today=TODAY)
    yield burnout_verdict(history((), (*CALM, 5, 6, 4, 6, 6)), today=TODAY)
    yield burnout_verdict(history((), (*CALM, 8, 8, 8, 4.5, 4.6, 6)), today=TODAY)
    yield burnout_verdict(history(low, check), today=TODAY)
    yield burnout_verdict(history(uneven, tuple(reversed(uneven))), today=TODAY)
    yield burnout_verdict(history(CALM + (4,) * 5, (), minutes), today=TODAY)
    yield burnout_verdict(history(CALM + (4,) * 9, (), eased), today=TODAY)
    yield from with_questionnaires()


def with_questionnaires() -> Iterator[Verdict | None]:
    """Judge results beside a hard diary, beside a calm one and without any."""
    both = [Score(LAST, Instrument.CBI_PERSONAL, 60), Score(LAST, Instrument.CBI_CLIENT, 60)]
    for instrument in Instrument:
        worse = 30 if instrument is Instrument.WHO5 else 60
        bad = 20 if instrument is Instrument.WHO5 else 80
        fine = 100 - worse
        for value in (worse, bad):
            scores = [Score(LAST - 5, instrument, fine), Score(LAST, instrument, value)]
            for diary in (RISING[:11], CALM + CALM[:4], ()):
                yield burnout_verdict(history(diary), scores, today=TODAY)
    risen = [Score(LAST - 9, Instrument.CBI_WORK, 20), Score(LAST, Instrument.CBI_WORK, 45)]
    mixed = [both[0], Score(LAST, Instrument.WHO5, 40)]
    old = [Score(LAST - 15, Instrument.CBI_PERSONAL, 60)]
    for scores in (both, risen, mixed, old):
        yield burnout_verdict([], scores, today=TODAY)


def urgent_examples() -> Iterator[Verdict | None]:
    rules = list(each_urgent_rule(TODAY))
    for signs in rules:
        yield urgent_verdict(signs)
    yield urgent_verdict([sign for signs in rules for sign in signs])


def boundary_examples() -> Iterator[Verdict]:
    signs = checklist().signs
    for sign in signs:
        yield from boundary_verdicts(
            [SignSeen(sign.id, TODAY)], [], signs, today=TODAY, thresholds=LIMITS
        )
    for theme in BoundaryTheme:
        for ticks in (1, 3):
            yield from boundary_verdicts(
                [], [GreyTick(theme, TODAY)] * ticks, signs, today=TODAY, thresholds=LIMITS
            )

    mixed = [SignSeen("hours_out", TODAY), SignSeen("over_time", TODAY)]
    yield from boundary_verdicts(
        mixed,
        [GreyTick(BoundaryTheme.TIME_AND_PLACE, TODAY)],
        signs,
        today=TODAY,
        thresholds=LIMITS,
    )
    small = [SignSeen(each.id, TODAY) for each in signs if each.theme == "need"]
    yield from boundary_verdicts(small, [], signs, today=TODAY, thresholds=LIMITS)
    month = [GreyTick(BoundaryTheme.NEED, TODAY - timedelta(days=ago)) for ago in (40, 20, 10)]
    yield from boundary_verdicts([], month, signs, today=TODAY, thresholds=LIMITS)


def dependency_examples() -> Iterator[Verdict]:
    monday = monday_of(week_of(TODAY))

    def case(key: str, minutes: float, contacts: tuple[int, int, int], weeks: int) -> CaseFacts:
        return CaseFacts(
            id=key,
            minutes=minutes,
            contacts=contacts,
            frequency=Frequency.WEEKLY,
            opened_on=monday - timedelta(weeks=20),
            agreed_weeks=weeks,
        )

    others = (case("two", 60, (4, 4, 4), 52), case("three", 60, (4, 4, 4), 52))
    for minutes in (140, 600):
        lean = case("one", minutes, (4, 6, 10), 12)
        facts = DependencyFacts(
            minutes=120 + minutes,
            people=3,
            contacts=(12, 14, 18),
            cases=(lean, *others),
            signs=(TODAY,),
        )
        yield from dependency_verdicts(facts, LIMITS, until=monday)


def training_examples() -> Iterator[Verdict]:
    catalogue = {module.code: module for module in training_catalogue()}
    for code, state, first, days in (
        ("t04", TrainingState.EXPIRED, False, 12),
        ("t11", TrainingState.EXPIRED, False, 31),
        ("t11", TrainingState.MISSING, False, 1),
        ("t04", TrainingState.MISSING, True, 40),
    ):
        due = TODAY - timedelta(days=days)
        module = RequiredModule(
            code=code,
            title=catalogue[code].title,
            standing=Standing(state=state, required=True, due_on=due, days_left=-days),
            source=catalogue[code].source,
            before_first_contact=first,
        )
        yield from training_verdicts([module], LIMITS, today=TODAY)


def signs() -> list[Sign]:
    """Return every sign that stands beside the flags."""

    def week(ago: int, answer: int, worthwhile: int) -> PulseAnswers:
        day = TODAY - timedelta(weeks=ago)
        asked = {"sleep": answer, "switch_off": answer, "role_clear": answer}
        return PulseAnswers(day=day, worthwhile=worthwhile, **asked)

    facts = SignFacts(
        contacts=[TolledContact(TODAY, 8)],
        pulses=[week(5, 4, 5), week(4, 4, 5), week(3, 4, 4), week(2, 2, 4), week(1, 2, 2)],
        scores=[Satisfaction(TODAY - timedelta(days=200), 41), Satisfaction(TODAY, 33)],
    )
    return strain_signs(facts, LIMITS, another_domain=True, today=TODAY)


def verdicts() -> list[Verdict]:
    """Return one verdict, or more, for every rule; every example raises something."""
    strain = [*strain_verdicts(), *urgent_examples()]
    assert None not in strain, "an example raises nothing"
    wellbeing = [*strain, *boundary_examples(), *dependency_examples(), *heavy_examples()]
    return [*wellbeing, *work_examples(), *training_examples()]


def sentences() -> dict[str, list[Finding]]:
    """Return the findings of every kind of flag, and of the signs beside them, worded once."""
    found: dict[str, dict[str, Finding]] = {kind.value: {} for kind in FlagKind}
    for verdict in verdicts():
        for finding in verdict.findings:
            found[verdict.kind.value][finding.sentence] = finding
    found[BESIDE] = {sign.finding.sentence: sign.finding for sign in signs()}
    return {kind: list(rows.values()) for kind, rows in found.items()}
