"""Erasing oneself: the second step, where the password is asked for once more."""

from functools import partial
from typing import Final

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.clock import utc_now
from core.database import engine, leave_no_trace, transaction
from core.door.checking import Checked
from core.door.cookies import DEVICE_COOKIE, drop
from core.door.forms import check_value, must_be_ours, posted
from core.door.html import (
    alert,
    bullets,
    form,
    heading,
    hint,
    link,
    page,
    paragraph,
    plain_page,
    tick,
)
from core.door.identity import COOKIE
from core.door.plain_routes import Owner, get, owned, post, with_check
from core.door.proving import prove, read_as, standing_of, still_them
from core.errors import AppError, InvalidValue
from core.queries.erasure import erasure_preview
from core.queries.people import organisation
from core.services.erasure import erase_me
from core.services.erasure_ledger import note_erasure
from core.settings import settings

ADDRESS: Final = "/erase"
_TITLE: Final = "Erase everything about you"
_SURE: Final = "Yes, erase everything about me for good"
_FIRST: Final = (
    "This cannot be taken back, by you or by anybody else. If you want to keep a copy, first "
    "download everything under “Sharing and my data”."
)
_STAYS: Final = (
    "What you did for other people stays with them, without your name. Team figures that were "
    "released stay; nobody can tell any more that you were among the people they count. A note "
    "that somebody was erased stays in the audit log, under a random key."
)
_BACKUPS: Final = (
    "Backups that were made before still hold you until they are replaced. When one is "
    "restored, you are erased again before anybody can use it."
)
_TICK: Final = "Please tick that you are sure; without it nothing is erased."
_GONE: Final = "Everything about you has been erased, and you are signed out. Take good care."


@owned
async def show(request: Request, owner: Owner) -> Response:
    """Say once more what goes and what stays, and ask for the password."""
    return await _page(request, owner)


@owned
async def erase(request: Request, owner: Owner) -> Response:
    """Erase whoever is signed in, if they prove that it is them."""
    fields = await posted(request)
    try:
        must_be_ours(request, fields)
        if fields.get("sure") != "yes":
            raise InvalidValue(_TICK)
        checked = await prove(request, owner, fields.get("password", ""))
        await run_in_threadpool(_erase, owner, checked)
    except AppError as problem:
        return await _page(request, owner, problem=str(problem))
    response = HTMLResponse(
        plain_page("It is done", _GONE, "/login"),
        background=BackgroundTask(leave_no_trace, engine()),
    )
    for cookie in (COOKIE, DEVICE_COOKIE):
        drop(response, cookie)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _erase(owner: Owner, checked: Checked | None) -> None:
    now = utc_now()
    with transaction(engine()) as session:
        actor = still_them(session, owner, checked)
        today = organisation(session).today(now)
        remember = partial(note_erasure, session, settings().erasures, day=today)
        erase_me(session, actor, remember=remember, now=now)


async def _page(request: Request, owner: Owner, *, problem: str = "") -> Response:
    preview = await run_in_threadpool(read_as, owner, erasure_preview)
    standing = await standing_of(owner)
    if standing.with_password or standing.just_now:
        body = form(
            ADDRESS,
            standing.ask(ADDRESS),
            tick("sure", _SURE),
            check=check_value(request),
            button="Erase everything",
        )
    else:
        body = standing.ask(ADDRESS)
    said = (
        alert(problem)
        + paragraph(_FIRST)
        + heading("What goes")
        + bullets(f"{title}: {count}" for title, count in preview.goes)
        + heading("What stays")
        + paragraph(_STAYS)
        + hint(_BACKUPS)
        + body
        + link("/account-my_data", "No, go back")
    )
    return with_check(request, page(_TITLE, said), 422 if problem else 200)


ROUTES: Final = (get(ADDRESS, show), post(ADDRESS, erase))
