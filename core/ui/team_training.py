"""Who of a team has required modules to do, for their coordinators; read when it is opened."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.queries.completion import team_training_due
from core.queries.team import TeamMember
from core.ui.guard import current_actor
from core.ui.language import _, plural
from core.ui.on_demand import expander
from core.ui.plain import plain
from core.ui.resources import now, reading


def team_training(members: Sequence[TeamMember]) -> None:
    """Offer to look at the training of a team."""
    expander(
        _("Required training"),
        icon=":material/school:",
        key="caseload_training",
        content=partial(_who_has_modules_to_do, members),
    )


def _who_has_modules_to_do(members: Sequence[TeamMember]) -> None:
    actor = current_actor()
    if actor is None:
        return
    with reading() as session:
        due = team_training_due(session, actor, now=now())
    lines = [
        f"**{plain(member.name)}** · {plural('{n} module to do', '{n} modules to do', n)}"
        for member in members
        if (n := due.get(member.person_id, 0))
    ]
    if not lines:
        st.text(_("Everybody has done what is asked of them."))
        return
    st.markdown("  \n".join(lines))
    st.caption(_("By name. Which modules they are stands under My training of each."))
