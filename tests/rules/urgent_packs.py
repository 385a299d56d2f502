"""Answers that ask for help at once, one set for each such rule of each questionnaire pack."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from core.data.instruments import Pack, packs_in, shipped_packs
from core.rules.instrument_packs import UrgentAnswer
from core.rules.instruments import score, urgent_reasons
from core.rules.urgent_answers import UrgentSign
from tests.support import ROOT

PACKS = (*shipped_packs(), *packs_in(ROOT / "tests/data/packs"))


def urgent_signs_of(pack: Pack, rule: UrgentAnswer, day: date) -> list[UrgentSign]:
    """Answer a questionnaire so that one of its rules holds, and read what it then says."""
    answers = dict(_answers(pack, rule))
    reasons = urgent_reasons(pack, answers, score(pack, answers))
    return [
        UrgentSign(
            day=day,
            about=pack.short,
            again_days=pack.min_interval_days,
            **{name: value for name, value in asdict(reason).items() if name != "scale"},
        )
        for reason in reasons
    ]


def each_urgent_rule(day: date) -> Iterator[list[UrgentSign]]:
    for pack in PACKS:
        for rule in pack.urgent:
            yield urgent_signs_of(pack, rule, day)


def _answers(pack: Pack, rule: UrgentAnswer) -> Iterator[tuple[str, int]]:
    higher_is_worse = rule.at_least is not None
    for item in pack.items:
        offered = sorted(option.value for option in pack.scales[item.scale])
        if rule.item is not None:
            yield item.id, max(rule.values) if item.id == rule.item else offered[0]
        elif item.subscale == rule.subscale and item.id not in {r.item for r in pack.urgent}:
            yield item.id, offered[-1] if higher_is_worse is not item.reversed else offered[0]
        else:
            yield item.id, offered[0]
