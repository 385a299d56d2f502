"""The fields of one contact, for logging it and for changing it later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from core.services.contacts import HIGHEST_TOLL, code_warning
from core.ui.audience import audience_line
from core.ui.choices import told_apart
from core.ui.contact_values import CHIPS, NEW_CASE, NO_CASE, OTHER, Values
from core.ui.day_field import day_field
from core.ui.labels import labels_of
from core.ui.language import _
from core.ui.toll import bands_in_words, toll_words
from core.vocabulary import Audience, BoundaryTheme, Debrief, Format, Helped, Weight


@dataclass(frozen=True, slots=True)
class ContactFields:
    """The widgets of one contact; their keys begin with ``prefix``."""

    prefix: str
    cases: Mapping[str, str]
    """Case code by case id, last used first."""
    changed: Callable[[], None] | None = None
    """What to do when a field changed, for example keep a draft."""

    def key(self, field: str) -> str:
        """Return the key of a field in the session state."""
        return f"{self.prefix}_{field}"

    def fill(self, values: Values) -> None:
        """Put values into the fields; call it before they are drawn."""
        for field, value in values.items():
            held = date.fromisoformat(value) if field == "day" else value
            st.session_state[self.key(field)] = held

    def values(self, otherwise: Values) -> Values:
        """Return what the fields hold now; a hidden field keeps its value of ``otherwise``."""
        held = {each: st.session_state.get(self.key(each), otherwise[each]) for each in otherwise}
        day = held["day"]
        return held | {"day": day.isoformat() if isinstance(day, date) else otherwise["day"]}

    def kept(self, field: str) -> dict[str, Any]:
        """Return key and change handler, the same for every widget."""
        return {"key": self.key(field), "on_change": self.changed}


def main_fields(fields: ContactFields) -> None:
    """Draw what every contact has: case, day, minutes, format and toll."""
    with st.container(horizontal=True, gap="small"):
        _case(fields)
        day_field(_("Day"), width=140, **fields.kept("day"))
    _new_case(fields)
    st.pills(
        _("Minutes"),
        [*CHIPS, OTHER],
        required=True,
        format_func=_chip_words,
        **fields.kept("minutes"),
    )
    if st.session_state.get(fields.key("minutes")) == OTHER:
        st.number_input(_("How many minutes"), step=5, **fields.kept("other_minutes"))
    st.pills(
        _("How"),
        [each.value for each in Format],
        required=True,
        format_func=labels_of(Format),
        **fields.kept("format"),
    )
    _toll(fields)


def _chip_words(minutes: int) -> str:
    return str(minutes) if minutes else _("other")


def _case(fields: ContactFields) -> None:
    words = told_apart({**fields.cases, NEW_CASE: _("New case …"), NO_CASE: _("No case")})
    st.selectbox(_("Case"), list(words), format_func=words.__getitem__, **fields.kept("case"))


def _new_case(fields: ContactFields) -> None:
    if st.session_state.get(fields.key("case")) != NEW_CASE:
        return
    code = st.text_input(
        _("Code of the new case"),
        placeholder=_("a code only you understand, like Heron 3"),
        **fields.kept("new_code"),
    )
    if warning := code_warning(code or ""):
        st.warning(_(warning), icon=":material/privacy_tip:")


def _toll(fields: ContactFields) -> None:
    toll = st.segmented_control(
        _("What did it take out of you?"),
        list(range(HIGHEST_TOLL + 1)),
        width="stretch",
        **fields.kept("toll"),
    )
    # Its room is kept, so that nothing below moves when one line takes the place of two.
    with st.container(key=fields.key("toll_words")):
        st.caption(bands_in_words() if toll is None else f"**{toll_words(toll)}**")


def more_fields(fields: ContactFields) -> None:
    """Draw what a contact may have besides; every field is optional."""
    if fields.cases:
        st.multiselect(
            _("Other cases in the same contact"),
            list(fields.cases),
            format_func=fields.cases.__getitem__,
            placeholder=_("No other case"),
            **fields.kept("more_cases"),
        )
    _work_ticks(fields)
    audience_line(Audience.YOUR_COORDINATORS)
    _own_words(fields)
    audience_line(Audience.ONLY_YOU)


def _work_ticks(fields: ContactFields) -> None:
    for field, words in (
        ("unplanned", _("It was not planned")),
        ("outside_hours", _("Outside my agreed hours")),
        ("no_contact_made", _("I tried, no contact was made")),
        ("incident", _("There was an incident")),
    ):
        st.checkbox(words, **fields.kept(field))
    st.pills(
        _("Talking it through"),
        [each.value for each in Debrief],
        required=True,
        format_func=labels_of(Debrief),
        **fields.kept("debrief"),
    )


def _own_words(fields: ContactFields) -> None:
    st.pills(
        _("What weighed"),
        [each.value for each in Weight],
        selection_mode="multi",
        format_func=labels_of(Weight),
        **fields.kept("weights"),
    )
    st.pills(
        _("What helped"),
        [each.value for each in Helped],
        selection_mode="multi",
        format_func=labels_of(Helped),
        **fields.kept("helped"),
    )
    st.selectbox(
        _("Something felt grey"),
        [each.value for each in BoundaryTheme],
        placeholder=_("Nothing felt grey"),
        format_func=labels_of(BoundaryTheme),
        **fields.kept("grey_theme"),
    )
    st.text_input(_("Something I am glad of"), **fields.kept("glad_of"))
    st.text_area(_("Private note"), height=90, **fields.kept("note"))
