"""What it takes to say of a table whose its rows are, what is handed out, and how long it stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, select

from core.models.base import Base, table_of
from core.vocabulary import Kept, Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """One table, and whose its rows are."""

    section: str
    """What the export calls it."""
    title: str
    model: type[Base]
    owner: str = "person_id"
    """The column that says whose row it is, unless the row belongs to a row of ``of``."""
    of: Self | None = None
    by: tuple[str, str] = ("", "id")
    """Which column refers to which column of ``of``."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Encrypted columns, each with the column whose id they are bound to."""
    names: frozenset[str] = frozenset()
    """Columns with somebody else's key; the export holds the name instead."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    """Columns that are never handed out, each with its reason."""
    lane: Lane = Lane.WORK
    kept: Kept | None = None
    """Its class; without one it stays until the person leaves or erases it."""
    ages_by: str = ""
    """The column its age is counted from; while that is empty it does not age."""
    newest_stays: tuple[str, ...] | None = None
    """Of rows that agree in these columns the newest stays, because rules go on reading it."""
    entered: bool = False
    """Whether an export can bring it back; the rest is worked out anew, or is a trace."""
    outlives: str = ""
    """Why it stays when the person is erased; everything else goes."""

    @property
    def table(self) -> Table:
        """Return the table behind the model."""
        return table_of(self.model)

    def belongs_to(self, people: "UUID | Select[Any]") -> ColumnElement[bool]:
        """Return the condition for the rows of one person, or of those a query names."""
        if self.of is None:
            column = self.table.c[self.owner]
            return column.in_(people) if isinstance(people, Select) else column == people
        mine, theirs = self.by
        owned = select(self.of.table.c[theirs]).where(self.of.belongs_to(people))
        return self.table.c[mine].in_(owned)


@dataclass(frozen=True, slots=True)
class Acted:
    """A column that says who did something to a row that is somebody else's."""

    what: str
    model: type[Base]
    column: str
    at: str
    """When it was done; empty where the row does not say so."""
    owner: str = ""
    """The column with the key of whose row it is; one's own are no acts for others."""

    @property
    def table(self) -> Table:
        """Return the table behind the model."""
        return table_of(self.model)
