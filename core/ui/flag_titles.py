"""What a flag is called, and what its level is called, whoever looks at it."""

from typing import Final, Protocol

from core.queries.flags import FlagView
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import about, plain
from core.vocabulary import BoundaryTheme, FlagKind, Level

LEVEL_ICONS: Final = {
    Level.NOT_ENOUGH_DATA: ":material/hourglass_empty:",
    Level.STEADY: ":material/waves:",
    Level.WATCH: ":material/visibility:",
    Level.HIGH: ":material/forum:",
}
_URGENT_ICON: Final = ":material/emergency:"

# Several flags of one kind stand on a screen at once.
_SUBJECTS: Final = {
    "hours_week": "hours in a week",
    "session_len": "length of one contact",
    "weighted_people": "people supported",
    "after_hours": "contacts outside agreed hours",
    "no_break": "days since a real break",
    "heavy_contacts": "heavy contacts",
    "supervision_gap": "supervision",
    "alone": "team contact",
    "incident_open": "incident without a check-in",
    "debrief_open": "debrief",
    "undebriefed": "not talked through",
}


class Flagged(Protocol):
    """What the heading of a flag needs, whoever looks at it."""

    @property
    def kind(self) -> FlagKind:
        """What the flag is about."""

    @property
    def subject(self) -> str:
        """What within the kind."""

    @property
    def level(self) -> Level:
        """How clearly it speaks."""

    @property
    def urgent(self) -> bool:
        """Whether it is an urgent event beside its level."""


def flag_title(view: Flagged) -> str:
    """Return the kind of a flag and what within it: a theme, or what the rule looks at."""
    if view.kind is FlagKind.BOUNDARY and view.subject in set(BoundaryTheme):
        return f"{label(view.kind)}: {label(BoundaryTheme(view.subject))}"
    if view.subject in _SUBJECTS:
        return f"{label(view.kind)}: {_(_SUBJECTS[view.subject])}"
    return label(view.kind)


def level_words(view: Flagged) -> str:
    """Return icon and word of a flag's level; urgent stands beside it, never instead."""
    words = f"{LEVEL_ICONS[view.level]} {label(view.level)}"
    return f"{_URGENT_ICON} {_('Please talk to somebody now')} · {words}" if view.urgent else words


def own_flag_title(view: FlagView) -> str:
    """Return the title for the person's own eyes, with the code of a case it is about."""
    return plain(whole_title(view))


def about_flag(words: str, view: FlagView) -> str:
    """Return the words of a button with which of the flags of a screen it is about."""
    return about(words, whole_title(view))


def whole_title(view: FlagView) -> str:
    """Return that title letter by letter, for where no Markdown is read."""
    title = flag_title(view)
    return f"{title}: {view.about}" if view.about else title
