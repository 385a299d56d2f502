"""Drive a Streamlit app over its own WebSocket as a browser does, without a browser.

One protobuf message goes out per rerun, one frame comes back per element, and a run ends at
``script_finished``. Painting is not included. Like a browser, a visit sends the state of
every widget and the hashes of the frames it holds, and skips the tail of the previous run.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlparse

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from benchmarks.widgets import Widget, encode, registered_value, widget_of

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_PATIENCE: Final = 60.0
_CACHED_RUNS: Final = 2
_FULL_RUN: Final = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
)
_DONE: Final = (*_FULL_RUN, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class StepFailed(Exception):
    """The page does not hold what a step needs, or answered with an error."""


@dataclass(slots=True)
class Run:
    """What one message to the server came back as."""

    ms: float = 0.0
    """From the click to ``script_finished``."""
    frames: int = 0
    size: int = 0
    """Bytes received."""
    runs: int = 0
    """Script runs caused: ``st.rerun`` adds one."""
    status: int = -1
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a visitor does: fill fields, then click; or fill fields; or open a page.

    Without any of it the page runs again as it is.
    """

    click: str = ""
    page: str = ""
    fill: Mapping[str, Any] = field(default_factory=dict)


class Visit:
    """One open browser tab. Use it as an async context manager."""

    def __init__(self, url: str, cookie: str = "") -> None:
        parts = urlparse(url)
        if parts.hostname not in _LOOPBACK:
            raise StepFailed(f"Only this machine is loaded, not {parts.hostname}.")
        headers = {"Origin": f"{parts.scheme}://{parts.netloc}"}
        self._opening = connect(
            f"ws://{parts.netloc}/_stcore/stream",
            additional_headers=headers | ({"Cookie": cookie} if cookie else {}),
            compression=None,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            ping_interval=None,
            proxy=None,
        )
        self.widgets: dict[str, Widget] = {}
        self.pages: dict[str, str] = {}
        self._page_hash = ""
        self._elements: dict[tuple[int, ...], tuple[int, Delta]] = {}
        self._held: dict[str, tuple[int, Delta]] = {}
        self._clearing: set[str] = set()
        self._sent = 0
        self._script_run = 0

    async def __aenter__(self) -> Self:
        self._socket = await self._opening.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._opening.__aexit__(kind, problem, trace)

    async def open(self, url_path: str = "") -> Run:
        """Run the page at an address, as the first visit does."""
        return await self._send(page_name=url_path)

    async def take(self, step: Step) -> Run:
        """Do one step.

        Raises:
            StepFailed: the page lacks what the step names, or the server answered with an error.
        """
        changed = ""
        for name, value in step.fill.items():
            widget = self.find(name)
            widget.value, changed = value, widget.fragment_id
        if step.page:
            if step.page not in self.pages:
                raise StepFailed(f"no page {step.page!r}; there are {sorted(self.pages)}")
            self.widgets.clear()
            run = await self._send(page_hash=self.pages[step.page])
        elif step.click:
            run = await self._click(step.click)
        else:
            run = await self._send(fragment_id=changed)
        if run.errors:
            raise StepFailed(run.errors[0])
        return run

    async def _click(self, name: str) -> Run:
        button = self.find(name)
        run = await self._send(pressed=button, fragment_id=button.fragment_id)
        if button.form_id in self._clearing:
            for widget in self.widgets.values():
                if widget.form_id == button.form_id:
                    widget.value = widget.default
        return run

    def find(self, name: str) -> Widget:
        """Return the widget with this key or label."""
        for widget in self.widgets.values():
            if name in (widget.key, widget.label):
                return widget
        there = sorted(widget.key or widget.label for widget in self.widgets.values())
        raise StepFailed(f"no widget {name!r}; on the page: {there}")

    def texts(self) -> list[str]:
        """Return every text on the page, in no particular order."""
        found = []
        for _, delta in self._elements.values():
            kind = delta.new_element.WhichOneof("type")
            proto: Any = getattr(delta.new_element, kind) if kind else None
            found += [getattr(proto, name, "") for name in ("body", "label")]
        return [text for text in found if isinstance(text, str) and text]

    def _message(
        self, pressed: Widget | None, fragment_id: str, page_hash: str | None, page_name: str
    ) -> bytes:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.page_script_hash = self._page_hash if page_hash is None else page_hash
        rerun.page_name = page_name
        rerun.fragment_id = fragment_id
        rerun.cached_message_hashes.extend(self._held)
        rerun.context_info.timezone = "UTC"
        rerun.context_info.locale = "en-GB"
        for widget in self.widgets.values():
            if not widget.is_trigger and not widget.stays_silent:
                encode(rerun.widget_states.widgets.add(id=widget.id), widget.wire, widget.value)
        if pressed:
            encode(rerun.widget_states.widgets.add(id=pressed.id), pressed.wire, True)
        return bytes(message.SerializeToString())

    async def _send(
        self,
        pressed: Widget | None = None,
        fragment_id: str = "",
        page_hash: str | None = None,
        page_name: str = "",
    ) -> Run:
        message = self._message(pressed, fragment_id, page_hash, page_name)
        run = Run()
        self._sent += 1
        started = time.perf_counter()
        await self._socket.send(message)
        while run.status not in _DONE:
            frame = await asyncio.wait_for(self._socket.recv(), _PATIENCE)
            assert isinstance(frame, bytes)
            self._receive(ForwardMsg.FromString(frame), run)
            if run.runs:
                run.frames += 1
                run.size += len(frame)
            else:
                run.status = -1
        run.ms = (time.perf_counter() - started) * 1e3
        self._forget(full_run=run.status in _FULL_RUN)
        return run

    def _forget(self, *, full_run: bool) -> None:
        if full_run:
            latest = self._script_run
            self._elements = {k: v for k, v in self._elements.items() if v[0] == latest}
            self.widgets = {k: w for k, w in self.widgets.items() if w.seen == latest}
        self._held = {
            k: held for k, held in self._held.items() if self._sent - held[0] <= _CACHED_RUNS
        }

    def _receive(self, message: ForwardMsg, run: Run) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta":
            if message.metadata.cacheable and message.hash:
                self._held[message.hash] = (self._sent, message.delta)
            self._draw(message.delta, message, run)
        elif kind == "ref_hash":
            _, delta = self._held[message.ref_hash]
            self._held[message.ref_hash] = (self._sent, delta)
            self._draw(delta, message, run)
        elif kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
            self._script_run += 1
            run.runs += 1
        elif kind == "navigation":
            pages = message.navigation.app_pages
            self.pages = {page.url_pathname: page.page_script_hash for page in pages}
            self._page_hash = message.navigation.page_script_hash or self._page_hash
        elif kind == "script_finished":
            run.status = message.script_finished

    def _draw(self, delta: Delta, message: ForwardMsg, run: Run) -> None:
        if delta.WhichOneof("type") != "new_element":
            if delta.add_block.HasField("form") and delta.add_block.form.clear_on_submit:
                self._clearing.add(delta.add_block.form.form_id)
            return
        self._elements[tuple(message.metadata.delta_path)] = (self._script_run, delta)
        kind = delta.new_element.WhichOneof("type") or ""
        proto: Any = getattr(delta.new_element, kind, None)
        if kind == "exception":
            run.errors.append(f"{proto.type}: {proto.message}"[:300])
        fresh = widget_of(kind, proto, delta.fragment_id)
        if fresh is None:
            return
        widget = self.widgets.setdefault(fresh.id, fresh)
        if getattr(proto, "set_value", False):
            widget.value = registered_value(kind, proto)
        widget.seen = self._script_run
