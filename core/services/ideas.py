"""The library of steps as one may browse it, without any flag."""

from typing import Final

from core.data.steps import Step, steps

_ALONE: Final = "self_care"
_TOGETHER: Final = "support"


def ideas() -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return what looks after oneself: what one does alone, and with others."""
    return _of(_ALONE), _of(_TOGETHER)


def _of(kind: str) -> tuple[Step, ...]:
    return tuple(step for step in steps().values() if step.kind == kind)
