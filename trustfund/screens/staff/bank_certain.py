"""Lines of a statement that need no second look: what each becomes, and all settled at once."""

import hashlib

import streamlit as st

from trustfund.domain import money
from trustfund.domain.problems import Refused
from trustfund.figures.bank_statements import Desk
from trustfund.figures.wording import counted
from trustfund.ledger import bank_lines
from trustfund.screens import session
from trustfund.screens.staff import bank_forms
from trustfund.screens.staff.bank_drafts import Certain
from trustfund.screens.staff.import_plan import table
from trustfund.screens.widgets import plain
from trustfund.store.engine import open_store

MOST = 500
_PRESSED, TOLD = "bank-pressed", "bank-told"


def show(desk: Desk, found: list[Certain]) -> None:
    """What becomes of these lines, and the button that settles exactly what is listed."""
    found = sorted(found, key=lambda own: not own.books)[:MOST]  # new bookings are first
    listed = hashlib.sha256(repr([(own.given, own.books) for own in found]).encode()).hexdigest()
    pressed = st.session_state.pop(_PRESSED, None)
    if pressed == listed:
        _settle(found)
    elif pressed:
        st.warning(
            "The books or the lines changed while you looked, and nothing was settled. Look at "
            "the list again."
        )
    if not found:
        return
    with st.container(border=True):
        new = sum(bool(own.books) for own in found)
        parts = [
            (len(found) - new, "certain match", "certain matches"),
            (new, "new booking", "new bookings"),
        ]
        said = " and ".join(counted(*part) for part in parts if part[0])
        verb = "need" if found[1:] else "needs"
        st.markdown(f"**{said}** {verb} no second look. This is what becomes of each line:")
        _list(desk, found)
        label = f"Settle {'these ' if found[1:] else 'this '}{counted(len(found), 'line')}"
        st.button(label, key="bank-sure", on_click=_press, args=(listed,))


def _press(listed: str) -> None:
    """Note what was listed where the button was pressed: by now it may be another list."""
    st.session_state[_PRESSED] = listed


def _list(desk: Desk, found: list[Certain]) -> None:
    currency = desk.statement.currency
    lines = [own.seen.line for own in found]
    table(
        {
            "No.": [str(line.number) for line in lines],
            "Booking date": [str(line.booked_on) for line in lines],
            f"Amount ({currency})": [
                f"{money.to_decimal(line.amount, currency):,f}" for line in lines
            ],
            "What it becomes": [bank_forms.about(own.seen) for own in found],
            "What is booked": [own.books or "Nothing: it is booked already" for own in found],
        },
        alt="What becomes of the lines that need no second look",
        right=(f"Amount ({currency})",),
        widths={"What it becomes": 420},
    )


def _settle(found: list[Certain]) -> None:
    results = bank_lines.each(open_store(), session.actor(), [own.perform for own in found])
    told = []
    for own, result in zip(found, results, strict=False):
        name = f"Line {own.seen.line.number}"
        if isinstance(result, Refused):
            why = " ".join(str(problem) for problem in result.problems)
            told.append(("error", f"{name}: {plain(why)}"))
            continue
        bank_forms.forget(own.seen)
        told += [("warning", f"{name}: {plain(warning)}") for warning in result.warnings]
    settled = sum(not isinstance(result, Refused) for result in results)
    told.insert(0, ("success", f"{counted(settled, 'line')} settled."))
    if left := len(found) - len(results):
        why = (
            f"The store did not take the next line; {counted(left, 'line')} of the list stay as "
            "they were. Check that its disk has room and can be written, then press the button "
            "again; the log says more."
        )
        told.append(("error", why))
    st.session_state[TOLD] = told
    st.rerun()
