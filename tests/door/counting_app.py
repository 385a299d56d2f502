"""The real gate and routes around the counting script."""

from pathlib import Path

import streamlit as st

import app as front

app = st.App(
    Path(__file__).parent / "counting_script.py",
    routes=front.ROUTES,
    middleware=front.MIDDLEWARE,
)
