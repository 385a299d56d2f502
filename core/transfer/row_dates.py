"""When each record of somebody's goes by itself, or what it waits for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from core import models as m
from core.models.base import Base
from core.queries.people import OrganisationFacts
from core.queries.personal_data import Personal
from core.rules.access import DEVICE_KNOWN
from core.rules.dates import monday_of
from core.rules.downloads import KEPT_FOR as FILES_KEPT_FOR
from core.rules.drafts import KEPT_FOR as DRAFTS_KEPT_FOR
from core.rules.retention import COMPARED_FOR, Limits, goes_on
from core.vocabulary import DraftForm, Kept

LEAVES: Final = "you leave or erase it"
OVER: Final = "it is over"
NEWER: Final = "a newer one takes its place"
COLUMNS: Final = ("goes_on", "stays_until")
WORDS: Final = "words_go_on"
_WORDS_AGE_BY: Final[Mapping[type[Base], str]] = {
    m.ContactToll: "",
    m.Case: "closed_on",
    m.WellbeingFlag: "cleared_at",
    m.RingMe: "asked_at",
}
"""Records whose words go before them, by what; a toll's by the day of its contact."""
_LASTS: Final[Mapping[type[Base], Callable[[Mapping[str, Any]], datetime]]] = {
    m.KnownDevice: lambda row: row["last_used_at"] + DEVICE_KNOWN,
    m.OneTimeToken: lambda row: row["expires_at"],
    m.Download: lambda row: row["created_at"] + FILES_KEPT_FOR,
    m.Draft: lambda row: row["saved_at"] + DRAFTS_KEPT_FOR[DraftForm(row["form"])],
    m.FailedSignIns: lambda row: row["hour_at"] + timedelta(hours=1),
}
"""What has a time of its own and no class; it goes in the night after it."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Going:
    """When one record goes by itself, or what it waits for."""

    on: date | None
    until: str = ""
    words_on: date | None = None


class RowDates:
    """Says of one person's records when they go; parents are asked about before what is theirs."""

    def __init__(self, place: OrganisationFacts, limits: Limits) -> None:
        self._place = place
        self._limits = limits
        self._since: dict[object, date | None] = {}
        """From which day the age of a row is counted, by the row's key."""
        self._not_before: dict[object, date] = {}

    def of(self, one: Personal, found: Sequence[Row]) -> list[Going]:
        """Return for each row of one table when it goes."""
        newest = _newest(one, found)
        if one.model is m.Questionnaire:
            self._note_compared(found)
        return [self._going(one, row, is_newest=index in newest) for index, row in enumerate(found)]

    def _going(self, one: Personal, row: Row, *, is_newest: bool) -> Going:
        if one.model in _LASTS:
            return Going(self._day(_LASTS[one.model](row)) + timedelta(days=1))
        if one.kept is None:
            return Going(None, LEAVES)
        since, parent = self._counted_from(one, row)
        words = self._words(one, row, since)
        if is_newest:
            return Going(None, NEWER, words)
        if since is None:
            return Going(None, OVER, words)
        day = goes_on(one.kept, self._limits, since)
        if one.model in (m.Questionnaire, m.QuestionnaireScore):
            key = row["id"] if one.model is m.Questionnaire else parent
            day = max(day, self._not_before.get(key, day))
        return Going(day, "", words)

    def _counted_from(self, one: Personal, row: Row) -> tuple[date | None, object]:
        parent = row.get("contact_id") or (row.get(one.by[0]) if one.of else None)
        since = self._day(row[one.ages_by]) if one.ages_by else self._since.get(parent)
        if "id" in row:
            self._since[row["id"]] = since
        return since, parent

    def _words(self, one: Personal, row: Row, since: date | None) -> date | None:
        if one.model not in _WORDS_AGE_BY or not any(row[name] for name in one.words):
            return None
        by = _WORDS_AGE_BY[one.model]
        day = self._day(row[by]) if by else since
        return None if day is None else goes_on(Kept.WORDS, self._limits, day)

    def _note_compared(self, found: Sequence[Row]) -> None:
        for row in found:
            later = [
                other["day"]
                for other in found
                if other["instrument"] == row["instrument"] and other["day"] > row["day"]
            ]
            if later:
                self._not_before[row["id"]] = min(later) + COMPARED_FOR

    def _day(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return self._place.today(value)
        return monday_of(value) if isinstance(value, int) else value


def _newest(one: Personal, found: Sequence[Row]) -> frozenset[int]:
    """Return which rows stay because none is newer that agrees with them."""
    if one.newest_stays is None:
        return frozenset()
    alike: dict[tuple[Any, ...], int] = {}
    for index, row in enumerate(found):
        key = tuple(row[name] for name in one.newest_stays)
        if key not in alike or row[one.ages_by] >= found[alike[key]][one.ages_by]:
            alike[key] = index
    return frozenset(alike.values())
