"""What must hold of the books whatever was done, worked out apart from the program."""

from collections import defaultdict
from datetime import date

from sqlmodel import select

from tests.books import entries, history
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.store.engine import Store
from trustfund.store.tables import Entry, Fund, PoolBalance

ADDS = {"deposit"}
TAKES = {
    "administrative_agent_fee",
    "obligation",
    "obligation_release",
    "travel_expenditure",
}


def _running(store_entries: list[Entry]) -> dict[str, int]:
    """Balances by pool, which must not be negative on any value date."""
    balance: dict[str, int] = defaultdict(int)
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in store_entries:
        by_day[entry.value_date].append(entry)
    for value_date in sorted(by_day):
        for entry in by_day[value_date]:
            sign = 1 if entry.kind in ADDS else -1 if entry.kind in TAKES else 0
            balance[entry.objective or UNEARMARKED] += sign * (entry.usd_cents or 0)
        assert min(balance.values(), default=0) >= 0, f"overdrawn on {value_date}: {dict(balance)}"
    return balance


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
    known = {entry.id: entry for entry in booked}
    for entry in booked:
        if entry.reverses is not None:
            taken_back = known[entry.reverses]
            assert (entry.amount, entry.kind) == (-taken_back.amount, taken_back.kind)
            assert entry.value_date == taken_back.value_date
            assert entry.reason
