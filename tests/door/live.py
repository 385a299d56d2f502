"""A browser's live connection, spoken directly: no browser, no Streamlit client."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.serving import COOKIE, Server

_DONE = {
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
}
AT_FULL_SIZE = "FULL_SIZE" in os.environ
"""Whether promises are held at the size they are before a release, not at that of every run."""
_SECONDS = 300 if AT_FULL_SIZE else 20


class Refused(Exception):
    """The server did not open a live connection."""

    def __init__(self, status: int) -> None:
        super().__init__(f"refused with status {status}")
        self.status = status


@dataclass
class Live:
    """An open connection and what has been drawn over it."""

    socket: ClientConnection
    streamlit_session: str = ""
    texts: list[str] = field(default_factory=list)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Id and fragment of each button, by its label."""
    fields: dict[str, str] = field(default_factory=dict)
    """Id of each other widget, by its label."""
    raw: list[bytes] = field(default_factory=list)
    """Every message of the last run, as it came."""
    menu: list[tuple[str, str]] = field(default_factory=list)
    """Title and address of each page of the menu."""

    def send(self, message: BackMsg) -> None:
        """Send one message."""
        self.socket.send(message.SerializeToString())

    def run(self, *, page: str = "", click: str = "", automatic: bool = False) -> list[str]:
        """Ask for a run, wait until it is over, and return the texts it drew."""
        message = BackMsg()
        state = message.rerun_script
        state.page_name = page
        state.is_auto_rerun = automatic
        state.widget_states.SetInParent()
        if click:
            button_id, fragment = self.buttons[click]
            state.fragment_id = fragment
            state.widget_states.widgets.add(id=button_id, trigger_value=True)
        self.texts.clear()
        self.send(message)
        self._read_until_done()
        return self.texts

    def forge(self, page: str, *states: WidgetState) -> bytes:
        """Ask for a run with made-up widget states; return all that was sent back."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.widget_states.widgets.extend(states)
        self.texts.clear()
        self.send(message)
        self._read_until_done()
        return b"".join(self.raw)

    def _read_until_done(self) -> None:
        started = False
        self.raw.clear()
        while True:
            received = self.socket.recv(timeout=_SECONDS)
            self.raw.append(received)
            message = ForwardMsg.FromString(received)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                started = True
                self.streamlit_session = message.new_session.initialize.session_id
            elif kind == "navigation":
                pages = message.navigation.app_pages
                self.menu = [(p.page_name, p.url_pathname) for p in pages if not p.is_hidden]
            elif kind == "delta":
                self._note(message)
            elif kind == "script_finished" and started and message.script_finished in _DONE:
                return

    def _note(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind is None:
            return
        drawn = getattr(element, kind)
        self.texts += [str(drawn.body)] if hasattr(drawn, "body") else []
        if kind == "button":
            self.buttons[drawn.label] = (drawn.id, message.delta.fragment_id)
        elif getattr(drawn, "id", "") and hasattr(drawn, "label"):
            self.fields[drawn.label] = drawn.id

    def closed_with(self) -> int:
        """Read until the server closes the connection and return its code."""
        try:
            while True:
                self.socket.recv(timeout=_SECONDS)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0


@contextmanager
def live(
    server: Server,
    cookie: str | None = None,
    *,
    origin: str | None = "",
    headers: Mapping[str, str] | None = None,
    resume: str = "",
) -> Iterator[Live]:
    """Open a live connection; ``origin`` is the server's own unless told otherwise."""
    sent = dict(headers or {})
    if cookie is not None:
        sent["Cookie"] = f"{COOKIE}={cookie}"
    if origin is not None:
        sent["Origin"] = origin or server.url
    protocols = ["streamlit", *(["x", resume] if resume else [])]
    try:
        with connect(
            server.live_url,
            additional_headers=sent,
            subprotocols=protocols,
            max_size=None,
            proxy=None,
        ) as socket:
            yield Live(socket)
    except InvalidStatus as refused:
        raise Refused(refused.response.status_code) from None
