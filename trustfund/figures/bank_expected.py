"""What the books have that a bank has too, and what is still expected: for lines of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from trustfund.domain.bank import Part
from trustfund.domain.entries import FACTS
from trustfund.domain.kinds import EntryKind, InstalmentStatus, ReceiptStatus
from trustfund.figures import contributions, staff_datasets
from trustfund.figures.bank_matching import Booked, Expected, Promise
from trustfund.figures.columns import totals, until
from trustfund.figures.kept import kept
from trustfund.figures.view import View

AROUND = timedelta(days=90)
"""So far from the days of its lines documents are looked for."""
BANK_KINDS = [kind for kind, facts in FACTS.items() if facts.agent]
Key = tuple[Part, int]


class Effect(NamedTuple):
    """What one document does to the balance with the agent on a day: US dollar cents, signed."""

    part: Part
    key: int
    kind: EntryKind
    day: str
    currency: str
    amount: int
    usd: int


@kept
def effects(view: View, after: str, last: str) -> list[Effect]:
    """The effects dated after a day and by another, of what stands."""
    entries = view.entries
    days = entries["value_date"]
    dated = until(days, last) & ~until(days, after) if after else until(days, last)
    return list(_effects(view, dated))


def effects_of(view: View, keys: Collection[Key]) -> list[Effect]:
    """The effects of some documents, on whatever day."""
    entries = view.entries
    movements = [key for part, key in keys if part is Part.MOVEMENT]
    deposits = [key for part, key in keys if part in (Part.DEPOSIT, Part.FEE)]
    named = entries["movement"].isin(movements) | entries["deposit"].isin(deposits)
    return list(_effects(view, named.to_numpy()))


def _effects(view: View, mask: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Iterator[Effect]:
    entries = view.entries
    rows = entries[mask & entries["kind"].isin(BANK_KINDS).to_numpy()]
    by = ("deposit", "movement", "kind", "value_date", "currency")
    for deposit, movement, kind, day, currency, amount, usd in totals(rows, by, "amount", "usd"):
        if usd:
            sign = FACTS[kind].agent
            is_fee = kind == EntryKind.AGENT_FEE
            part = Part.MOVEMENT if movement else Part.FEE if is_fee else Part.DEPOSIT
            key = movement or deposit
            yield Effect(part, key, EntryKind(kind), day, currency, sign * amount, sign * usd)


def expected(
    view: View,
    days: tuple[date, date],
    settled: Collection[Key],
    names: Mapping[int, tuple[str, ...]],
) -> Expected:
    """What lines of these days are compared with. ``names`` are other names, by contributor."""
    after, last = ((days[0] - AROUND).isoformat(), (days[1] + AROUND).isoformat())
    frames = view.frames
    called = {key: (row.name, *names.get(key, ())) for key, row in frames.contributors.items()}
    booked = [
        _booked(view, each, called)
        for each in effects(view, after, min(last, view.as_of))
        if (each.part, each.key) not in settled
    ]
    booked += _receipts(view, settled)
    positions = contributions.positions(view)
    return Expected(
        booked,
        list(_promises(view, called)),
        sorted({row["organization"] for row in frames.movements.values()} - {""}
               | {frames.fund.managing_organization}),
        {
            name: position.document.reference
            for position in positions
            if position.total(EntryKind.DEPOSIT)
            for name in called[position.document.contributor_id]
        },
    )  # fmt: skip


def _booked(view: View, each: Effect, called: Mapping[int, tuple[str, ...]]) -> Booked:
    frames, day = view.frames, date.fromisoformat(each.day)
    sums = frozenset({("USD", each.usd), (each.currency, each.amount)})
    if each.part is Part.MOVEMENT:
        row = frames.movements[each.key]
        organization = (row["organization"],) if row["organization"] else ()
        gift = frames.contributions.get(row["contribution_id"] or 0)
        names = organization + (called[gift.contributor_id] if gift else ())
        return Booked(each.part, row["reference"], day, sums, names)
    row = frames.deposits[each.key]
    gift = frames.contributions[row["contribution_id"]]
    is_fee = each.part is Part.FEE
    return Booked(
        each.part,
        row["reference"],
        day,
        sums,
        () if is_fee else called[gift.contributor_id],
        row["bank_reference"],
        gift.reference,
        gift.agreement_reference,
    )


def _receipts(view: View, settled: Collection[Key]) -> Iterator[Booked]:
    for key, row in view.frames.receipts.items():
        if row["status"] == ReceiptStatus.OPEN and (Part.RECEIPT, key) not in settled:
            sums = frozenset({(row["currency"], row["amount"])})
            payer = (row["payer"],) if row["payer"] else ()
            bank = row["bank_reference"]
            yield Booked(Part.RECEIPT, row["reference"], row["received_on"], sums, payer, bank)


def _promises(view: View, called: Mapping[int, tuple[str, ...]]) -> Iterator[Promise]:
    due: dict[str, set[int]] = defaultdict(set)
    for row in staff_datasets.instalment_rows(view):
        if row["status"] != InstalmentStatus.PAID:
            due[row["contribution_reference"]].add(row["amount"])
    for each in contributions.positions(view):
        if each.is_commitment and each.outstanding:
            own = each.document
            yield Promise(
                own.reference,
                called[own.contributor_id],
                own.currency,
                each.outstanding,
                frozenset(due[own.reference]),
                own.agreement_reference,
            )
