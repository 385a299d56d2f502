"""The organisation, its teams and its accounts."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session

from core.demo.calendar import Calendar
from core.demo.cast import CAST, TEAMS, Member
from core.models import Agreement, Organisation, Person, PersonRole, Team, TeamCoordinator
from core.models.base import table_of
from core.permissions import Actor
from core.queries.people import actor_for, organisation_changed

ORGANISATION = "Tidewell Peer Support"
_URGENT_HELP = (
    "Duty phone, day and night: 0000 555 010\n"
    "This organisation is invented and so is its number. In danger of life, ring the emergency "
    "number of your country."
)


def fixed_id(*parts: object) -> UUID:
    """Return an id that looks random and is the same on every machine."""
    return UUID(int=Random("/".join(map(str, parts))).getrandbits(128), version=4)  # noqa: S311


def person_id(member: Member) -> UUID:
    """Return the id of an invented person."""
    return fixed_id("person", member.name)


def team_id(name: str) -> UUID:
    """Return the id of an invented team."""
    return fixed_id("team", name)


def actor_of(session: Session, member: Member, calendar: Calendar) -> Actor:
    """Return the actor for an invented person."""
    actor = actor_for(session, person_id(member), now=calendar.now)
    if actor is None:
        raise LookupError(member.name)
    return actor


def write_people(session: Session, calendar: Calendar, password_hash: str) -> None:
    """Write the organisation, its teams and everybody's account, without a history yet."""
    session.merge(
        Organisation(
            id=1,
            name=ORGANISATION,
            time_zone=calendar.time_zone,
            urgent_help=_URGENT_HELP,
            invented=True,
        )
    )
    session.flush()
    organisation_changed(session)
    rows = _Rows()
    for member in CAST:
        rows.add(member, calendar, password_hash)
    connection = session.connection()
    teams = [{"id": team_id(name), "name": name} for name in TEAMS]
    connection.execute(insert(table_of(Team)), teams)
    connection.execute(insert(table_of(Person)), rows.people)
    connection.execute(insert(table_of(PersonRole)), rows.roles)
    connection.execute(insert(table_of(TeamCoordinator)), rows.coordinators)
    connection.execute(insert(table_of(Agreement)), rows.agreements)


@dataclass(slots=True)
class _Rows:
    people: list[dict[str, object]]
    roles: list[dict[str, object]]
    coordinators: list[dict[str, object]]
    agreements: list[dict[str, object]]

    def __init__(self) -> None:
        self.people, self.roles, self.coordinators, self.agreements = [], [], [], []

    def add(self, member: Member, calendar: Calendar, password_hash: str) -> None:
        who = person_id(member)
        joined = calendar.days_ago(member.joined_days_ago)
        self.people.append(
            {
                "id": who,
                "team_id": team_id(member.team) if member.team else None,
                "email": member.email,
                "display_name": member.name,
                "password_hash": password_hash,
                "active": True,
                "joined_on": joined,
                "created_at": calendar.at(joined, 9),
                "version": 1,
            }
        )
        self.roles += [{"person_id": who, "role": role} for role in member.roles]
        self.coordinators += [
            {"team_id": team_id(team), "person_id": who} for team in member.coordinates
        ]
        if member.keeps_diary:
            agreed = joined + timedelta(days=2)
            self.agreements.append(
                {
                    "id": fixed_id("agreement", member.name),
                    "person_id": who,
                    "since": agreed,
                    "capacity": member.capacity,
                    "hours_per_week": 4.0,
                    "until_time": member.until_time,
                    "recorded_at": calendar.at(agreed, 17),
                }
            )
