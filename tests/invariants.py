"""What must hold of the books whatever was done, worked out apart from the program."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from datetime import date

import pandas as pd
from sqlmodel import select

from tests.books import entries, history
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.figures import frames
from trustfund.figures.books import Frames
from trustfund.store import chain
from trustfund.store.engine import Store
from trustfund.store.tables import Entry, Fund, PoolBalance

ADDS = {"deposit", "interest", "other_income", "organization_interest", "surplus_release"}
TAKES = {
    "administrative_agent_fee",
    "obligation",
    "obligation_release",
    "travel_expenditure",
    "bank_charge",
    "direct_cost",
    "refund_to_contributor",
    "organization_expenditure",
    "transfer_to_fund",
}
PAID_IN = {
    "deposit",
    "interest",
    "other_income",
    "organization_interest",
    "refund_from_organization",
}
PAID_OUT = {
    "administrative_agent_fee",
    "bank_charge",
    "direct_cost",
    "refund_to_contributor",
    "transfer_to_organization",
    "transfer_to_fund",
}


def _signed(usd: int, kind: str, adds: set[str], takes: set[str]) -> int:
    return usd if kind in adds else -usd if kind in takes else 0


def _running(store_entries: list[Entry]) -> dict[str, int]:
    """Balances by pool, which must not be negative on any value date."""
    balance: dict[str, int] = defaultdict(int)
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in store_entries:
        by_day[entry.value_date].append(entry)
    for value_date in sorted(by_day):
        for entry in by_day[value_date]:
            usd = entry.usd_cents or 0
            balance[entry.objective or UNEARMARKED] += _signed(usd, entry.kind, ADDS, TAKES)
            balance["agent"] += _signed(usd, entry.kind, PAID_IN, PAID_OUT)
        assert min(balance.values(), default=0) >= 0, f"overdrawn on {value_date}: {dict(balance)}"
    return balance


def assert_read_as_anew(store: Store) -> None:
    """Books of which only what acts wrote was read are the same as if all were read."""
    went_on, _ = frames.read(store)
    with store.reading() as session:
        anew = frames.within(session, session.get_one(Fund, 1))
    for each in (each for each in fields(Frames) if each.compare):
        one, other = getattr(went_on, each.name), getattr(anew, each.name)
        if isinstance(other, pd.DataFrame):
            one, other = (rows.astype(object).to_dict("list") for rows in (one, other))
        elif isinstance(other, Mapping):
            one, other = list(one.items()), list(other.items())
        assert one == other, each.name


def assert_sealed(store: Store) -> None:
    """No act forgot to say what it wrote to."""
    with store.reading() as session:
        assert list(chain.changed_acts(session.connection())) == []
        assert list(chain.changed_documents(session.connection())) == []


def assert_books_foot(store: Store) -> None:
    """What must hold whatever was done: in every test that had a store."""
    booked, acts = entries(store), [line.id for line in history(store)]
    with store.reading() as session:
        revision = session.get_one(Fund, 1).revision
        kept = {pool.pool: pool.usd_cents for pool in session.exec(select(PoolBalance))}
    assert acts == list(range(1, revision + 1))
    assert {entry.act_id for entry in booked} <= set(acts)
    for act_id in acts:  # as known after each act
        sums = _running([entry for entry in booked if entry.act_id <= act_id])
        if act_id == revision:
            assert kept == {pool: sums[pool] for pool in kept}
    if store.is_sqlite:  # the same test on PostgreSQL writes the same rows
        assert_sealed(store)
    known = {entry.id: entry for entry in booked}
    for entry in booked:
        if entry.reverses is not None:
            taken_back = known[entry.reverses]
            assert (entry.amount, entry.kind) == (-taken_back.amount, taken_back.kind)
            assert entry.value_date == taken_back.value_date
            assert entry.reason
