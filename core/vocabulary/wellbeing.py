"""What it takes out of people, and what helps."""

from enum import StrEnum


class Weight(StrEnum):
    """What weighed in a contact."""

    THEIR_PAIN = "their_pain"
    RISK = "risk"
    LOSS = "loss"
    ANGER = "anger"
    STUCK = "stuck"
    TOO_CLOSE = "too_close"
    TIME = "time"
    SYSTEM = "system"


class Helped(StrEnum):
    """What helped in or after a contact."""

    COLLEAGUE = "colleague"
    BREAK = "break"
    PLAN = "plan"
    TRAINING = "training"
    OUTDOORS = "outdoors"
    MEANING = "meaning"


class PulseItem(StrEnum):
    """One question of the weekly pulse; answers run 1 to 5, higher is better."""

    ENERGY = "energy"
    SLEEP = "sleep"
    SWITCH_OFF = "switch_off"
    ROLE_CLEAR = "role_clear"
    FELT_SUPPORTED = "felt_supported"
    WORTHWHILE = "worthwhile"


class TollBand(StrEnum):
    """The word for a toll of 0 to 10."""

    LIGHT = "light"
    MILD = "mild"
    MODERATE = "moderate"
    HEAVY = "heavy"
    VERY_HEAVY = "very_heavy"

    @classmethod
    def of(cls, toll: float) -> "TollBand":
        """Return the band of a toll; a mean belongs to the band it has reached."""
        if not 0 <= toll <= 10:
            raise ValueError(toll)
        if toll < 2:
            return cls.LIGHT
        if toll < 4:
            return cls.MILD
        if toll < 6:
            return cls.MODERATE
        return cls.HEAVY if toll < 8 else cls.VERY_HEAVY


class Instrument(StrEnum):
    """A questionnaire scale whose score enters the strain detector."""

    CBI_PERSONAL = "cbi_personal"
    CBI_WORK = "cbi_work"
    CBI_CLIENT = "cbi_client"
    WHO5 = "who5"


class Moved(StrEnum):
    """How a score stands against one's own score before it."""

    BETTER = "better"
    WORSE = "worse"
    WITHIN_CHANCE = "within_chance"
    NOT_KNOWN = "not_known"
    """The publication names no reliable change."""


class BoundaryTheme(StrEnum):
    """What a boundary sign is about."""

    TIME_AND_PLACE = "time_and_place"
    CLOSENESS = "closeness"
    MONEY_AND_FAVOURS = "money_and_favours"
    NEED = "need"
    ROLE = "role"
    OWN_STORY = "own_story"
    OPENNESS = "openness"
    SAFETY = "safety"
    OWN_STRENGTH = "own_strength"


class TeamMeasure(StrEnum):
    """What a released team figure is about."""

    STRAIN = "team_strain"
    HOURS = "hours_share"
    THEMES = "boundary_themes"
