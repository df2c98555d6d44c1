"""What an act would do, did, or could not do, as pages say it."""

import logging
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar, TypeVarTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.problems import Refused
from trustfund.ledger import typed
from trustfund.ledger.acts import Done, code_of
from trustfund.ledger.books import Books
from trustfund.ledger.entries import Valuation
from trustfund.screens import session
from trustfund.screens.staff import onward
from trustfund.screens.widgets import plain
from trustfund.store.engine import Store, open_store
from trustfund.store.erasing import NOT_NOW


class Plan(Protocol):
    """What an act would book."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is unusual in it."""


P = TypeVar("P", bound=Plan)
Ts = TypeVarTuple("Ts")
_DONE = "done"
LATER = (
    "What was removed is not deleted from the disk yet, because the store is in use or does not "
    "answer. The program tries again within a day."
)


def keep(done: Done, act: Callable[..., Done]) -> None:
    """Keep what an act did for the next run of the page, which says so."""
    st.session_state[_DONE] = done, code_of(act)


def just_done() -> tuple[Done, ActCode | None] | None:
    """What the last act did, this once."""
    found: tuple[Done, ActCode | None] | None = st.session_state.pop(_DONE, None)
    return found


def show_done() -> None:
    """Say what the last act did, until the next one, and what can follow."""
    found = just_done()
    if found is None:
        return
    done, code = found
    with _new():
        st.success(plain(done.sentence), icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        onward.offer(code, done.reference)
    if done.warnings:
        listed = [f"- {plain(warning)}" for warning in done.warnings]
        st.warning("\n".join(listed) if listed[1:] else plain(done.warnings[0]))


def is_deleted(after: Callable[[Store], object]) -> bool:
    """Delete what a booked act removed; whether that could be done now."""
    try:
        after(open_store())
    except NOT_NOW:
        logging.getLogger(__name__).exception("What an act removed could not be deleted")
        return False
    return True


def show_problems(refused: Refused) -> None:
    """Every reason why an act was refused."""
    show_sentences([str(problem) for problem in refused.problems])


def show_sentences(sentences: Iterable[str]) -> None:
    """Why nothing was booked."""
    listed = "\n".join(f"- {plain(sentence)}" for sentence in sentences)
    with _new():
        st.error(f"Not booked:\n\n{listed}", icon=":material/block:")


def _new() -> DeltaGenerator:
    """Where something is said that was not there before: the page moves to it (web/keys.py)."""
    number = st.session_state["said"] = st.session_state.get("said", 0) + 1
    return st.container(key=f"said-{number}")


def show_unwritten() -> None:
    """That the store did not take an act; called where its error is caught."""
    logging.getLogger(__name__).exception("An act could not be written")
    st.error(
        "The store did not take this, and nothing was booked. Check that its disk has room "
        "and can be written, then press the button again; the log says more."
    )


def show_unplanned() -> None:
    """That a file could not be planned; called where the error is caught."""
    logging.getLogger(__name__).exception("A file could not be planned")
    st.error(
        "This file could not be planned, and nothing was booked. Check that the disk of the store "
        "has room for a copy of the books, then reload the page; the log says more."
    )


def preview(
    place: DeltaGenerator,
    plan: Callable[[Books, *Ts], P],
    show: Callable[[P], Iterable[str]],
    *args: *Ts,
    started: bool = True,
) -> None:
    """Show what an act would book, computed by the act's own rules, before anything is saved."""
    with place.container(border=True):
        st.markdown("**Before you save**")
        if not started:
            st.caption("Fill in the form to see what would be booked.")
            return
        try:
            given, _ = typed.taken(plan, args, {})
            ready = session.plan(plan, *given)
        except Refused as refused:
            for problem in refused.problems:
                st.markdown(f":material/pending: {plain(str(problem))}")
            return
        for line in show(ready):
            st.markdown(line)
        for warning in ready.warnings:
            st.markdown(f":material/warning: {plain(warning)}")


def valued(valuation: Valuation, otherwise: str = "") -> str:
    """US dollars at their rate, with its day; ``otherwise`` says where a rate without one is of."""
    source = f"of {valuation.effective_on}" if valuation.effective_on else otherwise
    return f"**{money.text(valuation.usd_cents, 'USD')}** at the rate {valuation.rate:f} {source}"
