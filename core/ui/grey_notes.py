"""Contacts that felt grey: where a boundary was near."""

from collections.abc import Sequence

import streamlit as st

from core.queries.contacts import ContactRow
from core.ui.days import day_words
from core.ui.labels import label
from core.ui.language import _
from core.ui.links import link_to


def grey_notes(contacts: Sequence[ContactRow]) -> None:
    """List the contacts that the person marked as grey, with the theme they chose."""
    grey = [row for row in contacts if row.grey_theme is not None]
    st.header(_("What felt grey"))
    if not grey:
        st.text(_("When you log a contact you can tick that something felt grey."))
        return
    st.text("\n".join(map(_line, grey)))
    link_to("supporter/my_contacts", _("Read or change the notes"))


def _line(row: ContactRow) -> str:
    theme = label(row.grey_theme) if row.grey_theme else ""
    codes = f" ({', '.join(row.codes)})" if row.codes else ""
    return f"{day_words(row.day)}: {theme}{codes}"
