"""Every table that holds something about a person, in the order in which the export shows them.

The export, the erasure and the nightly expiry read this one list, and a test compares it with
the database: a column that names a person and is not in it fails that test.
"""

from typing import Final

from core import models as m
from core.queries.personal_data import Acted, Personal
from core.queries.personal_signs import SIGN_IN_TABLES
from core.queries.personal_wellbeing import WELLBEING_TABLES
from core.vocabulary import Kept

_PERSON: Final = Personal(
    section="person",
    title="You",
    model=m.Person,
    owner="id",
    names=frozenset({"named_coordinator_id"}),
    hidden={"password_hash": "a secret, even from its owner"},
)
_CONTACTS: Final = Personal(
    section="contacts",
    title="Contacts",
    model=m.Contact,
    kept=Kept.WORK,
    ages_by="day",
    entered=True,
)
_CASES: Final = Personal(
    section="cases",
    title="Cases",
    model=m.Case,
    words={"ending_note": "id"},
    kept=Kept.WORK,
    ages_by="closed_on",
    entered=True,
)
_FOLLOW_UPS: Final = Personal(
    section="follow_ups",
    title="Follow-ups about you",
    model=m.FollowUp,
    names=frozenset({"owner_id"}),
    kept=Kept.WORK,
    ages_by="closed_at",
)
_WORK_FLAGS: Final = Personal(
    section="work_flags",
    title="Flags about your work",
    model=m.WorkFlag,
    kept=Kept.WORK,
    ages_by="cleared_at",
)
_MEMBER_KEY: Final = Personal(
    section="release_key",
    title="Team figures",
    model=m.ReleaseKey,
    hidden={"member_key": "leads to whom the audit of team figures counts; of no other use"},
)

