"""Building the invented organisation: from nothing, again, and never over real people."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.database import transaction
from core.demo import PASSWORD, HoldsRealPeople, build, console_text
from core.demo.building import TIME_ZONE
from core.demo.calendar import Calendar
from core.demo.cast import CAST
from core.demo.report import ACCOUNTS, DemoReport
from core.demo.shapes import WEEKS
from core.demo.stories import STORIES
from core.models import (
    Case,
    Contact,
    Organisation,
    Person,
    StrainWeek,
    Team,
    WellbeingFlag,
    WorkFlag,
    WorkWeek,
)
from core.models.base import table_of
from core.rules.dates import week_of
from core.services.rollups import rebuild_all
from core.vocabulary import Role
from tests.support import NOW

pytestmark = pytest.mark.storage


class HashOnce:
    """Stands in for the slow hash and counts how often it is asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, password):
        self.asked.append(password)
        return "the hash"


def rows(session: Session, model, *left_out):
    columns = [c for c in table_of(model).columns if c.name not in left_out]
    found = session.connection().execute(select(*columns))
    # What a flag told before is a mapping; its text compares as well.
    return {tuple(str(v) if isinstance(v, dict) else v for v in row) for row in found}


def picture(session: Session):
    """Return what must come out the same; ids of flags and sealed words are new each time."""
    made_anew = {Person: (), Case: ("id", "ending_note"), WorkWeek: (), StrainWeek: ()}
    flags = dict.fromkeys((WorkFlag, WellbeingFlag), ("id", "findings", "steps"))
    logged = {Contact: ("id",)}
    left_out = made_anew | flags | logged
    return {model.__name__: rows(session, model, *names) for model, names in left_out.items()}


def test_it_is_built_and_built_again_from_nothing_and_comes_out_the_same(engine):
    heard = []
    hashed = HashOnce()

    report = build(engine, now=NOW, progress=lambda *told: heard.append(told), hash_password=hashed)
    with transaction(engine) as session:
        first = picture(session)
        assert session.get(Organisation, 1).invented
        assert set(session.exec(select(Person.password_hash))) == {"the hash"}
        days = session.exec(select(Contact.day)).all()
        sums = rows(session, WorkWeek) | rows(session, StrainWeek)
        rebuild_all(session)
        assert rows(session, WorkWeek) | rows(session, StrainWeek) == sums
        session.add(Team(name="Left over"))
    build(engine, now=NOW, hash_password=hashed)

    with transaction(engine) as session:
        assert picture(session) == first
        assert "Left over" not in session.exec(select(Team.name)).all()
    assert hashed.asked == [PASSWORD, PASSWORD]
    assert report.people == len(first["Person"]) == len(CAST)
    assert report.contacts <= len(days)
    today = Calendar(NOW, TIME_ZONE).today
    assert week_of(min(days)) == week_of(today) - WEEKS + 1
    assert week_of(max(days)) == week_of(today)
    shares = [share for _, share in heard]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_it_never_touches_real_people(engine, add_actor):
    ada = add_actor(Role.SUPPORTER)

    with pytest.raises(HoldsRealPeople) as refused:
        build(engine, now=NOW, hash_password=HashOnce())

    assert str(refused.value).count(".") == 1
    with Session(engine) as session:
        assert session.exec(select(Person.id)).all() == [ada.person_id]
        assert session.exec(select(Organisation.name)).one() == "Test circle"


def test_one_real_person_in_a_renamed_organisation_is_enough_to_refuse(engine, add_actor):
    add_actor(Role.ADMINISTRATOR, team=None)
    with transaction(engine) as session:
        session.get(Organisation, 1).name = "Tidewell Peer Support"

    with pytest.raises(HoldsRealPeople):
        build(engine, now=NOW, hash_password=HashOnce())


def test_the_console_names_an_account_for_each_reader_and_every_story():
    text = console_text(DemoReport(people=45, contacts=6000, password=PASSWORD, accounts=ACCOUNTS))

    assert PASSWORD in text
    assert [account.reader for account in ACCOUNTS] == [
        "Supporter",
        "Coordinator",
        "Training lead",
        "Administrator",
    ]
    for account in ACCOUNTS:
        assert f"{account.reader}: {account.email}" in text
    for story in STORIES:
        assert f"{story.title}: {story.person}" in text
        assert story.look_at in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 100


def test_the_calendar_counts_weeks_from_the_day_it_is_where_the_organisation_is():
    just_before_midnight_utc = NOW.replace(month=7, day=5, hour=23, minute=30)
    calendar = Calendar(just_before_midnight_utc, TIME_ZONE)

    assert calendar.today.isoformat() == "2026-07-06"
    assert calendar.monday(0) == calendar.today
    assert calendar.at(calendar.today, 9) == just_before_midnight_utc
    assert calendar.at(calendar.days_ago(1), 9) == just_before_midnight_utc - timedelta(
        hours=15, minutes=30
    )
