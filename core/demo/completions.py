"""Who completed which module, and when: nearly everybody in time."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, select

from core.data.training_catalogue import CatalogueModule, training_catalogue
from core.demo import stories
from core.demo.calendar import Calendar
from core.demo.cast import CAST, TRAINING_ACCOUNT, Member
from core.demo.people import fixed_id, person_id
from core.models import Completion, Module
from core.models.base import table_of
from core.rules.training import months_later
from core.services.modules import seed_catalogue

SAFEGUARDING: Final = "t04"
_EXPIRED_DAYS: Final = 20
_EXPIRES_SOON: Final = ("Gwen Ashworth", "t02", 18)
_UNCONFIRMED: Final = ("Rhys Morgan", "t09", 3)
_RENEWED_BEFORE: Final = 45
"""Days before its end at which a module is usually renewed."""


def write_training(session: Session, calendar: Calendar) -> None:
    """Write the catalogue and everybody's completions."""
    seed_catalogue(session)
    ids = dict(session.exec(select(Module.code, Module.id)).all())
    rows = [row for member in CAST for row in _rows(member, ids, calendar)]
    session.connection().execute(insert(table_of(Completion)), rows)


def _rows(member: Member, ids: dict[str, UUID], calendar: Calendar) -> Iterator[dict[str, Any]]:
    for module in training_catalogue():
        for day, confirmed in _days(member, module, calendar):
            noted = calendar.at(day, 16)
            lead = person_id(TRAINING_ACCOUNT)
            yield {
                "id": fixed_id("completion", member.name, module.code, day),
                "person_id": person_id(member),
                "module_id": ids[module.code],
                "completed_on": day,
                "evidence": "Certificate seen"
                if confirmed
                else "Online course, certificate to come",
                "recorded_by": lead if confirmed else person_id(member),
                "recorded_at": noted,
                "confirmed_by": lead if confirmed else None,
                "confirmed_at": noted if confirmed else None,
            }


def _days(
    member: Member, module: CatalogueModule, calendar: Calendar
) -> Iterator[tuple[date, bool]]:
    if (member.name, module.code) == _UNCONFIRMED[:2]:
        yield calendar.days_ago(_UNCONFIRMED[2]), False
    needed = [need for need in module.required if need.role in member.roles]
    if not needed:
        return
    joined = calendar.days_ago(member.joined_days_ago)
    first = any(need.before_first_contact for need in needed)
    day = joined - timedelta(days=3) if first else joined + timedelta(days=40)
    if last := _told_day(member, module, calendar):
        yield last, True
        return
    while day <= calendar.today:
        yield day, True
        if not module.renew_months:
            return
        day = months_later(day, module.renew_months) - timedelta(days=_RENEWED_BEFORE)


def _told_day(member: Member, module: CatalogueModule, calendar: Calendar) -> date | None:
    """Return the completion day of a story: it ended, or ends, so many days from today."""
    if member.name == stories.SAFEGUARDING_EXPIRED.person and module.code == SAFEGUARDING:
        return months_later(calendar.days_ago(_EXPIRED_DAYS), -module.renew_months)
    name, code, days = _EXPIRES_SOON
    if (member.name, module.code) == (name, code):
        return months_later(calendar.days_ago(-days), -module.renew_months)
    return None
