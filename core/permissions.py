"""Who may do what: one table, read by the menu, the pages, the services and the tests."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from core.errors import NotAllowed
from core.vocabulary import Feature, Role, ShareScope, ShareTopic


class Permission(StrEnum):
    """One thing that a person may be allowed to do."""

    OWN_ACCOUNT = "own_account"
    """See and change what is one's own: every person with an account."""
    LOG_WORK = "log_work"
    """Log contacts, keep cases, check on oneself."""
    OWN_TRAINING = "own_training"
    """See and record one's own training."""
    SEE_TEAM = "see_team"
    """See the work lane of own teams by name, and what its people shared."""
    FOLLOW_UP = "follow_up"
    """Take, note and resolve follow-ups of own teams."""
    MANAGE_PEOPLE = "manage_people"
    """Add and deactivate supporters of own teams; an administrator of all teams."""
    MANAGE_ACCOUNTS = "manage_accounts"
    """Change roles and teams."""
    MANAGE_ORGANISATION = "manage_organisation"
    """Change the limits of flags, and what everybody reads about the organisation."""
    SEE_AUDIT = "see_audit"
    """Read what was changed in accounts and settings, and who looked at shared data."""
    SEE_TRAINING = "see_training"
    """See the training of the whole organisation."""
    MANAGE_TRAINING = "manage_training"
    """Change the catalogue and confirm completions."""


_EVERYBODY: Final = frozenset({Permission.OWN_ACCOUNT, Permission.OWN_TRAINING})

