"""One deposit: what was received, at which rate, for what, and its receipt."""

from typing import Any

import streamlit as st

from trustfund.domain import money
from trustfund.domain.kinds import RecordKind
from trustfund.domain.roles import AGENTS
from trustfund.figures import records as lives
from trustfund.figures.contributions import deposit_rows
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.figures.wording import day, exact_usd
from trustfund.screens import links, records, session
from trustfund.screens.staff.papers import papers
from trustfund.screens.widgets import card, heading, plain


def page() -> None:
    """Draw the page."""
    reference = records.asked("deposit", "Deposit", "Reference")
    if not reference:
        return
    view = session.view()
    heading(f"Deposit {reference}", view)
    documents = view.frames.deposits
    (key,) = documents.ids[documents.columns["reference"].to_pandas() == reference]
    document = documents[int(key)]
    rows = list(deposit_rows(session.view(Filters(deposit=reference))))
    _stands(view, document, rows)
    records.life(lives.of_money(view, "deposit", document["id"], "Received"))
    for row in rows:
        _money(row)
    if rows and session.actor().may(AGENTS):
        chosen = {"deposit": reference}
        records.acts([("Correct or reverse", "record-contribution", "Correct", "undo", chosen)])
    with card("Related"):
        _related(view, document)
    papers(RecordKind.DEPOSIT, reference)
    records.history(lives.acts(view, "deposits", "deposit", document["id"]))


def _stands(view: View, document: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    contribution = view.frames.contributions[document["contribution_id"]]
    who = plain(view.frames.contributors[contribution.contributor_id].name)
    if not rows:
        st.markdown(f"This deposit of {who} is reversed: it counts in no total.")
    for row in rows:
        amount = plain(money.text(row["amount"], row["currency"]))
        st.markdown(f"{who} paid **{amount}** on {day(row['value_date'])}.")


def _money(row: dict[str, Any]) -> None:
    is_usd = row["currency"] == "USD"
    rate = f"{row['rate']} of {row['rate_effective_on'] or 'the bank'}"
    records.numbers(
        (
            ("Received", money.text(row["amount"], row["currency"])),
            ("Rate", "" if is_usd else rate),
            ("In US dollars", "" if is_usd else exact_usd(row["usd_amount"])),
            ("Fee", exact_usd(row["fee_usd"])),
            ("Net", exact_usd(row["net_usd"])),
            ("Un-earmarked", exact_usd(row["unearmarked_usd"])),
            ("Earmarked", exact_usd(row["earmarked_usd"])),
        )
    )


def _related(view: View, document: dict[str, Any]) -> None:
    contribution = view.frames.contributions[document["contribution_id"]]
    records.to_records("contribution", [contribution.reference])
    links.to_record("contributor", view.frames.contributors[contribution.contributor_id].name)
    if document["bank_reference"]:
        st.caption(f"Bank reference {plain(document['bank_reference'])}")
    if document["note"]:
        st.caption(plain(document["note"]))
