"""Settings: terms, publication and the names the fund keeps, for the administrator."""

from decimal import Decimal

import streamlit as st

from trustfund.ledger import terms
from trustfund.ledger.acts import read_books
from trustfund.screens import session
from trustfund.screens.staff import name_forms, publisher_forms
from trustfund.screens.staff.forms import Form, show_receipt
from trustfund.screens.widgets import heading
from trustfund.store.engine import open_store


def page() -> None:
    """Draw the page."""
    heading("Settings", session.view())
    show_receipt()
    form = Form("terms")
    with read_books(open_store()) as books:
        fund = books.fund
    st.markdown("The terms of the fund. A change asks for a reason and alters nothing booked.")
    name = form.text("name", "Name of the fund", fund.name)
    one, two, three = st.columns(3)
    with one:
        code = form.text("code", "Code", fund.code, help="References begin with it.")
    with two:
        starts_on = form.day("starts", "First day", fund.starts_on)
    with three:
        ends_on = form.day("ends", "Last day", fund.ends_on, "Acts outside the term are warned of.")
    one, two = st.columns(2)
    with one:
        fee = form.text("fee", "Administrative agent fee, %", _percent(fund.agent_fee_basis_points))
    with two:
        indirect = form.text(
            "indirect", "Indirect support cost, %", _percent(fund.indirect_cost_basis_points)
        )
    managing = form.text(
        "managing",
        "Managing organization",
        fund.managing_organization,
        help="Settled trips are its expenditure.",
    )
    seen = form.seen(fund.version)
    reason = form.text("reason", "Reason for the change")
    draft = terms.TermsDraft(code, name, starts_on, ends_on, fee, indirect, managing)
    form.book("Change the terms", lambda books: terms.change_terms(books, draft, reason, seen))
    publisher_forms.publisher()
    publisher_forms.references()
    name_forms.remove_old()


def _percent(basis_points: int) -> str:
    return f"{Decimal(basis_points).scaleb(-2):f}"
