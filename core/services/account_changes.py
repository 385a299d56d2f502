"""Writing down what was changed about an account, so that its owner can read it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from core.models import AccountChange, Cover, Person, PersonRole, Team, TeamCoordinator
from core.services.audit import write_audit
from core.vocabulary import AccountEvent, AuditEvent, Role

_LONGEST_TEAMS: Final = 300


def note_change(
    session: Session, person_id: UUID, event: AccountEvent, *, by: UUID | None, now: datetime
) -> None:
    """Write down a change with the roles and teams as they are after it."""
    session.flush()
    roles = session.exec(select(PersonRole.role).where(PersonRole.person_id == person_id)).all()
    own = col(Team.id).in_(select(Person.team_id).where(Person.id == person_id))
    held = ",".join(sorted(Role(role).value for role in roles))
    write_audit(
        session,
        AuditEvent.ACCOUNT_CHANGED,
        actor_id=by,
        subject_id=person_id,
        detail=f"{event.value}: {held}",
        now=now,
    )
    session.add(
        AccountChange(
            person_id=person_id,
            changed_by=by,
            changed_at=now,
            event=event,
            roles=held,
            teams=_names(session, own | _led(person_id)),
        )
    )
    session.flush()


def note_cover(
    session: Session, cover: Cover, *, ended: bool = False, by: UUID, now: datetime
) -> None:
    """Write down for both coordinators that one stands in for the other, or no longer does."""
    away, stands_in = cover.coordinator_id, cover.cover_id
    teams = _names(session, _led(away))
    write_audit(
        session,
        AuditEvent.ACCOUNT_CHANGED,
        actor_id=by,
        subject_id=stands_in,
        detail=f"cover{' ended' * ended} from {cover.from_day} to {cover.until_day}",
        now=now,
    )
    told = (
        (stands_in, away, AccountEvent.STANDS_IN_ENDED if ended else AccountEvent.STANDS_IN),
        (away, stands_in, AccountEvent.COVERED_ENDED if ended else AccountEvent.COVERED),
    )
    session.add_all(
        AccountChange(
            person_id=person_id,
            other_id=other_id,
            changed_by=by,
            changed_at=now,
            event=event,
            teams=teams,
            from_day=cover.from_day,
            until_day=cover.until_day,
        )
        for person_id, other_id, event in told
    )
    session.flush()


def _led(person_id: UUID) -> ColumnElement[bool]:
    led = select(TeamCoordinator.team_id).where(TeamCoordinator.person_id == person_id)
    return col(Team.id).in_(led)


def _names(session: Session, teams: ColumnElement[bool]) -> str:
    return ", ".join(session.exec(select(Team.name).where(teams).order_by(Team.name)))[
        :_LONGEST_TEAMS
    ]
