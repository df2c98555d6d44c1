"""What must hold of the books, whatever was done: invariants by name, each saying what is wrong.

The ledger's acts keep them; these look again, from the entries alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from sqlmodel import Session, col, select

from trustfund.domain import money
from trustfund.domain.entries import AGENT_EFFECT, POOL_EFFECT
from trustfund.domain.kinds import AGENT, EntryKind
from trustfund.domain.travel import NEXT_STEPS, TripStatus
from trustfund.figures import contributions, half_years, overview, statements
from trustfund.figures.books import Frames
from trustfund.figures.columns import totals, until
from trustfund.figures.filters import LAST_DAY, Filters
from trustfund.figures.frames import within
from trustfund.figures.rows import value_of
from trustfund.figures.view import View
from trustfund.figures.wording import in_a_sentence
from trustfund.store import papers, soundness
from trustfund.store.engine import Store, today
from trustfund.store.tables import (
    BalanceChange,
    Contributor,
    Entry,
    Event,
    Fund,
    History,
    PoolBalance,
    TripStep,
)


@dataclass(frozen=True)
class Books:
    """What the checks look at: the books, and the balances that decisions were made on."""

    view: View
    balances: dict[str, int]
    by_day: dict[tuple[str, str], int]
    """What a day changed of a balance, by balance and day as ISO text."""
    astray: dict[str, list[int]]
    """Entries and steps that were recorded at another moment than their act."""
    strays: list[str]
    """Contents that belong to no paper, by hash."""

    @property
    def frames(self) -> Frames:
        """The books, all of them."""
        return self.view.books


Check = Callable[[Books], Iterator[str]]


def _history(books: Books) -> Iterator[str]:
    """Every act has its line of history, numbered from 1 to the revision without a gap."""
    acts = sorted(books.frames.history.keys() - {0})  # line 0 is init: nothing was booked
    if acts != list(range(1, books.frames.revision + 1)):
        yield f"history has {len(acts)} lines, and the books are at {books.frames.revision}"
    for act in sorted(set(books.frames.entries["act"]) - set(acts)):
        yield f"act {act} has entries and no line of history"


def _moments(books: Books) -> Iterator[str]:
    """Every entry, and every step of a trip, is recorded at the moment of its act."""
    for what, keys in books.astray.items():
        for key in keys:
            yield f"{what} {key} is recorded at another moment than its act"


def _half_years(books: Books) -> Iterator[str]:
    """No half-year is published that is later than that of the newest act."""
    published, newest = books.frames.published_until, books.frames.last_recorded[:10]
    latest = newest and half_years.over(date.fromisoformat(newest), date.max).isoformat()
    if published > latest:
        yield f"the half-year until {published} is published, and no act is later than {newest}"


def _void(books: Books) -> Iterator[str]:
    """Nothing that stands belongs to a contributor, or an event, that is void."""
    frames = books.frames
    entries, steps = frames.entries, frames.steps
    for what, owners, owner, void, facts in (
        ("contribution", frames.contributions, "contributor_id", Contributor, entries),
        ("trip", frames.trips, "event", Event, steps),
    ):
        stands = facts[(facts["reverses"] == 0) & ~facts["id"].isin(facts["reverses"])]
        for key in sorted(set(stands[what]) - {0}):
            row: Any = owners[key]
            if value_of(row, owner) in frames.void.get(void, {}):
                kind = str(void.__tablename__)
                yield f"{what} {value_of(row, 'reference')} stands, and its {kind} is void"


def _reversals(books: Books) -> Iterator[str]:
    """A reversal is its entry with the opposite sign, on the same day, in the same pool."""
    facts = ["value_date", "kind", "contribution", "deposit", "trip", "pool", "currency"]
    entries = books.frames.entries
    pairs = entries[entries["reverses"] > 0].merge(
        entries, left_on="reverses", right_on="id", suffixes=("", "_before")
    )
    mirrored = (pairs["amount"] == -pairs["amount_before"]) & (pairs["usd"] == -pairs["usd_before"])
    for fact in facts:
        mirrored &= pairs[fact] == pairs[f"{fact}_before"]
    for key, original in pairs[~mirrored][["id", "reverses"]].itertuples(index=False, name=None):
        yield f"entry {key} does not mirror entry {original}, which it reverses"


def _dates(books: Books) -> Iterator[str]:
    """No entry, step of a trip, allocation or receipt is dated in the future."""
    last = books.view.today.isoformat()
    entries, steps = books.frames.entries, books.frames.steps
    for key in entries["id"][~until(entries["value_date"], last)]:
        yield f"entry {key} is dated after today, {last}"
    for key in steps["trip"][~until(steps["on_date"], last)]:
        yield f"trip {books.frames.trips[key]['reference']} has a step after today, {last}"
    decided = {row["reference"]: row["decided_on"] for row in books.frames.allocations.values()}
    received = {row["reference"]: row["received_on"] for row in books.frames.receipts.values()}
    for reference, day in (decided | received).items():
        if day > books.view.today:
            yield f"{reference} is dated after today, {last}"


def _never_overdrawn(books: Books) -> Iterator[str]:
    """Neither a pool nor the agent's balance is ever negative: on no day, as known after no act."""
    entries = books.frames.entries
    for pool, rows in entries[entries["kind"].isin(list(POOL_EFFECT))].groupby(
        "pool", observed=True
    ):
        yield from _overdrawn(f"pool {pool}", rows, POOL_EFFECT)
    with_agent = entries[entries["kind"].isin(list(AGENT_EFFECT))]
    yield from _overdrawn("the balance with the agent", with_agent, AGENT_EFFECT)


