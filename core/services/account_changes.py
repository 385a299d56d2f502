"""Writing down what was changed about an account, so that its owner can read it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from core.models import AccountChange, Person, PersonRole, Team, TeamCoordinator
from core.services.audit import write_audit
from core.vocabulary import AccountEvent, AuditEvent, Role

_LONGEST_TEAMS: Final = 300


def note_change(
    session: Session, person_id: UUID, event: AccountEvent, *, by: UUID | None, now: datetime
) -> None:
    """Write down a change with the roles and teams as they are after it."""
    session.flush()
    roles = session.exec(select(PersonRole.role).where(PersonRole.person_id == person_id)).all()
    teams = session.exec(
        select(Team.name)
        .where(
            col(Team.id).in_(select(Person.team_id).where(Person.id == person_id))
            | col(Team.id).in_(
                select(TeamCoordinator.team_id).where(TeamCoordinator.person_id == person_id)
            )
        )
        .order_by(Team.name)
    ).all()
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
            teams=", ".join(teams)[:_LONGEST_TEAMS],
        )
    )
    session.flush()
