"""The first set-up and the first password: pages that open with a one-time link."""

from typing import Final
from uuid import UUID

from anyio import to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from core.clock import own_time_zone, utc_now
from core.database import engine, reading, transaction
from core.door.forms import check_value, must_be_ours, posted, remember_check
from core.door.html import Choice, Field, alert, form, page, paragraph
from core.door.passwords import LONGEST, SHORTEST, hash_password
from core.door.sign_in import HASHING, enter
from core.errors import AppError, InvalidValue, NotFound
from core.queries.access import Invited, invited_person, setup_is_open
from core.services.access import (
    LONGEST_NAME,
    set_first_password,
    set_up,
    time_zones,
    token_hash,
)

_SETUP_CLOSED: Final = (
    "This set-up link does not work (any more). The server prints a fresh one when it starts."
)
_INVITE_CLOSED: Final = "This invitation was used already or has expired. Please ask for a new one."
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
_NEW_PASSWORD: Final = (
    Field(
        name="password",
        label="Password",
        kind="password",
        autocomplete="new-password",
        hint=f"At least {SHORTEST} characters. Four or five words work well.",
        longest=LONGEST,
    ),
    Field(
        name="again",
        label="The same password again",
        kind="password",
        autocomplete="new-password",
        longest=LONGEST,
    ),
)


async def show_setup(request: Request) -> Response:
    """Ask for the organisation and its first administrator."""
    if not await run_in_threadpool(_setup_is_open, request.path_params.get("token", "")):
        return HTMLResponse(page("Set up", alert(_SETUP_CLOSED)), 404)
    return _setup_page(request, {})


async def finish_setup(request: Request) -> Response:
    """Create the organisation and its first administrator, and sign them in."""
    fields, token = await posted(request), request.path_params["token"]
    try:
        must_be_ours(request, fields)
        hashed = await _hashed(fields)
        person_id = await run_in_threadpool(_set_up, token, fields, hashed)
    except NotFound:
        return HTMLResponse(page("Set up", alert(_SETUP_CLOSED)), 404)
    except AppError as problem:
        return _setup_page(request, fields, problem=str(problem))
    return await enter(request, person_id)


async def show_invite(request: Request) -> Response:
    """Ask an invited person for a password of their own; looking does not use the link up."""
    invited = await run_in_threadpool(_invited, request.path_params["token"])
    if invited is None:
        return HTMLResponse(page("Welcome", alert(_INVITE_CLOSED)), 404)
    return _invite_page(request, invited)


async def accept_invite(request: Request) -> Response:
    """Store the first password and sign the person in."""
    fields, token = await posted(request), request.path_params["token"]
    invited = await run_in_threadpool(_invited, token)
    if invited is None:
        return HTMLResponse(page("Welcome", alert(_INVITE_CLOSED)), 404)
    try:
        must_be_ours(request, fields)
        hashed = await _hashed(fields)
        person_id = await run_in_threadpool(_accept, token, hashed)
    except NotFound:
        return HTMLResponse(page("Welcome", alert(_INVITE_CLOSED)), 404)
    except AppError as problem:
        return _invite_page(request, invited, problem=str(problem))
    return await enter(request, person_id)


def _setup_is_open(token: str) -> bool:
    with reading(engine()) as session:
        return setup_is_open(session, token_hash(token), now=utc_now())


def _invited(token: str) -> Invited | None:
    with reading(engine()) as session:
        return invited_person(session, token_hash(token), now=utc_now())


async def _hashed(fields: dict[str, str]) -> str:
    if fields.get("password", "") != fields.get("again", ""):
        raise InvalidValue("The two passwords are not the same. Please type them once more.")
    return await to_thread.run_sync(hash_password, fields.get("password", ""), limiter=HASHING)


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


def _accept(token: str, hashed: str) -> UUID:
    with transaction(engine()) as session:
        return set_first_password(session, token, password_hash=hashed, now=utc_now())


def _setup_page(request: Request, fields: dict[str, str], *, problem: str = "") -> Response:
    check = check_value(request)
    body = form(
        request.url.path,
        *(field.html(fields.get(field.name, "")) for field in _SETUP_FIELDS),
        _TIME_ZONE.html(time_zones(), fields.get("time_zone") or own_time_zone()),
        *(field.html() for field in _NEW_PASSWORD),
        check=check,
        button="Set up",
    )
    said = alert(problem) + paragraph(_FIRST_ADMINISTRATOR)
    return _answer(page("Set up Holdfast", said + body), check, problem)


def _invite_page(request: Request, invited: Invited, *, problem: str = "") -> Response:
    check = check_value(request)
    body = form(
        request.url.path,
        # Password managers file the new password under the address they find in the form.
        _EMAIL.html(invited.email),
        *(field.html() for field in _NEW_PASSWORD),
        check=check,
        button="Start",
    )
    said = alert(problem) + paragraph("Please choose a password of your own. Only you know it.")
    return _answer(page(f"Welcome, {invited.name}", said + body), check, problem)


def _answer(html: str, check: str, problem: str) -> Response:
    response = HTMLResponse(html, 422 if problem else 200)
    remember_check(response, check)
    return response


ROUTES: Final = (
    Route("/setup", show_setup, methods=["GET"]),
    Route("/setup/{token}", show_setup, methods=["GET"]),
    Route("/setup/{token}", finish_setup, methods=["POST"]),
    Route("/invite/{token}", show_invite, methods=["GET"]),
    Route("/invite/{token}", accept_invite, methods=["POST"]),
)
