"""One writer at a time for what belongs to one person."""

from uuid import UUID

from sqlmodel import Session, select

from core.models import Person


def lock_person(session: Session, person_id: UUID) -> None:
    """Hold this person's row until the transaction ends.

    Two contacts saved at the same moment would otherwise each sum the week without the other.
    SQLite needs nothing: its writers already wait for each other. ``key_share`` lets others
    go on adding rows that refer to the person.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.exec(
            select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)
        ).one_or_none()
