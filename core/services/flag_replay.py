"""The lives of stored flags, told anew after entries were changed or deleted.

A flag keeps what rests on the entries that are there. What it came to through an entry that is
gone never happened, and what it lost through one is there again; what somebody did about a flag
stays theirs. A flag that such an entry kept from being raised is raised now: nobody was told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlmodel import Session

from core.queries.flag_facts import PersonFacts
from core.queries.past import Past
from core.queries.people import OrganisationFacts
from core.queries.retention import ratings_are_kept
from core.rules.dates import week_of
from core.rules.flag_lives import (
    BY_ITSELF,
    BY_SOMEBODY,
    Episode,
    Said,
    Step,
    keeps_first_day,
    lived,
    loudness,
    matched,
    told_before,
)
from core.rules.flags import Verdict
from core.rules.retention import LOOKED_BACK_WEEKS
from core.services.as_it_was import Earlier, Then, moments_since, nights_between
from core.services.flag_life import steps_of
from core.services.flag_rewriting import absorb, add_history, rewrite
from core.services.flag_rows import Change, cleared_rows, open_rows, remove_flag
from core.vocabulary import FlagKind, FlagMoment, Lane

_Key = tuple[FlagKind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Life:
    """The stored flags of one subject whose lives may rest on what was changed."""

    key: _Key
    rows: tuple[Any, ...]
    """Oldest first."""
    steps: Mapping[UUID, Sequence[Step]]
    seed: Step | None
    """How the first of them stood when the changed entries began, if it was up by then."""
    picked_up_at: datetime | None = None
    """Where it is told on from, when what it rested on at its seed has expired since."""

    @property
    def start(self) -> datetime:
        """The moment from which it is told anew."""
        first: datetime = self.rows[0].raised_at
        return self.picked_up_at or (first if self.seed is None else self.seed.at)

    @property
    def told(self) -> Iterator[Step]:
        """Everything that is written down about them."""
        return (step for row in self.rows for step in self.steps[row.id])


def relive(session: Session, person: PersonFacts, change: Change, here: OrganisationFacts) -> bool:
    """Tell the lives of one person's flags anew; return whether there were any to tell."""
    if change.edited_from is None:
        return False
    lives = list(_lives(session, change, change.edited_from, here))
    if not lives:
        return False
    then = _said(session, person, lives, change, here)
    for life in lives:
        _tell(session, life, list(_of(life, then, here)), change)
    return True


def _lives(
    session: Session, change: Change, since: datetime, here: OrganisationFacts
) -> Iterator[_Life]:
    found: dict[_Key, list[Any]] = defaultdict(list)
    stored = [
        *open_rows(session, change.person_id, change.edited),
        *cleared_rows(session, change.person_id, change.edited),
    ]
    for row in sorted(stored, key=lambda row: (row.raised_at, str(row.id))):
        if row.cleared_at is None or row.cleared_at >= since:
            found[row.kind, row.subject].append(row)
    steps = {
        lane: steps_of(session, lane, [row.id for row in stored if row.lane == lane])
        for lane in Lane
    }
    for key, rows in found.items():
        told = {row.id: steps[Lane(row.lane)][row.id] for row in rows}
        seed = _seed(told[rows[0].id], since)
        life = _Life(key=key, rows=tuple(rows), steps=told, seed=seed)
        if _taken_back_by_hand(life):
            continue
        if seed is not None and not _still_known(session, life, change, here):
            life = replace(life, picked_up_at=since)
        if _still_known(session, life, change, here):
            yield life


def _seed(steps: Iterable[Step], since: datetime) -> Step | None:
    before = [step for step in steps if step.what in BY_ITSELF and step.at < since]
    return before[-1] if before else None


def _taken_back_by_hand(life: _Life) -> bool:
    """Say whether it went with a new usual and came back with it: the person's own doing."""
    return any(step.what is FlagMoment.RAISED_AGAIN for step in life.told)


def _still_known(session: Session, life: _Life, change: Change, here: OrganisationFacts) -> bool:
    """Say whether what it rested on has not expired since."""
    earliest = week_of(here.today(life.start)) - LOOKED_BACK_WEEKS
    return ratings_are_kept(session, earliest, today=here.today(change.now))


