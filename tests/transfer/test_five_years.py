"""Five years of entries come out whole, in less time than anybody minds to wait."""

import time

import pytest

from benchmarks.export import CONTACTS_A_WEEK, WEEKS, five_years
from core.clock import utc_now
from core.database import reading
from core.queries.people import actor_for
from core.transfer.export_files import zipped
from core.transfer.personal_export import everything_about_me

pytestmark = pytest.mark.storage


def test_promise_20_five_years_come_out_within_sixty_seconds_and_say_how_far_they_are(engine):
    person_id, told = five_years(engine, utc_now()), []
    began = time.monotonic()
    with reading(engine) as session:
        actor = actor_for(session, person_id, now=utc_now())
        everything = everything_about_me(
            session, actor, progress=lambda _what, share: told.append(share), now=utc_now()
        )
    packed = zipped(everything)

    assert time.monotonic() - began < 60
    rows = {section.name: len(section.rows) for section in everything.sections}
    assert rows["contacts"] == rows["tolls"] == CONTACTS_A_WEEK * WEEKS
    assert rows["pulses"] == WEEKS
    assert len(packed) > 100_000
    assert told == sorted(told)
    assert len(told) > 30
