"""Changing one's own password."""

from dataclasses import replace
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from core.clock import utc_now
from core.database import engine, transaction
from core.door.checking import Checked, check_password, hash_new, must_still_fit
from core.door.entering import Browser, Entered, browser_of, open_sign_in, signed_in
from core.door.forms import check_value, must_be_ours, posted
from core.door.html import alert, form, link, notice, page, paragraph, plain_page
from core.door.new_password import NEW_PASSWORD, both_the_same
from core.door.plain_routes import Owner, get, owned, post, with_check
from core.door.proving import PASSWORD, standing_of
from core.errors import AppError, InvalidValue, NotFound
from core.queries.access import is_own_device
from core.queries.people import actor_for
from core.services.passwords import change_own_password

ADDRESS: Final = "/password"
_CURRENT: Final = replace(PASSWORD, name="current", label="Your password until now")
_WRONG: Final = (
    "Your password until now does not fit, or there were too many tries. "
    "If you are sure of it, please wait a few minutes and try again."
)
_DONE: Final = "Your password is changed. Every other device was signed out."
_TITLE: Final = "Change your password"
_NONE: Final = (
    "You have no password here: you sign in with your organisation's account. If you need one, "
    "an administrator can make you a link with which you choose it."
)
_WHAT: Final = "Afterwards you stay signed in here, and are signed out everywhere else."


@owned
async def show(request: Request, owner: Owner) -> Response:
    """Ask for the password until now and a new one."""
    if "done" in request.query_params:
        return with_check(
            request, page("Password changed", notice(_DONE) + link("/", "Go to Holdfast"))
        )
    if not (await standing_of(owner)).with_password:
        return HTMLResponse(plain_page(_TITLE, _NONE))
    return _page(request)


@owned
async def change(request: Request, owner: Owner) -> Response:
    """Store the new password; every sign-in ends, and a new one begins here."""
    fields = await posted(request)
    try:
        must_be_ours(request, fields)
        new = both_the_same(fields)
        checked = await check_password(request, owner.email, fields.get("current", ""))
        if checked is None or checked.person_id != owner.person_id:
            raise InvalidValue(_WRONG)
        hashed = await hash_new(new, owner.person_id)
        entered = await run_in_threadpool(_change, owner, checked, hashed, browser_of(request))
    except AppError as problem:
        return _page(request, problem=str(problem))
    return signed_in(RedirectResponse(f"{ADDRESS}?done", 303), entered)


def _change(owner: Owner, checked: Checked, hashed: str, browser: Browser) -> Entered:
    now = utc_now()
    with transaction(engine()) as session:
        actor = actor_for(session, owner.person_id, now=now)
        if actor is None:
            raise NotFound("account")
        must_still_fit(session, checked)
        own_device = is_own_device(session, owner.token_hash)
        change_own_password(session, actor, password_hash=hashed, device=browser.device, now=now)
        return open_sign_in(session, owner.person_id, browser, own_device=own_device)


def _page(request: Request, *, problem: str = "") -> Response:
    body = form(
        ADDRESS,
        _CURRENT.html(),
        *(field.html() for field in NEW_PASSWORD),
        check=check_value(request),
        button="Change password",
    )
    said = alert(problem) + paragraph(_WHAT) + body + link("/", "Go to Holdfast")
    return with_check(request, page(_TITLE, said), 422 if problem else 200)


ROUTES: Final = (get(ADDRESS, show), post(ADDRESS, change))
