"""Writing down that somebody reached for what their roles do not include."""

from core.errors import AppError, NotAllowed
from core.permissions import Actor
from core.services.audit import note_refusal
from core.ui.resources import now, saving


def note_refused(problem: AppError, actor: Actor, what: str) -> None:
    """Write a refusal down, in a transaction of its own: that of the act was rolled back."""
    if isinstance(problem, NotAllowed):
        with saving() as session:
            note_refusal(session, actor, what, now=now())
