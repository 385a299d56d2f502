"""How long a prepared file waits."""

from datetime import timedelta
from typing import Final

KEPT_FOR: Final = timedelta(minutes=5)
"""A file holds everything about a person: it waits for one fetch, and not for long."""
