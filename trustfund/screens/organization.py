"""The way to an organization's provider and back. Nothing of the fund is shown on it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st

from trustfund.accounts import organizations as proofs
from trustfund.domain.catalogue import setting
from trustfund.domain.problems import Code, refusal
from trustfund.screens.widgets import way
from trustfund.store.engine import open_store
from trustfund.web.organizations import Organization, configured, identity


@cache
def offered() -> tuple[Organization, ...]:
    """The organizations that Streamlit's secrets name, looked at once."""
    return configured(_auth())


def _auth() -> Mapping[str, object]:
    try:
        auth: Mapping[str, object] = st.secrets.get("auth", {})
    except OSError:  # Streamlit says of a file that it cannot read that there is none
        there = [file for file in st.get_option("secrets.files") if Path(file).exists()]
        if there:
            remedy = "Write it as TOML, readable for this program"
            raise refusal(
                setting.SECRETS, Code.UNREADABLE, ", ".join(there), "cannot be read", remedy
            ) from None
        return {}
    return auth


def page() -> None:
    """Lead the browser to the provider."""
    asked = st.query_params.get("provider", "")
    st.title("Sign in", anchor=False)
    if asked not in {each.provider for each in offered()}:
        there = way("Sign in", "sign-in")
        st.markdown(f"There is no such organization here. {there}", unsafe_allow_html=True)
        return
    st.caption("Your organization confirms who you are.")
    st.login(asked or None)


def hand_over() -> None:
    """Whoever comes back from a provider goes on to the page that begins our own session.

    Streamlit sends a browser there when it gives its identity up, and that ends this run.
    """
    if not st.user.get("is_logged_in"):
        return
    secret = identity(st.context.cookies.to_dict())
    if secret:
        claims = st.user.to_dict()
        proofs.vouch(open_store(), secret, claims, st.context.ip_address or "")
    st.logout()
    st.stop()
