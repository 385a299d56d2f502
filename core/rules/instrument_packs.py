"""What scoring needs to know of a questionnaire pack; ``core.data.instruments`` has it."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class AnswerOption(Protocol):
    """One answer that can be chosen."""

    @property
    def value(self) -> int: ...  # noqa: D102
    @property
    def label(self) -> str: ...  # noqa: D102


class Question(Protocol):
    """One item."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def scale(self) -> str: ...  # noqa: D102
    @property
    def subscale(self) -> str: ...  # noqa: D102
    @property
    def reversed(self) -> bool: ...  # noqa: D102


class ScoreBand(Protocol):
    """A range of scores with its word; the lower edge is where the band before ends."""

    @property
    def upper(self) -> float: ...  # noqa: D102
    @property
    def upper_included(self) -> bool: ...  # noqa: D102
    @property
    def word(self) -> str: ...  # noqa: D102
    @property
    def meaning(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def is_default(self) -> bool: ...  # noqa: D102


class PublishedChange(Protocol):
    """How far a score moves before it is more than chance."""

    @property
    def points(self) -> float: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def is_default(self) -> bool: ...  # noqa: D102


class ScoredScale(Protocol):
    """What is scored as one number."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def scoring(self) -> str: ...  # noqa: D102
    @property
    def factor(self) -> float: ...  # noqa: D102
    @property
    def least_answered(self) -> int: ...  # noqa: D102
    @property
    def optional(self) -> bool: ...  # noqa: D102
    @property
    def higher_is(self) -> str: ...  # noqa: D102
    @property
    def bands(self) -> Sequence[ScoreBand]: ...  # noqa: D102
    @property
    def change(self) -> PublishedChange | None: ...  # noqa: D102


class UrgentAnswer(Protocol):
    """An answer or a score after which help is shown at once."""

    @property
    def item(self) -> str | None: ...  # noqa: D102
    @property
    def values(self) -> Sequence[int]: ...  # noqa: D102
    @property
    def subscale(self) -> str | None: ...  # noqa: D102
    @property
    def at_least(self) -> float | None: ...  # noqa: D102
    @property
    def at_most(self) -> float | None: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def is_default(self) -> bool: ...  # noqa: D102


class WorkedExample(Protocol):
    """Answers with the scores that the publication gives them."""

    @property
    def answers(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def scores(self) -> Mapping[str, float | None]: ...  # noqa: D102


class Questionnaire(Protocol):
    """What scoring needs to know of a pack."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def items(self) -> Sequence[Question]: ...  # noqa: D102
    @property
    def scales(self) -> Mapping[str, Sequence[AnswerOption]]: ...  # noqa: D102
    @property
    def subscales(self) -> Sequence[ScoredScale]: ...  # noqa: D102
    @property
    def urgent(self) -> Sequence[UrgentAnswer]: ...  # noqa: D102
    @property
    def examples(self) -> Sequence[WorkedExample]: ...  # noqa: D102
