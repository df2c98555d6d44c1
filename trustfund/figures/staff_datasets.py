"""Rows of the datasets that not everybody may read."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from trustfund.domain import money
from trustfund.domain.catalogue.trip import COSTS
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind, InstalmentStatus, ReceiptStatus
from trustfund.domain.travel import COST_POSSIBLE, TripStatus
from trustfund.figures import columns, contributions
from trustfund.figures.books import iso
from trustfund.figures.documents import Documents, coded
from trustfund.figures.rows import value_of
from trustfund.figures.view import View

K = EntryKind
S = TripStatus
Row = dict[str, Any]
DATED_STEPS = (S.NOMINATED, S.APPROVED, S.AUTHORISED, S.TRAVELLED, S.SETTLED)
"""The steps whose days an import file has, too."""


def travel_rows(view: View) -> list[Row]:
    """The dataset ``travel``: every trip nominated by then; never a name."""
    entries = view.pools(view.entries[view.entries["trip"] > 0])
    spent: dict[int, int] = defaultdict(int)
    held: dict[int, int] = defaultdict(int)
    by_pool: dict[tuple[int, str], int] = defaultdict(int)
    for trip, kind, pool, usd in columns.totals(entries, ("trip", "kind", "pool"), "usd"):
        by_pool[trip, pool] += usd
        (spent if kind == K.EXPENDITURE else held)[trip] += usd
    costs = entries[entries["live"] & (entries["kind"] == K.EXPENDITURE)]
    acts = costs[["trip", "act", "value_date"]].itertuples(index=False, name=None)
    settled_by = {trip: (act, day) for trip, act, day in acts}
    steps: dict[int, list[tuple[str, str]]] = defaultdict(list)
    in_order = view.statuses[["trip", "status", "on_date"]]
    for trip, status, day in in_order.itertuples(index=False, name=None):
        steps[trip].append((status, day))
    kept_events = set(view.events_kept())
    pools = (UNEARMARKED, *view.frames.objectives)
    rows = []
    for key, taken in steps.items():
        document = view.frames.trips[key]
        if document["event"] not in kept_events:
            continue
        region = view.region_at(document["country"], document["event"])
        if view.filters.region and region not in view.filters.region:
            continue
        if view.filters.objective and not any(by_pool[key, pool] for pool in pools):
            continue
        days = dict(taken)
        status, reached_on = taken[-1]
        rows.append(
            document
            | {
                "role": document["role"].value if document["role"] else "",
                "gender": document["gender"].value if document["gender"] else "",
                "status": status,
                "status_on": reached_on,
                **{f"{step.value}_on": days.get(step, "") for step in DATED_STEPS},
                **{f"{part}_usd": document[part] for part in COSTS},
                "actual_usd": _as_typed(view, spent[key], *settled_by.get(key, (0, reached_on)))
                if spent[key] or (key in held and status in COST_POSSIBLE)
                else None,
                "obligated_usd": held[key],
                "spent_usd": spent[key],
                "objective_1_usd": sum(by_pool[key, code] for code in view.frames.objectives),
                "unearmarked_usd": by_pool[key, UNEARMARKED],
            }
        )
    return sorted(rows, key=lambda row: str(row["reference"]))


def _as_typed(view: View, cents: int, act: int, day: str) -> int:
    """A cost as it was typed: without the indirect support cost of the terms it was booked by."""
    whole = 10_000 + view.books.indirect_cost_at(act, day)
    return money.half_up(Fraction(cents * 10_000, whole))


def instalment_rows(view: View) -> list[Row]:
    """The dataset ``instalments``: the schedules in force, and whether each line is covered.

    A line is late when it is due by ``as_of`` and the deposits do not cover it and those before.
    Beside the columns each row has ``unpaid``, in the contribution's currency.
    """
    found = {position.document.id: position for position in contributions.positions(view)}
    known = view.frames.instalments
    if view.filters.known_at:
        day = view.filters.known_at
        known = known[known["recorded_on"] <= day]
        known = known[(known["ended_on"] == "") | (known["ended_on"] > day)]
    else:
        known = known[known["ended_on"] == ""]
    rows = []
    due: dict[int, int] = defaultdict(int)
    for key, due_on, amount in known.sort_values("due_on", kind="stable")[
        ["contribution", "due_on", "amount"]
    ].itertuples(index=False, name=None):
        if key not in found:
            continue
        position = found[key]
        due[key] += int(amount)
        unpaid = max(min(int(amount), due[key] - position.total(K.DEPOSIT)), 0)
        late = InstalmentStatus.LATE if due_on <= view.as_of else InstalmentStatus.SCHEDULED
        rows.append(
            {
                "contribution_reference": position.document.reference,
                "contributor": position.contributor.name,
                "due_on": due_on,
                "currency": position.document.currency,
                "amount": int(amount),
                "status": (late if unpaid else InstalmentStatus.PAID).value,
                "unpaid": unpaid,
            }
        )
    kept = [row for row in rows if view.in_period(row["due_on"])]
    return sorted(kept, key=lambda row: (str(row["contribution_reference"]), str(row["due_on"])))


def own_instalment_rows(view: View) -> list[Row]:
    """Those of the contributors whose schedules the reader may see."""
    rows = instalment_rows(view)
    if not view.payer:
        return rows
    givers = {
        document.reference: document.contributor_id
        for document in view.frames.contributions.values()
    }
    return [row for row in rows if view.is_payer(givers[row["contribution_reference"]])]


def movement_rows(view: View) -> list[Row]:
    """The dataset ``movements``: those that stand, by value date."""
    entries = view.entries
    standing = entries[entries["live"] & (entries["movement"] > 0) & (entries["usd"] > 0)]
    given = entries[entries["live"] & (entries["kind"] == K.SURPLUS_RELEASE) & (entries["usd"] < 0)]
    taken_from = dict(given[["movement", "pool"]].itertuples(index=False, name=None))
    rows = []
    facts = standing[["movement", "value_date", "pool", "usd", "currency", "amount"]]
    for key, day, pool, usd, currency, amount in facts.itertuples(index=False, name=None):
        document = view.frames.movements[key]
        if start := taken_from.get(key):
            pool = view.rules_on(date.fromisoformat(day)).surplus_spelt(start, pool)
        if view.in_period(day):
            rows.append(
                document
                | {
                    "kind": document["kind"].value,
                    "value_date": day,
                    "usd_amount": int(usd),
                    "currency": "" if currency == "USD" else currency,
                    "amount": None if currency == "USD" else int(amount),
                    "objective": "" if pool == UNEARMARKED else pool,
                    "contribution_reference": _reference(
                        view.frames.contributions, document["contribution_id"]
                    ),
                }
            )
    return _by_day(rows, "value_date")


def allocation_rows(view: View) -> list[Row]:
    """The dataset ``allocations``: decisions that stand, by their day."""
    rows = [
        row | {"usd_amount": row["usd_cents"], "objective": row["objective"] or ""}
        for row in _dated(view, view.frames.allocations, "decided_on")
        if not row["cancelled"]
    ]
    return _by_day(rows, "decided_on")


def receipt_rows(view: View) -> list[Row]:
    """The dataset ``receipts``: unidentified cash, and what became of it."""
    rows = []
    for row in _dated(view, view.frames.receipts, "received_on"):
        booked = row["status"] is ReceiptStatus.BOOKED
        deposit = _reference(view.frames.deposits, row["deposit_id"]) if booked else ""
        rows.append(row | {"status": row["status"].value, "deposit_reference": deposit})
    return _by_day(rows, "received_on")


def _dated(view: View, documents: Mapping[int, Row], column: str) -> Iterator[Row]:
    """Documents whose day counts, with that day as ISO text."""
    for document in documents.values():
        day = iso(document[column])
        if day <= view.as_of and view.in_period(day):
            yield document | {column: day}


def _by_day(rows: list[Row], column: str) -> list[Row]:
    return sorted(rows, key=lambda row: (str(row[column]), str(row["reference"])))


def rate_rows(view: View) -> list[Row]:
    """The dataset ``rates``: every rate, by currency and day."""
    return [row | {"effective_on": day} for (_, day), row in sorted(view.frames.rates.items())]


def ledger_rows(view: View) -> columns.Rows:
    """The dataset ``ledger``: every entry, those reversed and the reversals too."""
    frames = view.frames
    entries = view.pools(view.entries)
    if view.filters.date_from or view.filters.date_to:
        entries = entries[view.dated_in_period(entries["value_date"])]
    unvalued = entries["kind"].isin([K.PLEDGE, K.WITHDRAWAL]).to_numpy()
    found = pa.table(
        {
            "id": pa.array(entries["id"]),
            "recorded_at": frames.history.coded(entries["act"], "at"),
            "value_date": columns.dictionary(entries["value_date"]),
            "kind": columns.dictionary(entries["kind"]),
            "contribution": _references(frames.contributions, entries["contribution"]),
            "deposit": _references(frames.deposits, entries["deposit"]),
            "travel": _references(frames.trips, entries["trip"]),
            "movement": _references(frames.movements, entries["movement"]),
            "objective": columns.dictionary(entries["pool"]),
            "currency": columns.dictionary(entries["currency"]),
            "amount": pa.array(entries["amount"]),
            "rate": columns.dictionary(entries["rate"]),
            "usd_amount": pa.array(entries["usd"].to_numpy(), mask=unvalued),
            "reverses": pa.array(
                entries["reverses"].to_numpy(), mask=(entries["reverses"] == 0).to_numpy()
            ),
            "reason": columns.dictionary(entries["reason"]),
        }
    )
    return columns.Rows(found)


def _references(documents: Mapping[int, Any], keys: "pd.Series[int]") -> pa.DictionaryArray:
    """The references of documents, "" for none."""
    if isinstance(documents, Documents):
        return documents.coded(keys, "reference")
    ids = np.array(list(documents), dtype=np.int64)
    known = pa.array([value_of(row, "reference") for row in documents.values()], pa.string())
    return coded(ids, known, keys)


def _reference(documents: Mapping[int, Any], key: int | None) -> str:
    return str(value_of(documents[key], "reference")) if key else ""


def history_rows(view: View) -> Iterator[Row]:
    """The dataset ``history``, row by row: every act on the books, in order."""
    for line in view.books.lines():
        known = not view.filters.known_at or line["recorded_on"] <= view.filters.known_at
        if known and view.in_period(line["recorded_on"]):
            yield line
