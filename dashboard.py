"""The product: ``streamlit run dashboard.py``."""

import sys

import streamlit as st
from starlette.middleware import Middleware

from trustfund.store.places import PACKAGE
from trustfund.web.connections import guard
from trustfund.web.door import PRINTS_LINK, PRINTS_NONE, Door, Ready

base = (
    "/" + st.get_option("server.baseUrlPath").strip("/")
    if st.get_option("server.baseUrlPath")
    else ""
)


def prepare() -> Ready:
    """Load what takes long; a program that is set up wrongly ends with a sentence."""
    import trustfund.screens.navigation  # noqa: F401 (so that the first page need not)
    from trustfund.domain.problems import Refused
    from trustfund.screens import organization
    from trustfund.web import app
    from trustfund.web.settings import check_environment, typed

    def address() -> str:
        """Where this program listens, as a person on this machine would type it."""
        for told in (word for word in sys.argv if word.startswith(PRINTS_LINK)):
            return told.removeprefix(PRINTS_LINK)
        host, port = typed(st.get_option("server.address")), st.get_option("server.port")
        return f"http://{host}:{port}{base}"

    try:
        check_environment()
        organizations = organization.offered()
    except Refused as refused:
        app.end(str(refused))
    store = app.start(address, prints_link=PRINTS_NONE not in sys.argv)
    return (
        app.routes(base, organizations),
        app.middleware(base, st.get_option("server.address")),
        store.engine.dispose,  # SQLite then writes everything into the one file
    )


def say(error: Exception) -> bool:
    """A sentence for an error of the store on a page."""
    from trustfund.screens import down

    return down.say(error)


door = Door(base, prepare)
guard(st.get_option("server.maxWidgetStateSize") * 1_000_000)
app = st.App(
    PACKAGE / "screens" / "main.py",
    routes=[door],
    lifespan=door.lifespan,
    middleware=[Middleware(door.guarded)],
    on_script_error=say,
)
