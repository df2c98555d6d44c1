"""What became slower: costs of small books as multiples of a yardstick, beside recorded ones.

Run as ``make bench``: prints a table, and ends with 1 if something costs more than 1.5 times what
was recorded. ``make bench RECORD=1`` records what it finds in ``benchmarks/recorded.json``; do so
with the change that is meant to cost more or less. Only processor time is measured, and the least
of several runs counts, so that it can run on a busy machine; what seems slower is measured again.
"""

import contextlib
import io
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from benchmarks import tables
from benchmarks.addresses import FILTERED
from benchmarks.books import make
from benchmarks.yardstick import ratio
from trustfund.commands import program
from trustfund.domain.roles import COMMAND_LINE, VISITOR
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures import frames
from trustfund.ledger.books import open_books
from trustfund.ledger.deposits import DepositDraft, record_deposit
from trustfund.screens import session
from trustfund.store.engine import Store, open_store

RECORDED = Path(__file__).with_name("recorded.json")
SLOWER = 1.5
FEW, MANY = 1_000, 10_000
"""Entries of the books on which pages are seen again, and of those for all the rest."""
TIMES, AGAIN = 3, 8
MAIN = str(Path(session.__file__).with_name("main.py"))
BACK = "2017-10-02"
FIRST = ("", "contributions", "participation", "reports")
"""The pages that work out most."""
Work = Callable[[], object]


def opened(page: str, **filters: str) -> AppTest:
    """A page of the configured store, as a visitor sees it."""
    app = AppTest.from_file(MAIN, default_timeout=300)
    for name, value in filters.items():
        app.query_params[name] = value
    if page:
        app._page_hash = calc_hash(page)
    app.run()
    assert not app.exception, app.exception
    return app


def first_pages() -> Iterator[tuple[str, Work]]:
    """Pages for a day that was not asked for before."""
    days = count()

    def first(page: str) -> None:
        opened(page, as_of=str(date(2018, 1, 1) + timedelta(days=next(days))))

    for page in FIRST:
        yield f"{page or 'overview'}, first", partial(first, page)


def book(day: str) -> None:
    """A deposit in its own transaction, ten times."""
    for _ in range(10):
        with open_books(open_store(), COMMAND_LINE) as books:
            on = date.fromisoformat(day) if day else books.today
            said = dict.fromkeys(("note", "apart"), "Beside the arrangement")
            draft = DepositDraft("MCS00-C-00001", on, "USD", "100", **said)
            record_deposit(books, draft)


def next_reader() -> None:
    """What a write costs the next reader, with the write itself."""
    book("")
    frames.load(open_store())


def file(name: str) -> None:
    """A file of the books, as the server makes it."""
    loaded, today = frames.load(open_store())
    download = DOWNLOADS[name]
    for _ in download.pieces(download.view(loaded, today, []), COMMAND_LINE):
        pass


def import_deposits(folder: Path, numbers: Iterator[int]) -> None:
    """A file of 500 deposits, by the command."""
    header = "reference,contribution_reference,value_date,currency,amount,note"
    number = next(numbers)
    lines = (f"X-{number}-{n},MCS00-C-00001,2018-07-01,USD,10,Beside" for n in range(500))
    path = folder / f"deposits-{number}.csv"
    path.write_text("\r\n".join([header, *lines]))
    with contextlib.redirect_stdout(io.StringIO()):
        assert program.main(["import", "deposits", str(path)]) == 0


def read_anew(copies: Iterator[Path]) -> None:
    """The books of a store that this process has not read before."""
    frames.load(Store(f"sqlite:///{next(copies)}"))


def works(store: Path) -> Iterator[tuple[str, Work]]:
    """All that is measured on the larger books, what writes to them last."""
    text = store.read_bytes()

    def copies() -> Iterator[Path]:
        for number in count():
            copy = store.with_name(f"copy-{number}.db")
            copy.write_bytes(text)
            yield copy

    yield "reading the books", partial(read_anew, copies())
    yield from first_pages()
    for name in ("ledger.csv", "deposits.csv", "deposits.json", "deposits.xlsx"):
        yield name, partial(file, name)
    yield "ten deposits", partial(book, "")
    yield "ten back-dated deposits", partial(book, BACK)
    yield "ten deposits and the next reader", next_reader
    yield "import of 500 deposits", partial(import_deposits, store.parent, count())


def seen_pages(_store: Path) -> Iterator[tuple[str, Work]]:
    """Each public page, which somebody has seen before."""
    for page in FILTERED:
        yield f"{page or 'overview'}, seen", partial(opened, page)


def measure(recorded: dict[str, float]) -> dict[str, float]:
    """The ratio of each; what seems slower than recorded once more, in more runs."""
    found: dict[str, float] = {}
    for entries, works_of in ((FEW, seen_pages), (MANY, works)):
        with tempfile.TemporaryDirectory() as folder:
            store = Path(folder, "books.db")
            make(entries, store)
            os.environ["TRUSTFUND_DATABASE_URL"] = f"sqlite:///{store}"
            for name, work in works_of(store):
                work()  # what is made once is made
                found[name] = ratio(work, TIMES)
                if found[name] > recorded.get(name, found[name]) * SLOWER:
                    found[name] = min(found[name], ratio(work, AGAIN))
            open_store().engine.dispose()
    return found


def main() -> int:
    """Measure, print and compare; or record."""
    asked = tables.options(__doc__)
    asked.add_argument("--record", action="store_true", help="record what is found")
    given = asked.parse_args()
    recorded: dict[str, float] = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    vars(session)["actor"] = lambda **_: VISITOR  # no browser, no cookie
    logging.disable(logging.WARNING)  # Streamlit warns that nobody runs the script
    found = measure({} if given.record else recorded)
    if given.record:
        rounded = {name: round(value, 2) for name, value in found.items()}
        RECORDED.write_text(json.dumps(rounded, indent=1) + "\n")
    slower = []
    print(f"{'processor time, yardsticks':44} {'recorded':>9} {'now':>9} {'times':>6}")
    for name, value in found.items():
        before = recorded.get(name)
        beside = f"{before:9.2f} {value:9.2f} {value / before:6.2f}" if before else f"{value:19.2f}"
        print(f"{name:44} {beside}")
        if before and value > before * SLOWER:
            slower.append(name)
    tables.write(given.json, ratios=found, slower=slower)
    if given.record:
        return 0
    for name in slower:
        print(f"{name} became more than {SLOWER} times slower", file=sys.stderr)
    return int(bool(slower))


if __name__ == "__main__":
    sys.exit(main())
