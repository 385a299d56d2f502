"""A coordinator's queue at one moment: what waits for them, is put aside, or is with others."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from core.permissions import Actor
from core.queries.follow_ups import FollowUpRow, follow_up_rows
from core.queries.people import organisation
from core.rules.follow_ups import UNFINISHED


@dataclass(frozen=True, slots=True)
class Queue:
    """Unfinished follow-ups at one moment, seen from one coordinator."""

    rows: tuple[FollowUpRow, ...]
    """The earliest promised answer first, never by score."""
    actor_id: UUID
    now: datetime
    today: date
    time_zone: str

    @property
    def waiting(self) -> list[FollowUpRow]:
        """What nobody else took on and what was not put aside until later."""
        return [
            row
            for row in self.rows
            if row.owner_id in (None, self.actor_id) and not self._aside(row)
        ]

    @property
    def aside(self) -> list[FollowUpRow]:
        """What was put aside until a later day."""
        return [row for row in self.rows if self._aside(row)]

    @property
    def with_others(self) -> list[FollowUpRow]:
        """What another coordinator took on."""
        return [
            row
            for row in self.rows
            if row.owner_id not in (None, self.actor_id) and not self._aside(row)
        ]

    def _aside(self, row: FollowUpRow) -> bool:
        return row.waking_on is not None and row.waking_on > self.today


def follow_up_queue(session: Session, actor: Actor, *, now: datetime) -> Queue:
    """Return what is unfinished about the actor's people.

    Raises:
        NotAllowed: the actor does not follow up.
    """
    rows = follow_up_rows(session, actor, states=UNFINISHED, now=now)
    place = organisation(session)
    return Queue(tuple(rows), actor.person_id, now, place.today(now), place.time_zone)
