"""From a cookie to a person, and the trusted headers that carry the answer to Streamlit."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import cookie_parser
from starlette.types import Scope

from core.clock import utc_now
from core.database import engine, reading, transaction
from core.queries.access import SignedIn, session_person
from core.services.access import token_hash, touch_session

COOKIE: Final = "__Host-holdfast"
"""The prefix makes browsers insist on Secure, on this very host and on the whole of it."""
UID_HEADER: Final = "X-Holdfast-Uid"
SID_HEADER: Final = "X-Holdfast-Sid"
_OURS: Final = b"x-holdfast-"


def header(scope: Scope, name: bytes) -> str | None:
    """Return a request header, or nothing; a doubled one counts as missing."""
    found = [value for key, value in scope["headers"] if key.lower() == name]
    return found[0].decode("latin-1") if len(found) == 1 else None


def presented_hash(scope: Scope) -> str | None:
    """Return the hash of the token in the request's cookie."""
    token = cookie_parser(header(scope, b"cookie") or "").get(COOKIE)
    return token_hash(token) if token else None


def with_identity(scope: Scope, signed_in: SignedIn | None) -> Scope:
    """Return the scope without any X-Holdfast header it came with, and with our own."""
    headers = [(k, v) for k, v in scope["headers"] if not k.lower().startswith(_OURS)]
    if signed_in is not None:
        headers.append((UID_HEADER.lower().encode(), str(signed_in.person_id).encode()))
        headers.append((SID_HEADER.lower().encode(), signed_in.token_hash.encode()))
    return {**scope, "headers": headers}


def without_token(scope: Scope) -> Scope:
    """Return the scope without our cookie: the code behind the gate has no use for the token."""
    rest = [
        part
        for part in (header(scope, b"cookie") or "").split(";")
        if part.strip().partition("=")[0] != COOKIE
    ]
    headers = [(k, v) for k, v in scope["headers"] if k.lower() != b"cookie"]
    return {**scope, "headers": [*headers, (b"cookie", ";".join(rest).strip().encode("latin-1"))]}


async def who(hashed: str | None) -> SignedIn | None:
    """Return who is signed in with a token, looked up afresh."""
    if hashed is None:
        return None
    # On SQLite the look-up takes less time than handing it to a thread would.
    if engine().dialect.name == "sqlite":
        return _look_up(hashed)
    return await run_in_threadpool(_look_up, hashed)


async def touch(hashed: str) -> None:
    """Write down that somebody acted; in a thread, because it may wait for another writer."""
    await run_in_threadpool(_touch, hashed)


def _look_up(hashed: str) -> SignedIn | None:
    with reading(engine()) as session:
        return session_person(session, hashed, now=utc_now())


def _touch(hashed: str) -> None:
    with transaction(engine()) as session:
        touch_session(session, hashed, now=utc_now())
