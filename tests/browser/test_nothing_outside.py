"""Nothing is sent to anybody outside: neither by the server nor by the pages."""

import os
import subprocess
import sys
import time
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.readers import READERS, SEEN
from tests.serving import serving
from tests.support import ROOT

STAY = 120
"""Seconds: long enough for whatever asks once a minute to ask twice."""
_HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "None", ""}
_LISTENER = """
import os, sys

_kept = os.open(os.environ["CONNECTIONS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

def _note(event, given):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        where = given[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        where = given
    else:
        return
    name = where[0] if isinstance(where, tuple) else where
    name = name.decode() if isinstance(name, bytes) else name
    os.write(_kept, f"{event} {name}\\n".encode())

sys.addaudithook(_note)
"""


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare a folder in which Python notes every connection and every name looked up."""
    folder = tmp_path_factory.mktemp("heard")
    (folder / "sitecustomize.py").write_text(_LISTENER)
    return folder


@pytest.fixture(scope="module")
def server(organisation, heard):
    """Serve the organisation with everything heard that leaves the process."""
    env = {"PYTHONPATH": f"{heard}{os.pathsep}{ROOT}", "CONNECTIONS": str(heard / "connections")}
    url = f"sqlite:///{organisation / 'demo.db'}"
    log = organisation / "server.log"
    with serving(url, organisation / "demo.key", log=log, env=env) as started:
        yield started


def _foreign(heard: Path) -> list[str]:
    lines = (heard / "connections").read_text().splitlines()
    return [line for line in lines if line.partition(" ")[2] not in _HERE]


def test_promise_16_neither_the_server_nor_a_page_turns_to_anybody_outside_in_two_minutes(
    signed_in, server, heard
):
    asked = set()
    windows = {role: signed_in(reader) for role, reader in READERS.items()}
    for window in windows.values():
        window.page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        window.page.on("websocket", lambda socket: asked.add(urlsplit(socket.url).netloc))

    began = time.monotonic()
    screens = sorted(SEEN, key=lambda each: list(READERS).index(each[1]))
    # Every screen once, then from the first one on again; all windows stay open meanwhile.
    for seen, (address, role) in enumerate(cycle(screens)):
        if seen >= len(SEEN) and time.monotonic() - began >= STAY:
            break
        windows[role].open(address)

    assert asked - {""} == {urlsplit(server.url).netloc}
    assert _foreign(heard) == []


def test_the_listener_hears_a_connection_and_a_name(heard, tmp_path):
    kept = tmp_path / "connections"
    code = (
        "import socket\n"
        "for call in (lambda: socket.getaddrinfo('evil.invalid', 80),"
        " lambda: socket.create_connection(('192.0.2.1', 9), timeout=0.1)):\n"
        "    try: call()\n"
        "    except OSError: pass\n"
    )
    env = os.environ | {"PYTHONPATH": str(heard), "CONNECTIONS": str(kept)}
    subprocess.run([sys.executable, "-c", code], env=env, check=True)
    lines = kept.read_text()
    assert "socket.getaddrinfo evil.invalid" in lines
    assert "socket.connect 192.0.2.1" in lines
