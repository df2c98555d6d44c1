"""The forms that record contributors, pledges and arrangements, and choose a contribution."""

from collections.abc import Collection

import streamlit as st

from trustfund.domain import money
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import ContributorType, Stage, label
from trustfund.figures import contributions as figures
from trustfund.figures.contributions import Position
from trustfund.figures.view import View
from trustfund.ledger import contributions, contributors
from trustfund.ledger.acts import Valuation
from trustfund.ledger.balances import said_pool
from trustfund.screens import session
from trustfund.screens.staff.forms import Form, index_of, latest, preview
from trustfund.screens.widgets import plain

OTHER_KIND = "Another kind of donor"
SIGNED = frozenset({Stage.COMMITTED, Stage.PARTLY_DEPOSITED, Stage.DEPOSITED})
"""Stages at which an arrangement is in force."""
FUND_ASKS = (
    "The fund asks for **un-earmarked** contributions: they go where they are needed most. Earmark "
    "only where the contributor cannot give so."
)


def contributor() -> None:
    """A contributor of one of the four kinds; any other is refused with the fund's rule."""
    form = Form("contributor")
    countries = session.view().frames.countries
    left, right = st.columns(2)
    with left:
        name = form.text("name", "Name")
        kind = st.selectbox(
            "Kind of contributor",
            [*ContributorType, OTHER_KIND],
            format_func=lambda code: label(code) if code in set(ContributorType) else code,
            key=form.key("kind"),
        )
    with right:
        members = sorted(code for code, facts in countries.items() if facts.un_member)
        country = st.selectbox(
            "Country",
            sorted(members, key=lambda code: countries[code].name),
            index=None,
            format_func=lambda code: f"{countries[code].name} ({code})",
            key=form.key("country"),
            help="Needed for a Member State and its agencies.",
        )
        parents = sorted(
            row["name"]
            for row in session.view().frames.contributors.values()
            if not row["parent_id"]
        )
        parent = st.selectbox(
            "Agency of", parents, index=None, key=form.key("parent"), placeholder="Nobody"
        )
    draft = contributors.ContributorDraft(name, kind or "", country or "", parent or "")
    form.book(
        "Record the contributor",
        lambda books: contributors.record_contributor(books, draft),
        remember="contributor",
    )


def currency_field(form: Form, chosen: str = "USD") -> str:
    """A currency: those with a rate come first."""
    rated = sorted({currency for currency, _ in session.view().frames.rates})
    first = ["USD", *rated]
    options = [*first, *(code for code in money.currencies() if code not in first)]
    found = st.selectbox(
        "Currency", options, index=index_of(options, chosen), key=form.key("currency")
    )
    return found or ""


def earmark_field(form: Form, current: str = UNEARMARKED) -> str:
    """The earmarking choice: none, one objective, or a split that adds up."""
    st.markdown(FUND_ASKS)
    objectives = session.view().frames.objectives
    ways = ["Un-earmarked", "One objective", "A split"]
    start = 0 if current == UNEARMARKED else 2 if ":" in current else 1
    way = st.radio("Earmarking choice", ways, start, horizontal=True, key=form.key("way"))
    if way == "One objective":
        found = st.selectbox(
            "Objective",
            list(objectives),
            index=index_of(list(objectives), current) or 0,
            format_func=lambda code: f"{code}: {objectives[code]}",
            key=form.key("objective"),
        )
        return found or UNEARMARKED
    if way == "A split":
        given = dict(part.split(":") for part in current.split(";")) if ":" in current else {}
        parts = []
        for column, pool in zip(st.columns(4), (UNEARMARKED, *objectives), strict=False):
            with column:
                amount = form.text(f"part-{pool}", said_pool(pool), given.get(pool, ""))
            if amount.strip():
                parts.append(f"{pool}:{amount}")
        return ";".join(parts) or f"{UNEARMARKED}:"
    return UNEARMARKED


def _said_usd(currency: str, valuation: Valuation | None, note: str) -> None:
    if valuation is None:
        st.markdown("US dollars: no rate of exchange is recorded for that day.")
    elif currency == "USD":
        st.markdown(f"**{money.text(valuation.usd_cents, 'USD')}**{note}")
    else:
        st.markdown(
            f"**{money.text(valuation.usd_cents, 'USD')}** at the rate {valuation.rate:f} of "
            f"{valuation.effective_on}{note}"
        )


