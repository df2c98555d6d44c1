"""The forms that change what is booked: by reversing entries, with a reason. Nothing is deleted."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from trustfund.domain import money
from trustfund.domain.catalogue.contribution import WITHDRAWN_ON, WRITTEN_OFF_ON
from trustfund.domain.catalogue.deposit import APART
from trustfund.domain.kinds import Stage
from trustfund.domain.texts import alphabetical
from trustfund.figures import lines
from trustfund.ledger import contribution_rules, contributions, contributors, deposits, giving_up
from trustfund.ledger.books import Books
from trustfund.screens import session
from trustfund.screens.staff.cash_forms import deposit_fields, shown_deposit
from trustfund.screens.staff.contribution_forms import (
    SIGNED,
    contribution_fields,
    contributor_fields,
    earmark_field,
    pick_contribution,
    shown_plan,
)
from trustfund.screens.staff.forms import SIDES, Form
from trustfund.screens.staff.lists import correct_or_undo, pick, what_to_correct
from trustfund.screens.staff.outcomes import preview
from trustfund.screens.widgets import plain

LIVE = SIGNED | {Stage.PLEDGED}
REVERSE = "Reverse it: it was booked in error"


def _draft(books: Books, reference: str) -> contributions.ContributionDraft:
    """A contribution as it is booked, as its officer would type it."""
    own = contribution_rules.required(books, reference)
    return contributions.as_draft(books, own, books.standing(own))


def _amended(books: Books, reference: str) -> str:
    """What amendments add to an arrangement, or take from it; "" without any."""
    own = contribution_rules.required(books, reference)
    amount = sum(books.standing(own).amended.values())
    return money.text(amount, own.currency) if amount else ""


def _plan(books: Books, draft: contributions.ContributionDraft) -> contributions.Plan:
    """What correcting a contribution would book."""
    return contributions.plan(books, draft, contribution_rules.required(books, draft.reference))


def earmark() -> None:
    """Change the earmarking choice of a contribution."""
    form = Form("earmark")
    position = pick_contribution(form, LIVE, "There is no contribution yet. Record a pledge first.")
    if position is None:
        return
    reference = str(position.document.reference)
    part, seen = form.part(reference, position.document.version)
    current = session.read(_draft, reference)
    left, right = st.columns(SIDES)
    with left:
        draft = replace(current, earmark=earmark_field(part, current.earmark))
        reason = part.reason("Reason for the change")
        st.caption("Deposits already booked keep their split; later ones follow the new choice.")
        preview(right, _plan, shown_plan, draft)
        change = contributions.correct_contribution
        part.book("Change the earmark", change, draft, reason, seen, remember="contribution")


def correct() -> None:
    """Correct a contribution, a deposit or a contributor."""
    what_to_correct(
        {"A deposit": _deposit, "A contribution": _contribution, "A contributor": _contributor}
    )


def _contribution() -> None:
    form = Form("correct-contribution")
    position = pick_contribution(form, LIVE, "There is no contribution yet.")
    if position is None:
        return
    reference = str(position.document.reference)
    part, seen = form.part(reference, position.document.version)
    left, right = st.columns(SIDES)
    with left:
        if amended := session.read(_amended, reference):
            st.caption(f"As signed: amendments of {amended} come on top.")
        draft = contribution_fields(part, session.read(_draft, reference))
        part.show_changes()
        reason = part.reason()
        preview(right, _plan, shown_plan, draft)
        change = contributions.correct_contribution
        part.book("Correct the contribution", change, draft, reason, seen)


def _deposit() -> None:
    view = session.view()
    loaded, entries = view.frames, view.entries
    booked = set(entries["deposit"][entries["live"]]) - {0}  # what is void is not offered
    documents = {loaded.deposits[key]["reference"]: loaded.deposits[key] for key in booked}
    shown = lines.every_deposit(view)
    reference = pick(Form("correct-deposit"), "Deposit", shown, shown.__getitem__)
    if not reference:
        return
    current = session.read(
        lambda books: deposits.as_draft(books, deposits.required(books, reference))
    )
    if current.value_date is None:
        st.info("This deposit is reversed already.", icon=":material/info:")
        return
    version = documents[reference]["version"]
    told = {deposit: row["apart"] for deposit, row in documents.items()}
    _other_money(reference, version, told)
    correct_or_undo(
        "deposit",
        reference,
        version,
        partial(deposit_fields, draft=current),
        deposits.correct_deposit,
        (REVERSE, deposits.reverse_deposit),
        lambda books, draft: deposits.plan(books, draft, deposits.required(books, reference)),
        shown_deposit,
    )


def _other_money(reference: str, version: int, told: Mapping[str, str]) -> None:
    """Why a deposit is other money than those that look like it; nobody said so yet: a form."""
    like = session.read(
        lambda books: deposits.like_booked(books, deposits.required(books, reference))
    )
    like = [each for each in like if not told[each.reference]]
    others = "\n".join(f"- {plain(str(each))}" for each in like)
    if told[reference]:
        why = plain(told[reference])
        st.caption(f"It is other money than the deposits that look like it: {why}")
    elif like:
        form, seen = Form("other-money").part(reference, version)
        st.warning(
            "It may be the same money as a deposit that is there. If it is, reverse one of the "
            f"two; if it is not, say why:\n\n{others}"
        )
        why = form.text(APART)
        label = "Say that it is other money"
        form.book(label, deposits.tell_apart, reference, why, seen, kind="secondary")


def _contributor() -> None:
    form = Form("correct-contributor")
    loaded = session.view().frames
    documents = {row.name: row for row in loaded.contributors.values()}
    name = pick(form, "Contributor", sorted(documents, key=alphabetical))
    if not name:
        return
    row = documents[name]
    part, seen = form.part(row.id, row.version)
    parent = loaded.contributors.get(row.parent_id or 0)
    current = contributors.ContributorDraft(
        name, row.contributor_type, row.country or "", parent.name if parent else "", row.apart
    )
    draft = contributor_fields(part, current)
    change = contributors.correct_contributor
    part.show_changes()
    part.book("Correct the contributor", change, name, draft, part.reason(), seen)


def give_up() -> None:
    """Withdraw a pledge, write off the rest of a commitment, or take either back."""
    form = Form("give-up")
    position = pick_contribution(form, set(Stage), "There is no contribution yet.")
    if position is None:
        return
    reference = str(position.document.reference)
    part, seen = form.part(reference, position.document.version)
    pledged = not position.is_commitment
    if any(map(position.given_up, position.pools())):
        back = "Take the withdrawal back" if pledged else "Take the write-off back"
        part.book(back, giving_up.take_back, reference, part.reason("Reason"), seen)
        return
    if not pledged and not position.outstanding:
        st.info("Nothing is outstanding: there is nothing to write off.", icon=":material/info:")
        return
    day = part.day(WITHDRAWN_ON if pledged else WRITTEN_OFF_ON, session.view().today)
    part.book(
        "Withdraw the pledge" if pledged else "Write off the rest",
        giving_up.withdraw_pledge if pledged else giving_up.write_off,
        reference,
        day,
        part.reason("Reason"),
        seen,
    )
