"""The forms that settle one line of a bank statement: booked, ticked off, or left out."""

from collections.abc import Callable
from itertools import islice

import streamlit as st

from trustfund.domain import money
from trustfund.domain.bank import Part
from trustfund.domain.catalogue import deposit as deposit_catalogue
from trustfund.figures import bank_matching, contributions
from trustfund.figures.bank_matching import Booked
from trustfund.figures.bank_statements import Desk, Seen
from trustfund.ledger import bank_lines, deposits, movements, receipts
from trustfund.screens import session
from trustfund.screens.staff import bank_drafts, kept
from trustfund.screens.staff.cash_forms import MAY_RECEIVE, deposit_fields, shown_deposit
from trustfund.screens.staff.form_fields import index_of
from trustfund.screens.staff.forms import SIDES, Form
from trustfund.screens.staff.movement_forms import shown_movement, typed_movement
from trustfund.screens.staff.outcomes import preview
from trustfund.screens.staff.receipt_forms import receipt_fields
from trustfund.screens.widgets import plain
from trustfund.store.bank_tables import BankStatement
from trustfund.store.engine import Store

MOST = 500
"""As many documents of the books a line can be ticked off as, those of the closest days."""
TICK, DEPOSIT, MOVEMENT = "It is booked already", "A new deposit", "A new movement"
RECEIPT, LEAVE = "An unidentified receipt", "Leave it out"


def settle(desk: Desk, seen: Seen) -> None:
    """What becomes of a line that is open."""
    line = seen.line
    form, version = Form("bank").part(line.id, line.version)
    ways = [TICK, DEPOSIT, MOVEMENT, RECEIPT, LEAVE]
    if line.amount < 0:
        ways = [TICK, MOVEMENT, LEAVE]
    usual = _usual(seen)
    chosen = st.radio(
        "What is it?", ways, index_of(ways, usual) or 0, horizontal=True, **form.kept("way", ways)
    )
    draw = {TICK: _tick, DEPOSIT: _deposit, MOVEMENT: _movement, RECEIPT: _receipt, LEAVE: _leave}
    draw[chosen](desk, seen, form, version)


def _usual(seen: Seen) -> str:
    proposal = seen.proposal
    if proposal is None:
        return TICK
    if proposal.part is Part.RECEIPT and not proposal.reference:
        return RECEIPT
    if proposal.part is not None:
        return TICK
    return MOVEMENT if proposal.kind else DEPOSIT


def reopen(seen: Seen) -> None:
    """Take back what was noted of a line."""
    line = seen.line
    form, version = Form("bank").part(line.id, line.version)
    st.caption("To open it again takes back the match only: what is booked stays booked.")
    form.book("Open it again", bank_lines.open_again, line.id or 0, version, kind="secondary")


def _tick(desk: Desk, seen: Seen, form: Form, version: int) -> None:
    line, proposal = seen.line, seen.proposal
    came_in = line.amount > 0
    there = {
        f"{each.part.value}:{each.reference}": each
        for each in sorted(desk.expected.booked, key=lambda own: abs(own.day - line.value_on))
        if all((amount > 0) is came_in for _, amount in each.sums)
    }
    there = dict(islice(there.items(), MOST))
    if not there:
        st.info("Nothing in the books around these days is without a line.", icon=":material/info:")
        return
    named = f"{proposal.part.value}:{proposal.reference}" if proposal and proposal.part else ""
    chosen = st.selectbox(
        "Which one?",
        list(there),
        index_of(list(there), named),
        format_func=lambda key: _in_words(there[key]),
        **form.kept("booked", there),
        placeholder="Type a reference, an amount or a name",
    )
    if chosen is None:
        return
    own = there[chosen]
    if not any(sums in own.sums for sums in _sums(desk, seen)):
        st.warning(
            "The amounts differ. You can tick it off all the same: the reconciliation shows the "
            "difference.",
            icon=":material/difference:",
        )
    given = (line.id or 0, version, own.part, own.reference)
    form.book("Tick it off", bank_lines.tick_off, *given, after=_forget(seen))


def _sums(desk: Desk, seen: Seen) -> set[tuple[str, int]]:
    line = seen.line
    paid = line.paid_amount if line.amount > 0 else -(line.paid_amount or 0)
    return {(desk.statement.currency, line.amount), (line.paid_currency, paid or 0)}


