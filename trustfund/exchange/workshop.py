"""Makes files in a process of its own: ``trustfund.web.workshop`` runs ``main`` there.

Orders come pickled on standard input and answers go pickled to standard output, so this process
serves the program that started it, and ends with it.
"""

import os
import pickle
import sys
import traceback
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.exc import SQLAlchemyError

from trustfund.domain.roles import Actor
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures import frames
from trustfund.store.engine import Store, StoreError

NICENESS = 5
"""The system's priority of this process: pages and sign-in run before it."""


@dataclass(frozen=True)
class Order:
    """A file to make: of which store, through which filters, on which day and for whom.

    ``stamp`` is that of the books when it was asked for.
    """

    store: str = field(repr=False)  # may hold a password
    stamp: str
    file: str
    parameters: tuple[tuple[str, str], ...]
    today: date
    who: Actor


@dataclass(frozen=True)
class Made:
    """A file, and the stamp of the books that it was made from."""

    content: bytes
    stamp: str


def make(order: Order, store: Store) -> Made:
    """The file of an order. Raises what making it raises."""
    books, _ = frames.load(store)
    download = DOWNLOADS[order.file]
    view = download.view(books, order.today, order.parameters, order.who)
    return Made(b"".join(download.pieces(view, order.who)), books.stamp)


def main() -> None:
    """Answer orders until there are no more."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    orders, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no part of an answer
    stores: dict[str, Store] = {}
    while True:
        try:
            order = pickle.load(orders)  # noqa: S301 (from the program that started this one)
        except EOFError:
            return
        answer: Made | Exception
        try:
            if order.store not in stores:
                stores[order.store] = Store(order.store)
            answer = make(order, stores[order.store])
        except SQLAlchemyError:
            answer = StoreError()
        except Exception:
            traceback.print_exc()  # the log of the program says more
            answer = RuntimeError(f"{order.file} could not be made")
        pickle.dump(answer, answers)
        answers.flush()
