"""The product: ``streamlit run dashboard.py``."""

import sys

import streamlit as st

from trustfund.domain.problems import Refused
from trustfund.screens.down import say
from trustfund.screens.organization import offered
from trustfund.store.places import PACKAGE
from trustfund.web.app import at_start, middleware, routes
from trustfund.web.connections import guard
from trustfund.web.settings import check_environment, typed

base = (
    "/" + st.get_option("server.baseUrlPath").strip("/")
    if st.get_option("server.baseUrlPath")
    else ""
)


def address() -> str:
    """Where this program listens, as a person on this machine would type it."""
    return f"http://{typed(st.get_option('server.address'))}:{st.get_option('server.port')}{base}"


try:
    check_environment()
    organizations = offered()
except Refused as refused:
    sys.exit(str(refused))

guard(st.get_option("server.maxWidgetStateSize") * 1_000_000)
app = st.App(
    PACKAGE / "screens" / "main.py",
    routes=routes(base, organizations),
    lifespan=at_start(address),
    middleware=middleware(base, st.get_option("server.address")),
    on_script_error=say,
)
