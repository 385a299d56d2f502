"""Signs beside the burnout risk flag, for the person alone: no other query knows of them."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlmodel import Session

from core.models import Contact, ContactToll, Pulse
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.flags import is_paused
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.thresholds import thresholds_in_force
from core.rules.strain_signs import (
    LOOKED_BACK_DAYS,
    PULSE_DAYS,
    PulseAnswers,
    Sign,
    TolledContact,
    strain_signs,
)
from core.vocabulary import Debrief

__all__ = ["Sign", "own_signs"]

_CONTACT: Final = table_of(Contact)
_TOLL: Final = table_of(ContactToll)
_PULSE: Final = table_of(Pulse)


def own_signs(session: Session, actor: Actor, *, now: datetime) -> list[Sign]:
    """Return what is worth knowing beside the actor's flags; nothing during a pause."""
    actor.must(Permission.LOG_WORK)
    me, today = actor.person_id, organisation(session).today(now)
    if is_paused(session, me, today):
        return []
    contacts = rows(
        session,
        select(_CONTACT.c.day, _TOLL.c.toll, _CONTACT.c.debrief)
        .join(_TOLL, _TOLL.c.contact_id == _CONTACT.c.id)
        .where(
            _CONTACT.c.person_id == me,
            _CONTACT.c.day > today - timedelta(days=LOOKED_BACK_DAYS),
            _TOLL.c.toll.is_not(None),
        )
        .order_by(_CONTACT.c.day, _CONTACT.c.created_at),
    )
    pulses = rows(
        session,
        select(_PULSE.c.day, _PULSE.c.sleep, _PULSE.c.switch_off, _PULSE.c.role_clear)
        .where(_PULSE.c.person_id == me, _PULSE.c.day > today - timedelta(days=PULSE_DAYS))
        .order_by(_PULSE.c.week),
    )
    return strain_signs(
        [TolledContact(row.day, row.toll, row.debrief is not Debrief.NONE) for row in contacts],
        [PulseAnswers(row.day, row.sleep, row.switch_off, row.role_clear) for row in pulses],
        thresholds_in_force(session),
        today=today,
    )
