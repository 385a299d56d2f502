"""Who looks at this run, as the frame has just read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from core.permissions import Actor
from core.queries.people import OrganisationFacts


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at this run, and where."""

    actor: Actor
    organisation: OrganisationFacts


# Set only while the frame runs a page. A callback or fragment runs without the frame and so
# finds nothing here and looks the person up itself.
_FRAMED: Final[ContextVar[Reader | None]] = ContextVar("framed_reader", default=None)


def framed_reader() -> Reader | None:
    """Return what the frame around this page has read; nothing outside of it."""
    return _FRAMED.get()


@contextmanager
def framed_as(reader: Reader) -> Iterator[None]:
    """Let the page inside the frame use what the frame has just read."""
    token = _FRAMED.set(reader)
    try:
        yield
    finally:
        _FRAMED.reset(token)
