"""The one gate in front of everything: no app code runs for a stranger.

A pure ASGI class, because Starlette's ready-made middleware never sees WebSockets.
"""

import logging
import re
from collections.abc import Callable
from enum import Enum
from typing import Final

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.clock import utc_now
from core.door.html import plain_page
from core.door.identity import header, presented_hash, touch, who, with_identity, without_token
from core.queries.access import SignedIn
from core.services.access import TOUCH_EVERY

_LOG: Final = logging.getLogger(__name__)
_LIVE: Final = "/_stcore/stream"
_SIGNED_OUT: Final = 4401
_NOT_HERE: Final = 1008
_READING: Final = frozenset({"GET", "HEAD"})

_OURS: Final = "/door/"
_KEEP: Final = b"public, max-age=86400"
_OPEN_TO_ALL: Final = frozenset(
    {"/login", "/login/code", "/logout", "/setup", "/healthz", "/guard.js", "/favicon.png"}
    | {"/oidc/start", "/oidc/callback"}
)
_OPEN_LINK: Final = re.compile(r"/(setup|invite|reset)/[A-Za-z0-9_-]{1,128}")
_OWN: Final = frozenset({"/password", "/second-step", "/prove", "/news"})
"""Plain pages about one's own account: a sign-in leads back to them as to a screen."""
_FOR_SIGNED_IN: Final = re.compile(r"/alive|/erase|/export/[0-9a-f-]{36}")
"""Pages and files of our own behind the sign-in, beside the screens."""
_FOR_SCRIPTS: Final = ("/_stcore/", "/media/", "/component/", "/alive")
"""Asked for by the page, not by a person: a stranger gets a status, not the sign-in page."""
_STREAMLIT: Final = ("/_stcore/upload_file/", "/media/", "/component/")
_STREAMLIT_ALONE: Final = frozenset({"/_stcore/health", "/_stcore/host-config"})


class Traffic(Enum):
    """What a message over the live connection is."""

    REFUSED = "refused"
    """Nothing a person's browser needs to send, such as clearing everybody's cache."""
    AUTOMATIC = "automatic"
    """Sent by the page itself; it does not keep a sign-in alive."""
    DELIBERATE = "deliberate"
    """Somebody did something."""


class Gate:
    """Lets in who is signed in, says who it is, and checks again with every message."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        public_url: str,
        pages: frozenset[str],
        assets: frozenset[str],
        traffic_of: Callable[[bytes], Traffic],
        headers: dict[bytes, bytes],
    ) -> None:
        self._app = app
        self._public_url = public_url
        self._pages = pages
        self._assets = assets
        self._traffic_of = traffic_of
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or one live connection."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, self._with_headers(scope["path"], send))
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        signed_in = None if self._is_asset(path) else await who(presented_hash(scope))
        answer = self._refusal(scope, path, signed_in)
        if answer is not None:
            await answer(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(with_identity(scope, signed_in), receive, watched)
        except Exception:
            # Starlette's own answer would lie outside this gate and carry none of its headers.
            # What follows the first part of an address may be a token that works once.
            _LOG.exception("A request to /%s failed.", path.split("/")[1])
            if started:
                raise
            said = "Something went wrong on our side. What you saved before is safe."
            await HTMLResponse(plain_page("Sorry", said), 500)(scope, receive, send)

    def _refusal(self, scope: Scope, path: str, signed_in: SignedIn | None) -> Response | None:
        if scope["method"] not in _READING and header(scope, b"origin") != self._public_url:
            said = f"This page was not opened at {self._public_url}. Please start there."
            return HTMLResponse(plain_page("Please start again", said, self._public_url), 403)
        if self._is_asset(path) or path in _OPEN_TO_ALL or _OPEN_LINK.fullmatch(path):
            return None
        if signed_in is None:
            if path.startswith(_FOR_SCRIPTS):
                return Response(status_code=401)
            way_back = f"?to={path}" if path in self._pages | _OWN and path != "/" else ""
            return RedirectResponse(f"/login{way_back}", 303)
        known = path in self._pages | _OWN | _STREAMLIT_ALONE
        if known or _FOR_SIGNED_IN.fullmatch(path) or path.startswith(_STREAMLIT):
            return None
        return HTMLResponse(plain_page("No page here", "This address leads nowhere."), 404)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        signed_in = await who(presented_hash(scope))
        at_home = header(scope, b"origin") == self._public_url
        if signed_in is None or not at_home or scope["path"] != _LIVE:
            await receive()
            await send({"type": "websocket.close", "code": _NOT_HERE})
            return
        live = _Live(signed_in, self._traffic_of, receive, send)
        inner = without_token(with_identity(scope, signed_in))
        await self._app(inner, live.receive, live.send)

    def _is_asset(self, path: str) -> bool:
        # The same for everybody, and the only answers that browsers may keep.
        return path in self._assets or path.startswith(_OURS)

    def _with_headers(self, path: str, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = dict(self._headers)
                if path.startswith(_OURS):
                    ours[b"cache-control"] = _KEEP
                elif path not in self._assets:
                    ours[b"cache-control"] = b"no-store"
                theirs = [(k, v) for k, v in message["headers"] if k.lower() not in ours]
                message = {**message, "headers": [*theirs, *ours.items()]}
            await send(message)

        return dressed


class _Live:
    """One live connection of one signed-in browser."""

    def __init__(
        self,
        signed_in: SignedIn,
        traffic_of: Callable[[bytes], Traffic],
        receive: Receive,
        send: Send,
    ) -> None:
        self._hash = signed_in.token_hash
        self._traffic_of = traffic_of
        self._receive = receive
        self._send = send
        self._closed = False

    async def receive(self) -> Message:
        """Return the next message that may pass, or a disconnect once the sign-in is over."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            signed_in = await who(self._hash)
            if signed_in is None:
                return await self._end()
            traffic = self._traffic_of(message.get("bytes") or b"")
            if traffic is Traffic.REFUSED:
                continue
            idle = utc_now() - signed_in.last_seen_at
            if traffic is Traffic.DELIBERATE and idle >= TOUCH_EVERY:
                await touch(self._hash)
            return message

    async def send(self, message: Message) -> None:
        """Pass on what the app says, as long as somebody may hear it."""
        if not self._closed:
            await self._send(message)

    async def _end(self) -> Message:
        self._closed = True
        await self._send({"type": "websocket.close", "code": _SIGNED_OUT})
        return {"type": "websocket.disconnect", "code": _SIGNED_OUT}
