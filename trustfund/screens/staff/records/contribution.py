"""One contribution: where it stands, what came of it, and what can be done now."""

from urllib.parse import urlencode

import streamlit as st

from trustfund.domain import money
from trustfund.domain.kinds import EntryKind, RecordKind, Stage, label
from trustfund.domain.roles import AGENTS, INSTALMENT_READERS
from trustfund.domain.texts import listed
from trustfund.figures import contributions as figures
from trustfund.figures import records as lives
from trustfund.figures.contributions import Position
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.staff_datasets import instalment_rows
from trustfund.figures.view import View
from trustfund.figures.wording import exact_usd, in_a_sentence
from trustfund.screens import links, records, session
from trustfund.screens.staff.papers import papers
from trustfund.screens.widgets import address, card, heading, plain, rows_table

SIGNED = {Stage.COMMITTED, Stage.PARTLY_DEPOSITED, Stage.DEPOSITED}
PAGE = "record-contribution"


def page() -> None:
    """Draw the page."""
    reference = records.asked("contribution", "Contribution", "Reference")
    if not reference:
        return
    view = session.view()
    heading(f"Contribution {reference}", view)
    found = [p for p in figures.positions(view) if p.document.reference == reference]
    if not found:
        st.info("Nothing of this contribution is in force.", icon=":material/info:")
        return
    (position,) = found
    st.markdown(_stands(position))
    records.life(lives.of_contribution(view, position))
    _money(view, position)
    _acts(position)
    left, right = st.columns(2)
    with left, card("Deposits"):
        _deposits(view, position)
    with right, card("Related"):
        _related(position)
    if session.actor().may(INSTALMENT_READERS):
        _instalments(view, reference)
    papers(RecordKind.CONTRIBUTION, reference)
    key = position.document.id
    records.history(lives.acts(view, "contributions", "contribution", key))


def _stands(position: Position) -> str:
    """One sentence: who gave what, and where it stands."""
    currency = position.document.currency

    def amount(units: int) -> str:
        return f"**{plain(money.text(units, currency))}**"

    who, whole = plain(position.contributor.name), amount(sum(map(position.net, position.pools())))
    paid = amount(position.total(EntryKind.DEPOSIT))
    match position.stage:
        case Stage.PLEDGED:
            return f"{who} pledged {whole}. No arrangement is signed yet."
        case Stage.WITHDRAWN:
            return f"{who} withdrew this pledge."
        case Stage.WRITTEN_OFF:
            return f"{who} paid nothing, and the commitment is written off."
        case Stage.COMMITTED:
            return f"{who} committed {whole}. Nothing is paid yet."
        case Stage.PARTLY_DEPOSITED:
            rest = amount(position.outstanding)
            return f"{who} paid {paid} of {whole}. {rest} is outstanding."
    return f"{who} paid {paid}. Nothing is outstanding."


def _money(view: View, position: Position) -> None:
    currency = position.document.currency
    (row,) = (
        row
        for row in figures.contribution_rows(view)
        if row["reference"] == position.document.reference
    )

    def both(name: str) -> str:
        units, usd = row[f"{name}_amount"], row[f"{name}_usd"]
        if units is None:
            return ""
        text = money.text(units, currency)
        return text if usd is None or currency == "USD" else f"{text} ({exact_usd(usd)})"

    committed = money.text(row["amount"], currency)
    if row["usd_amount"] is not None and currency != "USD":
        committed += f" ({exact_usd(row['usd_amount'])})"
    records.numbers(
        (
            ("Committed" if position.is_commitment else "Pledged", committed),
            ("Deposited", both("deposited")),
            ("Outstanding", both("outstanding")),
            ("Earmarking choice", _earmark(position)),
            ("Arrangement", row["agreement_reference"]),
            ("Stage", label(row["stage"])),
        )
    )


def _earmark(position: Position) -> str:
    """The earmarking choice in words."""
    parts = {pool: position.net(pool) for pool in position.pools() if position.net(pool)}
    if len(parts) < 2:
        return "".join(map(in_a_sentence, parts))
    currency = position.document.currency
    texts = [f"{in_a_sentence(pool)} {money.text(part, currency)}" for pool, part in parts.items()]
    return listed(texts)


def _acts(position: Position) -> None:
    if not session.actor().may(AGENTS):
        return
    reference = str(position.document.reference)
    stage = position.stage
    offered = [("Sign the arrangement", "Arrangement", "edit_document", {Stage.PLEDGED})]
    offered += [
        ("Record a deposit", "Deposit", "payments", SIGNED | {Stage.WRITTEN_OFF}),
        ("Set instalments", "Instalments", "calendar_month", SIGNED),
        ("Amend", "Amendment", "edit", SIGNED),
        ("Change the earmark", "Earmark", "call_split", SIGNED | {Stage.PLEDGED}),
        ("Correct", "Correct", "undo", SIGNED | {Stage.PLEDGED}),
        ("Write off", "Write off", "block", set(Stage) - {Stage.DEPOSITED}),
    ]
    records.acts(
        [
            (name, PAGE, act, icon, {"contribution": reference})
            for name, act, icon, stages in offered
            if stage in stages
        ]
    )


def _deposits(view: View, position: Position) -> None:
    own = view.entries[
        view.entries["live"]
        & (view.entries["contribution"] == position.document.id)
        & (view.entries["kind"] == EntryKind.DEPOSIT)
    ]
    newest = own.sort_values(["value_date", "deposit"], ascending=False)["deposit"].unique()
    if not len(newest):
        st.caption("No deposit is recorded yet.")
        return
    documents = view.frames.deposits
    records.to_records("deposit", [documents.value(key, "reference") for key in newest])


def _related(position: Position) -> None:
    name = position.contributor.name
    links.to_record("contributor", name)
    if link := position.document.agreement_link:
        st.link_button("The arrangement", link, icon=":material/open_in_new:", type="tertiary")
    asked = urlencode({"contributor": name})
    links.to("Statement of the contributor", "statement", "receipt_long", contributor=name)
    st.link_button(
        "Statement (PDF)",
        address(f"exports/statement.pdf?{asked}"),
        icon=":material/download:",
        type="tertiary",
    )


def _instalments(view: View, reference: str) -> None:
    rows = [row for row in instalment_rows(view) if row["contribution_reference"] == reference]
    if rows:
        columns = [
            column
            for column in BY_NAME["instalments"].columns
            if column.key not in {"contribution_reference", "contributor"}
        ]
        with card("Instalments"):
            rows_table(columns, rows, "Instalments of this contribution", absent="–")
