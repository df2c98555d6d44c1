"""Bank statements: taken in, each line settled, and the bank's balance beside that of the books."""

from collections import Counter
from collections.abc import Collection

import streamlit as st

from trustfund.domain import money
from trustfund.domain.kinds import BankLineStatus, label
from trustfund.domain.roles import AGENTS
from trustfund.figures import bank_reconciliation, bank_statements
from trustfund.figures.bank_statements import PROPOSED, Desk, Seen, Summary
from trustfund.screens import session
from trustfund.screens.staff import bank_certain, bank_drafts, bank_forms, bank_upload
from trustfund.screens.staff.import_plan import table
from trustfund.screens.staff.outcomes import show_done
from trustfund.screens.widgets import heading, plain
from trustfund.store.engine import open_store

MOST = 500


def page() -> None:
    """Draw the page."""
    heading("Bank statements", session.view())
    st.markdown(
        "A bank statement changes nothing in the books. Each of its lines is compared with what "
        "is booked and with what is expected. You decide what is booked."
    )
    show_done()
    shown = {"success": st.success, "warning": st.warning, "error": st.error}
    for kind, sentence in st.session_state.pop(bank_certain.TOLD, ()):
        shown[kind](sentence)
    may_settle = session.actor().may(AGENTS)
    if may_settle:
        bank_upload.show()
    found = bank_statements.summaries(open_store())
    if not found:
        st.info("No statement is taken in yet.", icon=":material/info:")
        return
    _listed(found)
    by_name = {_name(each): each for each in found}
    name = st.selectbox("Statement", list(by_name), 0, key="bank-statement")
    desk = bank_statements.desk(session.view(), open_store(), by_name[name].statement)
    _lines(desk, may_settle)
    _reconciliation(desk)
    if may_settle:
        bank_forms.take_back(desk.statement)


def _name(each: Summary) -> str:
    own = each.statement
    until = own.closes_on or f"{own.taken_at:%Y-%m-%d}"
    return f"{own.id} · {own.account} · {until} · {own.currency}"


def _listed(found: list[Summary]) -> None:
    def amount(each: Summary) -> str:
        own = each.statement
        return "–" if own.closing is None else money.text(own.closing, own.currency)

    table(
        {
            "Account": [each.statement.account for each in found],
            "Closes on": [str(each.statement.closes_on or "–") for each in found],
            "Closing balance": [amount(each) for each in found],
            "Lines": [f"{each.lines:,}" for each in found],
            "Open": [f"{each.open:,}" for each in found],
            "File": [each.statement.file for each in found],
            "Taken in by": [each.statement.taken_by for each in found],
            "At (UTC)": [f"{each.statement.taken_at:%Y-%m-%d %H:%M}" for each in found],
        },
        alt="Bank statements, newest first",
        right=("Closing balance", "Lines", "Open"),
    )


def _lines(desk: Desk, may_settle: bool) -> None:
    st.subheader("Lines", anchor=False)
    if not desk.lines:
        st.caption("The statement has no line that was not here already.")
        return
    counts = Counter(seen.status for seen in desk.lines)
    kinds = [*map(str, (PROPOSED, *BankLineStatus))]
    shown_as = {kind: f"{label(kind)} ({counts[kind]:,})" for kind in kinds if counts[kind]}
    chosen = st.pills(
        "Show", list(shown_as), format_func=shown_as.__getitem__, key="bank-show",
        selection_mode="multi", label_visibility="collapsed",
    )  # fmt: skip
    some = [seen for seen in desk.lines if not chosen or seen.status in chosen]
    many = len(some)
    some = sorted(some, key=lambda seen: not seen.is_open)[:MOST]
    found = bank_drafts.certain(session.view(), desk)
    _table(desk, some, {own.seen.line.id for own in found})
    if many > MOST:
        st.caption(f"The first {MOST} of {many:,} lines, those that are open first.")
    if not may_settle:
        return
    bank_certain.show(desk, found)
    names = {_line_name(desk, seen): seen for seen in some}
    first = next((n for n, seen in enumerate(names.values()) if seen.is_open), 0)
    left = sum(seen.is_open for seen in desk.lines)  # a settled line makes room for the next
    key = f"bank-line-{desk.statement.id}-{left}"
    name = st.selectbox("Line", list(names), first, key=key)
    if name in names:
        _one(desk, names[name])


