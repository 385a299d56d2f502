"""Next steps in words, for whoever shows a flag."""

from collections.abc import Iterable

from core.data.steps import Step, steps

__all__ = ["Step", "steps_for"]


def steps_for(keys: Iterable[str]) -> tuple[Step, ...]:
    """Return the steps a flag suggests, in its order; one that is gone is left out."""
    known = steps()
    return tuple(known[key] for key in keys if key in known)
