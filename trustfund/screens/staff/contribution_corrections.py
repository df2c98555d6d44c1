"""The forms that change what is booked: by reversing entries, with a reason. Nothing is deleted."""

from dataclasses import replace

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue.contribution import WITHDRAWN_ON, WRITTEN_OFF_ON
from trustfund.domain.kinds import EntryKind, Stage
from trustfund.ledger import (
    contribution_rules,
    contributions,
    contributors,
    deposits,
    giving_up,
)
from trustfund.ledger.books import Books, read_books
from trustfund.screens import session
from trustfund.screens.staff.cash_forms import deposit_fields, show_deposit
from trustfund.screens.staff.contribution_forms import (
    SIGNED,
    contribution_fields,
    contributor_fields,
    earmark_field,
    pick_contribution,
    show_plan,
)
from trustfund.screens.staff.forms import Form, preview
from trustfund.screens.staff.lists import newest_first, pick
from trustfund.store.engine import open_store

LIVE = SIGNED | {Stage.PLEDGED}


def _draft(reference: str) -> contributions.ContributionDraft:
    """A contribution as it stands, as its officer would type it."""
    with read_books(open_store()) as books:
        own = contribution_rules.required(books, reference)
        return contributions.as_draft(books, own, books.standing(own))


def _amended(reference: str) -> str:
    """What amendments add to an arrangement, or take from it; "" without any."""
    with read_books(open_store()) as books:
        own = contribution_rules.required(books, reference)
        amount = sum(books.standing(own).amended.values())
    return money.text(amount, own.currency) if amount else ""


def earmark() -> None:
    """Change the earmarking choice of a contribution."""
    form = Form("earmark")
    position = pick_contribution(
        form, LIVE, session.view(), "There is no contribution yet. Record a pledge first."
    )
    if position is None:
        return
    current = _draft(position.document.reference)
    part = Form(f"{form.name}-{current.reference}")
    seen = part.seen(position.document.version)
    left, right = st.columns([3, 2])
    with left:
        choice = earmark_field(part, current.earmark)
        reason = part.reason("Reason for the change")
        st.caption("Deposits already booked keep their split; later ones follow the new choice.")
    draft = replace(current, earmark=choice)
    with right:
        preview(lambda books: _plan(books, draft), show_plan, started=True)
    with left:
        part.book(
            "Change the earmark",
            lambda books: contributions.correct_contribution(books, draft, reason, seen),
            remember="contribution",
        )


def _plan(books: Books, draft: contributions.ContributionDraft) -> contributions.Plan:
    """What correcting a contribution would book."""
    own = contribution_rules.required(books, draft.reference)
    return contributions.plan(books, draft, own)


def correct() -> None:
    """Correct a contribution, a deposit or a contributor."""
    what = st.radio(
        "What do you want to correct?",
        ["A deposit", "A contribution", "A contributor"],
        horizontal=True,
        key="correct-what",
    )
    {"A deposit": _deposit, "A contribution": _contribution, "A contributor": _contributor}[what]()


def _contribution() -> None:
    form = Form("correct-contribution")
    position = pick_contribution(form, LIVE, session.view(), "There is no contribution yet.")
    if position is None:
        return
    current = _draft(position.document.reference)
    part = Form(f"{form.name}-{current.reference}")
    seen = part.seen(position.document.version)
    left, right = st.columns([3, 2])
    with left:
        if amended := _amended(current.reference):
            st.caption(f"As signed: amendments of {amended} stand beside it.")
        draft = contribution_fields(part, current)
        reason = part.reason()
    with right:
        preview(lambda books: _plan(books, draft), show_plan, started=True)
    with left:
        part.book(
            "Correct the contribution",
            lambda books: contributions.correct_contribution(books, draft, reason, seen),
        )


def _deposit() -> None:
    form = Form("correct-deposit")
    view = session.view()
    loaded, entries = view.frames, view.entries
    arrived = set(entries["deposit"][entries["live"]]) - {0}  # what is void is not offered
    documents = {loaded.deposits[key]["reference"]: loaded.deposits[key] for key in arrived}

    def said(deposit: str) -> str:
        gift = loaded.contributions[documents[deposit]["contribution_id"]]
        return f"{deposit} · {loaded.contributors[gift.contributor_id].name}"

    reference = pick(form, "Deposit", newest_first(documents), said)
    if not reference:
        return
    with read_books(open_store()) as books:
        current = deposits.as_draft(books, deposits.required(books, reference))
    if current.value_date is None:
        st.info("This deposit is reversed already.", icon=":material/info:")
        return
    part = Form(f"{form.name}-{reference}")
    version = part.seen(documents[reference]["version"])
    left, right = st.columns([3, 2])
    with left:
        draft = deposit_fields(part, current)
        reason = part.reason()
    with right:
        preview(
            lambda books: deposits.plan(books, draft, deposits.required(books, reference)),
            show_deposit,
            started=True,
        )
    with left, st.container(horizontal=True):
        part.book(
            "Correct the deposit",
            lambda books: deposits.correct_deposit(books, draft, reason, version),
        )
        part.book(
            "Reverse it: it was booked in error",
            lambda books: deposits.reverse_deposit(books, reference, reason, version),
            kind="secondary",
        )


def _contributor() -> None:
    form = Form("correct-contributor")
    loaded = session.view().frames
    documents = {row.name: row for row in loaded.contributors.values()}
    chosen = pick(form, "Contributor", sorted(documents))
    if not chosen:
        return
    row = documents[chosen]
    part = Form(f"{form.name}-{row.id}")
    seen = part.seen(row.version)
    parent = loaded.contributors.get(row.parent_id or 0)
    draft = contributors.ContributorDraft(
        chosen, row.contributor_type, row.country or "", parent.name if parent else ""
    )
    draft = contributor_fields(part, draft)
    reason = part.reason()
    part.book(
        "Correct the contributor",
        lambda books: contributors.correct_contributor(books, chosen, draft, reason, seen),
    )


def give_up() -> None:
    """Withdraw a pledge, write off the rest of a commitment, or take either back."""
    form = Form("give-up")
    view = session.view()
    position = pick_contribution(form, set(Stage), view, "There is no contribution yet.")
    if position is None:
        return
    reference = position.document.reference
    part = Form(f"{form.name}-{reference}")
    seen = part.seen(position.document.version)
    pledged = position.stage in {Stage.PLEDGED, Stage.WITHDRAWN}
    if any(position.given_up(pool) for pool in position.amounts[EntryKind.WITHDRAWAL]) or any(
        position.given_up(pool) for pool in position.amounts[EntryKind.WRITE_OFF]
    ):
        reason = part.reason("Reason")
        part.book(
            "Take the withdrawal back" if pledged else "Take the write-off back",
            lambda books: giving_up.take_back(books, reference, reason, seen),
        )
        return
    if not pledged and not position.outstanding:
        st.info("Nothing is outstanding: there is nothing to write off.", icon=":material/info:")
        return
    day = part.day(WITHDRAWN_ON if pledged else WRITTEN_OFF_ON, view.today)
    reason = part.reason("Reason")
    act = giving_up.withdraw_pledge if pledged else giving_up.write_off
    part.book(
        "Withdraw the pledge" if pledged else "Write off the rest",
        lambda books: act(books, reference, day, reason, seen),
    )
