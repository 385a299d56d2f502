"""The benchmark of the detector: its bars are those agreed on, and one missed bar fails it."""

import pytest

from benchmarks import detection
from benchmarks.strain_bars import Bar, all_bars, last_eight_weeks, two_week_mean

AGREED = {
    "B1": [(0.40, False), (32, False), (6, False), (1.15, False), (16, False)],
    "B2": [(55, True), (90, True), (74, True)],
    "B3": [(37, True), (75, True), (57, True), (87, True)],
    "B4": [(78, True), (92, True), (42, True)],
    "B5": [(7, False), (0, False)],
    "B6": [(0.06, False), (30, True), (0.06, False), (70, True)],
    "B7": [(6, False), (12, False)],
    "B8": [(80, True), (0.4, False)],
}
KEPT = Bar("B1 kept", 5, 6, at_least=False)
MISSED = Bar("B2 missed", 5, 6, at_least=True)


def test_every_bar_is_there_with_the_limit_that_was_agreed_on():
    found = {}
    for bar in all_bars(8, 1):
        found.setdefault(bar.name[:2], []).append((bar.limit, bar.at_least))
    assert found == AGREED


def test_a_bar_is_kept_on_its_limit_and_missed_beyond_it():
    assert Bar("", 6, 6, at_least=True).held
    assert Bar("", 6, 6, at_least=False).held
    assert not Bar("", 5.9, 6, at_least=True).held
    assert not Bar("", 6.1, 6, at_least=False).held


@pytest.mark.parametrize(
    ("bars", "people", "status"),
    [
        ([KEPT, KEPT], 1000, 0),
        ([KEPT, MISSED], 1000, 1),
        ([MISSED, KEPT], 1000, 1),
        ([KEPT], 999, 1),
    ],
    ids=["all kept", "the last missed", "the first missed", "too few people to tell"],
)
def test_the_command_succeeds_only_when_every_bar_holds(monkeypatch, capsys, bars, people, status):
    monkeypatch.setattr(detection, "all_bars", lambda people, seed: iter(bars))
    monkeypatch.setattr(detection, "naive", lambda people, seed: iter(["a naive rule"]))
    monkeypatch.setattr("sys.argv", ["detection", "--people", str(people)])
    assert detection.main() == status
    printed = capsys.readouterr().out
    assert all(str(bar) in printed for bar in bars)
    assert "a naive rule" in printed


def test_the_naive_rules_are_those_we_compare_with():
    assert two_week_mean([7, 7, 6, None, None, 8]) == [2, 2, 0, 0, 0, 2]
    assert last_eight_weeks([3, 4, 3, 4, 3, 4, 3, 4, 4, 8]) == [0] * 9 + [2]
