"""The training catalogue: what there is, how often it is renewed, and which role needs it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, select

from core.data.training_catalogue import training_catalogue
from core.errors import InvalidValue, NotFound
from core.models import Module, Requirement
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.vocabulary import Role

LONGEST_RENEWAL: Final = 120
LONGEST_TITLE: Final = 120
LONGEST_CODE: Final = 16
LONGEST_COVERS: Final = 200
LONGEST_SOURCE: Final = 300


def seed_catalogue(session: Session) -> int:
    """Add the packaged modules that are not there yet and return how many were added.

    Modules that exist keep what the training lead made of them, needs included.
    """
    known = set(session.exec(select(Module.code)))
    new = [module for module in training_catalogue() if module.code not in known]
    for module in new:
        row = Module(
            code=module.code,
            title=module.title,
            renew_months=module.renew_months,
            covers=module.covers,
            source=module.source,
            is_default=module.is_default,
        )
        session.add(row)
        session.flush()
        session.add_all(
            Requirement(
                module_id=row.id,
                role=Role(need.role),
                before_first_contact=need.before_first_contact,
            )
            for need in module.required
        )
    session.flush()
    return len(new)


def add_module(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title: str,
    renew_months: int,
    covers: str = "",
    source: str = "",
) -> UUID:
    """Add a module of the organisation's own; nobody needs it until a role is set.

    Raises:
        InvalidValue: code or title is empty, taken or too long, or the renewal is out of range.
    """
    actor.must(Permission.MANAGE_TRAINING)
    code = code.strip().lower()
    if not code or len(code) > LONGEST_CODE:
        raise InvalidValue(
            f"The code has 1 to {LONGEST_CODE} characters, for example t19; please correct it."
        )
    if session.exec(select(Module.id).where(Module.code == code)).first() is not None:
        raise InvalidValue(f"The code {code} is in use; please choose another.")
    module = Module(code=code, title="", renew_months=0, is_default=False)
    _write(module, title=title, renew_months=renew_months, covers=covers, source=source)
    session.add(module)
    session.flush()
    return module.id


def edit_module(
    session: Session,
    actor: Actor,
    module_id: UUID,
    *,
    title: str,
    renew_months: int,
    covers: str = "",
    source: str = "",
) -> None:
    """Change a module; a changed renewal is the organisation's own and no longer a default.

    Raises:
        NotFound: there is no such module.
        InvalidValue: as for ``add_module``.
    """
    actor.must(Permission.MANAGE_TRAINING)
    module = _module(session, module_id)
    if renew_months != module.renew_months:
        module.is_default = False
    _write(module, title=title, renew_months=renew_months, covers=covers, source=source)
    session.flush()


def retire_module(session: Session, actor: Actor, module_id: UUID) -> None:
    """Take a module out of the catalogue; nobody needs it any more, completions stay.

    Raises:
        NotFound: there is no such module.
    """
    actor.must(Permission.MANAGE_TRAINING)
    _module(session, module_id).active = False
    session.flush()


def restore_module(session: Session, actor: Actor, module_id: UUID) -> None:
    """Put a retired module back into the catalogue with the needs it had.

    Raises:
        NotFound: there is no such module.
    """
    actor.must(Permission.MANAGE_TRAINING)
    _module(session, module_id).active = True
    session.flush()


def set_requirement(
    session: Session,
    actor: Actor,
    module_id: UUID,
    role: Role,
    *,
    required: bool,
    before_first_contact: bool = False,
    now: datetime,
) -> None:
    """Say whether a role needs a module. A new need gives people of today time to meet it.

    Raises:
        NotFound: there is no such module.
    """
    actor.must(Permission.MANAGE_TRAINING)
    _module(session, module_id)
    need = session.get(Requirement, (module_id, role))
    if not required:
        if need is not None:
            session.delete(need)
    elif need is None:
        today = organisation(session).today(now)
        session.add(
            Requirement(
                module_id=module_id,
                role=role,
                before_first_contact=before_first_contact,
                since=today,
            )
        )
    else:
        need.before_first_contact = before_first_contact
    session.flush()


def _module(session: Session, module_id: UUID) -> Module:
    module = session.get(Module, module_id)
    if module is None:
        raise NotFound("module")
    return module


def _write(module: Module, *, title: str, renew_months: int, covers: str, source: str) -> None:
    if not title.strip() or len(title.strip()) > LONGEST_TITLE:
        raise InvalidValue(f"The title has 1 to {LONGEST_TITLE} characters; please correct it.")
    if not 0 <= renew_months <= LONGEST_RENEWAL:
        raise InvalidValue(
            f"Renewal runs from 0 (once) to {LONGEST_RENEWAL} months;"
            f" please correct {renew_months}."
        )
    if len(covers.strip()) > LONGEST_COVERS or len(source.strip()) > LONGEST_SOURCE:
        raise InvalidValue(
            f"Covers runs to {LONGEST_COVERS} and source to {LONGEST_SOURCE} characters;"
            " please shorten them."
        )
    module.title = title.strip()
    module.renew_months = renew_months
    module.covers = covers.strip()
    module.source = source.strip()
