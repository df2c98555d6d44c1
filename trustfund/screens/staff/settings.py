"""Settings: terms, publication, the names the fund keeps and the clock, for the administrator."""

from decimal import Decimal

import streamlit as st

from trustfund.domain.catalogue import terms as fields
from trustfund.ledger import terms
from trustfund.screens import session
from trustfund.screens.staff import clock_forms, name_forms, publisher_forms
from trustfund.screens.staff.forms import Form, show_done
from trustfund.screens.widgets import heading


def page() -> None:
    """Draw the page."""
    heading("Settings", session.view())
    show_done()
    form = Form("terms")
    fund = session.read(lambda books: books.fund)
    st.markdown("The terms of the fund. A change asks for a reason and alters nothing booked.")
    current = terms.TermsDraft(
        fund.code,
        fund.name,
        fund.starts_on,
        fund.ends_on,
        _percent(fund.agent_fee_basis_points),
        _percent(fund.indirect_cost_basis_points),
        fund.managing_organization,
    )
    draft = form.fill(
        current,
        fields.NAME,
        (fields.CODE, fields.STARTS_ON, fields.ENDS_ON),
        (fields.AGENT_FEE, fields.INDIRECT_COST),
        fields.MANAGING_ORGANIZATION,
    )
    seen = form.seen(fund.version)
    reason = form.reason("Reason for the change")
    form.book("Change the terms", terms.change_terms, draft, reason, seen)
    publisher_forms.publisher()
    publisher_forms.references()
    name_forms.remove_old()
    clock_forms.settle()


def _percent(basis_points: int) -> str:
    return f"{Decimal(basis_points).scaleb(-2):f}"
