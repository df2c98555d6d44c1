"""What an import of 100,000 deposits costs, beside ``sqlite-utils insert`` of the same file.

Run from the project's folder: ``.venv/bin/python -m benchmarks.imports [ROWS] [ROUNDS]``. The
other program is a measure because it copies the cells and checks nothing; the import goes by every
rule of the form. Both run as commands, in turn. Times are of the processor: others may use the
machine meanwhile. Memory is the most that a process held at once.
"""

import csv
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from trustfund.domain.roles import COMMAND_LINE
from trustfund.ledger import contributions, contributors, rates
from trustfund.ledger.books import open_books
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready

ARRANGEMENTS = 500
DAYS = 600
FIRST_DAY = date(2017, 5, 1)
UNITS_PER_USD = {"USD": "1", "EUR": "0.918", "NOK": "8.597", "JPY": "111.3", "TND": "2.412"}
AMOUNT = 90_000_000_000  # more than what 1,000,000 deposits bring, in yen too
EARMARKS = (
    "unearmarked",
    "unearmarked",
    "1",
    f"1:{AMOUNT // 3};unearmarked:{AMOUNT - AMOUNT // 3}",
)
HEADER = (
    "reference",
    "contribution_reference",
    "value_date",
    "currency",
    "amount",
    "bank_reference",
    "note",
)


def books_to_book_in(file: Path) -> None:
    """A store with 500 arrangements in five currencies, a quarter of them split; monthly rates."""
    store = Store(f"sqlite:///{file}")
    make_ready(store)
    with open_books(store, COMMAND_LINE) as books:
        draft = contributors.ContributorDraft("Example Foundation", "philanthropic_organization")
        contributors.record_contributor(books, draft)
        for currency, units in UNITS_PER_USD.items():
            for month in range(DAYS // 30 + 2 if currency != "USD" else 0):
                day = FIRST_DAY + timedelta(30 * month)
                rates.record_rate(books, rates.RateDraft(currency, day, units, "Illustrative"))
        for number in range(ARRANGEMENTS):
            arrangement = contributions.ContributionDraft(
                "Example Foundation",
                list(UNITS_PER_USD)[number % len(UNITS_PER_USD)],
                str(AMOUNT),
                agreement_reference=f"SAA-{number}",
                agreement_signed_on=FIRST_DAY,
                earmark=EARMARKS[number // len(UNITS_PER_USD) % len(EARMARKS)],
                reference=f"C-{number:04d}",
            )
            contributions.record_contribution(books, arrangement)
    store.engine.dispose()


def deposits(rows: int) -> Iterator[tuple[str, ...]]:
    """Rows of a file of deposits, the same ones every time."""
    draw = random.Random(71_280)  # noqa: S311  # the same numbers each time, no secrets
    for number in range(rows):
        arrangement = draw.randrange(ARRANGEMENTS)
        currency = list(UNITS_PER_USD)[arrangement % len(UNITS_PER_USD)]
        amount = draw.randrange(100, 20_000_00)
        yield (
            f"D-{number:06d}",
            f"C-{arrangement:04d}",
            str(FIRST_DAY + timedelta(draw.randrange(DAYS))),
            currency,
            str(amount) if currency == "JPY" else f"{amount / 100:.2f}",
            f"BANK-{number}",
            "",
        )


def measured(command: Sequence[str | Path], **environment: str) -> tuple[float, float]:
    """Seconds of processor time that a command takes, and the megabytes that it holds at most."""
    process = subprocess.Popen(  # noqa: S603  # its own commands
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    assert process.stdout
    lines = process.stdout.read().splitlines()
    _, status, used = os.wait4(process.pid, 0)
    seconds = used.ru_utime + used.ru_stime
    if status:
        raise SystemExit(f"{command} failed: {lines[-1:]}")
    return seconds, used.ru_maxrss / 1024


def main(rows: int = 100_000, rounds: int = 3) -> None:
    """Print the times of both programs, their ratio, and the memory of the import."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books_to_book_in(folder / "books.db")
        with (folder / "deposits.csv").open("w", newline="") as file:
            csv.writer(file).writerows([HEADER, *deposits(rows)])
        ours, theirs = [], []
        for _ in range(rounds):
            other = folder / "other.db"
            tool = Path(sys.executable).with_name("sqlite-utils")
            theirs.append(
                measured([tool, "insert", other, "deposits", folder / "deposits.csv", "--csv"])
            )
            other.unlink()
            copy = folder / "copy.db"
            with sqlite3.connect(folder / "books.db") as source, sqlite3.connect(copy) as target:
                source.backup(target)
            ours.append(
                measured(
                    [
                        sys.executable,
                        "-m",
                        "trustfund",
                        "import",
                        "deposits",
                        folder / "deposits.csv",
                    ],
                    TRUSTFUND_DATABASE_URL=f"sqlite:///{copy}",
                    TRUSTFUND_TODAY=str(FIRST_DAY + timedelta(DAYS)),
                )
            )
            copy.unlink()
        for named, runs in (("sqlite-utils insert", theirs), ("trustfund import", ours)):
            times = ", ".join(f"{seconds:.1f}" for seconds, _ in runs)
            print(f"{named:20} {times} s, at most {max(held for _, held in runs):.0f} MB")
        ratio = statistics.median(s for s, _ in ours) / statistics.median(s for s, _ in theirs)
        print(f"{rows:,} deposits: {ratio:.2f} times the processor time (medians)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
