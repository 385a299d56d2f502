"""The raw rows of everybody's history, each with the moment it was written down.

They are the rows that the services would have written; a test logs a sample through the
services and compares.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from core.demo.calendar import Calendar
from core.demo.cast import COORDINATORS, Member
from core.demo.entries import Answered, Diary, Logged, Row
from core.demo.people import fixed_id, person_id
from core.demo.self_assessments import self_assessments
from core.models import Case, Contact, ContactCase, ContactTag, ContactToll, Meeting, Pulse
from core.models.base import seal_words, table_of
from core.rules.contacts import ContactEntry
from core.rules.dates import week_of
from core.services.contact_rows import work_values
from core.vocabulary import Debrief, MeetingKind, PulseItem

_SUPERVISION_EVERY: Final = 25
_TEAM_CONTACT_EVERY: Final = 14


def history_of(member: Member, diary: Diary, calendar: Calendar) -> Iterator[Row]:
    """Yield a person's rows, those that others refer to first."""
    yield from _case_rows(member, diary, calendar)
    for number, logged in enumerate(diary.contacts):
        entry = entry_of(member, logged, calendar)
        if entry.day <= calendar.today:
            at = calendar.at(entry.day, logged.hour + 2, 40)
            yield from _contact_rows(member, number, entry, at)
    for answered in diary.pulses:
        day = calendar.monday(answered.weeks_ago) + timedelta(days=answered.weekday)
        if day <= calendar.today:
            yield _pulse_row(member, answered, day, calendar)
    yield from _meeting_rows(member, calendar)
    yield from self_assessments(member, calendar)


def entry_of(member: Member, logged: Logged, calendar: Calendar) -> ContactEntry:
    """Return a contact of a diary as the person would have entered it."""
    case = () if logged.case is None else (fixed_id("case", member.name, logged.case),)
    return ContactEntry(
        day=calendar.monday(logged.weeks_ago) + timedelta(days=logged.weekday),
        minutes=logged.minutes,
        format=logged.format,
        case_ids=case,
        toll=logged.toll,
        weights=frozenset(logged.weights),
        helped=frozenset(logged.helped),
        note=logged.note,
        glad_of=logged.glad_of,
        planned=logged.planned,
        outside_hours=logged.outside_hours,
        no_contact_made=logged.no_contact_made,
        debrief=Debrief.TAKEN if logged.talked_through else Debrief.NONE,
    )


def _case_rows(member: Member, diary: Diary, calendar: Calendar) -> Iterator[Row]:
    joined = calendar.days_ago(member.joined_days_ago)
    for number, plan in enumerate(diary.cases):
        case_id, who = fixed_id("case", member.name, number), person_id(member)
        note = seal_words(plan.ending_note, "support_case.ending_note", case_id, who)
        opened = max(calendar.monday(plan.opened), joined)
        values = {
            "id": case_id,
            "person_id": who,
            "code": plan.code,
            "frequency": plan.frequency,
            "agreed_weeks": plan.agreed_weeks,
            "opened_on": opened,
            "closed_on": None if plan.closed is None else calendar.monday(plan.closed),
            "ending_note": note,
            "version": 1 if plan.closed is None else 2,
        }
        yield Row(calendar.at(opened, 8), table_of(Case), values)


def _contact_rows(member: Member, number: int, entry: ContactEntry, at: datetime) -> Iterator[Row]:
    contact_id, who = fixed_id("contact", member.name, number), person_id(member)
    head = {"id": contact_id, "person_id": who, "created_at": at, "version": 1}
    yield Row(at, table_of(Contact), work_values(entry) | head, entry.day)
    if entry.says_what_it_cost:
        cost = {
            "contact_id": contact_id,
            "person_id": who,
            "toll": entry.toll,
            "grey_theme": entry.grey_theme,
            "note": seal_words(entry.note, "contact_toll.note", contact_id, who),
            "glad_of": seal_words(entry.glad_of, "contact_toll.glad_of", contact_id, who),
        }
        yield Row(at, table_of(ContactToll), cost)
    tags = [f"weight:{w.value}" for w in entry.weights] + [
        f"helped:{h.value}" for h in entry.helped
    ]
    for tag in sorted(tags):
        yield Row(at, table_of(ContactTag), {"contact_id": contact_id, "tag": tag})
    for case_id in entry.case_ids:
        link = {"contact_id": contact_id, "case_id": case_id}
        yield Row(at, table_of(ContactCase), link)


def _pulse_row(member: Member, answered: Answered, day: date, calendar: Calendar) -> Row:
    at = calendar.at(day, 19, 15)
    answers = dict(zip((item.value for item in PulseItem), answered.answers, strict=True))
    head = {
        "id": fixed_id("pulse", member.name, answered.weeks_ago),
        "person_id": person_id(member),
        "week": week_of(day),
        "day": day,
        "recorded_at": at,
    }
    return Row(at, table_of(Pulse), head | answers, day)


def _meeting_rows(member: Member, calendar: Calendar) -> Iterator[Row]:
    rhythm = (
        (MeetingKind.SUPERVISION, member.supervision_days_ago, _SUPERVISION_EVERY),
        (MeetingKind.TEAM, 1 + member.number % 11, _TEAM_CONTACT_EVERY),
    )
    earliest = min(member.joined_days_ago, member.weeks * 7)
    lead = COORDINATORS.get(member.team or "", member)
    for kind, last, every in rhythm:
        for days in range(last, earliest, every):
            day = calendar.days_ago(days)
            at = calendar.at(day, 18)
            values = {
                "id": fixed_id("meeting", member.name, kind, days),
                "person_id": person_id(member),
                "day": day,
                "kind": kind,
                "recorded_by": person_id(lead if days % 2 else member),
                "recorded_at": at,
            }
            yield Row(at, table_of(Meeting), values)
