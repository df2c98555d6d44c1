"""What a page shows while the store is down, in place of what it cannot know."""

import streamlit as st

from trustfund.screens.watch import watch
from trustfund.screens.widgets import plain
from trustfund.store.engine import InUse, StoreError, open_store
from trustfund.web.errors import is_down

SAYS = (
    "The store does not answer. This page comes back by itself when it does; what was typed and "
    "not yet booked may have to be typed again. If it goes on, tell the administrator."
)
LOOK_AGAIN = "3s"


def say(error: Exception) -> bool:
    """A sentence for an error of the store; False for any other, which stays unexpected."""
    if isinstance(error, InUse):
        st.warning("\n\n".join(plain(str(problem)) for problem in error.problems))
        return True
    if is_down(error):
        st.error(SAYS, icon=":material/cloud_off:")
        return True
    return False


@st.fragment(run_every=LOOK_AGAIN)
def come_back() -> None:
    """Draw the page again as soon as the store answers."""
    try:
        watch.now(open_store())
    except StoreError:
        return
    st.rerun()
