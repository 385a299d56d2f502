"""Who can see what about a person, from the tables that decide it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from core.permissions import (
    IN_TEAM_FIGURES,
    NUMBERS_ONLY,
    SEEN,
    Actor,
    Permission,
    SeenBy,
    roles_with,
)
from core.queries.sharing import choices_in_force, coordinators_of
from core.vocabulary import Feature, Role, ShareScope, ShareTopic


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """One feature, and who besides the person sees it now."""

    feature: Feature
    by_work: frozenset[Role]
    """Roles that see it as a fact of the work or the account."""
    topic: ShareTopic | None
    """The choice that decides whether coordinators see it."""
    scope: ShareScope
    """What the person chose for that topic; ``nothing`` until they choose enough of it."""
    in_team_figures: bool
    numbers_only: bool
    """Whether those who see it by their work see a number of people, and no name."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be seen about one person."""

    rows: tuple[SeenRow, ...]
    coordinators: tuple[str, ...]
    """Names of the people who are meant by "your coordinators"."""
    team_sees_work: bool
    """Whether the team's coordinators see facts of the work, but nothing that is shared."""


def what_can_be_seen(session: Session, actor: Actor, *, now: datetime) -> Seen:
    """Return for each feature who can see it about the actor, today."""
    actor.must(Permission.OWN_ACCOUNT)
    choices = choices_in_force(session, actor.person_id)
    return Seen(
        tuple(_row(feature, readers, choices) for feature, readers in SEEN.items()),
        coordinators_of(session, actor.person_id, now=now),
        Role.COORDINATOR in actor.roles and actor.team_id is not None,
    )


def _row(
    feature: Feature, readers: tuple[SeenBy, ...], choices: Mapping[ShareTopic, ShareScope]
) -> SeenRow:
    facts = (roles_with(by.permission) for by in readers if by.topic is None)
    waits = next((by for by in readers if by.topic is not None), None)
    topic = waits.topic if waits is not None else None
    chosen = choices.get(topic, ShareScope.NOTHING) if topic is not None else ShareScope.NOTHING
    enough = waits is None or waits.scope in (ShareScope.SIGNALS, chosen)
    return SeenRow(
        feature=feature,
        by_work=frozenset[Role]().union(*facts),
        topic=topic,
        scope=chosen if enough else ShareScope.NOTHING,
        numbers_only=feature in NUMBERS_ONLY,
        in_team_figures=feature in IN_TEAM_FIGURES,
    )
