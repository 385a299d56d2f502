"""Why somebody is in the queue, and what the next act is, in plain words."""

from datetime import date, datetime, timedelta
from typing import Final

from core.queries.follow_ups import FollowUpRow
from core.ui.days import clock_words, day_of, day_words
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import STAYS
from core.ui.shared_items import shared_title
from core.vocabulary import FollowUpReason

ICONS: Final = {
    FollowUpReason.RING_ME: ":material/call:",
    FollowUpReason.URGENT: ":material/emergency:",
    FollowUpReason.INCIDENT: ":material/report:",
    FollowUpReason.DEBRIEF_WANTED: ":material/forum:",
    FollowUpReason.SHARED_FLAG: ":material/volunteer_activism:",
    FollowUpReason.CASELOAD: ":material/balance:",
    FollowUpReason.SUPPORT_GAP: ":material/link_off:",
    FollowUpReason.TRAINING: ":material/school:",
}
_NEXT: Final = {
    FollowUpReason.RING_ME: "Ring them.",
    FollowUpReason.URGENT: "Ring them now and stay with them until help is arranged.",
    FollowUpReason.INCIDENT: "Check in with them about it; they decide how much to say.",
    FollowUpReason.DEBRIEF_WANTED: "Offer a time for a debrief.",
    FollowUpReason.SHARED_FLAG: "Ask how they are, then what could be lighter.",
    FollowUpReason.CASELOAD: "Look at the load together: swap, pair up or pause a case.",
    FollowUpReason.SUPPORT_GAP: "Agree on a time to talk.",
    FollowUpReason.TRAINING: "Agree on when the module fits.",
}


def why_words(row: FollowUpRow, *, today: date) -> str:
    """Return why this person is in the queue, without anybody's own free words."""
    words = label(row.reason)
    if row.shared is not None:
        words = _("Shared with you: {flag}").format(flag=shared_title(row.shared))
    elif row.happened_on is not None:
        day = day_words(row.happened_on, today=today)
        words = _("{reason} ({day})").format(reason=words, day=day)
    return f"{ICONS[row.reason]}{STAYS}{words}"


def next_act(row: FollowUpRow) -> str:
    """Return the next act for the coordinator."""
    return _(_NEXT[row.reason])


def promise_words(row: FollowUpRow, *, now: datetime, time_zone: str, today: date) -> str:
    """Return by when an answer is promised, and whether that time has passed."""
    moment = row.due_at
    day = _near_day(moment, today=today, time_zone=time_zone)
    time = clock_words(moment, time_zone)
    if moment < now:
        return ":material/alarm: " + _("Answer was promised by {day}, {time}").format(
            day=day, time=time
        )
    return ":material/schedule: " + _("Answer promised by {day}, {time}").format(day=day, time=time)


def since_words(row: FollowUpRow, *, time_zone: str, today: date) -> str:
    """Return since when it waits and when somebody last talked with them."""
    since = _("since {day}").format(day=_near_day(row.since, today=today, time_zone=time_zone))
    if row.last_talk is None:
        return f"{since} · {_('no talk recorded yet')}"
    last = _("last talk {day}").format(day=day_words(row.last_talk, today=today))
    return f"{since} · {last}"


def _near_day(moment: datetime, *, today: date, time_zone: str) -> str:
    day = day_of(moment, time_zone)
    if day == today + timedelta(days=1):
        return _("tomorrow")
    return day_words(day, today=today)
