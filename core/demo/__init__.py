"""An invented organisation with a fixed seed, to look around in."""

from core.demo.building import PASSWORD, HoldsRealPeople, build
from core.demo.report import DemoReport, console_text, progress_bar

__all__ = [
    "PASSWORD",
    "DemoReport",
    "HoldsRealPeople",
    "build",
    "console_text",
    "progress_bar",
]
