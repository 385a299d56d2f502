"""A limit is changed by an administrator, for everybody, and never for what was raised before."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from core.database import transaction
from core.errors import ChangedMeanwhile, InvalidValue, NotAllowed, NotFound
from core.models import FlagsAsOf, Threshold, WellbeingFlag, WorkFlag
from core.queries.flags import own_flags, own_flags_stale
from core.queries.thresholds import thresholds_in_force
from core.rules.thresholds import DEFAULTS
from core.services.boundary_checks import record_check
from core.services.contacts import delete_contact, log_contact
from core.services.flags import refresh_flags
from core.services.thresholds import change_threshold, restore_default
from core.vocabulary import FlagKind, Level, Role
from tests.services.work import TODAY, entry
from tests.support import NOW

pytestmark = pytest.mark.storage
WATCH = "hours_week.watch"
HIGH = "hours_week.high"


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


def work_hours(session, actor, hours, *, day=TODAY, now=NOW):
    """Log so many hours in contacts that are each within their own limit."""
    return [log_contact(session, actor, entry(day=day, minutes=60), now=now) for _ in range(hours)]


def hours_flags(session, actor, *, cleared=False, now=NOW):
    found = own_flags(session, actor, now=now, cleared=cleared)
    return [view for view in found if view.subject == "hours_week"]


def test_a_change_is_a_new_version_with_who_and_when(session, administrator):
    change_threshold(session, administrator, WATCH, 6, version=1, now=NOW)
    (row,) = session.exec(select(Threshold)).all()
    assert (row.key, row.version, row.value, row.is_default) == (WATCH, 2, 6, False)
    assert (row.changed_by, row.changed_at) == (administrator.person_id, NOW)
    assert (row.lowest, row.highest, row.unit) == (1, 60, "hours")
    assert thresholds_in_force(session).value(WATCH) == 6


def test_what_applied_before_a_change_can_still_be_asked(session, administrator):
    change_threshold(session, administrator, WATCH, 6, version=1, now=NOW)
    before = thresholds_in_force(session, at=NOW - timedelta(seconds=1))
    assert (before.value(WATCH), before[WATCH].version) == (8, 1)
    assert thresholds_in_force(session, at=NOW).value(WATCH) == 6


@pytest.mark.parametrize("value", [0, 61, 8.3, 12.5, float("nan")])
def test_an_impossible_figure_is_refused_and_nothing_is_written(session, administrator, value):
    with pytest.raises(InvalidValue):
        change_threshold(session, administrator, WATCH, value, version=1, now=NOW)
    assert session.exec(select(Threshold)).all() == []


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.TRAINING_LEAD])
def test_only_an_administrator_changes_a_limit(session, add_actor, role):
    stranger = add_actor(role, name="Eve")
    with pytest.raises(NotAllowed):
        change_threshold(session, stranger, WATCH, 6, version=1, now=NOW)
    with pytest.raises(NotAllowed):
        restore_default(session, stranger, WATCH, version=1, now=NOW)


def test_a_limit_that_does_not_exist_is_not_found(session, administrator):
    with pytest.raises(NotFound):
        change_threshold(session, administrator, "speed", 6, version=1, now=NOW)
    with pytest.raises(NotFound):
        restore_default(session, administrator, "speed", version=1, now=NOW)


def test_of_two_who_opened_the_same_limit_the_second_is_told(session, administrator):
    change_threshold(session, administrator, WATCH, 6, version=1, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        change_threshold(session, administrator, WATCH, 7, version=1, now=NOW)
    assert thresholds_in_force(session).value(WATCH) == 6


def test_saving_the_same_figure_writes_no_version(session, administrator):
    change_threshold(session, administrator, WATCH, 8, version=1, now=NOW)
    assert session.exec(select(Threshold)).all() == []


def test_the_default_comes_back_with_its_source_as_a_version_of_its_own(session, administrator):
    change_threshold(session, administrator, HIGH, 14, version=1, now=NOW)
    restore_default(session, administrator, HIGH, version=2, now=NOW)
    limit = thresholds_in_force(session)[HIGH]
    usual = DEFAULTS[HIGH]
    assert (limit.value, limit.source, limit.is_default) == (12, usual.source, usual.is_default)
    assert limit.version == 3


def test_a_default_comes_back_only_where_it_fits_its_pair(session, administrator):
    change_threshold(session, administrator, WATCH, 4, version=1, now=NOW)
    change_threshold(session, administrator, HIGH, 6, version=1, now=NOW)
    with pytest.raises(InvalidValue, match="above"):
        restore_default(session, administrator, WATCH, version=2, now=NOW)


def test_open_flags_follow_a_change_when_they_are_next_looked_at(session, administrator, ada):
    work_hours(session, ada, 9)
    refresh_flags(session, ada.person_id, now=NOW)
    assert not own_flags_stale(session, ada, now=NOW)
    change_threshold(session, administrator, HIGH, 8.5, version=1, now=NOW)

    assert own_flags_stale(session, ada, now=NOW)
    refresh_flags(session, ada.person_id, now=NOW)

    (view,) = hours_flags(session, ada)
    assert view.level is Level.HIGH
    assert (view.findings[0].numbers["limit"], view.findings[0].version) == (8.5, 2)
    assert "Chosen by your organisation" in view.findings[0].source
    assert not view.findings[0].is_default


def test_a_refused_change_leaves_flags_as_of_today(session, administrator, ada):
    refresh_flags(session, ada.person_id, now=NOW)
    with pytest.raises(InvalidValue):
        change_threshold(session, administrator, WATCH, 0, version=1, now=NOW)
    assert len(session.exec(select(FlagsAsOf)).all()) == 1


def test_a_flag_names_the_version_of_the_limit_it_was_raised_with(session, administrator, ada):
    change_threshold(session, administrator, WATCH, 6, version=1, now=NOW)
    work_hours(session, ada, 7)
    (view,) = hours_flags(session, ada)
    assert [one.version for one in view.findings] == [2]


def test_a_flag_that_a_wider_limit_clears_keeps_what_it_was_raised_with(
    session, administrator, ada
):
    work_hours(session, ada, 9)
    (before,) = hours_flags(session, ada)
    change_threshold(session, administrator, WATCH, 10, version=1, now=NOW)
    refresh_flags(session, ada.person_id, now=NOW)

    assert hours_flags(session, ada) == []
    (after,) = hours_flags(session, ada, cleared=True)
    assert (after.findings, after.level, after.since) == (
        before.findings,
        before.level,
        before.since,
    )


def test_an_old_flag_keeps_its_ground_when_something_else_is_deleted_after_a_change(
    session, administrator, ada
):
    ids = work_hours(session, ada, 10)
    later = NOW + timedelta(days=10)
    refresh_flags(session, ada.person_id, now=later)
    change_threshold(session, administrator, HIGH, 40, version=1, now=later)
    change_threshold(session, administrator, WATCH, 30, version=1, now=later)

    delete_contact(session, ada, ids[0], now=later)  # nine hours are left, still over eight

    (view,) = hours_flags(session, ada, cleared=True, now=later)
    assert view.findings[0].version == 1


figures = st.integers(2, 120).map(lambda halves: halves / 2)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from([WATCH, HIGH]), figures), min_size=1, max_size=4))
def test_no_change_of_a_limit_ever_changes_a_stored_finding(engine, history, changes):
    administrator, before = history
    with transaction(engine) as session:
        for key, value in changes:
            version = thresholds_in_force(session)[key].version
            try:
                change_threshold(session, administrator, key, value, version=version, now=NOW)
            except InvalidValue:
                continue
        assert stored(session, cleared=None) == before["all"]
        for person_id in before["people"]:
            refresh_flags(session, person_id, now=NOW + timedelta(days=40))
        assert stored(session, cleared=True).items() >= before["cleared"].items()
        session.rollback()


def stored(session, *, cleared):
    """Return what every stored flag says, by its id."""
    found = {}
    for table in (WorkFlag, WellbeingFlag):
        query = select(table.id, table.kind, table.level, table.findings, table.cleared_at)
        for row in session.exec(query):
            if cleared is None or (row[4] is not None) is cleared:
                found[row[0]] = row[1:4]
    return found


@pytest.fixture
def history(engine, session, administrator, ada):
    """Cleared and open flags of both lanes, and what they said before any change."""
    work_hours(session, ada, 9)
    record_check(session, ada, ["hours_out", "special_case", "only_me"], now=NOW)
    later = NOW + timedelta(days=39)
    refresh_flags(session, ada.person_id, now=later)
    work_hours(session, ada, 13, day=later.date(), now=later)
    record_check(session, ada, ["hours_out"], now=later)
    before = {
        "all": stored(session, cleared=None),
        "cleared": stored(session, cleared=True),
        "people": [ada.person_id],
    }
    kinds = {kind for kind, *_rest in before["all"].values()}
    assert kinds >= {FlagKind.CASELOAD, FlagKind.BOUNDARY}
    assert 0 < len(before["cleared"]) < len(before["all"])
    session.commit()
    return administrator, before
