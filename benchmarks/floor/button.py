"""A page that is one button: what a server costs before a product does anything."""

import altair as _altair  # noqa: F401  loaded on both sides, as the product loads it
import pandas as _pandas  # noqa: F401
import sqlmodel as _sqlmodel  # noqa: F401
import streamlit as st

st.button("Go")
