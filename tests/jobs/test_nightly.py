"""What the night does when nobody is looking."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from core.database import transaction
from core.jobs.nightly import JobsReport, run_jobs
from core.models import Draft, FlagsAsOf, LimitTrial, LoginSession, OneTimeToken, Release
from core.queries.people import organisation
from core.rules.access import DEVICE_KNOWN
from core.rules.dates import week_of
from core.rules.thresholds import DEFAULTS
from core.services.known_devices import remember_device
from core.vocabulary import DraftForm, Role, TokenPurpose
from tests.support import NOW

pytestmark = pytest.mark.storage


def draft(person_id, *, saved_at, form=DraftForm.CONTACT):
    return Draft(person_id=person_id, form=form, body=b"sealed", saved_at=saved_at)


def sign_in(person_id, *, created_at, ended_at=None):
    return LoginSession(
        token_hash=uuid4().hex,
        person_id=person_id,
        created_at=created_at,
        last_seen_at=created_at,
        ended_at=ended_at,
    )


def link(*, expires_at):
    return OneTimeToken(
        token_hash=uuid4().hex,
        purpose=TokenPurpose.SETUP,
        created_at=expires_at - timedelta(minutes=30),
        expires_at=expires_at,
    )


def test_drafts_go_when_their_time_is_over(engine, add_actor):
    ada = add_actor(Role.SUPPORTER)
    week, day = timedelta(days=7), timedelta(hours=24)
    minute = timedelta(minutes=1)
    with transaction(engine) as session:
        session.add(draft(ada.person_id, saved_at=NOW - week - minute))
        session.add(draft(ada.person_id, saved_at=NOW - week + minute))
        undo = DraftForm.CONTACT_UNDO
        session.add(draft(ada.person_id, saved_at=NOW - day - minute, form=undo))
        session.add(draft(ada.person_id, saved_at=NOW - day + minute, form=undo))

    report = run_jobs(engine, now=NOW)

    assert report.drafts == 2
    with Session(engine) as session:
        kept = session.exec(select(Draft.saved_at)).all()
    assert sorted(kept) == [NOW - week + minute, NOW - day + minute]


def test_sign_ins_go_a_month_after_they_ended_signed_out_or_not(engine, add_actor):
    ada = add_actor(Role.SUPPORTER)
    month, day = timedelta(days=30), timedelta(days=1)
    kept = [
        sign_in(ada.person_id, created_at=NOW - day),
        sign_in(ada.person_id, created_at=NOW - 2 * month + day),
        sign_in(ada.person_id, created_at=NOW - month, ended_at=NOW - month + day),
    ]
    gone = [
        sign_in(ada.person_id, created_at=NOW - 2 * month - day),
        sign_in(ada.person_id, created_at=NOW - month - day, ended_at=NOW - month - day),
    ]
    hashes = {row.token_hash for row in kept}
    with transaction(engine) as session:
        session.add_all([*kept, *gone])

    report = run_jobs(engine, now=NOW)

    assert report.expired == 2
    with Session(engine) as session:
        assert set(session.exec(select(LoginSession.token_hash))) == hashes


def test_links_go_when_they_expired(engine):
    with transaction(engine) as session:
        session.add(link(expires_at=NOW - timedelta(minutes=1)))
        session.add(link(expires_at=NOW + timedelta(minutes=1)))

    assert run_jobs(engine, now=NOW).links == 1
    with Session(engine) as session:
        assert session.exec(select(OneTimeToken.expires_at)).all() == [NOW + timedelta(minutes=1)]


def test_everybodys_flags_are_as_of_today_and_closed_weeks_are_released(engine, add_actor):
    people = [add_actor(Role.SUPPORTER, name=f"Person {n}") for n in range(3)]

    report = run_jobs(engine, now=NOW)

    assert report.people == 3
    assert report.releases >= 1
    with Session(engine) as session:
        today = organisation(session).today(NOW)
        as_of = dict(session.exec(select(FlagsAsOf.person_id, FlagsAsOf.day)).all())
        assert as_of == {actor.person_id: today for actor in people}
        assert max(session.exec(select(Release.week))) == week_of(today) - 1


def test_limits_are_tried_once_for_each_closed_week(engine, add_actor):
    add_actor(Role.SUPPORTER)
    run_jobs(engine, now=NOW)
    with Session(engine) as session:
        tried = session.exec(select(LimitTrial)).all()
        assert {row.key for row in tried} == set(DEFAULTS)
        assert {row.week for row in tried} == {week_of(NOW.date()) - 1}
    run_jobs(engine, now=NOW + timedelta(days=1))
    with Session(engine) as session:
        assert session.exec(select(LimitTrial)).all() == tried
    run_jobs(engine, now=NOW + timedelta(days=7))
    with Session(engine) as session:
        assert set(session.exec(select(LimitTrial.week))) == {week_of(NOW.date())}


def test_a_second_run_finds_nothing_to_do(engine, add_actor):
    ada = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        session.add(draft(ada.person_id, saved_at=NOW - timedelta(days=9)))
    first = run_jobs(engine, now=NOW)

    second = run_jobs(engine, now=NOW)

    nothing = JobsReport(
        people=0,
        follow_ups=0,
        releases=0,
        trials=0,
        left=0,
        expired=0,
        drafts=0,
        downloads=0,
        links=0,
        devices=0,
    )
    assert first != nothing
    assert second == nothing


def test_a_browser_that_was_not_used_for_long_is_forgotten(engine, add_actor):
    ada = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        remember_device(session, ada.person_id, presented=None, now=NOW - DEVICE_KNOWN)
        remember_device(session, ada.person_id, presented=None, now=NOW)

    assert run_jobs(engine, now=NOW).devices == 1
    assert run_jobs(engine, now=NOW).devices == 0


def test_people_are_worked_through_in_batches(engine, add_actor, monkeypatch):
    batches = []
    monkeypatch.setattr("core.jobs.nightly.BATCH", 2)
    monkeypatch.setattr(
        "core.jobs.nightly.refresh_stale",
        lambda session, people, *, now: batches.append((session, len(people))) or len(people),
    )
    for n in range(5):
        add_actor(Role.SUPPORTER, name=f"Person {n}")

    assert run_jobs(engine, now=NOW).people == 5
    assert [size for _, size in batches] == [2, 2, 1]
    assert len({id(session) for session, _ in batches}) == 3


def test_the_report_names_nobody(engine, add_actor):
    ada = add_actor(Role.SUPPORTER, name="Adaline")

    line = str(run_jobs(engine, now=NOW))

    assert "flags of 1 people" in line
    assert "Adaline" not in line
    assert str(ada.person_id) not in line
