"""Whatever of somebody a coordinator is shown, the person reads that it was looked at."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import FollowUp, Pulse, View
from core.rules.dates import week_of
from core.services.questionnaires import record_answers
from core.services.ring_me import ask_to_be_rung
from core.services.sharing import choose_sharing
from core.vocabulary import FlagKind, FollowUpReason, Role, ShareScope, ShareTopic, Viewed
from tests.pages.test_follow_up import opened, says
from tests.shared_flags import raise_flag, up_to_date

CBI = {f"{part}{number}": 50 for part in "PC" for number in range(1, 7)}


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


def share_everything(session, ada, moment):
    """Share one thing of every topic, and ask to be rung; return the id of that follow-up."""
    before = moment - timedelta(days=5)
    choose_sharing(session, ada, dict.fromkeys(ShareTopic, ShareScope.ANSWERS), now=before)
    record_answers(session, ada, "cbi", CBI, now=before)
    today = moment.date()
    session.add(
        Pulse(person_id=ada.person_id, week=week_of(today), day=today, energy=4, recorded_at=moment)
    )
    for kind in (FlagKind.BURNOUT_RISK, FlagKind.BOUNDARY):
        raise_flag(session, ada.person_id, raised_at=before, kind=kind)
    up_to_date(session, ada.person_id, now=moment)
    ask_to_be_rung(session, ada, best_time="", now=moment)
    session.flush()
    asked = select(FollowUp.id).where(FollowUp.reason == FollowUpReason.RING_ME)
    return session.exec(asked).one()


def test_promise_19_every_topic_that_is_shown_is_written_down_as_looked_at(
    app_as, engine, add_actor, cleo
):
    ada = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        follow_up = share_everything(session, ada, utc_now())

    app = opened(app_as, cleo, follow_up)

    assert says(app, "Weekly check-in")
    assert says(app, "Questionnaire")
    with reading(engine) as session:
        looks = session.exec(select(View.person_id, View.viewer_id, View.what)).all()
    assert sorted(looks) == sorted((ada.person_id, cleo.person_id, what) for what in Viewed)
