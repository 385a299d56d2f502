"""Two instances of the server, one night."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from sqlmodel import Session, select

from core.database import transaction
from core.jobs.lease import LASTS, LeaseLost, last_finished, run_leased
from core.jobs.nightly import run_jobs
from core.jobs.schedule import HOUR, MINUTE, NIGHTLY, is_missed, nights, run_nightly
from core.models import FlagsAsOf, JobLease
from core.vocabulary import Role
from tests.support import NOW

pytestmark = pytest.mark.storage
MINUTE_LATER = NOW + timedelta(minutes=1)


def at(moment):
    return lambda: moment


def lease(engine):
    with Session(engine) as session:
        return session.exec(select(JobLease)).one()


def test_a_job_runs_and_says_what_it_did(engine):
    said = run_leased(engine, NIGHTLY, lambda _keep: "3 people", clock=at(NOW))

    assert said == "3 people"
    row = lease(engine)
    assert (row.holder, row.finished_at, row.said) == ("", NOW, "3 people")
    assert last_finished(engine, NIGHTLY) == NOW


def test_while_one_instance_is_at_it_no_other_starts(engine):
    begun, may_end = Event(), Event()

    def slow(_keep):
        begun.set()
        assert may_end.wait(10)
        return "done"

    with ThreadPoolExecutor() as pool:
        first = pool.submit(run_leased, engine, NIGHTLY, slow, clock=at(NOW))
        assert begun.wait(10)
        assert run_leased(engine, NIGHTLY, lambda _keep: "again", clock=at(MINUTE_LATER)) is None
        may_end.set()
        assert first.result() == "done"
    assert run_leased(engine, NIGHTLY, lambda _keep: "again", clock=at(MINUTE_LATER)) == "again"


def test_of_instances_that_wake_up_together_exactly_one_runs(engine):
    ran = []
    together = Barrier(4)

    def wake(_):
        together.wait(10)
        return run_leased(
            engine,
            NIGHTLY,
            lambda _keep: ran.append(1) or "done",
            clock=at(NOW),
            unless_since=NOW - timedelta(minutes=30),
        )

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(wake, range(4)))

    assert len(ran) == 1
    assert sorted(said, key=str) == [None, None, None, "done"]


def test_the_lease_of_a_dead_instance_expires(engine):
    with transaction(engine) as session:
        session.add(JobLease(job=NIGHTLY, holder="dead", until_at=NOW + LASTS))

    assert run_leased(engine, NIGHTLY, lambda _keep: "done", clock=at(NOW)) is None
    assert run_leased(engine, NIGHTLY, lambda _keep: "done", clock=at(NOW + LASTS)) == "done"


def test_a_run_that_fails_gives_its_lease_back_and_has_not_finished(engine):
    def fails(_keep):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_leased(engine, NIGHTLY, fails, clock=at(NOW))

    assert last_finished(engine, NIGHTLY) is None
    assert run_leased(engine, NIGHTLY, lambda _keep: "done", clock=at(NOW)) == "done"


def test_a_run_that_was_replaced_leaves_the_lease_of_the_other_alone(engine):
    def slow(_keep):
        with transaction(engine) as session:
            session.get(JobLease, NIGHTLY).holder = "another"
        return "late"

    run_leased(engine, NIGHTLY, slow, clock=at(NOW))

    assert lease(engine).holder == "another"
    assert last_finished(engine, NIGHTLY) is None


def test_a_long_run_keeps_its_lease_and_no_other_starts(engine):
    clock = iter([NOW, NOW + timedelta(minutes=50), NOW + timedelta(minutes=105)])
    later = NOW + timedelta(minutes=100)

    def long(keep):
        keep()
        assert run_leased(engine, NIGHTLY, lambda _keep: "again", clock=at(later)) is None
        return "done"

    assert run_leased(engine, NIGHTLY, long, clock=lambda: next(clock)) == "done"


def test_a_run_that_was_silent_for_too_long_stops_once_another_took_over(engine):
    after, parts = NOW + LASTS + timedelta(minutes=1), []

    def slow(keep):
        parts.append("first")
        assert run_leased(engine, NIGHTLY, lambda _keep: "other", clock=at(after)) == "other"
        keep()
        parts.append("second")

    assert run_leased(engine, NIGHTLY, slow, clock=at(NOW)) is None

    assert parts == ["first"]
    assert (lease(engine).said, last_finished(engine, NIGHTLY)) == ("other", after)


def test_the_night_keeps_its_lease_before_each_batch_of_people(engine, add_actor, monkeypatch):
    for _ in range(5):
        add_actor(Role.SUPPORTER)
    monkeypatch.setattr("core.jobs.nightly.BATCH", 2)
    moments = []

    run_jobs(engine, lambda: moments.append(len(moments)), now=NOW)
    monkeypatch.setattr("core.jobs.nightly.BATCH", 5)
    in_three = len(moments)
    run_jobs(engine, lambda: moments.append(len(moments)), now=NOW + timedelta(days=7))

    # Their flags are computed, and limits are tried on them.
    assert in_three - (len(moments) - in_three) == 2 * (3 - 1)


def test_a_night_whose_lease_is_lost_stops_before_its_next_part(engine, add_actor):
    add_actor(Role.SUPPORTER)

    def lost():
        raise LeaseLost

    with pytest.raises(LeaseLost):
        run_jobs(engine, lost, now=NOW)
    with Session(engine) as session:
        assert session.exec(select(FlagsAsOf)).all() == []


def test_a_night_is_missed_when_the_last_one_is_older_than_a_day(engine):
    assert is_missed(engine, now=NOW)
    run_leased(engine, NIGHTLY, lambda _keep: "done", clock=at(NOW))
    assert not is_missed(engine, now=NOW + timedelta(hours=23))
    assert is_missed(engine, now=NOW + timedelta(hours=25))


def test_the_server_plans_every_morning_in_the_time_of_the_organisation(engine):
    with nights(engine) as planned:
        jobs = {job.id: job for job in planned.get_jobs()}
        morning = jobs[NIGHTLY].trigger
        assert str(morning.timezone) == "Europe/London"
        fields = {field.name: str(field) for field in morning.fields}
        assert (fields["hour"], fields["minute"]) == (str(HOUR), str(MINUTE))
        assert f"{NIGHTLY}_missed" in jobs
    assert not planned.running


def test_after_a_night_nothing_is_missed(engine):
    assert "flags of 0 people" in run_nightly(engine)

    with nights(engine) as planned:
        assert [job.id for job in planned.get_jobs()] == [NIGHTLY]
