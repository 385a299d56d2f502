"""Answers to two versions of a questionnaire are never compared."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.models import Questionnaire
from core.queries.flags import own_flags
from core.queries.strain_signs import own_signs
from core.services.flags import refresh_flags
from core.services.packs import packs
from core.services.questionnaires import record_answers
from core.vocabulary import FlagKind, Role
from tests.support import NOW

pytestmark = pytest.mark.storage

BEFORE, AFTER = NOW - timedelta(days=80), NOW - timedelta(days=7)
CALM = {f"P{n}": 0 for n in range(1, 7)}
WORSE = {f"P{n}": 25 for n in range(1, 7)}
SATISFACTION = [item.id for item in packs()["proqol5"].items if item.subscale == "satisfaction"]


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


def answer(session, actor, instrument, first, then):
    record_answers(session, actor, instrument, first, now=BEFORE)
    earlier = session.exec(select(Questionnaire)).one()
    record_answers(session, actor, instrument, then, now=AFTER)
    return earlier


def is_flagged(session, actor):
    refresh_flags(session, actor.person_id, now=NOW)
    flags = own_flags(session, actor, now=NOW)
    return any(one.kind is FlagKind.BURNOUT_RISK for one in flags)


def signs(session, actor):
    return [one.finding.rule for one in own_signs(session, actor, now=NOW)]


def test_the_burnout_risk_flag_compares_scores_of_one_version(session, ada):
    earlier = answer(session, ada, "cbi", CALM, WORSE)
    assert is_flagged(session, ada)
    earlier.version += 1
    session.flush()
    assert not is_flagged(session, ada)


def test_less_satisfaction_is_told_from_scores_of_one_version(session, ada):
    high, low = (dict.fromkeys(SATISFACTION, value) for value in (5, 3))
    earlier = answer(session, ada, "proqol5", high, low)
    assert signs(session, ada) == ["satisfaction_drop"]
    earlier.version += 1
    session.flush()
    assert signs(session, ada) == []
