"""When somebody else may see a flag of the wellbeing lane, and how much of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from core.vocabulary import FlagAnswer, FlagKind, ShareScope, ShareTopic

FIRST_TO_THE_PERSON: Final = timedelta(hours=48)
"""How long a flag is the person's alone before a standing share passes it on."""
ONE_OFF: Final = timedelta(days=30)
"""How long something shared once stays shared."""

TOPICS: Final[Mapping[FlagKind, ShareTopic]] = {
    FlagKind.BURNOUT_RISK: ShareTopic.STRAIN,
    FlagKind.DEPENDENCY: ShareTopic.STRAIN,
    FlagKind.BOUNDARY: ShareTopic.BOUNDARY,
    FlagKind.CASELOAD: ShareTopic.STRAIN,
    FlagKind.SUPPORT_GAP: ShareTopic.STRAIN,
}
"""The topic that decides over each kind of the wellbeing lane; other kinds are facts.

Load and support are here for what rests on tolls; their facts of the work lane are no flags of
this lane.
"""
_SIGNALS_AT_MOST: Final = frozenset({FlagKind.CASELOAD, FlagKind.SUPPORT_GAP})
"""Their sentences tell tolls of single contacts, which are never shared."""

_WIDTH: Final = {ShareScope.NOTHING: 0, ShareScope.SIGNALS: 1, ShareScope.ANSWERS: 2}
_BLOCKING: Final = frozenset({FlagAnswer.NOT_RIGHT, FlagAnswer.PASSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One choice of a person: a standing one of a topic, or a single flag shared once."""

    topic: ShareTopic | None = None
    flag_id: UUID | None = None
    scope: ShareScope
    from_at: datetime
    until_at: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Return whether this choice is in force and shows anything."""
        ended = self.until_at is not None and self.until_at <= moment
        return self.scope is not ShareScope.NOTHING and self.from_at <= moment and not ended


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFacts:
    """What of a flag decides who sees it."""

    id: UUID
    kind: FlagKind
    raised_at: datetime
    urgent: bool = False
    answer: FlagAnswer = FlagAnswer.NONE
    shared_now_at: datetime | None = None
    cleared_at: datetime | None = None
    news_at: datetime | None = None
    """When it last said something new that nobody else was shown at once."""


@dataclass(frozen=True, slots=True)
class Visible:
    """How much of a flag coordinators see, and from which moment on."""

    scope: ShareScope
    since: datetime
    news_from: datetime | None = None
    """When they see what is new about it; until then they see it as it was before."""


def visibility(
    flag: FlagFacts, shares: Iterable[Share], *, paused: bool, now: datetime
) -> Visible | None:
    """Return what coordinators see of a flag now or, with a later ``since``, will see of it.

    A standing share passes a flag on 48 hours after it was raised, "share now" at once, also
    without a standing share (then its signals, for 30 days). "Not right" and "this has passed"
    keep it private whatever was shared; a cleared flag is history, and a pause silences all
    flags but urgent ones. What is new about a flag that is seen waits 48 hours of its own.
    """
    if flag.kind not in TOPICS or flag.answer in _BLOCKING or flag.cleared_at is not None:
        return None
    if paused and not flag.urgent:
        return None
    found = _seen(flag, shares, now=now)
    if found is not None and flag.kind in _SIGNALS_AT_MOST:
        found = replace(found, scope=ShareScope.SIGNALS)
    if found is None or flag.news_at is None:
        return found
    told = flag.news_at + FIRST_TO_THE_PERSON
    return replace(found, news_from=told) if told > max(now, found.since) else found


def _seen(flag: FlagFacts, shares: Iterable[Share], *, now: datetime) -> Visible | None:
    ways = [_through(flag, share) for share in shares if share.holds_at(now)]
    if flag.shared_now_at is not None and now < flag.shared_now_at + ONE_OFF:
        ways.append(Visible(ShareScope.SIGNALS, flag.shared_now_at))
    found = [way for way in ways if way is not None]
    if open_now := [way for way in found if way.since <= now]:
        widest = max(open_now, key=lambda way: _WIDTH[way.scope])
        return Visible(widest.scope, min(way.since for way in open_now))
    return min(found, key=lambda way: way.since, default=None)


def topic_scope(topic: ShareTopic, shares: Iterable[Share], *, now: datetime) -> ShareScope:
    """Return how much of a topic is shared by the standing choices in force."""
    scopes = [share.scope for share in shares if share.topic is topic and share.holds_at(now)]
    return max(scopes, key=_WIDTH.__getitem__, default=ShareScope.NOTHING)


def result_visibility(
    recorded_at: datetime, shares: Iterable[Share], *, now: datetime
) -> Visible | None:
    """Return what coordinators see of a questionnaire result, the person alone for 48 hours."""
    standing = [
        share for share in shares if share.topic is ShareTopic.INSTRUMENTS and share.holds_at(now)
    ]
    if not standing:
        return None
    widest = max(standing, key=lambda share: _WIDTH[share.scope])
    return Visible(widest.scope, max(widest.from_at, recorded_at + FIRST_TO_THE_PERSON))


def _through(flag: FlagFacts, share: Share) -> Visible | None:
    if share.flag_id == flag.id:
        return Visible(share.scope, share.from_at)
    if share.topic is not TOPICS[flag.kind]:
        return None
    passed_on = flag.raised_at + FIRST_TO_THE_PERSON
    if flag.shared_now_at is not None:
        passed_on = min(passed_on, flag.shared_now_at)
    return Visible(share.scope, max(share.from_at, passed_on))
