"""The forms that record contributors, pledges and arrangements, and choose a contribution."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue import contribution as fields
from trustfund.domain.catalogue import contributor as contributor_catalogue
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import ContributorType, Stage, label
from trustfund.figures import contributions as figures
from trustfund.figures.contributions import Position
from trustfund.figures.lines import of_position
from trustfund.ledger import contributions, contributors
from trustfund.ledger.balances import pool_name
from trustfund.screens import session
from trustfund.screens.staff.form_fields import index_of
from trustfund.screens.staff.forms import SIDES, Form, latest
from trustfund.screens.staff.lists import pick
from trustfund.screens.staff.options import countries
from trustfund.screens.staff.outcomes import preview, valued
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
    own = contributor_catalogue
    view = session.view()
    facts, rows = view.frames.countries, view.frames.contributors.values()
    members = [code for code in facts if facts[code].un_member or code == draft.country]
    parents = [row.name for row in rows if not row.parent_id and row.name != draft.name]
    typed = form.fill(
        draft,
        (own.NAME, own.CONTRIBUTOR_TYPE),
        (own.COUNTRY, own.PARENT),
        among={
            own.CONTRIBUTOR_TYPE: (kinds, label),
            own.COUNTRY: countries(view, members),
            own.PARENT: (sorted(parents), str),
        },
    )
    return _told_apart(form, typed, draft)


def _told_apart(
    form: Form, typed: contributors.ContributorDraft, now: contributors.ContributorDraft
) -> contributors.ContributorDraft:
    """What is typed, and where there may be such a contributor, why this is another."""
    found = session.read(contributors.twins, typed)
    known = [name for name in found if name != now.name]
    if not known or now.apart:
        return typed
    names = plain(" and ".join(known))
    st.warning(f"There is already **{names}**: is it the same? Then use that one.")
    if not st.checkbox("It is another: record it all the same", **form.kept("apart", bool)):
        return typed
    return replace(typed, apart=form.text(contributor_catalogue.APART, of="-why"))


def contributor() -> None:
    """A contributor of a kind that the terms admit; any other is refused with the fund's rule."""
    form = Form("contributor")
    first = contributors.ContributorDraft("", ContributorType.MEMBER_STATE)
    kinds = session.view().rules_on(session.view().today).kinds
    draft = contributor_fields(form, first, [*kinds, OTHER_KIND])
    record = contributors.record_contributor
    form.book("Record the contributor", record, draft, remember="contributor")


def earmark_field(form: Form, current: str = UNEARMARKED) -> str:
    """The earmarking choice: none, one objective, or a split that adds up."""
    st.markdown(FUND_ASKS)
    objectives = session.view().frames.in_use
    ways = ["Un-earmarked", *(["One objective", "A split"] if objectives else ())]
    start = 0 if current == UNEARMARKED else 2 if ":" in current else 1
    way = st.radio("Earmarking choice", ways, start, horizontal=True, **form.kept("way", ways))
    if way == "One objective":
        found = st.selectbox(
            "Objective",
            list(objectives),
            index=index_of(list(objectives), current) or 0,
            format_func=lambda code: f"{code}: {objectives[code]}",
            **form.kept("objective", objectives),
        )
        return found or UNEARMARKED
    if way == "A split":
        given = dict(part.split(":") for part in current.split(";")) if ":" in current else {}
        parts = []
        columns = st.columns(4)
        for number, pool in enumerate((UNEARMARKED, *objectives)):
            with columns[number % 4]:
                amount = form.text(fields.AMOUNT, given.get(pool, ""), pool_name(pool), f"-{pool}")
            if amount.strip():
                parts.append(f"{pool}:{amount}")
        return ";".join(parts) or f"{UNEARMARKED}:"
    return UNEARMARKED


