"""Signing in through the organisation's own identity provider (OIDC).

It proves who somebody is and nothing else: the sign-in that follows is ours, with our limits.
"""

import logging
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from core.clock import utc_now
from core.database import engine, transaction
from core.door.cookies import drop
from core.door.entering import let_in, own_address
from core.door.html import alert, link, page, plain_page
from core.door.identity import presented_hash, who
from core.queries.access import session_person
from core.queries.people import actor_for
from core.services.outside import Attempt, Proven, begin_attempt, person_proven, take_attempt
from core.services.proofs import note_proof
from core.settings import settings

_LOG: Final = logging.getLogger(__name__)
_COOKIE: Final = "__Host-holdfast-outside"
"""Binds an answer to the browser that asked, so that nobody is led into a stranger's account."""
_COOKIE_SECONDS: Final = 10 * 60
_WAIT_SECONDS: Final = 10
_ALGORITHMS: Final = ("RS256", "PS256", "ES256")
"""Signatures that are believed; never ``none``, never one made with the shared secret."""
_LEEWAY_SECONDS: Final = 60
_SORRY: Final = "Signing in there did not work. Please try once more, or use your password."
_NOT_HERE: Final = (
    "You are known there, but nobody has added you here with that address. "
    "Please ask your coordinator."
)
_ASK_AGAIN: Final = {"prompt": "login", "max_age": "0"}
"""Somebody whom the provider still knows has to show again who they are."""
_REDIRECT: Final = "/oidc/callback"
_WHERE: Final = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class _Provider:
    """Where the provider answers, as it says itself."""

    issuer: str
    authorise: str
    token: str
    keys: str


class _Refused(Exception):
    """The provider's answer proves nothing."""


async def start(request: Request) -> Response:
    """Send the browser to the provider, with a question that only it can answer once."""
    to = own_address(request.query_params.get("to", "/"))
    again = "proves" in request.query_params
    signed_in = await who(presented_hash(request.scope)) if again else None
    try:
        provider = await run_in_threadpool(_provider)
    except (requests.RequestException, _Refused):
        _LOG.warning("The identity provider could not be reached.")
        return _sorry(_SORRY, 503)
    attempt = await run_in_threadpool(_begin, to, "" if signed_in is None else signed_in.token_hash)
    address, _state = _client().create_authorization_url(
        provider.authorise,
        state=attempt.state,
        nonce=attempt.nonce,
        code_verifier=attempt.verifier,
        **(_ASK_AGAIN if attempt.proves else {}),
    )
    response = RedirectResponse(address, 303)
    response.set_cookie(
        _COOKIE,
        attempt.state,
        max_age=_COOKIE_SECONDS,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
    return response


async def finish(request: Request) -> Response:
    """Check the provider's answer and sign in whom it proves."""
    state, code = request.query_params.get("state", ""), request.query_params.get("code", "")
    attempt = await run_in_threadpool(_take, state) if state else None
    ours = secrets.compare_digest(request.cookies.get(_COOKIE, "").encode(), state.encode())
    if attempt is None or not ours or not code:
        return _sorry(_SORRY, 400)
    try:
        proven = await run_in_threadpool(_prove, attempt, code, presented_hash(request.scope))
    except (requests.RequestException, OAuthError, JoseError, _Refused) as problem:
        _LOG.warning("The identity provider proved nothing: %s.", type(problem).__name__)
        return _sorry(_SORRY, 400)
    if proven is None:
        return _sorry(_NOT_HERE, 403)
    if attempt.proves:
        response: Response = RedirectResponse(own_address(attempt.leads_to), 303)
        drop(response, _COOKIE)
        return response
    response = await let_in(
        request, proven.person_id, to=attempt.leads_to, second_step_done=proven.second_factor
    )
    drop(response, _COOKIE)
    return response


def _begin(to: str, proves: str) -> Attempt:
    with transaction(engine()) as session:
        return begin_attempt(session, leads_to=to, proves=proves, now=utc_now())


def _take(state: str) -> Attempt | None:
    with transaction(engine()) as session:
        return take_attempt(session, state, now=utc_now())


def _prove(attempt: Attempt, code: str, sign_in: str | None) -> Proven | None:
    provider = _provider()
    answer = _client().fetch_token(
        provider.token, code=code, code_verifier=attempt.verifier, timeout=_WAIT_SECONDS
    )
    claims = _claims(answer.get("id_token"), provider, attempt.nonce)
    now = utc_now()
    with transaction(engine()) as session:
        proven = person_proven(session, claims, issuer=provider.issuer, now=now)
        if attempt.proves and proven is not None:
            _must_be_fresh(claims, attempt)
            owner = session_person(session, attempt.proves, now=now)
            actor = actor_for(session, proven.person_id, now=now)
            same = owner is not None and owner.person_id == proven.person_id
            if not same or actor is None or sign_in != attempt.proves:
                raise _Refused
            note_proof(session, actor, attempt.proves, now=now)
        return proven


def _must_be_fresh(claims: dict[str, Any], attempt: Attempt) -> None:
    """Raise unless the provider says that it asked who somebody is since we sent them there."""
    asked_at, begun_at = claims.get("auth_time"), attempt.begun_at
    if not isinstance(asked_at, int) or begun_at is None:
        raise _Refused
    if asked_at < begun_at.timestamp() - _LEEWAY_SECONDS:
        raise _Refused


def _claims(token: Any, provider: _Provider, nonce: str) -> dict[str, Any]:
    if not isinstance(token, str):
        raise _Refused
    keys = KeySet.import_key_set(_json(provider.keys))
    said = jwt.decode(token, keys, algorithms=list(_ALGORITHMS)).claims
    jwt.JWTClaimsRegistry(
        now=int(utc_now().timestamp()),
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": settings().oidc_client_id},
        exp={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    ).validate(said)
    party = said.get("azp", settings().oidc_client_id)
    if party != settings().oidc_client_id:
        raise _Refused
    return said


def _client() -> OAuth2Session:
    return OAuth2Session(
        settings().oidc_client_id,
        settings().oidc_client_secret.get_secret_value(),
        scope="openid email",
        redirect_uri=f"{settings().public_url}{_REDIRECT}",
        code_challenge_method="S256",
    )


@lru_cache(maxsize=1)
def _provider() -> _Provider:
    said = _json(f"{settings().oidc_issuer}/.well-known/openid-configuration")
    if str(said.get("issuer", "")).rstrip("/") != settings().oidc_issuer:
        raise _Refused
    where = [said.get(name) for name in _WHERE]
    if not all(isinstance(each, str) for each in where):
        raise _Refused
    return _Provider(*where)


def _json(address: str) -> Any:
    answer = requests.get(address, timeout=_WAIT_SECONDS)
    answer.raise_for_status()
    return answer.json()


def _sorry(words: str, status: int) -> Response:
    return HTMLResponse(page("Sign in", alert(words) + link("/login", "Back to sign in")), status)


async def nowhere(_request: Request) -> Response:
    """Answer as any address that leads nowhere, where there is no provider."""
    return HTMLResponse(plain_page("No page here", "This address leads nowhere."), 404)


def routes() -> tuple[Route, ...]:
    """Return the addresses of this way in."""
    trusted = bool(settings().oidc_issuer)
    return (
        Route("/oidc/start", start if trusted else nowhere, methods=["GET"]),
        Route(_REDIRECT, finish if trusted else nowhere, methods=["GET"]),
    )
