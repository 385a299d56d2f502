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

kinds = [kind for kind in FlagKind if any(row.kind is kind for row in limits)]

st.title(_("Thresholds"))
st.text(
    _(
        "A flag is raised when a figure passes its limit. "
        "The limits of burnout risk were tuned together and stay as they are."
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