WORK_TABLES: Final = (
    _CONTACTS,
    _CASES,
    Personal(
        section="contact_cases",
        title="Which contact was with which case",
        model=m.ContactCase,
        of=_CONTACTS,
        by=("contact_id", "id"),
        kept=Kept.WORK,
        entered=True,
    ),
    Personal(
        section="events",
        title="Incidents and wanted debriefs",
        model=m.SupportEvent,
        names=frozenset({"settled_by"}),
        kept=Kept.WORK,
        ages_by="settled_at",
    ),
    Personal(
        section="agreements",
        title="What you agreed to carry",
        model=m.Agreement,
        kept=Kept.WORK,
        ages_by="since",
        newest_stays=(),
        entered=True,
    ),
    Personal(
        section="meetings",
        title="Supervision and team contacts",
        model=m.Meeting,
        names=frozenset({"recorded_by"}),
        kept=Kept.WORK,
        ages_by="day",
        newest_stays=("kind",),
        entered=True,
    ),
    Personal(
        section="pauses",
        title="Pauses",
        model=m.Pause,
        kept=Kept.WORK,
        ages_by="returns_on",
        entered=True,
    ),
    Personal(
        section="work_weeks",
        title="Sums of your weeks of work",
        model=m.WorkWeek,
        kept=Kept.WORK,
        ages_by="week",
        entered=True,
    ),
    _WORK_FLAGS,
    Personal(
        section="work_flag_changes",
        title="What happened to flags about your work",
        model=m.WorkFlagChange,
        of=_WORK_FLAGS,
        by=("flag_id", "id"),
        kept=Kept.WORK,
    ),
    Personal(section="flags_as_of", title="Flags computed up to", model=m.FlagsAsOf),
    Personal(
        section="ring_me",
        title="When you asked to be rung",
        model=m.RingMe,
        kept=Kept.WORK,
        ages_by="asked_at",
    ),
    _FOLLOW_UPS,
    Personal(
        section="follow_up_steps",
        title="Steps of follow-ups about you",
        model=m.FollowUpStep,
        of=_FOLLOW_UPS,
        by=("follow_up_id", "id"),
        names=frozenset({"by_id"}),
        kept=Kept.WORK,
    ),
    Personal(
        section="notes_about_you",
        title="Notes that coordinators wrote about you",
        model=m.FollowUpNote,
        of=_FOLLOW_UPS,
        by=("follow_up_id", "id"),
        words={"text": "id"},
        names=frozenset({"author_id"}),
        kept=Kept.WORK,
    ),
    Personal(
        section="training",
        title="Training",
        model=m.Completion,
        names=frozenset({"recorded_by", "confirmed_by"}),
        kept=Kept.TRAINING,
        entered=True,
    ),
    _MEMBER_KEY,
    Personal(
        section="team_figures",
        title="Weeks of team figures that count you",
        model=m.ReleaseMember,
        of=_MEMBER_KEY,
        by=("member_key", "member_key"),
        hidden={"member_key": _MEMBER_KEY.hidden["member_key"]},
        outlives="released figures stay checkable; without your key nobody can tell it was you",
    ),
    Personal(
        section="limit_trials",
        title="Trials of limits that count your flags",
        model=m.LimitTrialMember,
        of=_MEMBER_KEY,
        by=("member_key", "member_key"),
        hidden={"member_key": _MEMBER_KEY.hidden["member_key"]},
        outlives="told figures stay checkable; without your key nobody can tell it was you",
    ),
)
PERSONAL: Final = (
    _PERSON,
    Personal(section="roles", title="Roles", model=m.PersonRole),
    Personal(section="teams_coordinated", title="Teams you coordinate", model=m.TeamCoordinator),
    Personal(
        section="covered_by",
        title="Who covers for you",
        model=m.Cover,
        owner="coordinator_id",
        names=frozenset({"cover_id"}),
    ),
    Personal(
        section="covers_for",
        title="For whom you cover",
        model=m.Cover,
        owner="cover_id",
        names=frozenset({"coordinator_id"}),
    ),
    Personal(
        section="account_changes",
        title="Changes to your account",
        model=m.AccountChange,
        names=frozenset({"changed_by", "other_id"}),
        kept=Kept.AUDIT,
        ages_by="changed_at",
    ),
    *WORK_TABLES,
    *WELLBEING_TABLES,
    *SIGN_IN_TABLES,
)
"""Parents come before what belongs to them."""

ACTED: Final = (
    Acted("took a follow-up", m.FollowUp, "owner_id", "", "person_id"),
    Acted("moved a follow-up on", m.FollowUpStep, "by_id", "at"),
    Acted("wrote a note", m.FollowUpNote, "author_id", "written_at"),
    Acted("settled an event", m.SupportEvent, "settled_by", "settled_at", "person_id"),
    Acted("recorded a talk", m.Meeting, "recorded_by", "recorded_at", "person_id"),
    Acted("recorded training", m.Completion, "recorded_by", "recorded_at", "person_id"),
    Acted("confirmed training", m.Completion, "confirmed_by", "confirmed_at", "person_id"),
    Acted("looked at what was shared", m.View, "viewer_id", "seen_at", "person_id"),
    Acted("asked to see something", m.SeeRequest, "asked_by", "asked_at", "person_id"),
    Acted("changed an account", m.AccountChange, "changed_by", "changed_at", "person_id"),
    Acted("covered, or was covered", m.AccountChange, "other_id", "changed_at", "person_id"),
    Acted("changed a limit of flags", m.Threshold, "changed_by", "changed_at"),
    Acted("changed how long things are kept", m.RetentionLimit, "changed_by", "changed_at"),
    Acted("switched a questionnaire off", m.InstrumentOff, "changed_by", "changed_at"),
    Acted("was named as somebody's coordinator", m.Person, "named_coordinator_id", "", "id"),
    Acted("did something in the audit log", m.AuditEntry, "actor_id", "at", "subject_id"),
)
"""What people do to rows of others stays with those others; of it one gets what and when."""
