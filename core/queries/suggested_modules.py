"""Training modules that a flag suggests, as the catalogue of the organisation has them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, func, select
from sqlmodel import Session

from core.models import Completion, Module
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.rows import rows

_MODULE: Final = table_of(Module)
_DONE: Final = table_of(Completion)
_ME: Final[BindParameter[UUID]] = bindparam("me")
_LATEST: Final = (
    select(func.max(_DONE.c.completed_on))
    .where(_DONE.c.module_id == _MODULE.c.id, _DONE.c.person_id == _ME)
    .scalar_subquery()
)
_BY_CODE: Final = select(
    _MODULE.c.code, _MODULE.c.title, _MODULE.c.source, _LATEST.label("done_on")
).where(_MODULE.c.active.is_(True), _MODULE.c.code.in_(bindparam("codes", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedModule:
    """One module, and when its reader last completed it."""

    code: str
    title: str
    source: str
    done_on: date | None


def suggested_modules(
    session: Session, actor: Actor, codes: Collection[str]
) -> dict[str, SuggestedModule]:
    """Return the active modules of these codes; one that the catalogue retired is left out."""
    actor.must(Permission.OWN_TRAINING)
    found = rows(session, _BY_CODE, {"me": actor.person_id, "codes": sorted(codes)})
    return {
        row.code: SuggestedModule(
            code=row.code, title=row.title, source=row.source, done_on=row.done_on
        )
        for row in found
    }
