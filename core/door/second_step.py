"""The second step of a sign-in, after the password: a code, or setting up the app for codes."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from core.clock import utc_now
from core.database import engine, reading, transaction
from core.door.app_setup import CODE, NOT_YET, codes_page, scan
from core.door.checking import note_failed
from core.door.cookies import pending_step
from core.door.entering import (
    Browser,
    Entered,
    browser_of,
    first_page,
    open_sign_in,
    signed_in,
)
from core.door.forms import FormTooOld, check_value, must_be_ours, posted
from core.door.html import alert, form, hidden, hint, page, paragraph
from core.door.plain_routes import get, post, with_check
from core.queries.second_factor import Pending, secret_to_scan
from core.queries.second_factor import pending_step as pending_of
from core.services.access import use_link
from core.services.second_factor import check_code, confirm_enrolment, count_code
from core.services.throttle import give_back, take_try

_AGAIN: Final = "/login?again"
_ASK: Final = "Your password fits. Please type the code that your authenticator app shows."
_LOST: Final = (
    "No phone at hand? Type one of your recovery codes instead. Without either, an administrator "
    "can take the second step away so that you set it up afresh."
)
_WRONG: Final = (
    "That code does not fit, or there were too many tries. Each code works once: please wait "
    "for the next one. After five tries you start again with your password."
)
_WHY: Final = (
    "You can see or manage other people's data, so your password alone does not let you in. "
    "You need an app that makes codes, on your phone or in your password manager; any will do."
)


@dataclass(frozen=True, slots=True)
class _Due:
    """A pending second step as its page shows it."""

    pending: Pending
    secret: str | None


async def show_step(request: Request) -> Response:
    """Ask for a code, or show what the app has to scan."""
    due = await run_in_threadpool(_due, pending_step(request))
    if due is None:
        return RedirectResponse(_AGAIN, 303)
    where = dict(request.query_params)
    return _page(request, due, where)


async def take_step(request: Request) -> Response:
    """Check the code; after a right one the sign-in begins."""
    fields, hashed = await posted(request), pending_step(request)
    due = await run_in_threadpool(_due, hashed)
    if hashed is None or due is None:
        return RedirectResponse(_AGAIN, 303)
    try:
        must_be_ours(request, fields)
    except FormTooOld as problem:
        return _page(request, due, fields, problem=str(problem), status=403)
    if due.pending.enrolled:
        return await _enter_with_code(request, due, hashed, fields)
    return await _enter_with_new_app(request, due, hashed, fields)


async def _enter_with_code(
    request: Request, due: _Due, hashed: str, fields: dict[str, str]
) -> Response:
    own_device = fields.get("own_device") == "yes"
    browser, typed = browser_of(request), fields.get("code", "")
    entered = await run_in_threadpool(_try_code, hashed, typed, browser, own_device)
    if entered is not None:
        to = first_page(entered, fields.get("to", "/"))
        return signed_in(RedirectResponse(to, 303), entered)
    await run_in_threadpool(note_failed, due.pending.email)
    if await run_in_threadpool(_due, hashed) is None:
        return RedirectResponse(_AGAIN, 303)
    return _page(request, due, fields, problem=_WRONG, status=401)


async def _enter_with_new_app(
    request: Request, due: _Due, hashed: str, fields: dict[str, str]
) -> Response:
    own_device = fields.get("own_device") == "yes"
    browser, typed = browser_of(request), fields.get("code", "")
    done = await run_in_threadpool(_enrol, hashed, typed, browser, own_device)
    if done is None:
        return _page(request, due, fields, problem=NOT_YET, status=422)
    entered, codes = done
    to = first_page(entered, fields.get("to", "/"))
    return signed_in(HTMLResponse(codes_page(codes, to)), entered)


def _due(hashed: str | None) -> _Due | None:
    if hashed is None:
        return None
    now = utc_now()
    with reading(engine()) as session:
        pending = pending_of(session, hashed, now=now)
        if pending is None:
            return None
        secret = secret_to_scan(session, pending.person_id, now=now)
        return _Due(pending, secret) if pending.enrolled or secret else None


def _try_code(hashed: str, typed: str, browser: Browser, own_device: bool) -> Entered | None:
    now = utc_now()
    # One transaction, and no exception in it: a wrong code has to stay counted.
    with transaction(engine()) as session:
        pending = count_code(session, hashed, now=now)
        if pending is None:
            return None
        taken = take_try(session, pending.email, device=browser.device, now=now)
        if not taken.allowed or not check_code(session, pending.person_id, typed, now=now):
            return None
        give_back(session, taken, now=now)
        if not use_link(session, hashed, now=now):
            return None
        return open_sign_in(session, pending.person_id, browser, own_device=own_device)


def _enrol(
    hashed: str, typed: str, browser: Browser, own_device: bool
) -> tuple[Entered, tuple[str, ...]] | None:
    now = utc_now()
    with transaction(engine()) as session:
        pending = pending_of(session, hashed, now=now)
        if pending is None or pending.enrolled:
            return None
        codes = confirm_enrolment(session, pending.person_id, typed, now=now)
        if codes is None or not use_link(session, hashed, now=now):
            return None
        entered = open_sign_in(session, pending.person_id, browser, own_device=own_device)
        return entered, codes


def _page(
    request: Request, due: _Due, where: dict[str, str], *, problem: str = "", status: int = 200
) -> Response:
    kept: dict[str, str] = {n: where[n] for n in ("to", "own_device") if n in where}
    ask = form(
        f"/login/code?{urlencode(kept)}",
        *(hidden(name, value) for name, value in kept.items()),
        CODE.html(),
        check=check_value(request),
        button="Sign in",
    )
    if due.secret is None:
        said = alert(problem) + paragraph(_ASK) + ask + hint(_LOST)
        return with_check(request, page("Second step", said), status)
    shown = alert(problem) + paragraph(_WHY) + scan(due.secret, due.pending.email) + ask
    return with_check(request, page("Set up your second step", shown), status)


ROUTES: Final = (get("/login/code", show_step), post("/login/code", take_step))
