"""One writer at a time for what belongs to one person, or to the organisation."""

from uuid import UUID

from sqlmodel import Session, select

from core.models import Organisation, Person


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


def lock_organisation(session: Session) -> None:
    """Hold the organisation's row, so that what must fit together is changed by one at a time."""
    if session.get_bind().dialect.name != "sqlite":
        session.exec(select(Organisation.id).with_for_update()).one_or_none()
