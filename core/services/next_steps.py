"""Next steps in words and in their order, for whoever shows a flag."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.data.steps import KINDS, Step, steps
from core.data.steps_by_flag import ending
from core.rules.flags import Finding
from core.vocabulary import FlagKind

__all__ = ["Advice", "Step", "advice_for", "steps_for"]

_SELF_CARE: Final = "self_care"
_TALK_TODAY: Final = "contact_coordinator_today"
_MOST_MODULES: Final = 3


@dataclass(frozen=True, slots=True)
class Advice:
    """What one can do about a flag, in the order in which it is said."""

    steps: tuple[Step, ...]
    """Load, role, support, then self-care; an urgent one begins with a talk today.

    One about a person who leans much begins with what its rule names first.
    """
    modules: tuple[str, ...]
    """Codes of training modules: the last step."""


def advice_for(
    kind: FlagKind,
    subject: str,
    keys: Sequence[str],
    *,
    urgent: bool = False,
    findings: Iterable[Finding] = (),
) -> Advice:
    """Return what a flag suggests, ended with self-care and the module that belong to it.

    Args:
        kind: what the flag is about.
        subject: what within the kind; a sign beside the flags names its rule.
        keys: the steps that its rule suggests.
        urgent: whether somebody is to be spoken to before anything else.
        findings: its reasons; those of a training flag name the modules themselves.
    """
    last = ending(kind.value, subject)
    found = steps_for(keys)
    if all(step.kind != _SELF_CARE for step in found):
        found += steps_for(last.self_care)
    ordered = sorted(found, key=lambda step: _place(kind, step))
    if urgent:
        ordered = [*steps_for([_TALK_TODAY]), *(s for s in ordered if s.key != _TALK_TODAY)]
    overdue = [str(each.numbers["module"]) for each in findings if "module" in each.numbers]
    return Advice(tuple(ordered), (*last.modules, *overdue)[:_MOST_MODULES])


def _place(kind: FlagKind, step: Step) -> int:
    """Order by kind of step; about one person the rule's own order stands, self-care last."""
    if kind is FlagKind.DEPENDENCY:
        return int(step.kind == _SELF_CARE)
    return KINDS.index(step.kind)


def steps_for(keys: Iterable[str]) -> tuple[Step, ...]:
    """Return the steps of these keys, in their order; one that is gone is left out."""
    known = steps()
    return tuple(known[key] for key in keys if key in known)
