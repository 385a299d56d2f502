"""A page with a title and nothing else: what any screen costs before it shows a fact."""

import streamlit as st


def page() -> None:
    """Draw the empty page."""
    st.title("Empty")


st.navigation([st.Page(page, title="Empty", default=True)]).run()
