"""Prepared files: for the sign-in they were made for, once."""

from typing import Final
from urllib.parse import quote
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from core.clock import utc_now
from core.database import engine, transaction
from core.door.html import plain_page
from core.door.identity import presented_hash, who
from core.errors import NotFound
from core.queries.access import SignedIn
from core.services.downloads import PreparedFile, fetch_download

_GONE: Final = (
    "This file was downloaded already, is older than five minutes, or was prepared elsewhere. "
    "Please prepare it again under “Sharing and my data”."
)


async def hand_out(request: Request) -> Response:
    """Send a prepared file; whoever comes second, too late or from elsewhere finds nothing."""
    signed_in = await who(presented_hash(request.scope))
    # Merely asking what is there must not use the file up.
    if signed_in is None or request.method != "GET":
        return _not_here()
    try:
        file = await run_in_threadpool(_fetch, signed_in, request.path_params["download_id"])
    except NotFound:
        return _not_here()
    return Response(
        file.body,
        media_type=file.media_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"},
    )


def _fetch(signed_in: SignedIn, download_id: UUID) -> PreparedFile:
    with transaction(engine()) as session:
        return fetch_download(
            session,
            download_id,
            person_id=signed_in.person_id,
            session_hash=signed_in.token_hash,
            now=utc_now(),
        )


def _not_here() -> Response:
    return HTMLResponse(plain_page("No file here", _GONE), 404)


ROUTES: Final = (Route("/export/{download_id:uuid}", hand_out, methods=["GET"]),)
