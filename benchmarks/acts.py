"""How acts slow down as the books grow: acts a second on 1,000, 10,000 and 100,000 entries.

Run from the project's folder: ``.venv/bin/python -m benchmarks.acts``. Prints acts a second and
their ratio to the smallest books; only ratios of one run mean anything.
"""

import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from trustfund.domain.kinds import AGENT, EntryKind
from trustfund.domain.roles import COMMAND_LINE
from trustfund.ledger import contributions, contributors, deposits, movements, travel
from trustfund.ledger.acts import Done
from trustfund.ledger.books import open_books
from trustfund.store.engine import Store, utc_now
from trustfund.store.setup import make_ready
from trustfund.store.tables import Entry, Fund, History, PoolBalance

SIZES = (1_000, 10_000, 100_000)
ACTS = 60
FIRST_DAY, TODAY = date(2017, 5, 1), date(2017, 6, 15)


def books_of(entries: int, folder: str) -> Store:
    """A store with that many entries: interest of a dollar each, spread over forty days."""
    store = Store(f"sqlite:///{Path(folder, f'{entries}.db')}")
    make_ready(store)
    with open_books(store, COMMAND_LINE) as books:
        norway = contributors.ContributorDraft("Norway", "member_state", "NOR")
        contributors.record_contributor(books, norway)
        arrangement = contributions.ContributionDraft(
            "Norway",
            "USD",
            "9000000",
            agreement_reference="SAA-1",
            agreement_signed_on=FIRST_DAY,
            reference="C-1",
        )
        contributions.record_contribution(books, arrangement)
        draft = movements.MovementDraft("interest", FIRST_DAY, "1", reference="M-1")
        movements.record_movement(books, draft)
    with store.writing() as session:
        fund = session.get_one(Fund, 1)
        fund.revision += 1
        line = {"id": fund.revision, "at": utc_now(), "actor": "benchmark", "action": "filled"}
        session.execute(
            sa.insert(History), [{**line, "subject": "books", "outcome": "", "reason": ""}]
        )
        session.execute(
            sa.insert(Entry),
            [
                {
                    "act_id": fund.revision,
                    "recorded_at": line["at"],
                    "value_date": FIRST_DAY + timedelta(number % 40),
                    "kind": EntryKind.INTEREST,
                    "movement_id": 1,
                    "currency": "USD",
                    "amount": 100,
                    "rate": "1",
                    "usd_cents": 100,
                    "reason": "",
                }
                for number in range(entries)
            ],
        )
        for pool in ("unearmarked", AGENT):
            session.get_one(PoolBalance, pool).usd_cents += 100 * entries
    return store


def work(store: Store, day: date) -> Iterator[Done]:
    """A third deposits, a third charges, a third authorised trips, each in its own transaction."""
    for _ in range(ACTS // 3):
        with open_books(store, COMMAND_LINE) as books:
            yield deposits.record_deposit(books, deposits.DepositDraft("C-1", day, "USD", "100"))
        with open_books(store, COMMAND_LINE) as books:
            yield movements.record_movement(books, movements.MovementDraft("bank_charge", day, "1"))
        with open_books(store, COMMAND_LINE) as books:
            costs = travel.CostsDraft("2")
            seat = travel.NominationDraft("CONF", "NPL", day, costs=costs)
            trip = travel.nominate(books, seat).reference
            yield travel.advance(books, travel.StepDraft(trip, "authorised", day))


def main() -> None:
    """Print a table: books of each size, acts of today and acts of forty days ago."""
    print(f"{'entries':>9} {'today/s':>9} {'ratio':>6} {'back-dated/s':>13} {'ratio':>6}")
    first: dict[date, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            store = books_of(size, folder)
            cells = [f"{size:9,}"]
            for day, width in ((TODAY, 9), (FIRST_DAY, 13)):
                start = time.perf_counter()
                done = len(list(work(store, day)))
                rate = done / (time.perf_counter() - start)
                ratio = rate / first.setdefault(day, rate)
                cells.append(f"{rate:{width}.0f} {ratio:6.2f}")
            print(" ".join(cells))
            store.engine.dispose()


if __name__ == "__main__":
    main()
