"""The forms that record contributors, pledges and arrangements, and choose a contribution."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue import contribution as fields
from trustfund.domain.catalogue import contributor as giver
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import ContributorType, Stage, label
from trustfund.figures import contributions as figures
from trustfund.figures.contributions import Position
from trustfund.figures.view import View
from trustfund.ledger import contributions, contributors
from trustfund.ledger.balances import pool_name
from trustfund.ledger.entries import Valuation
from trustfund.screens import session
from trustfund.screens.staff.forms import Form, index_of, latest, preview
from trustfund.screens.staff.lists import pick
from trustfund.screens.staff.options import countries
from trustfund.screens.widgets import plain

OTHER_KIND = "Another kind of donor"
SIGNED = frozenset({Stage.COMMITTED, Stage.PARTLY_DEPOSITED, Stage.DEPOSITED})
"""Stages at which an arrangement is in force."""
FUND_ASKS = (
    "The fund asks for **un-earmarked** contributions: they go where they are needed most. Earmark "
    "only where the contributor cannot give so."
)


def contributor_fields(
    form: Form, draft: contributors.ContributorDraft, kinds: Sequence[str] = tuple(ContributorType)
) -> contributors.ContributorDraft:
    """The fields of a contributor, starting with those of ``draft``."""
    view = session.view()
    facts, rows = view.frames.countries, view.frames.contributors.values()
    members = [code for code in facts if facts[code].un_member or code == draft.country]
    parents = [row.name for row in rows if not row.parent_id and row.name != draft.name]
    left, right = st.columns(2)
    with left:
        name = form.text(giver.NAME, draft.name)
        kind = form.choose(giver.CONTRIBUTOR_TYPE, draft.contributor_type, (kinds, label))
    with right:
        country = form.choose(giver.COUNTRY, draft.country, countries(view, members))
        among = (sorted(parents), str)
        parent = form.choose(giver.PARENT, draft.parent, among, placeholder="Nobody")
    return contributors.ContributorDraft(name, kind, country, parent)


def contributor() -> None:
    """A contributor of one of the four kinds; any other is refused with the fund's rule."""
    form = Form("contributor")
    first = contributors.ContributorDraft("", ContributorType.MEMBER_STATE)
    draft = contributor_fields(form, first, [*ContributorType, OTHER_KIND])
    form.book(
        "Record the contributor",
        lambda books: contributors.record_contributor(books, draft),
        remember="contributor",
    )


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
                amount = form.text(fields.AMOUNT, given.get(pool, ""), pool_name(pool), f"-{pool}")
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
        st.markdown(f"{pool_name(pool)}: {money.text(amount, plan.currency)}")
    for warning in plan.warnings:
        st.markdown(f":material/warning: {plain(warning)}")


def contribution_fields(
    form: Form, draft: contributions.ContributionDraft
) -> contributions.ContributionDraft:
    """The fields of a contribution, starting with those of ``draft``."""
    draft = form.fill(draft, fields.CONTRIBUTOR)
    draft = form.fill(draft, fields.CURRENCY, fields.AMOUNT, fields.PLEDGED_ON)
    if draft.agreement_signed_on:
        draft = form.fill(draft, fields.AGREEMENT_REFERENCE, fields.AGREEMENT_SIGNED_ON)
        draft = form.fill(draft, fields.AGREEMENT_LINK)
    draft = replace(draft, earmark=earmark_field(form, draft.earmark or UNEARMARKED))
    return form.fill(draft, fields.NOTE)


def pledge() -> None:
    """A pledge, or a contribution whose arrangement is signed at once."""
    form = Form("pledge")
    view = session.view()
    if not view.frames.contributors:
        st.info("Record the contributor first.", icon=":material/info:")
        return
    left, right = st.columns([3, 2])
    draft = contributions.ContributionDraft(latest("contributor"), "USD", "", view.today)
    with left:
        draft = contribution_fields(form, draft)
        next_one = "The next one, if left blank"
        draft = replace(draft, reference=form.text(fields.REFERENCE, placeholder=next_one))
    with right:
        preview(lambda books: contributions.plan(books, draft), show_plan, bool(draft.amount))
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
        str(position.document.reference): position
        for position in figures.positions(view)
        if position.stage in stages
    }
    return found.get(pick(form, "Contribution", found, lambda each: _said(found[each]), nothing))


def _said(position: Position) -> str:
    currency = position.document.currency
    amount = sum(position.net(pool) for pool in position.pools())
    return (
        f"{position.document.reference} · {position.contributor.name} · "
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
    part = Form(f"{form.name}-{document.reference}")
    seen = part.seen(document.version)
    pledged = sum(position.net(pool) for pool in position.pools())
    left, right = st.columns([3, 2])
    with left:
        draft = contributions.AgreementDraft(
            document.reference,
            "",
            view.today,
            amount=f"{money.to_decimal(pledged, document.currency):,f}",
        )
        draft = part.fill(draft, fields.AGREEMENT_REFERENCE, fields.AGREEMENT_SIGNED_ON)
        draft = part.fill(draft, fields.AGREEMENT_LINK)
        draft = part.fill(draft, fields.AMOUNT, unit=document.currency)
        draft = part.fill(draft, fields.NOTE)
        kept = figures.earmark_text(position)
        st.markdown(f"Earmarking choice as pledged: **{plain(kept)}**")
        otherwise = st.checkbox("The arrangement says otherwise", key=part.key("otherwise"))
        draft = replace(draft, earmark=earmark_field(part, kept) if otherwise else kept)
    with right:
        preview(
            lambda books: contributions.plan_agreement(books, draft),
            show_plan,
            bool(draft.agreement_reference),
        )
    with left:
        part.book(
            "Record the arrangement",
            lambda books: contributions.sign_agreement(books, draft, seen),
            remember="contribution",
        )
