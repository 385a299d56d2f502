"""The stories hold whatever day it is: nothing in them hangs on a weekday or a month."""

from collections import Counter

from sqlmodel import select

from core.database import reading
from core.demo import stories
from core.demo.calendar import Calendar
from core.demo.cast import BY_NAME, DUNES, HARBOUR
from core.demo.people import person_id
from core.models import Contact, FollowUp
from core.vocabulary import FollowUpState
from tests.demo.looking import CALM, TOLD, flags_up, waiting_in


def test_the_stories_hold_on(awkward_demo):
    with reading(awkward_demo.engine) as session:
        raised, queue = flags_up(session), waiting_in(session)
        overdue = session.exec(
            select(FollowUp.person_id).where(
                FollowUp.state == FollowUpState.OPEN, FollowUp.due_at < awkward_demo.now
            )
        ).all()
        days = session.exec(select(Contact.day)).all()
        written = session.exec(select(Contact.created_at)).all()

    assert {name: raised[name] for name in TOLD} == {n: set(s.raises) for n, s in TOLD.items()}
    assert {name: set(queue[name]) for name in TOLD} == {n: set(s.asks) for n, s in TOLD.items()}
    assert not [name for name in CALM if raised[name] or queue[name]]
    waiting = Counter(BY_NAME[name].team for name, reasons in queue.items() for _ in reasons)
    assert 4 <= waiting[HARBOUR] <= 7
    assert waiting[DUNES] == 0
    late = (stories.STEP, stories.OPEN_INCIDENT)
    assert set(overdue) == {person_id(BY_NAME[story.person]) for story in late}
    assert max(days) <= Calendar(awkward_demo.now, "Europe/London").today
    assert max(written) <= awkward_demo.now
