"""An administrator sees every limit of the flags with its source, and may set another."""

import streamlit as st

from core.permissions import Permission
from core.queries.people import organisation
from core.queries.thresholds import threshold_list
from core.services.fixed_limits import fixed_limits
from core.ui.guard import require
from core.ui.labels import labels_of
from core.ui.language import _
from core.ui.links import link_to
from core.ui.resources import reading
from core.ui.threshold_list import fixed_figures, limit_card
from core.vocabulary import FlagKind

actor = require(Permission.MANAGE_ORGANISATION)

# What decides about burnout risk is mostly tuned together, so it comes last.
KINDS = [*(each for each in FlagKind if each is not FlagKind.BURNOUT_RISK), FlagKind.BURNOUT_RISK]

with reading() as session:
    limits = threshold_list(session, actor)
    fixed = fixed_limits(session, actor)
    place = organisation(session)

st.title(_("Thresholds"))
st.text(
    _(
        "A flag is raised when a figure passes its limit. "
        "Everybody it is about reads where the limit comes from."
    )
)
kind = FlagKind(
    st.pills(
        _("Kind of flag"),
        [kind.value for kind in KINDS],
        default=KINDS[0].value,
        required=True,
        key="threshold_kind",
        format_func=labels_of(FlagKind),
    )
)
st.caption(
    _("Default of ours: no published figure. From the literature: the figure itself is published.")
)
for row in limits:
    if row.kind is kind:
        limit_card(row, place, actor)
for group in fixed:
    if group.kind is kind:
        fixed_figures(group)
if kind is FlagKind.BURNOUT_RISK:
    st.caption(_("Which questionnaires are offered is switched under Organisation."))
    link_to("admin/organisation")