def _one(desk: Desk, seen: Seen) -> None:
    with st.container(border=True):
        line = seen.line
        facts = (f"Value date {line.value_on}", line.counterparty, line.reference, line.text)
        st.caption(plain(" · ".join(filter(None, facts))))
        if line.settled_at and not seen.is_open:
            at = f"{line.settled_at:%Y-%m-%d %H:%M} UTC"
            st.caption(plain(f"Settled by {line.settled_by} at {at}"))
        if about := bank_forms.about(seen):
            st.markdown(f"**{plain(about)}**")
        if seen.is_open:
            bank_forms.settle(desk, seen)
        else:
            bank_forms.reopen(seen)


def _line_name(desk: Desk, seen: Seen) -> str:
    line = seen.line
    amount = money.text(line.amount, desk.statement.currency)
    who = f" · {line.counterparty}" if line.counterparty else ""
    return f"{line.number} · {line.booked_on} · {amount}{who} · {label(seen.status).lower()}"


def _table(desk: Desk, some: list[Seen], certain: Collection[int | None]) -> None:
    currency = desk.statement.currency
    table(
        {
            "No.": [str(seen.line.number) for seen in some],
            "Booked": [str(seen.line.booked_on) for seen in some],
            f"Amount ({currency})": [
                f"{money.to_decimal(seen.line.amount, currency):,f}" for seen in some
            ],
            "Who": [seen.line.counterparty for seen in some],
            "Status": [_status(seen, seen.line.id in certain) for seen in some],
            "What it is": [bank_forms.about(seen) for seen in some],
            "Reference": [seen.line.reference for seen in some],
        },
        alt="Lines of the statement",
        right=(f"Amount ({currency})",),
        widths={"What it is": 460},
    )


def _status(seen: Seen, is_certain: bool) -> str:
    if not is_certain or seen.proposal is None:
        return label(seen.status)
    return "Certain match" if seen.proposal.part else "New booking"


def _reconciliation(desk: Desk) -> None:
    st.subheader("Reconciliation", anchor=False)
    own = desk.statement
    if own.currency != "USD":
        st.caption(
            f"The books are in US dollars, and this account is in {own.currency}: the balance is "
            "compared for accounts in US dollars only."
        )
        return
    found = bank_reconciliation.reconcile(session.view(), open_store(), own)
    if found is None:
        st.caption("The file gave no balances, so there is nothing to compare.")
        return
    columns = st.columns(3)
    columns[0].metric(f"The bank on {found.day}", money.text(found.bank, "USD"))
    columns[1].metric("The books, with the agent", money.text(found.books, "USD"))
    columns[2].metric("Difference", money.text(found.difference, "USD"))
    if not found.items:
        st.success("The two agree to the cent.", icon=":material/check_circle:")
        return
    st.markdown("The difference, line by line:")
    items, more = found.items[:MOST], found.items[MOST:]
    rows = [(item.why.value, str(item.day), item.what, item.cents) for item in items]
    if more:
        rows.append((f"{len(more):,} more", "", "", sum(item.cents for item in more)))
    rows.append(("All of these", "", "", sum(item.cents for item in found.items)))
    table(
        {
            "Why": [row[0] for row in rows],
            "Day": [row[1] for row in rows],
            "What": [row[2] for row in rows],
            "USD": [f"{money.to_decimal(row[3], 'USD'):,f}" for row in rows],
        },
        alt="The difference between the bank and the books, line by line",
        right=("USD",),
        widths={"What": 420},
    )
    left = money.text(found.unexplained, "USD")
    if found.unexplained:
        st.error(f"{left} of the difference is not explained: a figure is wrong.")
    else:
        st.caption(f"Footing: the difference less all of these is {left}.")
