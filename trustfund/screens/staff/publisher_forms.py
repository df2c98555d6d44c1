"""How the fund is published in IATI: the publisher, and references of organizations."""

import streamlit as st

from trustfund.domain.catalogue import terms as fields
from trustfund.domain.iati import MULTILATERAL, ORGANISATION_TYPES
from trustfund.figures.publishing import is_published
from trustfund.ledger import publishing
from trustfund.ledger.books import Books
from trustfund.screens import documents, session
from trustfund.screens.staff.forms import Form, row_of_buttons
from trustfund.screens.widgets import plain
from trustfund.store.tables import OrganizationReference


def publication() -> None:
    """Who publishes the fund, and how organizations are called there."""
    publisher()
    references()


def publisher() -> None:
    """Who publishes the fund, and as which activity."""
    form = Form("publisher")
    fund = session.read(lambda books: books.fund)
    if fund.illustrative:
        st.markdown(
            "These figures are illustrative, so the file names examples (XE-EXAMPLE), whatever "
            "is set here."
        )
    elif not fund.publisher_reference:
        st.markdown("Without a publisher there is no file for IATI.")
    view = session.view()
    if is_published(view.frames):
        documents.offer(view.filters, "iati.xml")
    name = form.text(fields.PUBLISHER_NAME, fund.publisher_name)
    one, two, three = st.columns(3)
    with one:
        reference = form.text(fields.PUBLISHER_REFERENCE, fund.publisher_reference)
    with two:
        kinds = list(ORGANISATION_TYPES), lambda code: f"{code} {ORGANISATION_TYPES[code]}"
        kind = form.choose(fields.PUBLISHER_TYPE, fund.publisher_type or MULTILATERAL, kinds)
    with three:
        identifier = form.text(fields.ACTIVITY_IDENTIFIER, fund.activity_identifier)
    instalments = st.checkbox(
        "Publish instalments that are still to come as planned disbursements",
        fund.publishes_instalments,
        help="Elsewhere payment schedules are not public.",
        **form.kept("instalments", bool),
    )
    draft = publishing.PublisherDraft(reference, name, kind, identifier, instalments)
    seen = form.seen(fund.version)
    reason = form.reason("Reason for the change")
    form.book("Set the publisher", publishing.set_publisher, draft, reason, seen)


def _references(books: Books) -> dict[str, OrganizationReference | None]:
    return {who: publishing.reference_of(books, who) for who in publishing.organizations(books)}


def references() -> None:
    """How IATI calls an organization of the books."""
    form = Form("reference")
    known = session.read(_references)
    without = [who for who, own in known.items() if own is None]
    st.markdown("**References of organizations**")
    if without:
        st.caption(f"Named without a reference: {plain(', '.join(without))}.")
    who = st.selectbox(
        "Organization",
        list(known),
        index=None,
        placeholder="Type a name",
        **form.kept("organization", known),
    )
    if not who:
        return
    own = known[who]
    part, seen = form.part(who, own.version if own else 0)
    typed = part.text(fields.ORGANIZATION_REFERENCE, own.reference if own else "")
    reason = part.reason("Reason for the reference")
    row, give = row_of_buttons(), publishing.give_reference
    part.book("Give the reference", give, who, typed, reason, seen, row=row, is_last=not own)
    if own:
        back = publishing.take_reference_back
        part.book("Take the reference back", back, who, reason, seen, kind="secondary", row=row)
