"""What others did to one's account, read as one signs in, before anything else."""

from typing import Final
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from core.clock import utc_now
from core.database import engine, reading, transaction
from core.door.cookies import known_device
from core.door.entering import own_address
from core.door.forms import check_value, must_be_ours, posted
from core.door.html import alert, bullets, form, hidden, link, page, paragraph, plain_page
from core.door.plain_routes import Owner, get, owned, post, with_check
from core.door.proving import signed_in_actor
from core.errors import AppError
from core.queries.account_news import AccountEvent, News, account_news
from core.queries.people import organisation
from core.services.known_devices import note_told

ADDRESS: Final = "/news"
_SERVER: Final = "Somebody on the server"
_WORDS: Final = {
    AccountEvent.RESET_STARTED: "{who} made a link with which a new password is chosen for you.",
    AccountEvent.RESET_USED: "Your password was replaced with such a link.",
    AccountEvent.SECOND_FACTOR_OFF: "{who} took your second step at sign-in away.",
    AccountEvent.OUTSIDE_UNLINKED: "{who} unlinked you from the organisation's account.",
    AccountEvent.ROLES_AND_TEAMS: "{who} changed your roles or teams.",
    AccountEvent.STANDS_IN: "{who} arranged that you stand in for another coordinator.",
    AccountEvent.STANDS_IN_ENDED: "{who} ended it that you stand in for another coordinator.",
    AccountEvent.COVERED: "{who} arranged that another coordinator stands in for you.",
    AccountEvent.COVERED_ENDED: "{who} ended it that another coordinator stands in for you.",
}
_OF_COVER: Final = frozenset(
    {
        AccountEvent.STANDS_IN,
        AccountEvent.STANDS_IN_ENDED,
        AccountEvent.COVERED,
        AccountEvent.COVERED_ENDED,
    }
)
"""Arranged among colleagues; nothing to be uneasy about."""
_NOTHING: Final = "Nobody else did anything to your account that you have not read here."
_STAYS: Final = (
    "What you wrote is all there, and you share what you shared before. After a new password "
    "you were signed out everywhere else."
)
_DOUBT: Final = (
    "Did you not ask for it? Then somebody else may have been in your account and read what you "
    "read. Please change your password now, and talk to somebody you trust in your organisation."
)


@owned
async def show(request: Request, owner: Owner) -> Response:
    """Say what others did to the account and when."""
    return await _page(request, owner, request.query_params.get("to", "/"))


@owned
async def put_away(request: Request, owner: Owner) -> Response:
    """Remember that it was read in this browser, and go on."""
    fields = await posted(request)
    to = own_address(fields.get("to", "/"))
    try:
        must_be_ours(request, fields)
        await run_in_threadpool(_note, owner, known_device(request) or "")
    except AppError as problem:
        return await _page(request, owner, to, problem=str(problem))
    return RedirectResponse(to, 303)


def _note(owner: Owner, device: str) -> None:
    with transaction(engine()) as session:
        note_told(session, signed_in_actor(session, owner), device, now=utc_now())


def _read(owner: Owner, device: str) -> tuple[tuple[News, ...], ZoneInfo]:
    with reading(engine()) as session:
        actor = signed_in_actor(session, owner)
        found = account_news(session, actor, device, now=utc_now())
        return found, ZoneInfo(organisation(session).time_zone)


async def _page(request: Request, owner: Owner, to: str, *, problem: str = "") -> Response:
    news, zone = await run_in_threadpool(_read, owner, known_device(request) or "")
    to = own_address(to)
    if not news:
        return HTMLResponse(plain_page("Your account", _NOTHING, to))
    ask = form(ADDRESS, hidden("to", to), check=check_value(request), button="I have read this")
    said = alert(problem) + bullets(_line(each, zone) for each in news)
    if {each.event for each in news} <= _OF_COVER:
        said += ask
    else:
        said += paragraph(_STAYS) + paragraph(_DOUBT) + ask
        said += link("/password", "Change my password")
    title = "This was done to your account"
    return with_check(request, page(title, said), 422 if problem else 200)


def _line(each: News, zone: ZoneInfo) -> str:
    words = _WORDS[each.event].format(who=each.by or _SERVER)
    return f"{each.at.astimezone(zone):%Y-%m-%d, %H:%M}: {words}"


ROUTES: Final = (get(ADDRESS, show), post(ADDRESS, put_away))