GRANTS: Final[dict[Role, frozenset[Permission]]] = {
    Role.SUPPORTER: _EVERYBODY | {Permission.LOG_WORK},
    Role.COORDINATOR: _EVERYBODY
    | {
        Permission.LOG_WORK,
        Permission.SEE_TEAM,
        Permission.FOLLOW_UP,
        Permission.MANAGE_PEOPLE,
    },
    Role.TRAINING_LEAD: _EVERYBODY | {Permission.SEE_TRAINING, Permission.MANAGE_TRAINING},
    Role.ADMINISTRATOR: _EVERYBODY
    | {
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_ACCOUNTS,
        Permission.MANAGE_ORGANISATION,
        Permission.SEE_AUDIT,
    },
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person on whose behalf code runs: enough to decide, nothing to leak."""

    person_id: UUID
    name: str
    roles: frozenset[Role]
    team_id: UUID | None
    """The team this person supports in."""
    coordinates: frozenset[UUID]
    """Teams this person coordinates today, cover included."""

    def may(self, permission: Permission) -> bool:
        """Return whether one of this person's roles includes ``permission``."""
        return any(permission in GRANTS[role] for role in self.roles)

    def must(self, permission: Permission) -> None:
        """Raise ``NotAllowed`` unless one of this person's roles includes ``permission``."""
        if not self.may(permission):
            raise NotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBy:
    """Who besides the person may see a feature: one permission, and on what condition."""

    permission: Permission
    topic: ShareTopic | None = None
    """The choice of the person that it waits for; without one it is a fact of their work."""
    scope: ShareScope = ShareScope.SIGNALS
    """What has to be chosen for that topic at least."""


SEEN: Final[dict[Feature, tuple[SeenBy, ...]]] = {
    Feature.SINGLE_CONTACTS: (),
    Feature.TOLLS: (),
    Feature.WORDS: (),
    Feature.LOAD: (SeenBy(permission=Permission.SEE_TEAM),),
    Feature.NAMED_EVENTS: (SeenBy(permission=Permission.FOLLOW_UP),),
    Feature.WORK_FLAGS: (SeenBy(permission=Permission.SEE_TEAM),),
    Feature.STRAIN_FLAGS: (SeenBy(permission=Permission.SEE_TEAM, topic=ShareTopic.STRAIN),),
    Feature.BOUNDARY_FLAGS: (SeenBy(permission=Permission.SEE_TEAM, topic=ShareTopic.BOUNDARY),),
    Feature.CHECK_INS: (SeenBy(permission=Permission.SEE_TEAM, topic=ShareTopic.CHECK_IN),),
    Feature.QUESTIONNAIRES: (SeenBy(permission=Permission.SEE_TEAM, topic=ShareTopic.INSTRUMENTS),),
    Feature.TRAINING: (
        SeenBy(permission=Permission.SEE_TEAM),
        SeenBy(permission=Permission.SEE_TRAINING),
    ),
    Feature.RING_ME: (SeenBy(permission=Permission.FOLLOW_UP),),
    Feature.FOLLOW_UP_NOTES: (SeenBy(permission=Permission.FOLLOW_UP),),
    Feature.ACCOUNT: (SeenBy(permission=Permission.MANAGE_PEOPLE),),
    Feature.SIGN_INS: (SeenBy(permission=Permission.SEE_AUDIT),),
    Feature.WHO_LOOKED: (SeenBy(permission=Permission.SEE_AUDIT),),
    Feature.SELF_CHECKS: (
        SeenBy(permission=Permission.SEE_TEAM, topic=ShareTopic.BOUNDARY, scope=ShareScope.ANSWERS),
    ),
    Feature.LIMIT_TRIALS: (SeenBy(permission=Permission.MANAGE_ORGANISATION),),
}
"""What is known about a person, and who else may ever see it. What is empty is theirs alone."""

IN_TEAM_FIGURES: Final = frozenset({Feature.TOLLS, Feature.SELF_CHECKS})
"""What goes into figures of a whole team, if enough people are in them."""

NUMBERS_ONLY: Final = frozenset({Feature.LIMIT_TRIALS})
"""What is told as a number of people of the whole organisation, in fives and without names."""


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that include a permission."""
    return frozenset(role for role, granted in GRANTS.items() if permission in granted)


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: where it lies, what it is called and who may open it."""

    path: str
    title: str
    icon: str
    permission: Permission

    @property
    def url_path(self) -> str:
        """The address of this screen, unique over all audiences."""
        return self.path.removeprefix("pages/").removesuffix(".py").replace("/", "-")


# What somebody does for others comes first, what is their own after it, the account last.
SCREENS: Final = (
    Screen(
        "pages/coordinator/team_overview.py",
        "Team overview",
        ":material/groups:",
        Permission.SEE_TEAM,
    ),
    Screen("pages/coordinator/follow_up.py", "Follow up", ":material/call:", Permission.FOLLOW_UP),
    Screen("pages/coordinator/caseload.py", "Caseload", ":material/balance:", Permission.SEE_TEAM),
    Screen(
        "pages/training/completion.py",
        "Completion",
        ":material/task_alt:",
        Permission.SEE_TRAINING,
    ),
    Screen("pages/training/modules.py", "Modules", ":material/menu_book:", Permission.SEE_TRAINING),
    Screen(
        "pages/coordinator/people.py",
        "People",
        ":material/person_add:",
        Permission.MANAGE_PEOPLE,
    ),
    Screen(
        "pages/admin/accounts.py",
        "Accounts",
        ":material/manage_accounts:",
        Permission.MANAGE_ACCOUNTS,
    ),
    Screen(
        "pages/admin/organisation.py",
        "Organisation",
        ":material/home_work:",
        Permission.MANAGE_ORGANISATION,
    ),
    Screen(
        "pages/admin/thresholds.py",
        "Thresholds",
        ":material/tune:",
        Permission.MANAGE_ORGANISATION,
    ),
    Screen("pages/admin/audit.py", "Audit", ":material/history:", Permission.SEE_AUDIT),
    Screen("pages/supporter/today.py", "Today", ":material/home:", Permission.LOG_WORK),
    Screen(
        "pages/supporter/log_contact.py",
        "Log a contact",
        ":material/add_circle:",
        Permission.LOG_WORK,
    ),
    Screen(
        "pages/supporter/my_contacts.py",
        "My contacts",
        ":material/list_alt:",
        Permission.LOG_WORK,
    ),
    Screen(
        "pages/supporter/my_wellbeing.py",
        "My wellbeing",
        ":material/favorite:",
        Permission.LOG_WORK,
    ),
    Screen("pages/supporter/check_in.py", "Check in", ":material/fact_check:", Permission.LOG_WORK),
    Screen("pages/supporter/boundaries.py", "Boundaries", ":material/fence:", Permission.LOG_WORK),
    Screen("pages/supporter/my_cases.py", "My cases", ":material/group:", Permission.LOG_WORK),
    Screen(
        "pages/supporter/my_training.py",
        "My training",
        ":material/school:",
        Permission.OWN_TRAINING,
    ),
    Screen(
        "pages/account/my_data.py", "Sharing and my data", ":material/lock:", Permission.OWN_ACCOUNT
    ),
    Screen(
        "pages/account/seen.py",
        "What can be seen about me",
        ":material/visibility:",
        Permission.OWN_ACCOUNT,
    ),
    Screen(
        "pages/account/my_account.py",
        "My account",
        ":material/account_circle:",
        Permission.OWN_ACCOUNT,
    ),
)
