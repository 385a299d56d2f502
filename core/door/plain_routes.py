"""Routes of the plain pages: what every one of them does the same way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeAlias
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from core.clock import utc_now
from core.database import engine, reading
from core.door.forms import FormTooLong, check_value, remember_check
from core.door.html import plain_page
from core.door.identity import presented_hash, touch
from core.queries.access import address_of, session_person

Page: TypeAlias = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is signed in and looks at a page about their own account."""

    person_id: UUID
    email: str
    token_hash: str


def get(path: str, page: Page) -> Route:
    """Return the route of a page."""
    return Route(path, page, methods=["GET"])


def post(path: str, page: Page) -> Route:
    """Return the route of a form; an over-long one is refused before it is read."""

    @wraps(page)
    async def serve(request: Request) -> Response:
        try:
            return await page(request)
        except FormTooLong as problem:
            return HTMLResponse(plain_page("Too long", str(problem), request.url.path), 413)

    return Route(path, serve, methods=["POST"])


def owned(page: Callable[[Request, Owner], Awaitable[Response]]) -> Page:
    """Return a page that is told who is signed in; looking at it counts as an action."""

    @wraps(page)
    async def serve(request: Request) -> Response:
        hashed = presented_hash(request.scope)
        owner = None if hashed is None else await run_in_threadpool(_owner, hashed)
        if owner is None:
            return RedirectResponse("/login", 303)
        await touch(owner.token_hash)
        return await page(request, owner)

    return serve


def with_check(request: Request, html: str, status: int = 200) -> Response:
    """Return a page with a form, and the cookie that its form is compared with."""
    response = HTMLResponse(html, status)
    remember_check(response, check_value(request))
    return response


def _owner(hashed: str) -> Owner | None:
    with reading(engine()) as session:
        signed_in = session_person(session, hashed, now=utc_now())
        if signed_in is None:
            return None
        return Owner(signed_in.person_id, address_of(session, signed_in.person_id), hashed)