def _said(
    session: Session,
    person: PersonFacts,
    lives: Collection[_Life],
    change: Change,
    here: OrganisationFacts,
) -> dict[datetime, Then]:
    """Return what was said whenever somebody looked, and in each night in which it grew quieter.

    Whoever opens the app leaves no trace of that, and the night none either: an end that the
    passing of time brought is found between two moments that are known.
    """
    start = min(life.start for life in lives)
    since = start if change.edited_from is None else max(change.edited_from, start)
    known = moments_since(session, change.person_id, since)
    known |= {step.at for life in lives for step in life.told if step.at >= since}
    known |= {life.start for life in lives if life.seed is not None}
    keys = frozenset(life.key for life in lives)
    past = Past(session, person, until=week_of(here.today(change.now)))
    earlier = Earlier(past, {kind for kind, _subject in keys}, here)
    found = {at: earlier.at(at) for at in known | {change.now} if at <= change.now}
    for one, other in pairwise(sorted(found)):
        if _grew_quieter(found[one], found[other], keys):
            found |= {night: earlier.at(night) for night in nights_between(one, other, here)}
    return found


def _grew_quieter(then: Then, later: Then, keys: Collection[_Key]) -> bool:
    before, after = _by_key(then.verdicts), _by_key(later.verdicts)
    return any(loudness(before.get(key)) > loudness(after.get(key)) for key in keys)


def _by_key(verdicts: Iterable[Verdict]) -> dict[_Key, Verdict]:
    return {(one.kind, one.subject): one for one in verdicts}


def _of(life: _Life, then: Mapping[datetime, Then], here: OrganisationFacts) -> Iterator[Said]:
    for at, said in sorted(then.items()):
        if at < life.start:
            continue
        verdict = _by_key(said.verdicts).get(life.key)
        was_up = life.seed is not None and at == life.start
        if life.seed and was_up and verdict is not None and keeps_first_day(*life.key):
            verdict = replace(verdict, since=here.today(life.seed.at))
        yield Said(at, verdict, said.paused and not was_up)


def _tell(session: Session, life: _Life, said: Sequence[Said], change: Change) -> None:
    if life.seed is not None and not _as_it_stood(life, said[0]):
        # What it rested on is not kept as it was then: it stays as told, or goes with its end.
        for row in life.rows:
            if row.cleared_at == change.now and life.picked_up_at is None:
                remove_flag(session, row, now=change.now)
        return
    told = told_before(life.told, change.now)
    episodes = lived(said, told, first_day=keeps_first_day(*life.key))
    if life.seed is not None:
        episodes[0] = _goes_on(life, episodes[0])
    acted = {row.id for row in life.rows if BY_SOMEBODY & {s.what for s in life.steps[row.id]}}
    pairs = matched(episodes, life.rows, acted=acted)
    kept = {row.id for _episode, row in pairs if row is not None}
    told_of = {row.id: list(life.steps[row.id]) for row in life.rows}
    for row in life.rows:
        if row.id not in kept:
            into = _went_on_as(row, pairs)
            if into is not None:
                absorb(session, row, into, change.person_id)
                told_of[into.id] += (s for s in told_of[row.id] if s.what in BY_SOMEBODY)
            remove_flag(session, row, now=change.now)
    for episode, row in pairs:
        if row is None:
            add_history(session, life.rows[0], episode, change.person_id)
        else:
            rewrite(session, row, episode, told_of[row.id], change)


def _as_it_stood(life: _Life, said: Said) -> bool:
    heard = None if said.verdict is None else (said.verdict.level, said.verdict.urgent)
    return said.at == life.start and life.seed is not None and heard == life.seed.heard


def _goes_on(life: _Life, episode: Episode) -> Episode:
    """Return the first episode with what was told before the changed entries began."""
    seed = life.seed
    before = [
        step
        for step in life.steps[life.rows[0].id]
        if step.what in BY_ITSELF and seed is not None and step.at <= seed.at
    ]
    return replace(episode, steps=(*before, *episode.steps[1:]))


def _went_on_as(row: Any, pairs: Iterable[tuple[Episode, Any]]) -> Any:
    """Return the flag that another turns out to be a part of, or nothing when it never was."""
    parts = (kept for episode, kept in pairs if episode.overlaps(row.raised_at, row.cleared_at))
    return next((kept for kept in parts if kept is not None), None)