def _overdrawn(name: str, rows: pd.DataFrame, effects: Mapping[EntryKind, int]) -> Iterator[str]:
    """Where a running balance is first below zero: judged on every day after every act."""
    if rows.empty:
        return
    days = sorted(set(rows["value_date"]))
    place = {day: number for number, day in enumerate(days)}
    running = np.zeros(len(days), dtype=np.int64)
    previous = 0
    for act, day, kind, usd in [
        *rows[["act", "value_date", "kind", "usd"]].itertuples(index=False, name=None),
        (-1, days[0], next(iter(effects)), 0),  # so that the last act is judged too
    ]:
        if act != previous and previous and running.min() < 0:
            day_low = days[int(running.argmin())]
            short = money.text(-int(running.min()), "USD")
            yield f"{name} is overdrawn by {short} on {day_low}, after act {previous}"
            return
        running[place[day] :] += effects[EntryKind(kind)] * usd
        previous = act


def _named(pool: str) -> str:
    return "the balance with the agent" if pool == AGENT else f"pool {pool}"


def _balances(books: Books) -> Iterator[str]:
    """The balances that decisions are made on equal the sums of entries that are shown."""
    with_agent = statements.funding_status(books.view)["balance_with_agent"]
    shown = overview.overview(books.view).available_by_pool | {AGENT: with_agent}
    for pool in sorted(set(shown) | set(books.balances)):
        kept, found = books.balances.get(pool, 0), shown.get(pool, 0)
        if kept != found:
            yield (
                f"{_named(pool)} is kept at {money.text(kept, 'USD')}, and its entries say "
                f"{money.text(found, 'USD')}"
            )


def _balances_by_day(books: Books) -> Iterator[str]:
    """What is kept of a balance for each day equals the sum of that day's entries."""
    entries = books.frames.entries
    found: dict[tuple[str, str], int] = defaultdict(int)
    for kind, pool, day, usd in totals(entries, ("kind", "pool", "value_date"), "usd"):
        for effects, balance in ((POOL_EFFECT, pool), (AGENT_EFFECT, AGENT)):
            found[balance, day] += effects.get(EntryKind(kind), 0) * usd
    for pool, day in sorted(found.keys() | books.by_day.keys()):
        kept, summed = books.by_day.get((pool, day), 0), found.get((pool, day), 0)
        if kept != summed:
            yield (
                f"what {day} changed of {_named(pool)} is kept at {money.text(kept, 'USD')}, and "
                f"its entries say {money.text(summed, 'USD')}"
            )


