"""What one invented person logged, week by week and independent of the calendar.

Weeks count backwards from the current one, so the same entries come out on every day the
organisation is built; only the entries of days to come are left out later.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from random import Random
from typing import Final

from core.demo import words
from core.demo.cast import Member
from core.demo.entries import Answered, CasePlan, Diary, Logged
from core.demo.fitting import fits
from core.vocabulary import (
    Format,
    Frequency,
    Helped,
    Weight,
)

SEED: Final = 20
_FORMATS: Final = (Format.IN_PERSON, Format.PHONE, Format.VIDEO, Format.TEXT, Format.GROUP)
_FORMAT_SHARES: Final = (42, 30, 10, 12, 6)
_CASE_SHARE: Final = {
    Frequency.WEEKLY: 4.0,
    Frequency.FORTNIGHTLY: 2.0,
    Frequency.MONTHLY: 1.0,
    Frequency.QUARTERLY: 0.3,
}
_BUSY_DAYS: Final = (0, 2, 4, 1, 3, 5)
_HEAVY: Final = 7


def diary_of(member: Member) -> Diary:
    """Return the first diary in which the detector says what the person's story says.

    Chance alone would raise a flag for every second calm person within a year. Drawing again
    keeps the organisation legible: what is up, is up for a reason one can find.
    """
    for attempt in count():
        rng = Random(f"{SEED}/{member.name}/{attempt}")  # noqa: S311
        diary = _draw(member, rng)
        if fits(member, diary):
            return diary
    raise AssertionError


def _draw(member: Member, rng: Random) -> Diary:
    cases = _cases(member, rng)
    usual_toll, usual_pulse = rng.uniform(2.2, 4.0), rng.uniform(3.6, 4.3)
    turns = _Turns(member, cases, rng)
    contacts: list[Logged] = []
    pulses: list[Answered] = []
    for weeks_ago in range(member.weeks - 1, -1, -1):
        if weeks_ago <= member.silent_since or _is_break(member, weeks_ago):
            continue
        mood = rng.gauss(0, 0.35)
        toll = usual_toll + mood + member.shape.toll(weeks_ago)
        contacts += _contacts(member, rng, turns, weeks_ago, toll)
        answered = rng.random() < 0.85
        level = usual_pulse - mood / 2 - member.shape.pulse(weeks_ago)
        if answered and (weeks_ago or member.number % 3 == 1):
            pulses.append(Answered(weeks_ago, member.number % 7, _answers(rng, level)))
    return Diary(cases, tuple(contacts), tuple(pulses))


def _is_break(member: Member, weeks_ago: int) -> bool:
    return weeks_ago >= member.break_week and (weeks_ago - member.break_week) % 9 == 0


def _cases(member: Member, rng: Random) -> tuple[CasePlan, ...]:
    names = [f"{word}-{rng.randint(2, 39)}" for word in rng.sample(words.CODES, 10)]
    oldest = member.weeks - 1
    opened = (min(oldest, 44), *(min(oldest, 33 - 4 * n) for n in range(7)))
    plans = [
        CasePlan(
            code=names[n],
            frequency=frequency,
            opened=opened[n],
            agreed_weeks=26 if member.one_case and n == 0 else (52, None, 78)[n % 3],
        )
        for n, frequency in enumerate(member.frequencies)
    ]
    former = ((oldest, 30), (min(oldest, 48), 12)) if oldest > 50 else ()
    for n, (start, end) in enumerate(former):
        plans.append(
            CasePlan(
                code=names[8 + n],
                frequency=Frequency.FORTNIGHTLY,
                opened=start,
                closed=end,
                agreed_weeks=52,
                ending_note=words.ENDINGS[n],
            )
        )
    return tuple(plans)


def _contacts(
    member: Member, rng: Random, turns: "_Turns", weeks_ago: int, toll: float
) -> Iterator[Logged]:
    if extra := round(member.shape.extra_contacts(weeks_ago)):
        days = sorted(_BUSY_DAYS[: member.weekly_contacts + extra])
    else:
        number = max(1, member.weekly_contacts + rng.choice((-1, 0, 0, 0, 1)))
        days = sorted(rng.sample(range(7), min(7, number)))
    for weekday in days:
        yield _contact(member, rng, turns, weeks_ago, weekday, toll, busy=bool(extra))


def _contact(
    member: Member,
    rng: Random,
    turns: "_Turns",
    weeks_ago: int,
    weekday: int,
    usual: float,
    *,
    busy: bool,
) -> Logged:
    missed = not busy and rng.random() < 0.03
    drawn = min(10, max(0, round(rng.gauss(usual, 0.9))))
    toll = None if missed or rng.random() < 0.08 else drawn
    heavy = toll is not None and toll >= _HEAVY
    # A busy week is the same every week, so that any seven days in a row add up alike.
    minutes = member.minutes if busy else member.minutes + rng.choice((-15, 0, 0, 0, 15))
    return Logged(
        weeks_ago=weeks_ago,
        weekday=weekday,
        hour=rng.randint(10, 16),
        minutes=5 if missed else minutes,
        format=rng.choices(_FORMATS, _FORMAT_SHARES)[0],
        case=turns.next(weeks_ago),
        toll=toll,
        weights=tuple(rng.sample(list(Weight), 2 if heavy else 1))
        if rng.random() < 0.5 or heavy
        else (),
        helped=(rng.choice(list(Helped)),) if rng.random() < 0.35 else (),
        note=_note(rng, heavy=heavy),
        glad_of=rng.choice(words.GLAD) if rng.random() < 0.12 else "",
        grey_theme=None,
        planned=rng.random() < 0.9,
        outside_hours=weeks_ago % 5 == member.number % 5 and weekday == member.number % 7,
        no_contact_made=missed,
        talked_through=heavy,
    )


class _Turns:
    """Whose turn it is: people are seen as often as agreed, give or take one contact."""

    def __init__(self, member: Member, cases: Sequence[CasePlan], rng: Random) -> None:
        self._member, self._cases, self._rng = member, cases, rng
        self._waiting: dict[int, float] = {}

    def next(self, weeks_ago: int) -> int | None:
        """Return the case of the next contact, if it concerns one."""
        running = [n for n, plan in enumerate(self._cases) if plan.is_open(weeks_ago)]
        if not running or self._rng.random() < 0.06:
            return None
        shares = [_CASE_SHARE[self._cases[n].frequency] for n in running]
        if self._member.one_case and 0 in running:
            rising = min(0.85, max(0.4, 0.85 - 0.03 * weeks_ago))
            others = sum(shares[1:]) or 1.0
            shares[0] = others * rising / (1 - rising)
        total = sum(shares)
        self._waiting = {
            n: self._waiting.get(n, 0.0) + share / total
            for n, share in zip(running, shares, strict=True)
        }
        chosen = max(running, key=self._waiting.__getitem__)
        self._waiting[chosen] -= 1
        return chosen


def _note(rng: Random, *, heavy: bool) -> str:
    if heavy and rng.random() < 0.3:
        return rng.choice(words.HEAVY_NOTES)
    return rng.choice(words.NOTES) if rng.random() < 0.12 else ""


def _answers(rng: Random, level: float) -> tuple[int | None, ...]:
    return tuple(
        None if rng.random() < 0.03 else min(5, max(1, round(rng.gauss(level, 0.5))))
        for _ in range(6)
    )
