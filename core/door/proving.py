"""Showing once more that it is really oneself, before what somebody else must never do.

A password is checked again; who signs in at the organisation's provider goes there again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.clock import utc_now
from core.database import engine, reading, transaction
from core.door.checking import Checked, check_password, must_still_fit
from core.door.entering import own_address
from core.door.forms import check_value, must_be_ours, posted
from core.door.html import Field, alert, form, hidden, link, page, paragraph, way_on
from core.door.passwords import LONGEST
from core.door.plain_routes import Owner, get, owned, post, with_check
from core.errors import AppError, InvalidValue, NotFound
from core.queries.access import session_person
from core.queries.people import actor_for
from core.queries.proofs import Actor, has_password, proven_just_now
from core.services.proofs import note_proof
from core.settings import settings

Answer = TypeVar("Answer")
ADDRESS: Final = "/prove"
_MY_DATA: Final = "/account-my_data"
PASSWORD: Final = Field(
    name="password",
    label="Your password",
    kind="password",
    autocomplete="current-password",
    # Longer than any password may be, so that a browser cuts nothing off unseen.
    longest=2 * LONGEST,
)
_WHY: Final = (
    "Your file will hold everything about you, your private words too. Whoever finds this "
    "browser open must not be able to take it along."
)
_WRONG: Final = (
    "That password does not fit, or there were too many tries. "
    "If you are sure of it, please wait a few minutes and try again."
)
_STALE: Final = (
    "You have no password here, so signing in once more has to show that it is you. "
    "Please do that first; it counts for ten minutes."
)

_NEITHER: Final = (
    "You have no password here, so nothing can show that it is you. An administrator can make "
    "you a link with which you choose one."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody can show that it is them with, and whether they just did."""

    with_password: bool
    just_now: bool

    def ask(self, to: str) -> str:
        """Return the field, or the link, that a page has to show before its own button."""
        if self.with_password:
            return PASSWORD.html()
        return "" if self.just_now else at_the_provider(to)


def at_the_provider(to: str) -> str:
    """Return the link that leads to the provider and back again."""
    if not settings().oidc_issuer:
        return paragraph(_NEITHER)
    there = f"/oidc/start?{urlencode({'proves': 'yes', 'to': to})}"
    words = f"Show that it is you: sign in once more with {settings().oidc_name}"
    return paragraph(_STALE) + way_on(there, words)


async def standing_of(owner: Owner) -> Standing:
    """Return how the owner of a page can show that it is them."""
    return await run_in_threadpool(read_as, owner, partial(_standing, owner))


async def prove(request: Request, owner: Owner, password: str) -> Checked | None:
    """Return the password that fits; nothing when a sign-in at the provider stands for it.

    Raises:
        InvalidValue: neither is there.
    """
    standing = await standing_of(owner)
    if standing.with_password:
        checked = await check_password(request, owner.email, password)
        if checked is None or checked.person_id != owner.person_id:
            raise InvalidValue(_WRONG)
        return checked
    if not standing.just_now:
        raise InvalidValue(_STALE)
    return None


def still_them(session: Session, owner: Owner, checked: Checked | None) -> Actor:
    """Return who acts, in the transaction of the act: what was shown has to count until then.

    Raises:
        PasswordReplaced: another password was stored while it was being checked.
        InvalidValue: the sign-in at the provider is too long ago.
        NotFound: the sign-in was ended or the account closed meanwhile.
    """
    if checked is not None:
        must_still_fit(session, checked)
    actor = signed_in_actor(session, owner)
    if checked is None and not _proven(owner, session, actor):
        raise InvalidValue(_STALE)
    return actor


def signed_in_actor(session: Session, owner: Owner) -> Actor:
    """Return who acts.

    Raises:
        NotFound: the sign-in was ended or the account closed meanwhile.
    """
    now = utc_now()
    actor = actor_for(session, owner.person_id, now=now)
    if actor is None or session_person(session, owner.token_hash, now=now) is None:
        raise NotFound("sign-in")
    return actor


def read_as(owner: Owner, ask: Callable[[Session, Actor], Answer]) -> Answer:
    """Return what a query says to the owner of a page."""
    with reading(engine()) as session:
        actor = actor_for(session, owner.person_id, now=utc_now())
        if actor is None:
            raise NotFound("account")
        return ask(session, actor)


def _standing(owner: Owner, session: Session, actor: Actor) -> Standing:
    return Standing(has_password(session, actor), _proven(owner, session, actor))


def _proven(owner: Owner, session: Session, actor: Actor) -> bool:
    return proven_just_now(session, actor, owner.token_hash, now=utc_now())


@owned
async def show(request: Request, owner: Owner) -> Response:
    """Ask for the password before everything about somebody is handed out."""
    return await _page(request, owner, request.query_params.get("to", _MY_DATA))


@owned
async def take(request: Request, owner: Owner) -> Response:
    """Remember for a few minutes that it is them, and go on."""
    fields = await posted(request)
    to = fields.get("to", _MY_DATA)
    try:
        must_be_ours(request, fields)
        checked = await prove(request, owner, fields.get("password", ""))
        await run_in_threadpool(_note, owner, checked)
    except AppError as problem:
        return await _page(request, owner, to, problem=str(problem))
    return RedirectResponse(own_address(to), 303)


def _note(owner: Owner, checked: Checked | None) -> None:
    with transaction(engine()) as session:
        actor = still_them(session, owner, checked)
        if checked is not None:
            note_proof(session, actor, owner.token_hash, now=utc_now())


async def _page(request: Request, owner: Owner, to: str, *, problem: str = "") -> Response:
    standing = await standing_of(owner)
    to = own_address(to)
    if standing.with_password or standing.just_now:
        body = form(
            ADDRESS,
            hidden("to", to),
            standing.ask(to),
            check=check_value(request),
            button="Go on",
        )
    else:
        body = standing.ask(to)
    said = alert(problem) + paragraph(_WHY) + body + link(to, "No, go back")
    return with_check(request, page("Is it you?", said), 422 if problem else 200)


ROUTES: Final = (get(ADDRESS, show), post(ADDRESS, take))
