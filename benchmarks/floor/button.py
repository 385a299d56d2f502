"""A page that is one button: what a server costs before a product does anything."""

# Loaded on both sides of the comparison, because every product page needs them.
import altair as _altair  # noqa: F401
import pandas as _pandas  # noqa: F401
import sqlmodel as _sqlmodel  # noqa: F401
import streamlit as st

st.button("Go")
