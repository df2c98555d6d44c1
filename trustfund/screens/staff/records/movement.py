"""One movement: interest, a charge, a transfer, a refund."""

import streamlit as st

from trustfund.domain import money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import FACTS
from trustfund.domain.kinds import EntryKind, RecordKind, label
from trustfund.domain.roles import AGENTS
from trustfund.figures import records as lives
from trustfund.figures.staff_datasets import movement_rows
from trustfund.figures.wording import day, exact_usd
from trustfund.figures.wording import pool as in_words
from trustfund.screens import records, session
from trustfund.screens.staff.papers import papers
from trustfund.screens.widgets import card, heading, plain


def page() -> None:
    """Draw the page."""
    reference = records.asked("movement", "Movement", "Reference")
    if not reference:
        return
    view = session.view()
    heading(f"Movement {reference}", view)
    (document,) = (row for row in view.frames.movements.values() if row["reference"] == reference)
    rows = [row for row in movement_rows(view) if row["reference"] == reference]
    kind = EntryKind(document["kind"])
    for row in rows:
        usd, on = plain(exact_usd(row["usd_amount"])), day(row["value_date"])
        st.markdown(f"{label(kind)}: **{usd}** on {on}.")
    if not rows:
        st.markdown(f"{label(kind)}. It is reversed: it counts in no total.")
    st.caption(FACTS[kind].about)
    records.life(lives.of_money(view, "movement", document["id"], "Value date"))
    for row in rows:
        paid = "" if row["amount"] is None else money.text(row["amount"], row["currency"])
        objective = row["objective"] or UNEARMARKED
        known = view.frames.objectives
        pool = in_words(objective, known) if objective in {UNEARMARKED, *known} else objective
        records.numbers(
            (
                ("US dollars", exact_usd(row["usd_amount"])),
                ("Paid as", paid),
                ("Pool", pool),
                ("Organization", row["organization"]),
                ("Note", row["note"]),
            )
        )
    if rows and session.actor().may(AGENTS):
        chosen = {"movement": reference}
        records.acts([("Correct or reverse", "record-movement", "Correct", "undo", chosen)])
    if of := document["contribution_id"]:
        with card("Related"):
            records.to_records("contribution", [view.frames.contributions[of].reference])
    papers(RecordKind.MOVEMENT, reference)
    records.history(lives.acts(view, "movements", "movement", document["id"]))
