"""Who may call what: every query and service that acts for somebody, with the permission it takes.

Written by hand on purpose. What is missing here fails the build, and so does what differs.
"""

from typing import Final

from core.permissions import Permission

RULES: Final[dict[Permission, str]] = {
    Permission.OWN_ACCOUNT: """
        queries.access.own_sessions queries.erasure.erasure_preview
        queries.account_news.account_news queries.proofs.has_password
        queries.proofs.proven_just_now queries.follow_up_history.notes_about_me
        queries.looks.look_count queries.looks.who_looked queries.retention.kept_for
        queries.retention.own_leaving queries.retention.leaving_today
        queries.ring_me.own_ring_me queries.roster.own_account_changes
        queries.second_factor.own_second_step queries.seen.what_can_be_seen
        queries.shared.preview_for_coordinator queries.sharing.sharing_is_chosen
        queries.sharing.own_sharing queries.sharing.own_one_off_shares
        services.downloads.prepare_download services.known_devices.note_told
        services.proofs.note_proof
        services.erasure.erase_me services.leaving.leave services.own_sessions.end_own_session
        services.passwords.change_own_password services.second_factor.new_recovery_codes
        services.second_factor.switch_off services.see_requests.put_request_away
        services.sharing.choose_sharing services.sharing.share_flag_once services.sharing.end_share
    """,
    Permission.LOG_WORK: """
        queries.cases.own_cases queries.cases.own_agreement queries.cases.own_meetings
        queries.cases.own_pauses queries.contacts.own_contacts queries.contacts.own_contact_count
        queries.contacts.own_contact queries.contacts.log_defaults queries.drafts.kept_draft
        queries.drafts.kept_edit queries.drafts.unsaved_edits
        queries.flag_answers.own_answers queries.flag_life.flag_life queries.flags.own_flags
        queries.flags.own_flags_stale queries.new_usual.own_new_usual
        queries.questionnaires.own_answered queries.questionnaires.asked_so_far
        queries.strain_signs.own_signs queries.thresholds.usual_capacity queries.today.own_today
        queries.wellbeing.own_weeks queries.wellbeing.own_pulses queries.wellbeing.own_checks
        services.agreements.agree services.boundary_checks.record_check
        services.boundary_checks.delete_check services.cases.open_case
        services.cases.edit_case services.cases.close_case services.contacts.log_contact
        services.contacts.edit_contact services.contacts.delete_contact
        services.contacts.undo_delete services.drafts.keep_draft services.drafts.drop_draft
        services.drafts.keep_edit services.drafts.drop_edit
        services.flags.answer_flag services.flags.add_context services.flags.share_flag_now
        services.flags_put_aside.put_aside_again
        services.flags.ask_about_flag services.meetings.record_meeting
        services.meetings.take_back_meeting
        services.new_usual.say_new_usual services.new_usual.take_back_new_usual
        services.pauses.start_pause services.pauses.end_pause services.pulses.record_pulse
        services.questionnaire_offers.due_now services.questionnaire_offers.offered
        services.questionnaire_offers.own_scores services.questionnaires.record_answers
        services.questionnaires.delete_answers services.questionnaires.not_now
        services.questionnaires.note_seen services.ring_me.ask_to_be_rung
        services.ring_me.withdraw_ring_me
    """,
    Permission.OWN_TRAINING: """
        queries.suggested_modules.suggested_modules queries.training.own_training
        queries.training.training_due_count services.training.record_completion
        services.training.withdraw_completion
    """,
    Permission.SEE_TEAM: """
        queries.completion.team_training_due queries.releases.released_strain
        queries.releases.ways_of_meeting queries.releases.released_themes
        queries.shared.shared_with_me queries.shared.views_to_record queries.team.team_overview
        services.see_requests.ask_to_see services.sharing.record_views
        services.teams.name_coordinator
    """,
    Permission.FOLLOW_UP: """
        queries.follow_up_history.follow_up_history queries.follow_ups.follow_up_rows
        queries.follow_ups.people_with_old_flags queries.queue.follow_up_queue
        services.follow_ups.take services.follow_ups.snooze services.follow_ups.resolve
        services.follow_ups.reopen services.follow_ups.note
    """,
    Permission.MANAGE_PEOPLE: """
        queries.roster.roster services.people.add_person services.people.renew_invitation
        services.people.deactivate services.people.reactivate services.people.person_in_reach
        services.leaving.plan_leaving services.leaving.call_off_leaving
        services.teams.start_cover services.teams.end_cover
    """,
    Permission.MANAGE_ACCOUNTS: """
        services.outside.unlink_person services.passwords.start_reset
        services.second_factor.reset_second_factor
        services.teams.add_team services.teams.set_roles_and_teams
    """,
    Permission.MANAGE_ORGANISATION: """
        queries.threshold_trials.figures_tried queries.thresholds.threshold_list
        services.fixed_limits.fixed_limits services.organisation.change_organisation
        services.questionnaires.switch_instrument services.retention.set_limit
        services.thresholds.change_threshold
        services.thresholds.restore_default
    """,
    Permission.SEE_AUDIT: """
        queries.audit.audit_count queries.audit.audit_lines queries.audit.check_audit
        queries.audit.failed_lately
    """,
    Permission.SEE_TRAINING: """
        queries.completion.completion_matrix queries.completion.waiting_for_confirmation
        queries.completion.team_choices queries.training.catalogue
    """,
    Permission.MANAGE_TRAINING: """
        services.modules.add_module services.modules.edit_module services.modules.retire_module
        services.modules.restore_module services.modules.set_requirement
        services.training.record_for
        services.training.take_back_confirmation queries.vouched.vouched_for
        services.training.confirm_completions services.training.confirms_own
    """,
}

OPEN: Final[dict[str, str]] = {
    "queries.follow_ups.somebody_follows_up": "says only whether one has a coordinator at all",
    "services.audit.note_setting": "writes down what a service did after it asked",
    "services.audit.note_refusal": "writes down that a service asked and refused",
}
"""Functions that anybody who is signed in may call, each with its reason."""


def rules() -> dict[str, Permission]:
    """Return the permission of each function, by its full name without ``core.``."""
    return {name: permission for permission, names in RULES.items() for name in names.split()}
