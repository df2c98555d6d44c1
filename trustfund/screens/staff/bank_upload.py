"""A bank statement as a file: read, shown in short, and taken in."""

import hashlib

import streamlit as st

from trustfund.domain import bank, money
from trustfund.domain.problems import Refused
from trustfund.exchange import bank as files
from trustfund.exchange.imports.rows import Source
from trustfund.figures.wording import counted
from trustfund.ledger import bank_lines
from trustfund.screens import session
from trustfund.screens.staff.bank_certain import TOLD
from trustfund.screens.staff.options import options
from trustfund.screens.staff.outcomes import show_problems, show_unwritten
from trustfund.screens.widgets import plain
from trustfund.store.engine import StoreError, open_store

MOST = 50
"""So many statements of a file are named."""
_ROUND, _READ = "bank-round", "bank-read"


def show() -> None:
    """The field for a file, what was read of it, and the button that takes it in."""
    turn = st.session_state.setdefault(_ROUND, 0)
    upload = st.file_uploader(
        "The statement: MT940, CAMT.053 or a table (CSV, Excel), at most 10 MB",
        key=f"bank-file-{turn}",
        max_upload_size=files.LARGEST_FILE // 2**20,
    )
    if upload is None:
        return
    source = Source(upload.name, upload.getvalue())
    found = _read(source, _given(source))
    if isinstance(found, Refused):
        listed = "\n".join(f"- {plain(str(problem))}" for problem in found.problems)
        st.error(f"Not taken in:\n\n{listed}")
        return
    named, more = found[:MOST], found[MOST:]
    st.markdown("\n".join(f"- {_in_words(each)}" for each in named))
    if more:
        st.caption(f"And {counted(len(more), 'more statement')}.")
    if st.button("Take it in", type="primary", key=f"bank-take-{turn}"):
        _take_in(source, found)


def _read(source: Source, given: files.Given) -> tuple[bank.Statement, ...] | Refused:
    """What is in a file, or why it cannot be read; read once, not at every run of the page."""
    key = hashlib.sha256(source.content).hexdigest(), source.name, given
    if st.session_state.get(_READ, (None,))[0] != key:
        found: tuple[bank.Statement, ...] | Refused
        try:
            found = files.read(source, given)
        except Refused as refused:
            found = Refused(*refused.problems)  # without what was read until then
        st.session_state[_READ] = key, found
    kept: tuple[bank.Statement, ...] | Refused = st.session_state[_READ][1]
    return kept


def _given(source: Source) -> files.Given:
    """What a table does not say itself."""
    if not files.is_table(source):
        return files.NOTHING
    with st.container(horizontal=True):
        account = st.text_input("Account, if the file does not name it", key="bank-account")
        codes, shown = options(files.CURRENCY)
        currency = st.selectbox(
            "Currency, if the file does not name it", codes, 0, format_func=shown, key="bank-ccy"
        )
    return files.Given(account, currency)


def _in_words(statement: bank.Statement) -> str:
    closing = statement.closing
    end = ""
    if closing:
        amount = money.text(closing.amount, statement.currency)
        end = f", closing balance {amount} on {closing.day}"
    lines = counted(len(statement.lines), "line")
    return f"Account **{plain(statement.account)}**, {statement.currency}: {lines}{plain(end)}"


def _take_in(source: Source, statements: tuple[bank.Statement, ...]) -> None:
    digest = hashlib.sha256(source.content).hexdigest()
    try:
        taken = bank_lines.take_in(open_store(), session.actor(), source.name, digest, statements)
    except Refused as refused:
        show_problems(refused)
        return
    except StoreError:
        show_unwritten()
        return
    known = f" {counted(taken.known, 'line')} were here already." if taken.known else ""
    new = counted(taken.lines, "line")
    st.session_state[TOLD] = [("success", f"{plain(source.name)}: {new} taken in.{known}")]
    st.session_state[_ROUND] += 1
    st.session_state.pop(_READ, None)
    st.rerun()
