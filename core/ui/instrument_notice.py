"""Whose questionnaire it is, what was changed, and under which terms it is shown."""

import streamlit as st

from core.services.questionnaire_offers import Pack
from core.ui.language import _
from core.ui.plain import plain


def instrument_notice(pack: Pack) -> None:
    """Write citation, licence and source under the questions and under the result."""
    parts = [pack.citation, pack.licence_notice]
    if pack.adapted and not pack.adaptation.startswith("Adapted"):
        parts.append(_("Adapted: {words}").format(words=pack.adaptation))
    elif pack.adaptation:
        parts.append(pack.adaptation)
    words = " ".join(part if part.endswith(".") else f"{part}." for part in parts)
    st.caption(f"{plain(words)} [{_('Source')}]({pack.source_url})")
