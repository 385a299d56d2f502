"""From a proven person to a sign-in of ours, over the second step where one is due."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.clock import utc_now
from core.database import engine, transaction
from core.door.checking import Checked, must_still_fit
from core.door.cookies import (
    STEP_COOKIE,
    drop,
    keep_device,
    keep_sign_in,
    keep_step,
    known_device,
)
from core.door.devices import device_label
from core.door.identity import presented_hash
from core.queries.access import sees_others
from core.queries.account_news import has_news
from core.services.access import end_session, start_session, token_hash
from core.services.failed_sign_ins import write_failed
from core.services.known_devices import remember_device
from core.services.second_factor import begin_second_step
from core.settings import settings

_OWN_ADDRESS: Final = re.compile(r"/[a-z_-]*")
"""Where a sign-in may lead: a screen of ours, never another host."""


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser brought along as somebody signs in with it."""

    old: str | None
    """Hash of the sign-in that it had; that one ends."""
    device: str | None
    """Hash of the token it is known by."""
    label: str


@dataclass(frozen=True, slots=True)
class Entered:
    """A sign-in that has just begun."""

    token: str
    device_token: str | None
    own_device: bool
    news: bool
    """Whether others did something to the account that its owner has not read here."""


@dataclass(frozen=True, slots=True)
class StepDue:
    """The second step comes first."""

    token: str


async def let_in(
    request: Request,
    person_id: UUID,
    *,
    to: str = "/",
    own_device: bool = False,
    checked: Checked | None = None,
    second_step_done: bool = False,
) -> Response:
    """Sign in somebody who has just proven who they are, and go on to the app.

    With a password, a one-time link or an outside provider alike: the second step follows
    where one is due, unless ``second_step_done`` says that the provider has seen to it.

    Raises:
        PasswordReplaced: the password that was ``checked`` is no longer the stored one.
    """
    browser = browser_of(request)

    def begin() -> Entered | StepDue:
        now = utc_now()
        with transaction(engine()) as session:
            if checked is not None:
                must_still_fit(session, checked)
            due = None
            if not second_step_done:
                policy = settings().second_factor
                due = begin_second_step(session, person_id, policy=policy, now=now)
            if due is not None:
                return StepDue(due)
            return open_sign_in(session, person_id, browser, own_device=own_device)

    begun = await run_in_threadpool(begin)
    if isinstance(begun, StepDue):
        way_on = urlencode({"to": to, **({"own_device": "yes"} if own_device else {})})
        response = RedirectResponse(f"/login/code?{way_on}", 303)
        keep_step(response, begun.token)
        return response
    return signed_in(RedirectResponse(first_page(begun, to), 303), begun)


def browser_of(request: Request) -> Browser:
    """Return what a request says about the browser it comes from."""
    return Browser(
        old=presented_hash(request.scope),
        device=known_device(request),
        label=device_label(request.headers.get("user-agent", "")),
    )


def open_sign_in(
    session: Session, person_id: UUID, browser: Browser, *, own_device: bool
) -> Entered:
    """Start a new sign-in, end the one the browser came with, and remember the browser."""
    now = utc_now()
    if browser.old is not None:
        end_session(session, browser.old, now=now)
    own_device = own_device and settings().own_devices and not sees_others(session, person_id)
    write_failed(session, now=now)
    token = start_session(
        session, person_id=person_id, own_device=own_device, device=browser.label, now=now
    )
    device_token = remember_device(session, person_id, presented=browser.device, now=now)
    device = browser.device or "" if device_token is None else token_hash(device_token)
    news = has_news(session, person_id, device, now=now)
    return Entered(token, device_token, own_device, news)


def signed_in(response: Response, entered: Entered) -> Response:
    """Return the response with the cookies of a sign-in that has just begun."""
    keep_sign_in(response, entered.token, own_device=entered.own_device)
    if entered.device_token is not None:
        keep_device(response, entered.device_token)
    drop(response, STEP_COOKIE)
    return response


def first_page(entered: Entered, to: str) -> str:
    """Return where a sign-in that has just begun leads to."""
    to = own_address(to)
    return f"/news?{urlencode({'to': to})}" if entered.news else to


def own_address(to: str) -> str:
    """Return an address of ours; anything else becomes the first screen."""
    return to if _OWN_ADDRESS.fullmatch(to) else "/"
