"""What the page "What can be seen about me" promises is what the doors do."""

import pytest

from core.errors import NotAllowed
from core.permissions import GRANTS, SEEN, Permission, roles_with
from core.queries.audit import audit_lines
from core.queries.completion import completion_matrix, team_training_due
from core.queries.queue import follow_up_queue
from core.queries.roster import roster
from core.queries.seen import what_can_be_seen
from core.queries.shared import shared_with_me
from core.queries.team import team_overview
from core.queries.thresholds import threshold_list
from core.services.sharing import FIRST_CHOICE, choose_sharing
from core.vocabulary import Feature, Role, ShareScope, ShareTopic
from tests.support import NOW

# How somebody else reaches each feature; one that nobody else may see has no such way.
WAYS = {
    Feature.LOAD: (team_overview,),
    Feature.NAMED_EVENTS: (follow_up_queue,),
    Feature.WORK_FLAGS: (team_overview,),
    Feature.STRAIN_FLAGS: (shared_with_me,),
    Feature.BOUNDARY_FLAGS: (shared_with_me,),
    Feature.CHECK_INS: (shared_with_me,),
    Feature.QUESTIONNAIRES: (shared_with_me,),
    Feature.TRAINING: (team_training_due, completion_matrix),
    Feature.RING_ME: (follow_up_queue,),
    Feature.FOLLOW_UP_NOTES: (follow_up_queue,),
    Feature.ACCOUNT: (roster,),
    Feature.SIGN_INS: (audit_lines,),
    Feature.WHO_LOOKED: (audit_lines,),
    Feature.SELF_CHECKS: (shared_with_me,),
    Feature.LIMIT_TRIALS: (threshold_list,),
}
WITHOUT_NOW = (audit_lines, threshold_list)


def opens(query, session, actor) -> bool:
    try:
        query(session, actor) if query in WITHOUT_NOW else query(session, actor, now=NOW)
    except NotAllowed:
        return False
    return True


def hidden(row) -> bool:
    return not row.by_work and row.scope is ShareScope.NOTHING


def test_every_feature_says_who_sees_it():
    assert set(SEEN) == set(Feature)
    assert set(WAYS) == {feature for feature, readers in SEEN.items() if readers}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("feature", WAYS)
def test_a_way_to_a_feature_opens_for_the_roles_that_the_page_names(
    session, add_actor, feature, role
):
    actor = add_actor(role)

    for readers, way in zip(SEEN[feature], WAYS[feature], strict=True):
        assert opens(way, session, actor) == (role in roles_with(readers.permission))


def test_single_contacts_tolls_and_words_have_no_reader_at_all():
    for feature in (Feature.SINGLE_CONTACTS, Feature.TOLLS, Feature.WORDS):
        assert SEEN[feature] == ()


def test_no_role_of_administration_or_training_sees_wellbeing():
    wellbeing = [readers for readers in SEEN.values() if any(each.topic for each in readers)]
    for role in (Role.ADMINISTRATOR, Role.TRAINING_LEAD):
        assert not any(each.permission in GRANTS[role] for readers in wellbeing for each in readers)


def test_a_choice_shows_on_the_page_at_once(session, add_actor):
    actor = add_actor(Role.SUPPORTER)
    before = {row.feature: row for row in what_can_be_seen(session, actor, now=NOW).rows}

    choices = dict.fromkeys(FIRST_CHOICE, ShareScope.NOTHING)
    choose_sharing(session, actor, choices | {ShareTopic.BOUNDARY: ShareScope.SIGNALS}, now=NOW)
    after = {row.feature: row for row in what_can_be_seen(session, actor, now=NOW).rows}

    assert all(hidden(row) for row in before.values() if row.topic)
    assert after[Feature.BOUNDARY_FLAGS].scope is ShareScope.SIGNALS
    assert hidden(after[Feature.STRAIN_FLAGS])


def test_ticks_of_the_self_check_take_more_than_a_signal(session, add_actor):
    actor = add_actor(Role.SUPPORTER)
    seen = {}
    for scope in (ShareScope.SIGNALS, ShareScope.ANSWERS):
        choices = dict.fromkeys(FIRST_CHOICE, ShareScope.NOTHING)
        choose_sharing(session, actor, choices | {ShareTopic.BOUNDARY: scope}, now=NOW)
        rows = {row.feature: row for row in what_can_be_seen(session, actor, now=NOW).rows}
        seen[scope] = (hidden(rows[Feature.BOUNDARY_FLAGS]), hidden(rows[Feature.SELF_CHECKS]))

    assert seen == {ShareScope.SIGNALS: (False, True), ShareScope.ANSWERS: (False, False)}


def test_a_limit_that_is_tried_tells_administrators_a_number_without_names(session, add_actor):
    actor = add_actor(Role.SUPPORTER)
    rows = {row.feature: row for row in what_can_be_seen(session, actor, now=NOW).rows}

    assert rows[Feature.LIMIT_TRIALS].by_work == {Role.ADMINISTRATOR}
    assert [row.feature for row in rows.values() if row.numbers_only] == [Feature.LIMIT_TRIALS]
    assert rows[Feature.SELF_CHECKS].in_team_figures


def test_a_supporter_sees_nothing_of_others():
    assert Permission.SEE_TEAM not in GRANTS[Role.SUPPORTER]
    assert not any(
        Role.SUPPORTER in roles_with(each.permission)
        for readers in SEEN.values()
        for each in readers
    )
