"""Compiled charts say what their Altair source says, and stay honest and readable."""

from itertools import pairwise

import pytest

from core.charts.compiled import compile_all
from core.charts.style import CHARTS, CORAL, INK, KELP, QUIET, SAND, SEA
from core.charts.wellbeing import _CELLS, _ON_CELLS, load_bars, own_band
from tests.support import ROOT

compile_all()
GROUNDS = ("#fbf8f2", "#10202a")


def parts(spec):
    """Yield every dictionary inside a specification."""
    if isinstance(spec, dict):
        yield spec
        for value in spec.values():
            yield from parts(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from parts(value)


def brightness(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_the_compiled_chart_equals_a_fresh_build(name):
    assert CHARTS[name].spec == CHARTS[name].fresh()


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_specification_carries_no_data(name):
    assert not {"data", "datasets", "$schema"} & CHARTS[name].spec.keys()


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_the_sides_of_a_chart_are_written_in_the_colour_of_text(name):
    # Streamlit's own grey for them has too little contrast on sand.
    written = {"labelColor": INK, "titleColor": INK}
    assert CHARTS[name].spec["config"] == {"axis": written}
    axes = [part["axis"] for part in parts(CHARTS[name].spec) if part.get("axis")]
    assert not any({"labelColor", "titleColor"} & axis.keys() for axis in axes if axis != written)


def test_compiling_everything_leaves_no_chart_out():
    assert compile_all() == len(CHARTS) >= 3


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_no_chart_fetches_anything(name):
    assert not any("url" in part for part in parts(CHARTS[name].spec))


def test_the_toll_axis_is_never_cropped():
    scales = [part["scale"] for part in parts(own_band.spec) if "low" in part.get("field", "")]
    assert all(scale["domain"] == [0, 10] for scale in scales)
    domains = [part["domain"] for part in parts(own_band.spec) if part.get("domain") == [0, 10]]
    assert len(domains) >= 6


def test_what_the_lines_mean_is_written_above_the_plot_where_no_point_lies():
    [limits] = [
        layer
        for layer in own_band.spec["layer"]
        if layer["encoding"].get("text", {}).get("field") == "limit_label"
    ]
    assert limits["encoding"]["y"]["value"] < 0
    assert limits["encoding"]["x"] == {"value": 0}


def test_minutes_start_at_zero():
    assert any(part.get("zero") is True for part in parts(load_bars.spec))


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", [SEA, SAND, CORAL, KELP, QUIET])
def test_every_colour_stands_out_in_light_and_dark(colour, ground):
    assert ground in (ROOT / ".streamlit/config.toml").read_text()
    assert contrast(colour, ground) >= 3


def test_the_number_in_a_cell_is_readable_on_it():
    for cell, number in zip(_CELLS[:-1], _ON_CELLS[:-1], strict=True):
        assert contrast(cell, number) >= 4.5


def test_cells_grow_darker_with_the_toll_so_that_order_needs_no_hue():
    shades = [brightness(cell) for cell in _CELLS[:-1]]
    assert all(lighter > darker for lighter, darker in pairwise(shades))


def test_the_load_chart_draws_the_line_that_a_flag_names():
    lines = [layer for layer in load_bars.spec["layer"] if layer["mark"]["type"] == "line"]
    drawn = {line["encoding"]["y"]["field"]: line["mark"] for line in lines}
    assert drawn.keys() == {"usual", "smoothed"}
    # Told apart without colour: one is dotted, the other is not.
    assert "strokeDash" in drawn["usual"]
    assert "strokeDash" not in drawn["smoothed"]
