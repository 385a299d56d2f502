"""The front door: gate, sign-in and headers. Starlette only; no Streamlit."""
