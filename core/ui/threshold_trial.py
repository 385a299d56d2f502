"""What another figure would have changed, said before it is saved."""

import streamlit as st

from core.errors import AppError
from core.permissions import Actor
from core.queries.thresholds import ThresholdRow, flags_that_would_change
from core.services.threshold_trials import people_it_would_touch, tried_today
from core.settings import settings
from core.ui.language import _
from core.ui.plain import plain
from core.ui.resources import now, reading


def trial(row: ThresholdRow, actor: Actor, value: float) -> bool:
    """Say what a figure would change; return whether it is one that can be saved.

    A figure that is impossible is refused with the reason alone: nothing is counted for it.
    """
    past = today = None
    people = settings().smallest_group
    try:
        with reading() as session:
            past = flags_that_would_change(
                session, actor, row.key, value, smallest_group=people, now=now()
            )
            if tried_today(row.key):
                today = people_it_would_touch(
                    session, actor, row.key, value, smallest_group=people, now=now()
                )
    except AppError as problem:
        st.error(plain(_(str(problem))), icon=":material/error:")
        return False
    if tried_today(row.key):
        _say(
            today,
            _("About {n} people would have another flag of this kind today."),
            _("People who would have another flag today: too few to show."),
        )
    if row.not_tried:
        why = _("It cannot be tried beforehand on older flags, because {reason}.")
        st.info(why.format(reason=_(row.not_tried)), icon=":material/help:")
    else:
        _say(
            past,
            _("About {n} flags of the last 12 months would have another level or ground."),
            _("Flags of the last 12 months that would change: too few to show."),
        )
    if tried_today(row.key) or not row.not_tried:
        st.caption(_how(row))
    return True


def _say(count: int | None, many: str, few: str) -> None:
    if count is None:
        st.info(few, icon=":material/visibility_off:")
    else:
        st.info(many.format(n=count), icon=":material/rule:")


def _how(row: ThresholdRow) -> str:
    parts = [
        _("Counted in fives, and shown from {n} people on.").format(n=settings().smallest_group)
    ]
    if not row.not_tried:
        parts.append(
            _(
                "Each flag is judged again by the numbers it holds. "
                "What a stricter limit would have raised besides left no numbers."
            )
        )
    return " ".join(parts)
