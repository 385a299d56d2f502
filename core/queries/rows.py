"""Reading rows of any width. SQLModel's own ``select`` knows at most four columns."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session


def rows(session: Session, statement: "Select[*tuple[Any, ...]]") -> Sequence[Any]:
    """Return the rows of a select made with ``sqlalchemy.select``; callers name the columns."""
    return session.exec(statement).all()  # type: ignore[call-overload, no-any-return]
