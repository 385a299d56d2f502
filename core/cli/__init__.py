"""``holdfast``: what people who operate an installation type."""

from core.cli.main import main

__all__ = ["main"]
