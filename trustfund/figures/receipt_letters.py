"""What a receipt letter states of one deposit: what was received, at which rate, for what."""

from dataclasses import dataclass
from typing import Any

from trustfund.domain.catalogue.file import filter_field
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, refusal
from trustfund.figures import contributions
from trustfund.figures.rows import ContributionRow, ContributorRow
from trustfund.figures.view import View

K = EntryKind


@dataclass(frozen=True)
class DepositReceipt:
    """A deposit that stands: its row of the dataset ``deposits``, and what it belongs to."""

    row: dict[str, Any]
    contribution: ContributionRow
    signed_on: str
    contributor: ContributorRow
    parent: str
    """Of whom the contributor is an agency, "" for nobody."""
    parts: list[dict[str, Any]]
    """By pool, un-earmarked first: amounts in the deposit's currency and in US dollar cents."""


def deposit_receipt(view: View) -> DepositReceipt:
    """The one deposit that the filter ``deposit`` names.

    Raises Refused where it does not stand on the as-of date: reversed, or not received yet.
    """
    rows = contributions.deposit_rows(view)
    if not rows:
        why = f"does not stand on {view.as_of}: it is reversed, or came later"
        remedy = "Look at the list of deposits"
        raise refusal(filter_field("deposit"), Code.UNKNOWN, view.filters.deposit, why, remedy)
    (row,) = rows
    documents = view.frames.contributions
    (key,) = (k for k, d in documents.items() if d.reference == row["contribution_reference"])
    contributor = view.frames.contributors[documents[key].contributor_id]
    parent = view.frames.contributors.get(contributor.parent_id or 0)
    entries = view.entries
    signed = entries[
        entries["live"] & (entries["contribution"] == key) & (entries["kind"] == K.COMMITMENT)
    ]
    return DepositReceipt(
        row=row,
        contribution=documents[key],
        signed_on=str(signed["value_date"].max()),
        contributor=contributor,
        parent=parent.name if parent else "",
        parts=_parts(view),
    )


def _parts(view: View) -> list[dict[str, Any]]:
    found = view.of_deposits(view.entries)
    sums = found[found["kind"] == K.DEPOSIT].groupby("pool", observed=True)[["amount", "usd"]].sum()
    order = (UNEARMARKED, *view.frames.objectives)
    parts = [
        {"objective": pool, "amount": int(amount), "usd_amount": int(usd)}
        for pool, amount, usd in sums.itertuples(name=None)
        if amount or usd
    ]
    return sorted(parts, key=lambda part: order.index(part["objective"]))
