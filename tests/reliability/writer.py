"""The one who is killed: books without pause, and tells of each commit once it is done."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection

import sqlalchemy.exc

from tests import books
from tests.people import acting
from tests.reliability.processes import open_here
from trustfund.domain.roles import Role
from trustfund.ledger import deposits, travel, trip_steps
from trustfund.ledger.books import Books, open_books
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.travel import CostsDraft, NominationDraft
from trustfund.ledger.trip_steps import StepDraft
from trustfund.store.engine import Store


def _openings(gift: str) -> Iterator[Callable[[Books], object]]:
    """What a writer books, for ever: each with the books opened once."""
    trip = deposit = ""
    nomination = NominationDraft(
        "TS-3", "NPL", books.day("2017-05-20"), costs=CostsDraft("9", "3", "2", "1")
    )
    said = {"note": "As it came", "apart": books.ALIKE}
    arrived = DepositDraft(gift, books.day("2017-05-15"), "USD", "100", **said)

    def nominate_and_authorise(opened: Books) -> None:
        nonlocal trip
        trip = travel.nominate(opened, nomination).reference
        trip_steps.advance(opened, StepDraft(trip, "authorised", books.day("2017-06-01")))

    def record(opened: Books) -> None:
        nonlocal deposit
        deposit = deposits.record_deposit(opened, arrived).reference

    while True:
        yield nominate_and_authorise
        yield lambda opened: trip_steps.advance(
            opened, StepDraft(trip, "settled", books.day("2017-07-01"), actual="12")
        )
        yield record
        yield lambda opened: deposits.correct_deposit(
            opened, replace(arrived, amount="150", reference=deposit), "More arrived"
        )


KINDS = 4  # of openings, after which they come again


def endow(store: Store) -> str:
    """Money for every trip, and the reference of a gift that deposits arrive under."""
    books.money_available(store, {"1": "1000000"})
    return books.a_commitment(store, "1000000", earmark="2:500000;3:500000")


def write(url: str, gift: str, life: int, openings: int, told: Connection | None) -> None:
    """Book one opening after another, and tell the number of each when it is committed."""
    store = open_here(url)
    tell: Callable[[int], None] = told.send if told else lambda _number: None
    tell(0)  # born
    try:
        for number, book in zip(range(1, openings + 1), _openings(gift), strict=False):
            with open_books(store, acting(Role.STAFF, f"writer {life}.{number}")) as opened:
                book(opened)
            tell(number)
    except sqlalchemy.exc.OperationalError:
        return  # the server is gone: there is nobody left to write to
    store.engine.dispose()
