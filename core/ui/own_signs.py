"""What is worth knowing beside the flags, for the person alone."""

import streamlit as st

from core.queries.strain_signs import Sign
from core.services.next_steps import advice_for
from core.ui.audience import audience_line
from core.ui.flag_card import because
from core.ui.flag_steps import modules_of, what_you_can_do
from core.ui.flag_titles import LEVEL_ICONS
from core.ui.labels import label
from core.ui.language import _
from core.vocabulary import Audience, FlagKind


def own_signs_list(signs: list[Sign]) -> None:
    """Show each sign with its limit, its source and what one can do."""
    if not signs:
        return
    st.header(_("Worth knowing"))
    advices = [advice_for(FlagKind.BURNOUT_RISK, sign.finding.rule, sign.steps) for sign in signs]
    modules = modules_of(advices)
    for sign, advice in zip(signs, advices, strict=True):
        with st.container(border=True, gap="xsmall"):
            if sign.level is not None:
                st.markdown(f"{LEVEL_ICONS[sign.level]} {label(sign.level)}")
            because((sign.finding,))
            what_you_can_do(advice, modules)
    st.caption(_("These are no flags and raise none; nobody else is told."))
    audience_line(Audience.ONLY_YOU)
