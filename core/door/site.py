"""What the front door serves itself: the shell page, the guard script, fonts, health."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from core.database import engine
from core.door import (
    arrive,
    downloads,
    erase,
    news,
    outside,
    own_password,
    own_second_step,
    proving,
    second_step,
    sign_in,
)

_FOLDER: Final = Path(__file__).parent / "static"


def routes(shell_html: str, pages: frozenset[str]) -> list[BaseRoute]:
    """Return every route of the front door; ``pages`` are the addresses of the screens."""

    async def show_shell(_request: Request) -> Response:
        """Give the browser the page in which Streamlit draws."""
        return HTMLResponse(shell_html)

    return [
        *sign_in.ROUTES,
        *second_step.ROUTES,
        *arrive.ROUTES,
        *own_password.ROUTES,
        *own_second_step.ROUTES,
        *downloads.ROUTES,
        *erase.ROUTES,
        *proving.ROUTES,
        *news.ROUTES,
        *outside.routes(),
        Route("/alive", _alive, methods=["GET"]),
        Route("/healthz", _healthz, methods=["GET"]),
        Route("/guard.js", _file("guard.js"), methods=["GET"]),
        Route("/favicon.png", _file("favicon.png"), methods=["GET"]),
        Mount("/door", StaticFiles(directory=_FOLDER)),
        *(Route(path, show_shell, methods=["GET"]) for path in sorted(pages)),
    ]


async def _alive(_request: Request) -> Response:
    # The gate has already answered 401 if the sign-in is over.
    return Response(status_code=204)


async def _healthz(_request: Request) -> Response:
    try:
        await run_in_threadpool(_ask_database)
    except SQLAlchemyError:
        return PlainTextResponse("database unavailable", 503)
    return PlainTextResponse("ok")


def _ask_database() -> None:
    with engine().connect() as connection:
        connection.execute(text("SELECT 1"))


def _file(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def serve(_request: Request) -> Response:
        return FileResponse(_FOLDER / name)

    return serve
