"""A real server for tests that need one: the front door, the live connection, a browser."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support import ROOT

COOKIE = "__Host-holdfast"
FORM_COOKIE = "__Host-holdfast-form"
_START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    pid: int
    log: Path

    @property
    def live_url(self) -> str:
        """The address of the live connection."""
        return self.url.replace("http://", "ws://") + "/_stcore/stream"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    database_url: str,
    key_file: Path | str,
    port: int = 0,
    *,
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    command: Sequence[str] = ("core.cli", "serve", "--port", "{port}"),
) -> Iterator[Server]:
    """Run ``holdfast serve``, or another module with its arguments, until the block ends."""
    port = port or free_port()
    log = log or Path(key_file).parent / f"server-{port}.log"
    command = [sys.executable, "-m", *(word.format(port=port) for word in command)]
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(database_url, key_file, port) | dict(env or {}),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        server = Server(f"http://localhost:{port}", process.pid, log)
        try:
            _wait_until_it_answers(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _environment(database_url: str, key_file: Path | str, port: int) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("HOLDFAST_", "COV"))}
    return inherited | {
        "HOLDFAST_DATABASE_URL": database_url,
        "HOLDFAST_KEY_FILE": str(key_file),
        "HOLDFAST_PORT": str(port),
        # The cheapest hash that is allowed: these tests sign in a hundred times.
        "HOLDFAST_ARGON2_MEMORY_MIB": "19",
        "HOLDFAST_ARGON2_ROUNDS": "2",
        # What a test sees must not depend on whether the night fell into it.
        "HOLDFAST_NIGHTLY": "off",
        "PYTHONUNBUFFERED": "1",
    }


def _wait_until_it_answers(server: Server, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{server.url}/healthz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{server.log.read_text()[-2000:]}")


def post_form(
    url: str, path: str, fields: Mapping[str, str], *, cookie: str | None = None
) -> httpx.Response:
    """Open a page of the front door and post its form, as a browser would."""
    kept = {COOKIE: cookie} if cookie else {}
    shown = httpx.get(url + path, headers={"Cookie": _cookies(kept)})
    check = re.search(r'name="form_check" value="([^"]+)"', shown.text)
    assert check, shown.text
    return httpx.post(
        url + path,
        data={"form_check": check[1], **fields},
        headers={"Origin": url, "Cookie": _cookies(kept | {FORM_COOKIE: check[1]})},
        timeout=30,
    )


def sign_in(url: str, email: str, password: str) -> str:
    """Sign in through the form and return the cookie's value."""
    answer = post_form(url, "/login", {"email": email, "password": password})
    assert answer.status_code == 303, answer.text
    return signed_in_cookie(answer)


def signed_in_cookie(answer: httpx.Response) -> str:
    """Return the sign-in cookie that an answer sets."""
    for line in answer.headers.get_list("set-cookie"):
        if line.startswith(f"{COOKIE}="):
            return line.split(";")[0].removeprefix(f"{COOKIE}=")
    raise AssertionError(f"no sign-in cookie in {answer.headers}")


def _cookies(values: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in values.items())
