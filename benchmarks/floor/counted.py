"""``holdfast serve`` that writes down when it really checks a password. For measurements alone.

Usage: ``python -m benchmarks.floor.counted --port PORT``, with the file named in ``COUNTED``.
With ``HARDLY_ANY_WORK`` set, a hash costs less than any setting allows, so that a thousand
guesses take seconds; ``TAKES_AT_LEAST`` makes each check last so many seconds.
"""

import os
import sys
import time
from pathlib import Path

from passlib.context import CryptContext

from core.cli import main
from core.door import checking, passwords

_COUNTED = Path(os.environ["COUNTED"])
_VERIFY = passwords.verify_and_update


def _counted(password: str, stored: str) -> tuple[bool, str | None]:
    _note("checked")
    time.sleep(float(os.environ.get("TAKES_AT_LEAST", "0")))
    verdict = _VERIFY(password, stored)
    _note("done")
    return verdict


def _note(what: str) -> None:
    with _COUNTED.open("a") as counted:
        counted.write(f"{what}\n")


if __name__ == "__main__":
    checking.verify_and_update = _counted  # type: ignore[attr-defined]
    if "HARDLY_ANY_WORK" in os.environ:
        cheap = CryptContext(
            schemes=["argon2"],
            argon2__memory_cost=8,
            argon2__rounds=1,
            argon2__parallelism=1,
        )
        passwords._context = lambda: cheap  # type: ignore[assignment]
        # Or each refusal would cost as much as the stored hashes, which were made in earnest.
        passwords.level_with = lambda _stored: None  # type: ignore[assignment]
    sys.argv.insert(1, "serve")
    main()
