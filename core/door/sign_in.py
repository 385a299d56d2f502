"""Signing in and out: a plain page that needs no JavaScript."""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from core.clock import utc_now
from core.database import engine, reading, transaction
from core.door.forms import FormTooOld, check_value, must_be_ours, posted, remember_check
from core.door.html import Field, alert, form, hidden, notice, page, tick
from core.door.identity import COOKIE, presented_hash, who
from core.door.passwords import LONGEST, dummy_verify, verify_and_update
from core.queries.access import Credentials, credentials_for
from core.services.access import end_session, start_session, store_password
from core.settings import settings

_OWN_ADDRESS: Final = re.compile(r"/[a-z_-]*")
"""Where a sign-in may lead: a screen of ours, never another host."""
_OWN_DEVICE_SECONDS: Final = 30 * 24 * 3600
_WRONG: Final = "That e-mail address and password do not fit together."
_NOTICES: Final = {
    "out": "You are signed out.",
    "ended": "Your sign-in has ended. What you saved is safe.",
}
_EMAIL: Final = Field(name="email", label="E-mail", kind="email", autocomplete="username")
_PASSWORD: Final = Field(
    name="password",
    label="Password",
    kind="password",
    autocomplete="current-password",
    longest=LONGEST,
)
HASHING: Final = CapacityLimiter(2)
"""Hashing is meant to be slow; more than two at once would starve everybody else."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A password that fits, and its new hash when the stored one was out of date."""

    person_id: UUID
    renewed: str | None


async def show_sign_in(request: Request) -> Response:
    """Show the form; somebody who is signed in goes on to the app."""
    if await who(presented_hash(request.scope)) is not None:
        return RedirectResponse("/", 303)
    said = next((words for key, words in _NOTICES.items() if key in request.query_params), "")
    return _sign_in_page(request, said=said, to=request.query_params.get("to", "/"))


async def sign_in(request: Request) -> Response:
    """Check a password; one answer whatever was wrong with it."""
    fields = await posted(request)
    email, to = fields.get("email", "").strip().lower(), fields.get("to", "/")
    try:
        must_be_ours(request, fields)
    except FormTooOld as problem:
        return _sign_in_page(request, email=email, to=to, problem=str(problem), status=403)
    checked = await to_thread.run_sync(_check, email, fields.get("password", ""), limiter=HASHING)
    if checked is None:
        return _sign_in_page(request, email=email, to=to, problem=_WRONG, status=401)
    own_device = settings().own_devices and fields.get("own_device") == "yes"
    return await enter(
        request, checked.person_id, own_device=own_device, renewed=checked.renewed, to=to
    )


async def show_sign_out(request: Request) -> Response:
    """Offer signing out as a form; merely opening an address changes nothing."""
    check = check_value(request)
    response = HTMLResponse(page("Sign out", form("/logout", check=check, button="Sign out")))
    remember_check(response, check)
    return response


async def sign_out(request: Request) -> Response:
    """End the presented sign-in and have the browser forget what it kept."""
    await run_in_threadpool(_end, presented_hash(request.scope))
    response = RedirectResponse("/login?out", 303)
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


async def enter(
    request: Request,
    person_id: UUID,
    *,
    own_device: bool = False,
    renewed: str | None = None,
    to: str = "/",
) -> Response:
    """Start a new sign-in, end the one the browser came with, and go on to the app."""
    old = presented_hash(request.scope)
    token = await run_in_threadpool(_start, person_id, old, own_device, renewed)
    response = RedirectResponse(to if _OWN_ADDRESS.fullmatch(to) else "/", 303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=_OWN_DEVICE_SECONDS if own_device else None,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
    return response


def _start(person_id: UUID, old: str | None, own_device: bool, renewed: str | None) -> str:
    now = utc_now()
    with transaction(engine()) as session:
        if old is not None:
            end_session(session, old, now=now)
        if renewed is not None:
            store_password(session, person_id, renewed)
        return start_session(session, person_id=person_id, own_device=own_device, now=now)


def _end(hashed: str | None) -> None:
    if hashed is not None:
        with transaction(engine()) as session:
            end_session(session, hashed, now=utc_now())


def _check(email: str, password: str) -> _Checked | None:
    with reading(engine()) as session:
        credentials: Credentials | None = credentials_for(session, email)
    if credentials is None:
        dummy_verify()
        return None
    fits, renewed = verify_and_update(password, credentials.password_hash)
    return _Checked(credentials.person_id, renewed) if fits else None


def _sign_in_page(
    request: Request,
    *,
    email: str = "",
    to: str = "/",
    problem: str = "",
    said: str = "",
    status: int = 200,
) -> Response:
    check = check_value(request)
    own_device = "This is my own device: stay signed in for up to 30 days"
    body = form(
        "/login",
        hidden("to", to),
        _EMAIL.html(email),
        _PASSWORD.html(),
        tick("own_device", own_device) if settings().own_devices else "",
        check=check,
        button="Sign in",
    )
    response = HTMLResponse(page("Sign in", alert(problem) + notice(said) + body), status)
    remember_check(response, check)
    return response


ROUTES: Final = (
    Route("/login", show_sign_in, methods=["GET"]),
    Route("/login", sign_in, methods=["POST"]),
    Route("/logout", show_sign_out, methods=["GET"]),
    Route("/logout", sign_out, methods=["POST"]),
)