def _in_words(own: Booked) -> str:
    amounts = " = ".join(money.text(amount, currency) for currency, amount in sorted(own.sums))
    name = f" · {own.names[0]}" if own.names else ""
    return f"{own.part.words.capitalize()} {own.reference} · {own.day} · {amounts}{name}"


def _deposit(desk: Desk, seen: Seen, form: Form, version: int) -> None:
    view, proposal = session.view(), seen.proposal
    given = {
        str(each.document.reference): each
        for each in contributions.positions(view)
        if each.stage in MAY_RECEIVE
    }
    if not given:
        st.info("There is no signed arrangement yet. Record it first.", icon=":material/info:")
        return
    named = proposal.reference if proposal and proposal.part is None and not proposal.kind else ""
    contribution = form.choose(
        deposit_catalogue.CONTRIBUTION_REFERENCE,
        named,
        (list(given), lambda key: f"{key} · {given[key].contributor.name}"),
    )
    if not contribution:
        return
    left, right = st.columns(SIDES)
    part = Form(form.act, f"{form.about}-{contribution}")
    with left:
        draft = deposit_fields(part, bank_drafts.deposit(view, desk, seen, contribution))
        preview(right, deposits.plan, shown_deposit, draft, started=bool(draft.amount))
        booking = (seen.line.id or 0, version, Part.DEPOSIT, deposits.record_deposit, draft)
        part.book("Record the deposit", bank_lines.book, *booking, after=_forget(seen))


def _movement(desk: Desk, seen: Seen, form: Form, version: int) -> None:
    if desk.statement.currency != "USD":
        st.info(
            f"Movements are in US dollars, and this account is in {desk.statement.currency}: give "
            "the US dollar amount that the agent's books have.",
            icon=":material/info:",
        )
    left, right = st.columns(SIDES)
    with left:
        draft = typed_movement(form, bank_drafts.movement(desk, seen))
        preview(right, movements.plan, shown_movement, draft, started=bool(draft.usd_amount))
        booking = (seen.line.id or 0, version, Part.MOVEMENT, movements.record_movement, draft)
        form.book("Record the movement", bank_lines.book, *booking, after=_forget(seen))


def _receipt(desk: Desk, seen: Seen, form: Form, version: int) -> None:
    st.caption("Cash without a signed arrangement. It is in no total until it is booked.")
    draft = receipt_fields(form, bank_drafts.receipt(desk, seen))
    booking = (seen.line.id or 0, version, Part.RECEIPT, receipts.record_receipt, draft)
    form.book("Record the receipt", bank_lines.book, *booking, after=_forget(seen))


def _leave(_desk: Desk, seen: Seen, form: Form, version: int) -> None:
    st.caption(
        "It stays in the statement and in the reconciliation, with this reason. Nothing is booked."
    )
    reason = form.reason("Reason", help="Such as: between two accounts of the fund")
    leaving = (seen.line.id or 0, version, reason)
    form.book("Leave it out", bank_lines.leave_out, *leaving, after=_forget(seen))


def forget(seen: Seen) -> None:
    """Throw away what is typed in the forms of a line: it is settled."""
    kept.discard_parts("bank", str(seen.line.id))


def _forget(seen: Seen) -> Callable[[Store], object]:
    return lambda _store: forget(seen)


def take_back(statement: BankStatement) -> None:
    """Remove a file that was taken in by mistake."""
    form = Form("bank-take-back", str(statement.id))
    with st.expander(f"Take {plain(statement.file)} back"):
        st.caption(
            "Such as a table that was taken in with another currency or account. All lines of the "
            "file go, as long as none is matched. Lines that a later file had, too, go with it: "
            "take that file back as well, and in again. The access log keeps who did it and why."
        )
        reason = form.reason("Reason to take it back")
        form.book("Take it back", bank_lines.take_back, statement.id or 0, reason, kind="secondary")


def about(seen: Seen) -> str:
    """What a line is or may be, as a text."""
    if seen.part is not None:
        return f"{seen.part.words.capitalize()} {seen.reference}"
    if not seen.is_open:
        return seen.line.reason
    twin = f"Look twice: {bank_matching.Reason.TWIN}" if seen.has_twin else ""
    proposal = bank_matching.said(seen.proposal) if seen.proposal else twin
    undone = f"Was {seen.undone}, which is reversed. " if seen.undone else ""
    return f"{undone}{proposal}"
