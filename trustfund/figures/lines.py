"""A record in one line: reference, who, when, how much, and how it stands now.

Lists to choose from, what is found, and pages of records say it alike.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from trustfund.domain import meetings, money
from trustfund.domain.kinds import EntryKind, Stage, label
from trustfund.figures import columns, contributions
from trustfund.figures.books import iso
from trustfund.figures.contributions import Position
from trustfund.figures.documents import Keys
from trustfund.figures.kept import kept
from trustfund.figures.view import View

Lines = dict[str, str]
"""By the key of the record, in the order in which they are asked for."""


def _line(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def contributor(view: View, names: Sequence[str]) -> Lines:
    """Contributors, with what each is."""
    kinds = {row.name: row.contributor_type for row in view.frames.contributors.values()}
    return {name: _line(name, label(kinds[name])) for name in names}


def country(view: View, codes: Sequence[str]) -> Lines:
    """Countries."""
    return {code: _line(view.country(code).name, code) for code in codes}


def event(view: View, codes: Sequence[str]) -> Lines:
    """Events, with their dates as announced."""
    rows = view.frames.events
    return {code: _line(code, meetings.dates(rows[code]), rows[code].title) for code in codes}


def of_position(position: Position) -> str:
    """One contribution."""
    document = position.document
    amount = sum(map(position.net, position.pools()))
    stands = label(position.stage).lower()
    if position.stage is Stage.PARTLY_DEPOSITED:
        stands += f", {money.text(position.outstanding, document.currency)} outstanding"
    return _line(
        document.reference,
        position.contributor.name,
        position.signed_on or position.pledged_on,
        money.text(amount, document.currency),
        stands,
    )


def contribution(view: View, references: Sequence[str]) -> Lines:
    """Contributions."""
    found = {str(each.document.reference): each for each in contributions.positions(view)}
    return {each: of_position(found[each]) if each in found else each for each in references}


def deposit(view: View, references: Sequence[str]) -> Lines:
    """Deposits."""
    books = view.frames
    ids = {str(reference): key for key, reference in _ids(view, "deposits", references)}
    givers = {}
    for key, of in books.deposits.some(list(ids.values()), "contribution_id"):
        document = books.contributions[of]
        givers[key] = document.reference, books.contributors[document.contributor_id].name
    paid = _booked(view, "deposit", list(ids.values()), EntryKind.DEPOSIT)
    return {
        each: _line(each, givers[key][1], *paid.get(key, ("reversed",)), f"for {givers[key][0]}")
        for each in references
        if (key := ids.get(each)) is not None
    }


def movement(view: View, references: Sequence[str]) -> Lines:
    """Movements."""
    rows = {row["reference"]: row for row in view.frames.movements.values()}
    own = {each: rows[each] for each in references if each in rows}
    paid = _booked(view, "movement", [row["id"] for row in own.values()])
    return {
        each: _line(
            each,
            label(row["kind"]),
            row["organization"],
            *paid.get(row["id"], ("reversed",)),
            row["note"],
        )
        for each, row in own.items()
    }


def trip(view: View, references: Sequence[str]) -> Lines:
    """Trips, without anybody's name."""
    ids = {str(reference): key for key, reference in _ids(view, "trips", references)}
    last = view.last_steps
    own = last[np.isin(last["trip"].to_numpy(), list(ids.values()))]
    stands = {
        key: (status, on)
        for key, status, on in own[["trip", "status", "on_date"]].itertuples(index=False, name=None)
    }
    rows = {
        key: (event, code)
        for key, event, code in view.frames.trips.some(list(stands), "event", "country")
    }
    return {
        each: _line(
            each,
            view.country(rows[key][1]).name,
            rows[key][0],
            f"{label(stands[key][0]).lower()} {stands[key][1]}",
        )
        for each in references
        if (key := ids.get(each)) in stands
    }


def allocation(view: View, references: Sequence[str]) -> Lines:
    """Allocations."""
    rows = {row["reference"]: row for row in view.frames.allocations.values()}
    return {
        each: _line(
            each,
            row["organization"],
            iso(row["decided_on"]),
            money.text(row["usd_cents"], "USD"),
            "cancelled" if row["cancelled"] else "",
        )
        for each in references
        if (row := rows.get(each))
    }


def receipt(view: View, references: Sequence[str]) -> Lines:
    """Unidentified receipts."""
    rows = {row["reference"]: row for row in view.frames.receipts.values()}
    return {
        each: _line(
            each,
            row["payer"],
            iso(row["received_on"]),
            money.text(row["amount"], row["currency"]),
            label(row["status"]).lower(),
        )
        for each in references
        if (row := rows.get(each))
    }


OF: Mapping[str, Callable[[View, Sequence[str]], Lines]] = {
    "contributor": contributor,
    "country": country,
    "event": event,
    "contribution": contribution,
    "deposit": deposit,
    "movement": movement,
    "trip": trip,
    "allocation": allocation,
    "receipt": receipt,
}
"""The lines of each kind of record."""


@kept
def every_deposit(view: View) -> Lines:
    """All deposits that stand, newest first."""
    return deposit(view, contributions.deposit_rows(view).columns["reference"].to_pylist()[::-1])


@kept
def every_trip(view: View) -> Lines:
    """All trips, the newest first."""
    ids = view.last_steps["trip"].to_numpy()[::-1]
    return trip(view, view.frames.trips.at(ids, "reference").to_pylist())


def _ids(view: View, name: str, references: Iterable[str]) -> Iterable[tuple[int, str]]:
    documents = getattr(view.frames, name)
    wanted = pd.Index(list(references), dtype="str")
    places = np.flatnonzero(documents.columns["reference"].to_pandas().isin(wanted))
    return ((key, ref) for key, ref in documents.some(documents.ids[places], "reference"))


def _booked(
    view: View, of: str, ids: Keys, kind: EntryKind | None = None
) -> dict[int, tuple[str, str]]:
    """The value date, and the amount in words, of what stands of each of these documents.

    Of money that moves from one pool into another, what is taken from one does not count.
    """
    entries = view.entries
    own = entries[np.isin(entries[of].to_numpy(), ids) & entries["live"].to_numpy()]
    own = own[own["kind"] == kind] if kind else own[own["amount"] > 0]
    found = columns.totals(own, (of, "currency", "value_date"), "amount")
    return {key: (on, money.text(sum_, currency)) for key, currency, on, sum_ in found}