def shown_plan(plan: contributions.Plan) -> Iterator[str]:
    """What a pledge or arrangement would book."""
    yield f"{plain(plan.contributor)}: **{money.text(plan.amount, plan.currency)}**"
    note = "" if plan.signed_on else " (indicative: a pledge is in no total of money)"
    if plan.valuation is None:
        yield "US dollars: no rate of exchange is recorded for that day."
    elif plan.currency == "USD":
        yield f"**{money.text(plan.valuation.usd_cents, 'USD')}**{note}"
    else:
        yield f"{valued(plan.valuation)}{note}"
    for pool, amount in plan.parts.items():
        yield f"{pool_name(pool)}: {money.text(amount, plan.currency)}"


def contribution_fields(
    form: Form, draft: contributions.ContributionDraft
) -> contributions.ContributionDraft:
    """The fields of a contribution, starting with those of ``draft``."""
    amount = (fields.CURRENCY, fields.AMOUNT, fields.PLEDGED_ON)
    signed = (fields.AGREEMENT_REFERENCE, fields.AGREEMENT_SIGNED_ON), fields.AGREEMENT_LINK
    draft = form.fill(
        draft, fields.CONTRIBUTOR, amount, *(signed if draft.agreement_signed_on else ())
    )
    draft = replace(draft, earmark=earmark_field(form, draft.earmark or UNEARMARKED))
    return form.fill(draft, fields.NOTE)


def pledge() -> None:
    """A pledge, or a contribution whose arrangement is signed at once."""
    form = Form("pledge")
    view = session.view()
    if not view.frames.contributors:
        st.info("Record the contributor first.", icon=":material/info:")
        return
    left, right = st.columns(SIDES)
    with left:
        first = contributions.ContributionDraft(latest("contributor"), "USD", "", view.today)
        draft = form.fill(contribution_fields(form, first), fields.REFERENCE)
        preview(right, contributions.plan, shown_plan, draft, started=bool(draft.amount))
        record = contributions.record_contribution
        form.book("Record the pledge", record, draft, remember="contribution")


def pick_contribution(form: Form, stages: Collection[Stage], nothing: str) -> Position | None:
    """Choose one of the contributions at these stages; None says why there is nothing to choose."""
    newest = sorted(
        figures.positions(session.view()),
        key=lambda each: (each.signed_on or each.pledged_on, each.document.reference),
        reverse=True,
    )
    found = {str(each.document.reference): each for each in newest if each.stage in stages}
    picked = pick(form, "Contribution", found, lambda each: of_position(found[each]), nothing)
    return found.get(picked)


def amount_of(position: Position) -> int:
    """A contribution's amount, net of what is withdrawn or written off."""
    return sum(map(position.net, position.pools()))


def arrangement() -> None:
    """The Standard Administrative Arrangement that makes a pledge a commitment."""
    form = Form("arrangement")
    position = pick_contribution(
        form,
        {Stage.PLEDGED},
        "No pledge waits for its arrangement. Record a pledge first, or go on to the deposit.",
    )
    if position is None:
        return
    document = position.document
    part, seen = form.part(document.reference, document.version)
    left, right = st.columns(SIDES)
    with left:
        draft = contributions.AgreementDraft(
            document.reference,
            "",
            session.view().today,
            amount=f"{money.to_decimal(amount_of(position), document.currency):,f}",
        )
        draft = part.fill(
            draft,
            (fields.AGREEMENT_REFERENCE, fields.AGREEMENT_SIGNED_ON),
            fields.AGREEMENT_LINK,
            fields.AMOUNT,
            fields.NOTE,
            unit=document.currency,
        )
        pledged = figures.earmark_text(position)
        st.markdown(f"Earmarking choice as pledged: **{plain(pledged)}**")
        differs = st.checkbox("The arrangement differs", **part.kept("differs", bool))
        draft = replace(draft, earmark=earmark_field(part, pledged) if differs else pledged)
        started = bool(draft.agreement_reference)
        preview(right, contributions.plan_agreement, shown_plan, draft, started=started)
        sign = contributions.sign_agreement
        part.book("Record the arrangement", sign, draft, seen, remember="contribution")
