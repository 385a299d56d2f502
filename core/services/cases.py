"""Opening, changing and ending the support of one person, known by a code."""

from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, insert
from sqlmodel import Session, col, delete, select

from core.errors import ChangedMeanwhile, InvalidValue, NotFound
from core.models import Case, ContactCase
from core.models.base import seal_words, table_of
from core.permissions import Actor, Permission
from core.queries.contacts import CaseChoice
from core.queries.people import organisation
from core.rules.contacts import LONGEST_NOTE, check_code, check_length
from core.services.flags import refresh_flags
from core.services.locking import lock_person
from core.vocabulary import FlagKind, Frequency

LONGEST_AGREED_WEEKS: Final = 260
_KINDS: Final = (FlagKind.CASELOAD, FlagKind.DEPENDENCY)


def open_case(
    session: Session,
    actor: Actor,
    *,
    code: str,
    frequency: Frequency,
    agreed_weeks: int | None = None,
    now: datetime,
) -> UUID:
    """Open a case of the actor's own and return its id.

    Raises:
        InvalidValue: the code is blank, too long or in use, or the agreed weeks are out of range.
    """
    actor.must(Permission.LOG_WORK)
    _check(code, agreed_weeks)
    lock_person(session, actor.person_id)
    if own_open_case(session, actor.person_id, code) is not None:
        raise InvalidValue("You already have an open case with this code; please choose another.")
    today = organisation(session).today(now)
    case_id = add_case(
        session, actor.person_id, code, frequency, opened_on=today, agreed_weeks=agreed_weeks
    )
    refresh_flags(session, actor.person_id, now=now, kinds=(FlagKind.CASELOAD,))
    return case_id


def edit_case(
    session: Session,
    actor: Actor,
    case_id: UUID,
    *,
    code: str,
    frequency: Frequency,
    agreed_weeks: int | None,
    version: int,
    now: datetime,
) -> None:
    """Change the code, the frequency or the agreed length of the actor's own case.

    Raises:
        NotFound: the case is not the actor's own.
        ChangedMeanwhile: it was changed after it was opened for editing.
        InvalidValue: the code is blank, too long or in use, or the agreed weeks are out of range.
    """
    actor.must(Permission.LOG_WORK)
    _check(code, agreed_weeks)
    case = _own_case(session, actor, case_id)
    if case.version != version:
        raise ChangedMeanwhile("case")
    same_code = own_open_case(session, actor.person_id, code)
    if same_code not in (None, case_id) and case.closed_on is None:
        raise InvalidValue("You already have an open case with this code; please choose another.")
    case.code, case.frequency, case.agreed_weeks = code.strip(), frequency, agreed_weeks
    case.version += 1
    session.flush()
    today = organisation(session).today(now)
    # Agreeing on another length is an act: what it ends is history. The rest is put right.
    refresh_flags(session, actor.person_id, now=now, kinds=(FlagKind.DEPENDENCY,))
    refresh_flags(session, actor.person_id, now=now, kinds=(FlagKind.CASELOAD,), edited_from=today)


def close_case(
    session: Session, actor: Actor, case_id: UUID, *, ending_note: str = "", now: datetime
) -> None:
    """End the actor's own case, with private words about the ending.

    Raises:
        NotFound: the case is not the actor's own, or it is closed already.
        InvalidValue: the ending note is too long.
    """
    actor.must(Permission.LOG_WORK)
    check_length("ending note", ending_note, LONGEST_NOTE)
    case = _own_case(session, actor, case_id)
    if case.closed_on is not None:
        raise NotFound("open case")
    case.closed_on = max(organisation(session).today(now), case.opened_on)
    case.ending_note = seal_words(ending_note, "support_case.ending_note", case.id, actor.person_id)
    case.version += 1
    session.flush()
    refresh_flags(session, actor.person_id, now=now, kinds=_KINDS)


def own_open_case(session: Session, person_id: UUID, code: str) -> UUID | None:
    """Return the person's open case with this code, whatever its capitals, or nothing."""
    return session.exec(
        select(Case.id).where(
            Case.person_id == person_id,
            func.lower(col(Case.code)) == code.strip().lower(),
            col(Case.closed_on).is_(None),
        )
    ).first()


def add_case(
    session: Session,
    person_id: UUID,
    code: str,
    frequency: Frequency,
    *,
    opened_on: date,
    agreed_weeks: int | None = None,
    opened_with: UUID | None = None,
) -> UUID:
    """Write a new case without looking at flags; the caller does that once at its end."""
    case_id = uuid4()
    session.connection().execute(
        insert(table_of(Case)),
        {
            "id": case_id,
            "person_id": person_id,
            "code": code.strip(),
            "frequency": frequency,
            "agreed_weeks": agreed_weeks,
            "opened_on": opened_on,
            "opened_with": opened_with,
        },
    )
    return case_id


def drop_case_of(session: Session, contact_id: UUID) -> CaseChoice | None:
    """Remove the case that a contact opened and return it, or nothing.

    It stays when anything else is on it: another contact, a change of its own, an ending.
    """
    others = (
        select(ContactCase.case_id)
        .where(ContactCase.case_id == Case.id, ContactCase.contact_id != contact_id)
        .exists()
    )
    found = session.exec(
        select(Case).where(Case.opened_with == contact_id, Case.version == 1, ~others)
    ).first()
    if found is None:
        return None
    session.exec(delete(ContactCase).where(col(ContactCase.case_id) == found.id))
    session.delete(found)
    session.flush()
    return CaseChoice(id=found.id, code=found.code)


def _own_case(session: Session, actor: Actor, case_id: UUID) -> Case:
    case = session.exec(
        select(Case)
        .where(Case.id == case_id, Case.person_id == actor.person_id)
        .with_for_update(key_share=True)
    ).first()
    if case is None:
        raise NotFound("case")
    return case


def _check(code: str, agreed_weeks: int | None) -> None:
    if not code.strip():
        raise InvalidValue("The case code is empty; please enter a code only you understand.")
    check_code(code)
    if agreed_weeks is not None and not 1 <= agreed_weeks <= LONGEST_AGREED_WEEKS:
        raise InvalidValue(
            f"The agreed length runs from 1 to {LONGEST_AGREED_WEEKS} weeks; "
            f"please correct {agreed_weeks}."
        )
