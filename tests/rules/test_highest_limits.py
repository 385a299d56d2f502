"""Whatever an administrator may set can still be passed: no limit switches its flag off."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.data.checklist import checklist
from core.rules.boundaries import SignSeen, boundary_verdicts
from core.rules.caseload import caseload_verdicts
from core.rules.contacts import LONGEST_MINUTES
from core.rules.dependency import CaseFacts, DependencyFacts, dependency_verdicts
from core.rules.gauges import LimitsFor
from core.rules.heavy_contacts import TolledContact, heavy_verdicts
from core.rules.strain_signs import PulseAnswers, Satisfaction, SignFacts, strain_signs
from core.rules.support import OpenEvent, support_verdicts
from core.rules.thresholds import DEFAULTS, Thresholds
from core.rules.training import RequiredModule, module_state, training_verdicts
from core.vocabulary import Frequency, Level
from tests.rules.work_catalogue import LONG_AGO, TODAY, ago, load_facts, support_facts

RULES = {
    "weighted_people.capacity": "weighted_people",
    "newcomer.days": "hours_week",
    "newcomer.factor": "hours_week",
    "boundary.days": "signs_add_up",
    "boundary.reflect_count": "signs_add_up",
    "boundary.drift_weeks": "signs_rising",
    "boundary.drift_count": "signs_rising",
}
"""What is said where the limit does not bear the name of its rule."""


@pytest.mark.parametrize("limit", DEFAULTS.values(), ids=lambda limit: limit.key)
def test_somebody_can_still_pass_a_limit_at_its_highest(limit):
    name = limit.key.rpartition(".")[0]
    highest = [
        replace(each, value=each.highest, version=2)
        for each in DEFAULTS.values()
        if each.key in {limit.key, f"{name}.high"}
    ]
    is_high = limit.key.endswith(".high")
    # Several that wait have a limit of their own.
    versions = said_clearly(Thresholds(highest), waiting=1 if is_high else 30)
    assert versions.get(RULES.get(limit.key, name), set()) & ({2} if is_high else {1, 2})


def said_clearly(limits, *, waiting):
    """Return what is worth a talk when all is as hard as it can be: rules, and whose versions."""
    contacts = [TolledContact(ago(each // 3), 10, each < 84 - waiting) for each in range(84)]
    raised = [
        *caseload_verdicts(load(), limits, today=TODAY),
        *support_verdicts(support(waiting), limits, today=TODAY),
        *heavy_verdicts(contacts, LimitsFor(limits, LONG_AGO, TODAY)),
        *boundary_verdicts(signs(limits), (), checklist().signs, today=TODAY, thresholds=limits),
        *dependency_verdicts(hours(), limits, until=TODAY),
        *training_verdicts([overdue()], limits, today=TODAY),
    ]
    beside = strain_signs(answers(), limits, another_domain=True, today=TODAY)
    said = [one for each in raised if each.level is Level.HIGH for one in each.findings]
    said += [each.finding for each in beside if each.level is Level.HIGH]
    return {one.rule: {each.version for each in said if each.rule == one.rule} for one in said}


def load():
    return load_facts(
        minutes_7d=100 * 60,
        longest_minutes_7d=LONGEST_MINUTES,
        frequencies=(Frequency.WEEKLY,) * 41,
        outside_hours_14d=60,
        days_without_break=800,
    )


def support(waiting):
    events = tuple(OpenEvent(ago(100), 2400) for _ in range(waiting))
    return support_facts(
        last_supervision=ago(400),
        last_team_contact=ago(400),
        open_incidents=events,
        open_debriefs=events,
    )


def signs(limits):
    """Tick one sign long ago, and every day lately."""
    first = int(7 * limits.value("boundary.drift_weeks")) - 1
    return [SignSeen("special_case", ago(day)) for day in (first, *range(12, -1, -1))]


def hours():
    one = CaseFacts(
        id="one",
        minutes=9900,
        contacts=(1, 20, 60),
        frequency=Frequency.WEEKLY,
        opened_on=ago(700),
        agreed_weeks=4,
    )
    others = [
        CaseFacts(
            id=f"other {n}",
            minutes=1,
            contacts=(0, 0, 0),
            frequency=Frequency.WEEKLY,
            opened_on=ago(700),
        )
        for n in range(30)
    ]
    return DependencyFacts(minutes=9930, people=31, contacts=(1, 20, 60), cases=(one, *others))


def overdue():
    standing = module_state([], 12, ago(400), today=TODAY)
    return RequiredModule(code="t02", title="Boundaries", standing=standing, source="a source")


def answers():
    weeks = [TODAY - timedelta(weeks=ago) for ago in range(7, -1, -1)]
    pulses = [
        PulseAnswers(day=day, sleep=1, role_clear=1, worthwhile=1 if day == TODAY else 5)
        for day in weeks
    ]
    return SignFacts(pulses=pulses, scores=[Satisfaction(ago(60), 50), Satisfaction(ago(1), 10)])
