"""The product: ``streamlit run dashboard.py``."""

from pathlib import Path

import streamlit as st

from trustfund.web.app import at_start, routes


def address() -> str:
    """Where this program listens, as a person would type it."""
    host = st.get_option("server.address") or "127.0.0.1"
    path = st.get_option("server.baseUrlPath").strip("/")
    return f"http://{host}:{st.get_option('server.port')}/{path}".rstrip("/")


app = st.App(
    Path(__file__).parent / "trustfund" / "screens" / "main.py",
    routes=routes(),
    lifespan=at_start(address),
)
