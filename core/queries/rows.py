"""Reading rows of any width. SQLModel's own ``select`` knows at most four columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session


def rows(
    session: Session,
    statement: "Select[*tuple[Any, ...]]",
    values: Mapping[str, object] | None = None,
) -> Sequence[Any]:
    """Return the rows of a select made with ``sqlalchemy.select``; callers name the columns.

    ``values`` fill the places of a statement that was built once, which costs a tenth of
    building it for every call.
    """
    found = session.exec(statement, params=values)  # type: ignore[call-overload]
    return found.all()  # type: ignore[no-any-return]
