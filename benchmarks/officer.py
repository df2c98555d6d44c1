"""An officer who books a deposit every few seconds, in a process of its own.

Run by ``benchmarks.viewers``: ``python -m benchmarks.officer STORE SECONDS``. Prints a line for
each deposit: the moment at which it was booked (seconds of the machine's monotonic clock, the
same in every process), the revision of the books, and how long it took.
"""

import json
import sys
import time

from trustfund.domain.roles import COMMAND_LINE
from trustfund.ledger.books import open_books
from trustfund.ledger.deposits import DepositDraft, record_deposit
from trustfund.store.engine import Store

CONTRIBUTION, NOTE = "MCS00-C-00001", "Beside the arrangement"


def main(store: Store, seconds: float) -> None:
    """Book until this process is ended."""
    while True:
        time.sleep(seconds)
        start = time.monotonic()
        with open_books(store, COMMAND_LINE) as books:
            said = {"note": NOTE, "apart": NOTE}
            draft = DepositDraft(CONTRIBUTION, books.today, "USD", "100", **said)
            record_deposit(books, draft)
            revision = books.fund.revision
        now = time.monotonic()
        print(json.dumps({"at": now, "revision": revision, "seconds": now - start}), flush=True)


if __name__ == "__main__":
    main(Store(f"sqlite:///{sys.argv[1]}"), float(sys.argv[2]))
