"""``holdfast serve`` with another script behind the same front door. For benchmarks alone.

Usage: ``python -m benchmarks.floor.serve SCRIPT --port PORT``
"""

import sys
from pathlib import Path

import streamlit as st

import app
from core.cli import main

if __name__ == "__main__":
    script = Path(sys.argv.pop(1)).resolve()
    app.app = st.App(script, lifespan=app.warm, routes=app.ROUTES, middleware=app.MIDDLEWARE)
    sys.argv.insert(1, "serve")
    main()