def show_plan(plan: contributions.Plan) -> None:
    """What a pledge or arrangement would book."""
    st.markdown(f"{plain(plan.contributor)}: **{money.text(plan.amount, plan.currency)}**")
    note = "" if plan.signed_on else " (indicative: a pledge is in no total of money)"
    _said_usd(plan.currency, plan.valuation, note)
    for pool, amount in plan.parts.items():
        st.markdown(f"{said_pool(pool)}: {money.text(amount, plan.currency)}")
    for warning in plan.warnings:
        st.markdown(f":material/warning: {plain(warning)}")


def pledge() -> None:
    """A pledge, or a contribution whose arrangement is signed at once."""
    form = Form("pledge")
    view = session.view()
    names = sorted(row["name"] for row in view.frames.contributors.values())
    if not names:
        st.info("Record the contributor first.", icon=":material/info:")
        return
    left, right = st.columns([3, 2])
    with left:
        giver = st.selectbox(
            "Contributor",
            names,
            index=index_of(names, latest("contributor")),
            key=form.key("contributor"),
        )
        one, two, three = st.columns(3)
        with one:
            currency = currency_field(form)
        with two:
            amount = form.text("amount", "Amount", placeholder="60,000.00")
        with three:
            pledged_on = form.day("pledged", "Pledged on", view.today)
        earmark = earmark_field(form)
        note = form.text("note", "Note")
        reference = form.text("reference", "Reference", placeholder="The next one, if left blank")
    draft = contributions.ContributionDraft(
        contributor=giver or "",
        currency=currency,
        amount=amount,
        pledged_on=pledged_on,
        earmark=earmark,
        note=note,
        reference=reference,
    )
    with right:
        preview(lambda books: contributions.plan(books, draft), show_plan, bool(amount))
    with left:
        form.book(
            "Record the pledge",
            lambda books: contributions.record_contribution(books, draft),
            remember="contribution",
        )


def pick_contribution(
    form: Form, stages: Collection[Stage], view: View, nothing: str
) -> Position | None:
    """Choose one of the contributions at these stages; None says why there is nothing to choose."""
    found = {
        str(position.document["reference"]): position
        for position in figures.positions(view)
        if position.stage in stages
    }
    if not found:
        st.info(nothing, icon=":material/info:")
        return None
    options = list(found)
    chosen = st.selectbox(
        "Contribution",
        options,
        index=index_of(options, latest("contribution")),
        format_func=lambda reference: _said(found[reference]),
        key=form.key("contribution"),
        placeholder="Type a reference or a name",
    )
    return found[chosen] if chosen else None


def _said(position: Position) -> str:
    currency = position.document["currency"]
    amount = sum(position.net(pool) for pool in position.pools())
    return (
        f"{position.document['reference']} · {position.contributor['name']} · "
        f"{money.text(amount, currency)} · {label(position.stage).lower()}"
    )


def arrangement() -> None:
    """The Standard Administrative Arrangement that makes a pledge a commitment."""
    form = Form("arrangement")
    view = session.view()
    position = pick_contribution(
        form, {Stage.PLEDGED}, view, "There is no pledge without an arrangement. Record one first."
    )
    if position is None:
        return
    document = position.document
    part = Form(f"{form.name}-{document['reference']}")
    seen = part.seen(document["version"])
    pledged = sum(position.net(pool) for pool in position.pools())
    left, right = st.columns([3, 2])
    with left:
        one, two = st.columns(2)
        with one:
            reference = part.text("saa", "Arrangement reference", placeholder="SAA reference")
        with two:
            signed_on = part.day("signed", "Signed on", view.today)
        link = part.text("link", "Link to the arrangement", placeholder="https://")
        amount = part.text(
            "amount",
            f"Amount ({document['currency']})",
            f"{money.to_decimal(pledged, document['currency']):,f}",
            help="As pledged, unless the arrangement says otherwise.",
        )
        note = part.text("note", "Note")
        kept = figures.earmark_text(position)
        st.markdown(f"Earmarking choice as pledged: **{plain(kept)}**")
        earmark = kept
        if st.checkbox("The arrangement says otherwise", key=part.key("otherwise")):
            earmark = earmark_field(part, kept)
    draft = contributions.AgreementDraft(
        document["reference"], reference, signed_on, link, amount, earmark, note
    )
    with right:
        preview(
            lambda books: contributions.plan_agreement(books, draft), show_plan, bool(reference)
        )
    with left:
        part.book(
            "Record the arrangement",
            lambda books: contributions.sign_agreement(books, draft, seen),
            remember="contribution",
        )
