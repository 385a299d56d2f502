"""The rows of one answered questionnaire: its head, each answer, and each score."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from core.data.instruments import Pack
from core.rules.instruments import ScaleResult, score, urgent_reasons


class QuestionnaireRows(NamedTuple):
    """What is stored of one answered questionnaire."""

    given: dict[str, Any]
    answers: list[dict[str, Any]]
    scores: list[dict[str, Any]]


def questionnaire_rows(
    pack: Pack,
    given: Mapping[str, int],
    *,
    questionnaire_id: UUID,
    person_id: UUID,
    day: date,
    at: datetime,
) -> QuestionnaireRows:
    """Score checked answers and return what to store of them."""
    results = score(pack, given)
    key = {"questionnaire_id": questionnaire_id}
    titles = {subscale.id: subscale.title for subscale in pack.subscales}
    head = {
        "id": questionnaire_id,
        "person_id": person_id,
        "instrument": pack.id,
        "version": pack.version,
        "day": day,
        "urgent": _urgent(pack, given, results),
        "recorded_at": at,
    }
    return QuestionnaireRows(
        given=head,
        answers=[key | {"item": item, "value": value} for item, value in given.items()],
        scores=[
            key | _score_row(result) | {"place": place, "title": titles[result.scale]}
            for place, result in enumerate(results)
        ],
    )


def _score_row(result: ScaleResult) -> dict[str, Any]:
    return {
        "scale": result.scale,
        "value": result.value,
        "band": result.band.word if result.band else "",
        "missing": result.missing,
        "asked": result.asked,
    }


def _urgent(
    pack: Pack, given: Mapping[str, int], results: tuple[ScaleResult, ...]
) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in asdict(reason).items() if name != "scale"}
        | {"about": pack.short, "again_days": pack.min_interval_days}
        for reason in urgent_reasons(pack, given, results)
    ]
