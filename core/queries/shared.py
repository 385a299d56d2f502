"""What of the wellbeing lane reaches a coordinator: exactly what the scope allows.

The coordinator's view and the person's preview of it are made by the same functions here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from core.models import Pulse, View
from core.models.base import open_words
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.scopes import People, my_sharers, only_me
from core.queries.shared_results import SharedResult, shared_results
from core.queries.sharers import Sharer, load_sharers, told_before, told_of
from core.rules.boundaries import theme_of
from core.rules.dates import monday_of, week_of
from core.rules.sharing import TOPICS, FlagFacts, Share, Visible, topic_scope, visibility
from core.vocabulary import FlagKind, Level, PulseItem, ShareScope, ShareTopic, Viewed

PULSE_WEEKS: Final = 4
"""Weekly check-ins that are shown: this week's and the three before."""
VIEW_EVERY: Final = timedelta(hours=1)
"""Looking again within this time is the same look."""
_LATEST_LOOKS: Final = select(col(View.person_id), col(View.what)).where(
    col(View.viewer_id) == bindparam("me"), col(View.seen_at) > bindparam("since")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFlag:
    """A flag as a coordinator sees it."""

    id: UUID
    kind: FlagKind
    subject: str
    """Theme of a boundary concern."""
    level: Level
    urgent: bool
    since: date
    shared_from: datetime
    """When coordinators began to see it; in a preview it may lie ahead."""
    scope: ShareScope
    reasons: tuple[str, ...]
    """Names of the reasons, without numbers; none for a boundary concern."""
    sentences: tuple[str, ...]
    """The reasons with their numbers, for a boundary concern the ticked signs: answers only."""
    context: str
    """What the person added for those they share it with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleFlag:
    """A shared flag and whose it is."""

    person_id: UUID
    name: str
    flag: SharedFlag
    silent: bool
    """Whether a pause of the person silences it."""


@dataclass(frozen=True, slots=True)
class SharedPulse:
    """One weekly check-in; skipped questions are left out."""

    monday: date
    answers: Mapping[PulseItem, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPerson:
    """Everything that one person shares with their coordinators."""

    person_id: UUID
    name: str
    flags: tuple[SharedFlag, ...]
    pulses: tuple[SharedPulse, ...]
    results: tuple[SharedResult, ...] = ()

    @property
    def viewed(self) -> frozenset[Viewed]:
        """What a reader of this has looked at."""
        seen = {viewed(flag.kind) for flag in self.flags}
        if self.pulses:
            seen.add(Viewed.SHARED_CHECK_IN)
        if self.results:
            seen.add(Viewed.SHARED_INSTRUMENTS)
        return frozenset(seen)

    @property
    def anything(self) -> bool:
        """Whether there is something to see."""
        return bool(self.flags or self.pulses or self.results)


def shared_with_me(
    session: Session,
    actor: Actor,
    *,
    person_ids: Collection[UUID] | None = None,
    now: datetime,
) -> list[SharedPerson]:
    """Return what people share with the actor now, by name; who shares nothing is absent.

    Somebody who shares but has no flag is absent too, so that a refusal leaves no trace.

    Raises:
        NotAllowed: the actor does not coordinate.
    """
    actor.must(Permission.SEE_TEAM)
    sharers = load_sharers(session, my_sharers(actor, person_ids), now=now)
    return _render(session, sharers, until=now, now=now)


def preview_for_coordinator(
    session: Session,
    actor: Actor,
    choices: Mapping[ShareTopic, ShareScope],
    *,
    now: datetime,
) -> SharedPerson:
    """Return what coordinators would see of the actor with these choices.

    Rendered like the coordinator's own view; flags that are still the person's alone are
    included with the moment from which they would be seen.
    """
    actor.must(Permission.OWN_ACCOUNT)
    [sharer] = load_sharers(session, only_me(actor), now=now)
    kept = [s for s in sharer.shares if s.topic is None or _unchanged(s, choices)]
    as_before = {share.topic for share in kept}
    new = {topic: scope for topic, scope in choices.items() if topic not in as_before}
    sharer.shares = kept + [Share(topic=t, scope=scope, from_at=now) for t, scope in new.items()]
    # Whoever changes a topic to "nothing" ends what was shared of it once, too.
    sharer.flags = [
        row for row in sharer.flags if new.get(TOPICS[row.kind]) is not ShareScope.NOTHING
    ]
    found = _render(session, [sharer], until=None, now=now)
    nothing = SharedPerson(person_id=actor.person_id, name=actor.name, flags=(), pulses=())
    return found[0] if found else nothing


def visible_flags(session: Session, people: People, *, now: datetime) -> list[VisibleFlag]:
    """Return each flag that coordinators of ``people`` see now, or would but for a pause."""
    found = []
    for sharer in load_sharers(session, people, now=now):
        paused, sharer.paused = sharer.paused, False
        found += [
            VisibleFlag(
                person_id=sharer.person_id,
                name=sharer.name,
                flag=flag,
                silent=paused and not flag.urgent,
            )
            for flag in _flags(sharer, until=now, now=now)
        ]
    return found


def viewed(kind: FlagKind) -> Viewed:
    """Return what somebody looks at who sees a shared flag of this kind."""
    return Viewed(f"shared_{TOPICS[kind]}")


def views_to_record(
    session: Session, actor: Actor, looked: Collection[tuple[UUID, Viewed]], *, now: datetime
) -> frozenset[tuple[UUID, Viewed]]:
    """Return which of these looks at people are not written down yet for this hour."""
    actor.must(Permission.SEE_TEAM)
    if not looked:
        return frozenset()
    known = rows(session, _LATEST_LOOKS, {"me": actor.person_id, "since": now - VIEW_EVERY})
    return frozenset(looked) - {(person_id, what) for person_id, what in known}


def _unchanged(share: Share, choices: Mapping[ShareTopic, ShareScope]) -> bool:
    return share.topic is not None and choices.get(share.topic) is share.scope


def _render(
    session: Session, sharers: Iterable[Sharer], *, until: datetime | None, now: datetime
) -> list[SharedPerson]:
    sharers = list(sharers)
    answering = [
        sharer.person_id
        for sharer in sharers
        if not sharer.paused
        and topic_scope(ShareTopic.CHECK_IN, sharer.shares, now=now) is ShareScope.ANSWERS
    ]
    pulses = _pulses(session, answering, now=now)
    results = shared_results(session, sharers, until=until, now=now)
    people = [
        SharedPerson(
            person_id=sharer.person_id,
            name=sharer.name,
            flags=tuple(_flags(sharer, until=until, now=now)),
            pulses=tuple(pulses[sharer.person_id]),
            results=tuple(results.get(sharer.person_id, ())),
        )
        for sharer in sharers
    ]
    return [person for person in people if person.anything]


def _flags(sharer: Sharer, *, until: datetime | None, now: datetime) -> Iterable[SharedFlag]:
    for row in sharer.flags:
        facts = FlagFacts(
            id=row.id,
            kind=row.kind,
            raised_at=row.raised_at,
            urgent=row.urgent,
            answer=row.answer,
            shared_now_at=row.shared_now_at,
            news_at=row.news_at,
        )
        seen = visibility(facts, sharer.shares, paused=sharer.paused, now=now)
        if seen is None or (until is not None and seen.since > until):
            continue
        yield as_shared(row, seen)
        if until is None and seen.news_from is not None:
            yield as_shared(row, Visible(seen.scope, seen.news_from))


def as_shared(row: Any, seen: Visible) -> SharedFlag:
    """Return of a flag what its scope allows, and nothing else."""
    boundary = row.kind is FlagKind.BOUNDARY
    told = told_of(row) if seen.news_from is None else told_before(row)
    in_full = seen.scope is ShareScope.ANSWERS
    return SharedFlag(
        id=row.id,
        kind=row.kind,
        subject=theme_of(row.subject) if boundary else "",
        level=told.level,
        urgent=row.urgent,
        since=told.since,
        shared_from=seen.since,
        scope=seen.scope,
        reasons=() if boundary else tuple(str(f.get("name", "")) for f in told.findings),
        sentences=tuple(str(f["sentence"]) for f in told.findings) if in_full else (),
        context=open_words(row.context, "wellbeing_flag.context", row.id, row.person_id),
    )


def _pulses(
    session: Session, person_ids: Sequence[UUID], *, now: datetime
) -> Mapping[UUID, list[SharedPulse]]:
    found: dict[UUID, list[SharedPulse]] = defaultdict(list)
    if not person_ids:
        return found
    oldest = week_of(organisation(session).today(now)) - PULSE_WEEKS + 1
    answers = [col(getattr(Pulse, item)) for item in PulseItem]
    answered = rows(
        session,
        select(col(Pulse.person_id), col(Pulse.week), *answers)
        .where(col(Pulse.person_id).in_(person_ids), col(Pulse.week) >= oldest)
        .order_by(col(Pulse.week).desc()),
    )
    for person_id, week, *values in answered:
        said = {i: v for i, v in zip(PulseItem, values, strict=True) if v is not None}
        if said:
            found[person_id].append(SharedPulse(monday_of(week), said))
    return found
