"""What a flag is called, and what its level is called, whoever looks at it."""

from collections.abc import Sequence
from typing import Final, Protocol

from core.queries.flags import Finding, FlagView
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import STAYS, about, plain
from core.vocabulary import BoundaryTheme, FlagAnswer, FlagKind, Level

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

# What an urgent sign is about; which sign it is stands in its reason, for the person alone.
_SIGNS: Final = {
    BoundaryTheme.TIME_AND_PLACE: "A sign about time and place needs a talk today",
    BoundaryTheme.CLOSENESS: "A sign about closeness needs a talk today",
    BoundaryTheme.MONEY_AND_FAVOURS: "A sign about money needs a talk today",
    BoundaryTheme.NEED: "A sign about need and dependency needs a talk today",
    BoundaryTheme.ROLE: "A sign about the limits of the role needs a talk today",
    BoundaryTheme.OWN_STORY: "A sign about one's own story needs a talk today",
    BoundaryTheme.OPENNESS: "A sign about openness needs a talk today",
    BoundaryTheme.SAFETY: "A sign about safety needs a talk today",
    BoundaryTheme.OWN_STRENGTH: "A sign about one's own strength needs a talk today",
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
    """Return what a flag is called: what is urgent, or its kind and what within it."""
    return urgent_title(view) if view.urgent else _kind_title(view)


def urgent_title(view: Flagged, findings: Sequence[Finding] = ()) -> str:
    """Return in plain words what needs a talk today.

    Args:
        view: an urgent flag.
        findings: its reasons, for the person's own eyes; without them no questionnaire is named.
    """
    if view.kind is FlagKind.BOUNDARY and view.subject in set(BoundaryTheme):
        return _(_SIGNS[BoundaryTheme(view.subject)])
    asked = {str(finding.numbers["about"]) for finding in findings if "about" in finding.numbers}
    if len(asked) != 1:
        return _("Answers to a questionnaire need a talk today")
    scored = any("value" in finding.numbers for finding in findings)
    words = _("A score in {name} needs a talk today") if scored else ""
    words = words or _("An answer to {name} needs a talk today")
    return words.format(name=_(asked.pop()))


def _kind_title(view: Flagged) -> str:
    """Return the kind of a flag and what within it: a theme, or what the rule looks at."""
    if view.kind is FlagKind.BOUNDARY and view.subject in set(BoundaryTheme):
        return f"{label(view.kind)}: {label(BoundaryTheme(view.subject))}"
    if view.subject in _SUBJECTS:
        return f"{label(view.kind)}: {_(_SUBJECTS[view.subject])}"
    return label(view.kind)


def level_words(view: Flagged) -> str:
    """Return icon and word of a flag's level; urgent stands beside it, never instead."""
    words = f"{LEVEL_ICONS[view.level]}{STAYS}{label(view.level)}"
    return f"{_URGENT_ICON}{STAYS}{_('Urgent')} · {words}" if view.urgent else words


def own_flag_title(view: FlagView) -> str:
    """Return the title for the person's own eyes, with the code of a case it is about."""
    return plain(whole_title(view))


def about_flag(words: str, view: FlagView) -> str:
    """Return the words of a button with which of the flags of a screen it is about."""
    return about(words, whole_title(view))


def whole_title(view: FlagView) -> str:
    """Return that title letter by letter, for where no Markdown is read."""
    # One that has ended, or that the person put aside, asks for nothing today.
    urgent = view.urgent and view.cleared_at is None and view.answer is FlagAnswer.NONE
    title = urgent_title(view, view.findings) if urgent else _kind_title(view)
    return f"{title}: {view.about}" if view.about else title
