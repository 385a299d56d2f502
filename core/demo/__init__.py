"""An invented organisation with a fixed seed, to look around in."""

from core.demo.building import PASSWORD, HoldsRealPeople, build, leave_real_people_alone
from core.demo.report import DemoReport, console_text, progress_bar

__all__ = [
    "PASSWORD",
    "DemoReport",
    "HoldsRealPeople",
    "build",
    "console_text",
    "leave_real_people_alone",
    "progress_bar",
]
