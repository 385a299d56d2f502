"""Start a server for a measurement, sign in, read its processor time, and end it again."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import psutil

ROOT: Final = Path(__file__).parent.parent
_PATIENCE_S: Final = 90.0


class ServerFailed(Exception):
    """A server did not start, or refused to let the benchmark in."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server that the benchmark started itself."""

    url: str
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Return the processor time used so far, its children included."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(sum(p.cpu_times()[:2]) for p in family))


@contextmanager
def serving(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    log: Path = Path(os.devnull),
) -> Iterator[Server]:
    """Run a server while the block runs; ``{port}`` in the command and in ``env`` is filled in."""
    port = str(_free_port())
    filled = {name: value.replace("{port}", port) for name, value in (env or {}).items()}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [word.replace("{port}", port) for word in command],
            cwd=folder,
            env=_clean_environment() | filled,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://localhost:{port}"
        _wait(url, process)
        yield Server(url, psutil.Process(process.pid))
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _clean_environment() -> dict[str, str]:
    ours = ("HOLDFAST_", "STREAMLIT_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerFailed(f"The server ended at once with status {process.returncode}.")
        try:
            if httpx.get(f"{url}/_stcore/health", timeout=2).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise ServerFailed(f"The server at {url} did not answer within {_PATIENCE_S:.0f} seconds.")
