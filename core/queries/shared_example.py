"""An invented flag, cut down to a scope by the code that cuts down real ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from core.permissions import Actor, Permission
from core.queries.shared import SharedFlag, SharedPerson, SharedPulse, as_shared
from core.queries.shared_results import SharedResult, as_shared_result
from core.rules.sharing import TOPICS, Visible
from core.vocabulary import (
    BoundaryTheme,
    FlagKind,
    Level,
    PulseItem,
    ShareScope,
    ShareTopic,
)

_NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class _Invented:
    kind: FlagKind
    subject: str
    since: date
    findings: tuple[dict[str, Any], ...]
    level: Level = Level.WATCH
    urgent: bool = False
    context: None = None
    id: UUID = _NOBODY
    person_id: UUID = _NOBODY


@dataclass(frozen=True, slots=True)
class _InventedResult:
    day: date
    title: str = "How worn out you are in general"
    band: str = "raised"
    value: float = 54.2


_STRAIN: Final = (
    {
        "name": "toll above the usual",
        "sentence": "Your toll averaged 5.8 over your last 3 logged weeks; "
        "all were clearly above your usual of 4.1 (mostly 3.2 to 5).",
    },
)
_BOUNDARY: Final = (
    {
        "name": "contact and closeness",
        "sentence": "You ticked “a private number, address or profile given out”: "
        "worth a talk within a week.",
    },
)


def example_for_coordinator(
    actor: Actor, choices: Mapping[ShareTopic, ShareScope], *, now: datetime
) -> SharedPerson:
    """Return what coordinators would see with these choices if flags were raised."""
    actor.must(Permission.OWN_ACCOUNT)
    since = now.date() - timedelta(days=5)
    invented = (
        _Invented(FlagKind.BURNOUT_RISK, "", since, _STRAIN),
        _Invented(FlagKind.BOUNDARY, BoundaryTheme.CLOSENESS, since, _BOUNDARY),
    )
    flags = [_cut(each, choices, now) for each in invented]
    answers = {PulseItem.ENERGY: 3, PulseItem.SLEEP: 2, PulseItem.FELT_SUPPORTED: 4}
    monday = since - timedelta(days=since.weekday())
    asked = choices.get(ShareTopic.INSTRUMENTS, ShareScope.NOTHING)
    said = choices.get(ShareTopic.CHECK_IN) is ShareScope.ANSWERS
    return SharedPerson(
        person_id=actor.person_id,
        name=actor.name,
        flags=tuple(flag for flag in flags if flag is not None),
        pulses=(SharedPulse(monday, answers),) if said else (),
        results=_cut_result(since, asked, now),
    )


def _cut_result(since: date, scope: ShareScope, now: datetime) -> tuple[SharedResult, ...]:
    if scope is ShareScope.NOTHING:
        return ()
    return (as_shared_result(_InventedResult(since), Visible(scope, now)),)


def _cut(
    each: _Invented, choices: Mapping[ShareTopic, ShareScope], now: datetime
) -> SharedFlag | None:
    scope = choices.get(TOPICS[each.kind], ShareScope.NOTHING)
    if scope is ShareScope.NOTHING:
        return None
    return as_shared(each, Visible(scope, now))
