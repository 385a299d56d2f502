"""What to know before answering a questionnaire, on one line."""

from core.services.questionnaire_offers import Pack
from core.ui.language import _, plural


def terms_in_words(pack: Pack) -> str:
    """Return what the questions look back on, when it can be answered again, what a score needs."""
    parts = []
    if pack.recall_days is not None:
        parts.append(plural("About the last {n} day", "About the last {n} days", pack.recall_days))
    if pack.min_interval_days:
        parts.append(
            plural(
                "can be answered again after {n} day",
                "can be answered again after {n} days",
                pack.min_interval_days,
            )
        )
    if len(pack.items) > 1:
        parts.append(_what_a_score_needs(pack))
    words = " · ".join(parts)
    return words[:1].upper() + words[1:]


def _what_a_score_needs(pack: Pack) -> str:
    needs = dict.fromkeys(
        (scale.least_answered, sum(item.subscale == scale.id for item in pack.items))
        for scale in pack.subscales
    )
    few = [_("{n} of {all}").format(n=least, all=asked) for least, asked in needs if least < asked]
    whole = [_("all {n}").format(n=asked) for least, asked in needs if least >= asked]
    return _("a score needs {answers} answers").format(answers=_(" or ").join(few + whole))
