"""Values that several tests share."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PASSWORD: Final = "tide over kelp and stone"
NOW: Final = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
"""A Wednesday morning."""
