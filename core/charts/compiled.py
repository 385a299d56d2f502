"""Every chart, compiled before the first visitor arrives."""

from importlib import import_module
from pkgutil import iter_modules

from core import charts
from core.charts.style import CHARTS


def compile_all() -> int:
    """Compile the charts of all modules in this package and return how many there are."""
    for module in iter_modules(charts.__path__):
        import_module(f"{charts.__name__}.{module.name}")
    return sum(bool(chart.spec) for chart in CHARTS.values())
