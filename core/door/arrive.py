"""Pages that open with a one-time link: the first set-up, an invitation, a new password."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.clock import own_time_zone, utc_now
from core.database import engine, reading, transaction
from core.door.checking import hash_new
from core.door.entering import let_in
from core.door.forms import check_value, must_be_ours, posted
from core.door.html import Choice, Field, alert, form, page, paragraph, way_on
from core.door.new_password import NEW_PASSWORD, both_the_same
from core.door.plain_routes import get, post, with_check
from core.errors import AppError, NotFound
from core.queries.access import Invited, invited_person, resetting_person, setup_is_open
from core.services.access import (
    LONGEST_NAME,
    set_first_password,
    set_up,
    time_zones,
    token_hash,
)
from core.services.passwords import finish_reset

_SETUP_CLOSED: Final = (
    "This set-up link does not work (any more). The server prints a fresh one when it starts."
)
_FIRST_ADMINISTRATOR: Final = (
    "You will be the first administrator. Administrators add people; they see nobody's wellbeing."
)
_EMAIL: Final = Field(name="email", label="Your e-mail", kind="email", autocomplete="username")
_SETUP_FIELDS: Final = (
    Field(
        name="organisation",
        label="Name of your organisation or group",
        autocomplete="organization",
        longest=LONGEST_NAME,
    ),
    Field(name="name", label="Your name", autocomplete="name", longest=LONGEST_NAME),
    _EMAIL,
)
_TIME_ZONE: Final = Choice(
    name="time_zone",
    label="Time zone of your organisation",
    hint="Days and weeks begin by this clock. It can be changed later.",
)


class _Find(Protocol):
    def __call__(self, session: Session, token_hash: str, *, now: datetime) -> Invited | None: ...


class _Store(Protocol):
    def __call__(
        self, session: Session, token: str, *, password_hash: str, now: datetime
    ) -> UUID: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A kind of link with which somebody chooses their password."""

    find: _Find
    store: _Store
    title: str
    """Followed by the name, where the link still works."""
    says: str
    button: str
    closed: str


_INVITATION: Final = _Link(
    find=invited_person,
    store=set_first_password,
    title="Welcome",
    says="Please choose a password of your own. Only you know it.",
    button="Start",
    closed="This invitation was used already or has expired. Please ask for a new one.",
)
_RESET: Final = _Link(
    find=resetting_person,
    store=finish_reset,
    title="A new password",
    says="Please choose a new password. Only you know it. You are signed out everywhere else.",
    button="Save and sign in",
    closed=(
        "This link was used already or has expired. Please ask an administrator for a new one."
    ),
)


async def show_setup(request: Request) -> Response:
    """Ask for the organisation and its first administrator."""
    if not await run_in_threadpool(_setup_is_open, request.path_params.get("token", "")):
        return _setup_closed()
    return _setup_page(request, {})


async def finish_setup(request: Request) -> Response:
    """Create the organisation and its first administrator, and sign them in."""
    fields, token = await posted(request), request.path_params["token"]
    try:
        must_be_ours(request, fields)
        if not await run_in_threadpool(_setup_is_open, token):
            return _setup_closed()
        own_words = (fields.get(name, "") for name in ("organisation", "name", "email"))
        hashed = await hash_new(both_the_same(fields), None, *own_words)
        person_id = await run_in_threadpool(_set_up, token, fields, hashed)
    except NotFound:
        return _setup_closed()
    except AppError as problem:
        return _setup_page(request, fields, problem=str(problem))
    return await let_in(request, person_id)


def _show(link: _Link) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        """Ask for a password; looking does not use the link up."""
        found = await run_in_threadpool(_found, link, request.path_params["token"])
        return _closed(link) if found is None else _link_page(request, link, found)

    return show


def _finish(link: _Link) -> Callable[[Request], Awaitable[Response]]:
    async def finish(request: Request) -> Response:
        """Store the password and sign the person in."""
        fields, token = await posted(request), request.path_params["token"]
        found = await run_in_threadpool(_found, link, token)
        if found is None:
            return _closed(link)
        try:
            must_be_ours(request, fields)
            hashed = await hash_new(both_the_same(fields), found.person_id)
            person_id = await run_in_threadpool(_store, link, token, hashed)
        except NotFound:
            return _closed(link)
        except AppError as problem:
            return _link_page(request, link, found, problem=str(problem))
        return await let_in(request, person_id)

    return finish


def _setup_is_open(token: str) -> bool:
    with reading(engine()) as session:
        return setup_is_open(session, token_hash(token), now=utc_now())


def _set_up(token: str, fields: dict[str, str], hashed: str) -> UUID:
    with transaction(engine()) as session:
        return set_up(
            session,
            token,
            organisation_name=fields.get("organisation", ""),
            time_zone=fields.get("time_zone", ""),
            name=fields.get("name", ""),
            email=fields.get("email", ""),
            password_hash=hashed,
            now=utc_now(),
        )


def _found(link: _Link, token: str) -> Invited | None:
    with reading(engine()) as session:
        return link.find(session, token_hash(token), now=utc_now())


def _store(link: _Link, token: str, hashed: str) -> UUID:
    with transaction(engine()) as session:
        return link.store(session, token, password_hash=hashed, now=utc_now())


def _setup_page(request: Request, fields: dict[str, str], *, problem: str = "") -> Response:
    body = form(
        request.url.path,
        *(field.html(fields.get(field.name, "")) for field in _SETUP_FIELDS),
        _TIME_ZONE.html(time_zones(), fields.get("time_zone") or own_time_zone()),
        *(field.html() for field in NEW_PASSWORD),
        check=check_value(request),
        button="Set up",
    )
    said = alert(problem) + paragraph(_FIRST_ADMINISTRATOR)
    return with_check(request, page("Set up Holdfast", said + body), 422 if problem else 200)


def _link_page(request: Request, link: _Link, found: Invited, *, problem: str = "") -> Response:
    body = form(
        request.url.path,
        # Password managers file the new password under the address they find in the form.
        _EMAIL.html(found.email),
        *(field.html() for field in NEW_PASSWORD),
        check=check_value(request),
        button=link.button,
    )
    said = alert(problem) + paragraph(link.says)
    title = f"{link.title}, {found.name}"
    return with_check(request, page(title, said + body), 422 if problem else 200)


def _setup_closed() -> Response:
    return HTMLResponse(page("Set up", alert(_SETUP_CLOSED)), 404)


def _closed(link: _Link) -> Response:
    # Whoever kept the link as a bookmark has a password by now.
    inner = alert(link.closed) + way_on("/login", "Sign in")
    return HTMLResponse(page(link.title, inner), 404)


ROUTES: Final = (
    get("/setup", show_setup),
    get("/setup/{token}", show_setup),
    post("/setup/{token}", finish_setup),
    get("/invite/{token}", _show(_INVITATION)),
    post("/invite/{token}", _finish(_INVITATION)),
    get("/reset/{token}", _show(_RESET)),
    post("/reset/{token}", _finish(_RESET)),
)
