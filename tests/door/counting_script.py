"""A page that counts how often its code runs and says for whom."""

import os
import secrets
from pathlib import Path

import streamlit as st


def note(what: str) -> None:
    with Path(os.environ["COUNTS"]).open("a") as counts:
        counts.write(f"{what}\n")


@st.cache_data
def kept() -> str:
    return secrets.token_hex(8)


@st.fragment
def part() -> None:
    note("fragment")
    st.button("In the part")


note("script")
st.session_state.setdefault("first", st.user.get("uid"))
st.text(f"uid {st.user.get('uid')}")
st.text(f"sid {st.user.get('sid')}")
st.text(f"cookies {sorted(st.context.cookies)} {st.context.headers.get('Cookie')}")
st.text(f"first {st.session_state.first}")
st.text(f"kept {kept()}")
st.button("Press", on_click=note, args=("callback",))
part()
