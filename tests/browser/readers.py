"""Who looks at which screen: every screen once, and twice where another reader sees more."""

from core.demo.cast import (
    ADMINISTRATOR_ACCOUNT,
    COORDINATOR_ACCOUNT,
    SUPPORTER_ACCOUNT,
    TRAINING_ACCOUNT,
)
from core.permissions import GRANTS, SCREENS, Screen
from core.vocabulary import Role

READERS = {
    Role.SUPPORTER: SUPPORTER_ACCOUNT,
    Role.COORDINATOR: COORDINATOR_ACCOUNT,
    Role.TRAINING_LEAD: TRAINING_ACCOUNT,
    Role.ADMINISTRATOR: ADMINISTRATOR_ACCOUNT,
}
SEES_MORE = {(Role.ADMINISTRATOR, "coordinator-people")}
"""Readers of a screen who are shown more than its first reader is."""


def first_reader(screen: Screen) -> Role:
    """Return the first role that opens this screen."""
    return next(role for role in READERS if screen.permission in GRANTS[role])


SEEN = sorted(
    (screen.url_path, role)
    for screen in SCREENS
    for role in READERS
    if role is first_reader(screen) or (role, screen.url_path) in SEES_MORE
)
