"""An administrator sees every limit of the flags with its source, and may set another."""

import streamlit as st

from core.permissions import Permission
from core.queries.people import organisation
from core.queries.thresholds import threshold_list
from core.ui.guard import require
from core.ui.labels import label, labels_of
from core.ui.language import _
from core.ui.resources import reading
from core.ui.threshold_form import threshold_form
from core.ui.threshold_list import threshold_history, threshold_table
from core.vocabulary import FlagKind

actor = require(Permission.MANAGE_ORGANISATION)

with reading() as session:
    limits = threshold_list(session, actor)
    place = organisation(session)

# Burnout risk last: what decides about it is not among the limits.
KINDS = [*(each for each in FlagKind if each is not FlagKind.BURNOUT_RISK), FlagKind.BURNOUT_RISK]
kinds = [each for each in KINDS if any(row.kind is each for row in limits)]

st.title(_("Thresholds"))
st.text(
    _(
        "A flag is raised when a figure passes its limit. "
        "Everybody it is about reads where the limit comes from."
    )
)
kind = FlagKind(
    st.segmented_control(
        _("Kind of flag"),
        [kind.value for kind in kinds],
        default=kinds[0].value,
        required=True,
        key="threshold_kind",
        format_func=labels_of(FlagKind),
    )
)
if kind is FlagKind.BURNOUT_RISK:
    st.caption(
        _(
            "Burnout risk itself is judged by figures that were tuned together; they stay as they "
            "are. These limits are for the signs shown beside it."
        )
    )
shown = {row.key: row for row in limits if row.kind is kind}
threshold_table(list(shown.values()), place)
chosen = st.selectbox(
    _("Change a limit of: {kind}").format(kind=label(kind)),
    list(shown),
    index=None,
    key=f"threshold_chosen_{kind}",
    format_func=lambda key: _(shown[key].name),
    placeholder=_("Choose a limit"),
)
if chosen in shown:
    threshold_form(shown[chosen], actor)
    threshold_history(shown[chosen], place)
