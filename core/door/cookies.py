"""The cookies of the front door. Scripts can read none of them; only hashes are stored."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from core.door.identity import COOKIE
from core.services.access import token_hash

STEP_COOKIE: Final = "__Host-holdfast-step"
"""Somebody whose password was right and whose second step is due."""
DEVICE_COOKIE: Final = "__Host-holdfast-device"
"""A browser that somebody signed in with before."""
_OWN_DEVICE_SECONDS: Final = 30 * 24 * 3600
_STEP_SECONDS: Final = 10 * 60
_DEVICE_SECONDS: Final = 180 * 24 * 3600


def known_device(request: Request) -> str | None:
    """Return the hash of the device token that the browser brings, whoever's it is."""
    return _hash_of(request, DEVICE_COOKIE)


def pending_step(request: Request) -> str | None:
    """Return the hash of the token of a second step that is due."""
    return _hash_of(request, STEP_COOKIE)


def keep_sign_in(response: Response, token: str, *, own_device: bool) -> None:
    """Give the browser its sign-in; without an own device it ends with the browser."""
    _keep(response, COOKIE, token, _OWN_DEVICE_SECONDS if own_device else None)


def keep_step(response: Response, token: str) -> None:
    """Let the browser go on to the second step."""
    _keep(response, STEP_COOKIE, token, _STEP_SECONDS)


def keep_device(response: Response, token: str) -> None:
    """Let the browser be recognised the next time somebody signs in."""
    _keep(response, DEVICE_COOKIE, token, _DEVICE_SECONDS)


def drop(response: Response, name: str) -> None:
    """Have the browser forget a cookie."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")


def _keep(response: Response, name: str, token: str, seconds: int | None) -> None:
    response.set_cookie(
        name, token, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax"
    )


def _hash_of(request: Request, name: str) -> str | None:
    token = request.cookies.get(name)
    return token_hash(token) if token else None