def _splits(books: Books) -> Iterator[str]:
    """Earmarked parts add up to contributions, and a deposit's entries are its contribution's."""
    choices: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in contributions.earmarking_rows(books.view):
        for column in ("amount", "usd_amount", "deposited_usd"):
            choices[row["contribution_reference"]][column] += row[column] or 0
    for row in contributions.contribution_rows(books.view):
        for column, total in choices[row["reference"]].items():
            if total != (row[column] or 0):
                yield f"the earmarked parts of {row['reference']} do not add up to its {column}"
    entries = books.view.entries
    arrived = entries[entries["live"] & (entries["deposit"] > 0)]
    for deposit, contribution in sorted(
        set(arrived[["deposit", "contribution"]].itertuples(index=False))
    ):
        document = books.frames.deposits[deposit]
        if document["contribution_id"] != contribution:
            yield f"deposit {document['reference']} has entries of another contribution"


def _fees(books: Books) -> Iterator[str]:
    """Every fee belongs to a deposit that stands, on its day, and is not more than it."""
    entries = books.view.entries
    standing = entries[entries["live"]]
    sums: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for deposit, day, kind, usd in standing[standing["deposit"] > 0][
        ["deposit", "value_date", "kind", "usd"]
    ].itertuples(index=False, name=None):
        sums[deposit, day][kind] += usd
    for (deposit, day), found in sums.items():
        if not 0 <= found[EntryKind.AGENT_FEE] <= found[EntryKind.DEPOSIT]:
            fee = money.text(found[EntryKind.AGENT_FEE], "USD")
            reference = books.frames.deposits[deposit]["reference"]
            yield f"the fee of {fee} on {day} is not that of the deposit {reference}"
    for key in standing["id"][
        (standing["kind"] == EntryKind.AGENT_FEE) & (standing["deposit"] == 0)
    ]:
        yield f"entry {key} is a fee of no deposit"


def _movements(books: Books) -> Iterator[str]:
    """Entries of a movement are of its kind; a surplus goes as the terms allow, and adds up."""
    entries = books.view.entries
    standing = entries[entries["live"] & (entries["movement"] > 0)]
    surplus: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    known = {way for version in books.frames.terms for way in version.ways}
    for key, kind, pool, usd in standing[["movement", "kind", "pool", "usd"]].itertuples(
        index=False, name=None
    ):
        document = books.frames.movements[key]
        if document["kind"].value != kind:
            yield f"movement {document['reference']} has an entry of another kind, {kind}"
        if kind == EntryKind.SURPLUS_RELEASE:
            surplus[key][pool] += usd
    for key, parts in surplus.items():
        way = tuple(sorted(parts, key=lambda pool: parts[pool]))
        if way not in known or sum(parts.values()) != 0:
            reference = books.frames.movements[key]["reference"]
            allowed = [f"from {in_a_sentence(a)} to {in_a_sentence(b)}" for a, b in sorted(known)]
            where = " or ".join(allowed) or "anywhere by the terms"
            yield f"surplus release {reference} does not go {where}"


def _refunds(books: Books) -> Iterator[str]:
    """No contributor was refunded more than it gave, to any pool."""
    for position in contributions.positions(books.view):
        for pool, refunded in position.usd[EntryKind.REFUND_TO_CONTRIBUTOR].items():
            given = position.usd[EntryKind.DEPOSIT][pool]
            if refunded > given:
                yield (
                    f"{position.document.reference} gave {money.text(given, 'USD')} to pool "
                    f"{pool}, and {money.text(refunded, 'USD')} of it are refunded"
                )


def _documents(books: Books) -> Iterator[str]:
    """Every document was made by an act, and has the entries or steps that make it count."""
    frames = books.frames
    kept: dict[str, tuple[Mapping[int, Any], set[int]]] = {
        "contribution": (frames.contributions, set(frames.entries["contribution"])),
        "deposit": (frames.deposits, set(frames.entries["deposit"])),
        "movement": (frames.movements, set(frames.entries["movement"])),
        "trip": (frames.trips, set(frames.steps["trip"])),
        "allocation": (frames.allocations, set(frames.allocations)),
        "unidentified receipt": (frames.receipts, set(frames.receipts)),
    }
    for name, (documents, in_use) in kept.items():
        for key, document in documents.items():
            reference = value_of(document, "reference")
            if value_of(document, "act_id") not in frames.history:
                yield f"{name} {reference} was made by no act in history"
            if key not in in_use:
                yield f"{name} {reference} has nothing booked"
    standing = books.view.entries[books.view.entries["live"]]
    arrived = set(standing["deposit"])
    for receipt in frames.receipts.values():
        if receipt["deposit_id"] and receipt["deposit_id"] not in arrived:
            yield f"unidentified receipt {receipt['reference']} is booked as a reversed deposit"


