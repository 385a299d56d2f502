"""Reading a posted form, and the proof that it was our own page that posted it."""

import secrets
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from core.errors import AppError

FORM_COOKIE: Final = "__Host-holdfast-form"
CHECK_FIELD: Final = "form_check"
_LARGEST: Final = 16 * 1024
_MOST_FIELDS: Final = 16
_CHECK_BYTES: Final = 32


class FormTooOld(AppError):
    """The form was posted by another page, or its cookie is gone."""

    def __init__(self) -> None:
        super().__init__("This page was open for too long. Please try once more.")


class FormTooLong(AppError):
    """Somebody sent more than any of our forms asks for."""

    def __init__(self) -> None:
        super().__init__("That was more than this form can take. Please shorten it.")


async def posted(request: Request) -> dict[str, str]:
    """Return the fields of a posted form; an odd one has none.

    Raises:
        FormTooLong: there is more of it than any form of ours holds.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise FormTooLong
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return dict(pairs)


def check_value(request: Request) -> str:
    """Return the value that the form must bring back; the same while the cookie lives."""
    made: str | None = getattr(request.state, "form_check", None)
    # Kept with the request: the form and its cookie ask one after the other.
    request.state.form_check = (
        request.cookies.get(FORM_COOKIE) or made or secrets.token_urlsafe(_CHECK_BYTES)
    )
    return str(request.state.form_check)


def remember_check(response: Response, value: str) -> None:
    """Give the browser the cookie that the posted form is compared with."""
    response.set_cookie(FORM_COOKIE, value, path="/", secure=True, httponly=True, samesite="strict")


def must_be_ours(request: Request, fields: dict[str, str]) -> None:
    """Raise ``FormTooOld`` unless the form carries what its cookie says."""
    expected = request.cookies.get(FORM_COOKIE, "")
    given = fields.get(CHECK_FIELD, "")
    if not expected or not secrets.compare_digest(expected.encode(), given.encode()):
        raise FormTooOld
