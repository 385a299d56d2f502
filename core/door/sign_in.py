"""Signing in and out: a plain page that needs no JavaScript."""

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.clock import utc_now
from core.database import engine, transaction
from core.door.checking import PasswordReplaced, TooBusy, check_password, note_failed
from core.door.cookies import drop
from core.door.entering import let_in
from core.door.forms import FormTooOld, check_value, must_be_ours, posted
from core.door.html import Field, alert, form, hidden, hint, link, notice, page, tick
from core.door.identity import COOKIE, presented_hash, who
from core.door.plain_routes import get, post, with_check
from core.door.proving import PASSWORD
from core.services.access import end_session
from core.settings import settings

_WRONG: Final = (
    "That e-mail address and password do not fit together, or there were too many tries. "
    "If you are sure of both, please wait a few minutes and try again."
)
_FORGOTTEN: Final = (
    "Forgotten your password? Your coordinator can ask an administrator for a link with which "
    "you choose a new one."
)
_NOTICES: Final = {
    "out": "You are signed out.",
    "ended": "Your sign-in has ended. What you saved is safe.",
    "again": "The second step took too long or too many tries. Please sign in once more.",
}
_EMAIL: Final = Field(name="email", label="E-mail", kind="email", autocomplete="username")
_PASSWORD: Final = replace(PASSWORD, label="Password")


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
        checked = await check_password(request, email, fields.get("password", ""))
    except FormTooOld as problem:
        return _sign_in_page(request, email=email, to=to, problem=str(problem), status=403)
    except TooBusy as problem:
        return _sign_in_page(request, email=email, to=to, problem=str(problem), status=503)
    if checked is None:
        return _refused(request, email, to)
    own_device = fields.get("own_device") == "yes"
    try:
        return await let_in(
            request, checked.person_id, to=to, own_device=own_device, checked=checked
        )
    except PasswordReplaced:
        return _refused(request, email, to)


async def show_sign_out(request: Request) -> Response:
    """Offer signing out as a form; merely opening an address changes nothing."""
    button = form("/logout", check=check_value(request), button="Sign out")
    return with_check(request, page("Sign out", button))


async def sign_out(request: Request) -> Response:
    """End the presented sign-in and have the browser forget what it kept."""
    await run_in_threadpool(_end, presented_hash(request.scope))
    response = RedirectResponse("/login?out", 303)
    drop(response, COOKIE)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _refused(request: Request, email: str, to: str) -> Response:
    response = _sign_in_page(request, email=email, to=to, problem=_WRONG, status=401)
    # Counted once the answer is out: how long that takes says nothing about any account.
    response.background = BackgroundTask(note_failed, email)
    return response


def _end(hashed: str | None) -> None:
    if hashed is not None:
        with transaction(engine()) as session:
            end_session(session, hashed, now=utc_now())


def _sign_in_page(
    request: Request,
    *,
    email: str = "",
    to: str = "/",
    problem: str = "",
    said: str = "",
    status: int = 200,
) -> Response:
    own_device = "This is my own device: stay signed in for up to 30 days"
    body = form(
        "/login",
        hidden("to", to),
        _EMAIL.html(email),
        _PASSWORD.html(),
        tick("own_device", own_device) if settings().own_devices else "",
        check=check_value(request),
        button="Sign in",
    )
    whole = page("Sign in", alert(problem) + notice(said) + body + _outside(to) + hint(_FORGOTTEN))
    return with_check(request, whole, status)


def _outside(to: str) -> str:
    """Offer the organisation's own identity provider, where there is one."""
    if not settings().oidc_issuer:
        return ""
    return link(f"/oidc/start?{urlencode({'to': to})}", f"Sign in with {settings().oidc_name}")


ROUTES: Final = (
    get("/login", show_sign_in),
    post("/login", sign_in),
    get("/logout", show_sign_out),
    post("/logout", sign_out),
)