def _arrangements(books: Books) -> Iterator[str]:
    """No deposit stands before its contribution's arrangement was signed."""
    signed = {
        row["reference"]: row["agreement_signed_on"]
        for row in contributions.contribution_rows(books.view)
    }
    for row in contributions.deposit_rows(books.view):
        day = signed.get(row["contribution_reference"], "")
        if not day or row["value_date"] < day:
            yield f"deposit {row['reference']} has no arrangement signed by {row['value_date']}"


def _steps(books: Books) -> Iterator[str]:
    """The steps of every trip follow each other legally, in the order of their days."""
    taken: dict[int, list[tuple[str, str]]] = defaultdict(list)
    in_order = books.view.statuses.sort_values("id")[["trip", "status", "on_date"]]
    for trip, status, day in in_order.itertuples(index=False, name=None):
        taken[trip].append((status, day))
    for trip, steps in taken.items():
        reference = books.frames.trips[trip]["reference"]
        if steps[0][0] != TripStatus.NOMINATED:
            yield f"trip {reference} begins with {steps[0][0]}"
        for (before, earlier), (after, later) in pairwise(steps):
            if TripStatus(after) not in NEXT_STEPS.get(TripStatus(before), ()) or later < earlier:
                yield f"trip {reference} goes from {before} on {earlier} to {after} on {later}"


CHECKS: tuple[Check, ...] = (
    _history,
    _moments,
    _half_years,
    _void,
    _reversals,
    _dates,
    _never_overdrawn,
    _balances,
    _balances_by_day,
    _documents,
    _splits,
    _fees,
    _arrangements,
    _movements,
    _refunds,
    _steps,
)


def promise(check: Check) -> str:
    """What a check makes sure of, in a sentence."""
    return str(check.__doc__)


PROMISES = (*soundness.PROMISES, *map(promise, CHECKS))
"""What is checked, in order: first that the store can be believed, then the books."""


def look(store: Store) -> Books:
    """The books as the checks look at them, at one revision."""
    with store.reading() as session:
        fund = session.get_one(Fund, 1)
        view = View(within(session, fund), today(fund), Filters(as_of=LAST_DAY))
        balances = {row.pool: row.usd_cents for row in session.exec(select(PoolBalance))}
        changes = session.exec(select(BalanceChange))
        by_day = {(row.pool, row.day.isoformat()): row.usd_cents for row in changes}
        astray = {what: _astray(session, table) for what, table in GROWING.items()}
        strays = papers.strays(session.connection())
    return Books(view, balances, by_day, astray, strays)


GROWING: dict[str, Any] = {"entry": Entry, "step": TripStep}


def _astray(session: Session, table: Any) -> list[int]:
    of_its_act = col(History.id) == table.act_id
    found = select(table.id).join(History, of_its_act).where(table.recorded_at != History.at)
    return list(session.exec(found.order_by(table.id)))


def results(store: Store) -> Iterator[tuple[str, list[str]]]:
    """Each invariant's promise, and everything that breaks it."""
    yield from soundness.results(store)
    try:
        yield from _invariants(store)
    except soundness.SIGNS as error:
        yield "The books can be read.", [soundness.unreadable(error)]


def _invariants(store: Store) -> Iterator[tuple[str, list[str]]]:
    books = look(store)
    for check in CHECKS:
        wrong = list(check(books))
        yield promise(check), wrong
        if wrong and check is _void:
            return  # no figure can be made of such books


def problems(store: Store) -> Iterator[str]:
    """Everything that is wrong with the books; nothing when all invariants hold."""
    yield from soundness.faults(results(store))
