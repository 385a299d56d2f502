"""An organisation in which people typed nasty texts into whatever takes words."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, cycle
from uuid import UUID, uuid4

from sqlmodel import Session, select, update

from core.database import transaction
from core.errors import InvalidValue
from core.models import Case, FollowUp, Module, Organisation, Person, WellbeingFlag
from core.permissions import Actor
from core.queries.people import actor_for
from core.services.audit import note_setting
from core.services.cases import close_case, open_case
from core.services.contacts import ContactEntry, log_contact
from core.services.drafts import keep_draft
from core.services.flags import add_context, answer_flag
from core.services.follow_ups import note
from core.services.modules import add_module, set_requirement
from core.services.people import add_person, add_person_from_console
from core.services.ring_me import ask_to_be_rung
from core.services.sharing import choose_sharing, share_flag_once
from core.services.teams import add_team, set_roles_and_teams, start_cover
from core.services.training import record_completion
from core.vocabulary import (
    DraftForm,
    FlagAnswer,
    FlagKind,
    FollowUpReason,
    Format,
    Frequency,
    NotRight,
    Role,
    ShareScope,
    ShareTopic,
)
from tests.browser.naughty import NAUGHTY, OWN, SHARP, packed
from tests.shared_flags import raise_flag, up_to_date

EVERYTHING = (*OWN, *NAUGHTY)
SHOWN_MODULES = 12
# A code with a sign that turns the direction of writing is refused.
CODES = packed((text for text in SHARP if "\u202e" not in text), 40)
NEW_CODES = [f"! {text}" for text in OWN if len(text) < 12][:10]
"""Of cases that were opened with a contact: a page of them."""
_ALL = dict.fromkeys(ShareTopic, ShareScope.ANSWERS)


@dataclass
class Written:
    """Who is who, and the links that were made for the invited."""

    ada: str = "ada@example.org"
    cleo: str = "cleo@example.org"
    tess: str = "tess@example.org"
    ari: str = "ari@example.org"
    follow_up: UUID = field(default_factory=uuid4)
    names: dict[str, str] = field(default_factory=dict)
    """By e-mail."""
    invitations: dict[str, str] = field(default_factory=dict)
    """The tokens, by e-mail."""


def write_everywhere(engine, *, now: datetime) -> Written:
    """Type the texts into every field; what a service refuses cannot be shown either."""
    written = Written()
    with transaction(engine) as session:
        session.add(Organisation(name=packed(SHARP, 80)[0]))
    with transaction(engine) as session:
        ari = _administrator(session, written, now)
        people = _people(session, ari, written, now)
        ada, cleo, tess = people[written.ada], people[written.cleo], people[written.tess]
        _training(session, tess, ada, now)
        _cases_and_contacts(session, ada, now)
        _flags(session, ada, now)
        _follow_ups(session, people, ada, cleo, written, now)
        for text in packed(SHARP, 300):
            note_setting(session, ari, text, now=now)
        up_to_date(session, *(each.person_id for each in people.values()), now=now)
    return written


def _administrator(session: Session, written: Written, now: datetime) -> Actor:
    add_person_from_console(
        session,
        display_name=packed(SHARP, 80)[1],
        email=written.ari,
        roles={Role.ADMINISTRATOR},
        now=now,
    )
    return _actor(session, written.ari, now)


def _actor(session: Session, email: str, now: datetime) -> Actor:
    person_id = session.exec(select(Person.id).where(Person.email == email)).one()
    actor = actor_for(session, person_id, now=now)
    assert actor is not None
    return actor


def _people(session: Session, ari: Actor, written: Written, now: datetime) -> dict[str, Actor]:
    teams = [add_team(session, ari, name=name) for name in packed(SHARP, 80)[:30]]
    names = cycle(packed(SHARP, 80))
    supporters = [written.ada, *(f"peer{number}@example.org" for number in range(30))]
    supporters += dict.fromkeys(f"{''.join(text.lower().split())}@b.example" for text in OWN)
    rows: list[tuple[str, set[Role], UUID | None, list[UUID]]] = [
        *((email, {Role.SUPPORTER}, team, []) for email, team in zip(supporters, cycle(teams))),
        (written.cleo, {Role.COORDINATOR}, None, teams),
        ("cora@example.org", {Role.COORDINATOR}, None, teams[:4]),
        (written.tess, {Role.TRAINING_LEAD}, None, []),
    ]
    for email, roles, team, coordinates in rows:
        written.names[email] = next(names)
        made = add_person(
            session,
            ari,
            display_name=written.names[email],
            email=email,
            roles=roles,
            team_id=team,
            coordinates=coordinates,
            now=now,
        )
        written.invitations[email] = made.token
    session.exec(update(Person).values(sharing_chosen_at=now))
    people = {email: _actor(session, email, now) for email, *_rest in rows}
    for team in teams[:12]:
        person = session.get(Person, people[written.ada].person_id)
        assert person is not None
        set_roles_and_teams(
            session,
            ari,
            person.id,
            roles={Role.SUPPORTER},
            team_id=team,
            coordinates=[],
            version=person.version,
            now=now,
        )
    people[written.ada] = _actor(session, written.ada, now)
    start_cover(
        session,
        ari,
        coordinator_id=people[written.cleo].person_id,
        cover_id=people["cora@example.org"].person_id,
        from_day=now.date(),
        until_day=now.date(),
        now=now,
    )
    return people


def _training(session: Session, tess: Actor, ada: Actor, now: datetime) -> None:
    codes = cycle(packed((text for text in OWN if len(text) <= 12), 12))
    rest = zip(cycle(packed(SHARP, 200)), cycle(packed(SHARP, 300)))
    for number, (title, (covers, source)) in enumerate(zip(packed(SHARP, 120), rest, strict=False)):
        module_id = add_module(
            session,
            tess,
            code=f"{next(codes)}{number}",
            title=title,
            renew_months=12,
            covers=covers,
            source=source,
        )
        if number < SHOWN_MODULES:
            set_requirement(session, tess, module_id, Role.SUPPORTER, required=True, now=now)
    modules = cycle(session.exec(select(Module.id)).all())
    day = count(1)
    for text in packed(EVERYTHING, 200):
        record_completion(
            session,
            ada,
            module_id=next(modules),
            completed_on=now.date() - timedelta(days=next(day)),
            evidence=text,
            now=now,
        )


def _cases_and_contacts(session: Session, ada: Actor, now: datetime) -> None:
    notes = cycle(packed(EVERYTHING, 4000, by="\n"))
    for nth, text in enumerate(CODES):
        with suppress(InvalidValue):
            case_id = open_case(session, ada, code=text, frequency=Frequency.MONTHLY, now=now)
            if nth % 2:
                close_case(session, ada, case_id, ending_note=next(notes), now=now)
    for text in NEW_CODES:
        entry = ContactEntry(
            day=now.date(),
            minutes=30,
            format=Format.PHONE,
            new_case_code=text,
            toll=9,
            note=next(notes),
            glad_of=packed(SHARP, 1000, by="\n")[0],
        )
        log_contact(session, ada, entry, now=now)
    unsaved = {"note": next(notes), "glad_of": next(notes)[:1000], "new_case": OWN[0]}
    keep_draft(session, ada, DraftForm.CONTACT, unsaved, now=now)


def _flags(session: Session, ada: Actor, now: datetime) -> None:
    choose_sharing(session, ada, _ALL, now=now - timedelta(days=9))
    session.exec(update(WellbeingFlag).values(cleared_at=now))
    moment = now - timedelta(days=5)
    for nth, text in enumerate(packed(SHARP, 900, by="\n")):
        kind = FlagKind.BURNOUT_RISK if nth % 2 else FlagKind.BOUNDARY
        flag = raise_flag(session, ada.person_id, raised_at=moment, kind=kind)
        add_context(session, ada, flag, text, now=now)
        if nth % 3 == 1:
            share_flag_once(session, ada, flag, ShareScope.ANSWERS, now=now)
        else:
            why = NotRight.ELSE
            answer_flag(session, ada, flag, FlagAnswer.NOT_RIGHT, why=why, words=text, now=now)
    for case in session.exec(select(Case).where(Case.closed_on == None)).all()[:12]:  # noqa: E711
        leaning = raise_flag(session, ada.person_id, raised_at=moment, kind=FlagKind.DEPENDENCY)
        session.get_one(WellbeingFlag, leaning).subject = str(case.id)


def _follow_ups(
    session: Session,
    people: dict[str, Actor],
    ada: Actor,
    cleo: Actor,
    written: Written,
    now: datetime,
) -> None:
    times = cycle(packed(SHARP, 80))
    for email, actor in people.items():
        if email == written.ada or email.startswith("peer"):
            ask_to_be_rung(session, actor, best_time=next(times), now=now)
    written.follow_up = session.exec(
        select(FollowUp.id).where(
            FollowUp.person_id == ada.person_id, FollowUp.reason == FollowUpReason.RING_ME
        )
    ).one()
    for text in packed(EVERYTHING, 2000, by="\n"):
        note(session, cleo, written.follow_up, text, now=now)
