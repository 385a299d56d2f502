"""The tables of the wellbeing lane, and of what was shared of it."""

from typing import Final

from core import models as m
from core.queries.personal_data import Personal
from core.vocabulary import Kept, Lane

_TOLLS: Final = Personal(
    section="tolls",
    title="What contacts took out of you",
    model=m.ContactToll,
    words={"note": "contact_id", "glad_of": "contact_id"},
    lane=Lane.WELLBEING,
    kept=Kept.WELLBEING,
    entered=True,
)
_CHECKS: Final = Personal(
    section="boundary_checks",
    title="Boundary self-checks",
    model=m.BoundaryCheck,
    lane=Lane.WELLBEING,
    kept=Kept.WELLBEING,
    ages_by="day",
    entered=True,
)
_QUESTIONNAIRES: Final = Personal(
    section="questionnaires",
    title="Questionnaires",
    model=m.Questionnaire,
    lane=Lane.WELLBEING,
    kept=Kept.WELLBEING,
    ages_by="day",
    entered=True,
)
_FLAGS: Final = Personal(
    section="wellbeing_flags",
    title="Flags about how you are",
    model=m.WellbeingFlag,
    words={"answer_reason": "id", "context": "id"},
    lane=Lane.WELLBEING,
    kept=Kept.WELLBEING,
    ages_by="cleared_at",
)


def _of_questionnaire(section: str, title: str, model: type[m.Base]) -> Personal:
    return Personal(
        section=section,
        title=title,
        model=model,
        of=_QUESTIONNAIRES,
        by=("questionnaire_id", "id"),
        lane=Lane.WELLBEING,
        kept=Kept.WELLBEING,
        entered=True,
    )


WELLBEING_TABLES: Final = (
    _TOLLS,
    Personal(
        section="tags",
        title="What weighed and what helped",
        model=m.ContactTag,
        of=Personal(section="", title="", model=m.Contact),
        by=("contact_id", "id"),
        lane=Lane.WELLBEING,
        kept=Kept.WELLBEING,
        entered=True,
    ),
    Personal(
        section="pulses",
        title="Weekly check-ins",
        model=m.Pulse,
        lane=Lane.WELLBEING,
        kept=Kept.WELLBEING,
        ages_by="day",
        entered=True,
    ),
    _CHECKS,
    Personal(
        section="boundary_signs",
        title="Signs you ticked",
        model=m.BoundarySign,
        of=_CHECKS,
        by=("check_id", "id"),
        lane=Lane.WELLBEING,
        kept=Kept.WELLBEING,
        entered=True,
    ),
    _QUESTIONNAIRES,
    _of_questionnaire("answers", "Answers to questionnaires", m.QuestionnaireAnswer),
    _of_questionnaire("scores", "Scores of questionnaires", m.QuestionnaireScore),
    Personal(section="not_now", title="What you put off", model=m.Prompt, lane=Lane.WELLBEING),
    Personal(
        section="strain_weeks",
        title="Sums of your weeks of tolls and check-ins",
        model=m.StrainWeek,
        lane=Lane.WELLBEING,
        entered=True,
    ),
    Personal(
        section="new_usual",
        title="When you began a new usual",
        model=m.NewUsual,
        lane=Lane.WELLBEING,
        entered=True,
    ),
    _FLAGS,
    Personal(
        section="wellbeing_flag_changes",
        title="What happened to flags about how you are",
        model=m.WellbeingFlagChange,
        of=_FLAGS,
        by=("flag_id", "id"),
        lane=Lane.WELLBEING,
        kept=Kept.WELLBEING,
    ),
    Personal(
        section="shares",
        title="What you chose to share",
        model=m.StandingShare,
        lane=Lane.WELLBEING,
        kept=Kept.AUDIT,
        ages_by="until_at",
    ),
    Personal(
        section="shared_once",
        title="What you shared once",
        model=m.OneOffShare,
        lane=Lane.WELLBEING,
        kept=Kept.WELLBEING,
        ages_by="until_at",
    ),
    Personal(
        section="asked_to_see",
        title="Who asked to see something",
        model=m.SeeRequest,
        names=frozenset({"asked_by"}),
        lane=Lane.WELLBEING,
        kept=Kept.AUDIT,
        ages_by="asked_at",
    ),
    Personal(
        section="who_looked",
        title="Who looked at what you share",
        model=m.View,
        names=frozenset({"viewer_id"}),
        lane=Lane.WELLBEING,
        kept=Kept.AUDIT,
        ages_by="seen_at",
    ),
    Personal(
        section="drafts",
        title="Forms you did not save yet",
        model=m.Draft,
        words={"body": "id"},
        lane=Lane.WELLBEING,
    ),
)
