"""A small and nasty book of trips, in which each cost tells whose it is."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.books import a_step, day, money_available, perform, publish, recorded_on
from trustfund.ledger import trip_steps
from trustfund.ledger.travel import CostsDraft, NominationDraft, nominate
from trustfund.ledger.trip_steps import StepDraft
from trustfund.store.engine import Store

UNIT = 1_009
"""US dollar cents: costs are this times a power of two, so an amount tells its trips."""


class Seat(NamedTuple):
    """A trip: how it ended, on which day, and when that was recorded."""

    event: str
    country: str
    status: str
    on: str
    recorded: str


SEATS = [
    # Two settled trips wait for the next half-year.
    Seat("TS-2", "NPL", "settled", "2017-06-01", "2017-06-10"),
    Seat("TS-2", "EGY", "settled", "2017-06-02", "2017-06-30"),
    # All of TS-3 are African LDCs: African less TS-3 would be Egypt and Gabon.
    Seat("TS-3", "SEN", "settled", "2017-07-03", "2017-07-10"),
    Seat("TS-3", "MWI", "settled", "2017-07-03", "2017-07-10"),
    Seat("TS-3", "ETH", "settled", "2017-07-03", "2017-08-01"),
    Seat("TS-2", "GAB", "settled", "2017-07-03", "2017-12-31"),
    # One of Asia-Pacific at an event of Latin America.
    Seat("TS-4", "PER", "settled", "2017-08-05", "2017-09-01"),
    Seat("TS-4", "BOL", "settled", "2017-08-05", "2017-09-01"),
    Seat("TS-4", "HTI", "settled", "2017-08-05", "2017-09-01"),
    Seat("TS-4", "FJI", "settled", "2017-08-06", "2017-09-02"),
    # Somebody did not come, somebody cancelled.
    Seat("TS-4", "CUB", "no_show", "2017-08-01", "2017-09-01"),
    Seat("TS-3", "BTN", "cancelled_after_ticket", "2017-06-20", "2017-10-01"),
    # The next half-year; Nepal twice, and Armenia alone in its region.
    Seat("TS-5", "NPL", "settled", "2017-10-02", "2018-01-02"),
    Seat("TS-5", "NPL", "settled", "2017-10-02", "2018-01-02"),
    Seat("TS-5", "LAO", "settled", "2017-10-02", "2018-01-02"),
    Seat("TS-5", "KHM", "settled", "2017-10-02", "2018-03-01"),
    Seat("TS-6", "ARM", "settled", "2017-11-02", "2018-03-01"),
    Seat("TS-6", "MAR", "settled", "2017-11-02", "2018-03-01"),
    Seat("TS-6", "TUN", "settled", "2017-11-02", "2018-06-30"),
    Seat("TS-6", "FJI", "settled", "2017-11-02", "2018-06-30"),
    # Settled since the last half-year, on its way, and not yet gone.
    Seat("TS-6", "KEN", "settled", "2017-11-02", "2018-07-02"),
    Seat("TS-6", "UGA", "travelled", "2017-10-03", "2018-07-02"),
    Seat("IN-6", "TUV", "authorised", "2018-07-01", "2018-07-02"),
]
ABROAD = {"TS-2": "2017-05-22", "TS-3": "2017-06-19", "TS-4": "2017-07-24", "TS-5": "2017-09-04"}


def cost(number: int) -> int:
    """US dollar cents of a trip; a corrected cost has a number behind those of the trips."""
    return UNIT << number


def typed(number: int) -> str:
    """The same, as somebody types it."""
    return f"{cost(number) // 100}.{cost(number) % 100:02d}"


def book(store: Store) -> None:
    """Book all of it, with two corrections: of a published cost, and of a settlement."""
    with recorded_on("2017-05-02"):
        money_available(store, {"1": "2000000000"}, since="2017-05-02")
    acts = [(seat.recorded, partial(_take, store, number)) for number, seat in enumerate(SEATS)]
    acts += [("2018-03-01", partial(_correct, store)), ("2018-04-02", partial(_settle, store))]
    for on, act in sorted(acts, key=lambda each: each[0]):
        with recorded_on(on):
            act()


def _take(store: Store, number: int) -> None:
    """Nominate somebody, and take the trip as far as it went."""
    event, country, status, on, _ = SEATS[number]
    trip, began = f"T-{number}", day("2017-05-03")
    draft = NominationDraft(event, country, began, costs=CostsDraft(typed(number)), reference=trip)
    perform(store, nominate, draft)
    a_step(store, trip, "authorised", "2017-05-04")
    if status == "settled":
        a_step(store, trip, "travelled", ABROAD.get(event, "2017-10-02"))
    if status != "authorised":
        actual = typed(number) if status != "travelled" else ""
        why = "Ill" if status in {"no_show", "cancelled_after_ticket"} else ""
        a_step(store, trip, status, on, actual=actual, reason=why)


def _correct(store: Store) -> None:
    perform(store, trip_steps.take_back, "T-3", "Not settled after all")
    dearer = StepDraft("T-2", "settled", day("2017-07-03"), typed(len(SEATS)), "Corrected")
    perform(store, trip_steps.correct_step, dearer)


def _settle(store: Store) -> None:
    a_step(store, "T-3", "settled", "2018-04-01", actual=typed(len(SEATS) + 1))


CORRECTED = {len(SEATS): 2, len(SEATS) + 1: 3}
"""The trips whose cost it is, by the number of a corrected cost."""


def country(number: int) -> str:
    """Whose trip a cost is."""
    return SEATS[CORRECTED.get(number, number)].country


def trips_of(cents: int) -> frozenset[int]:
    """The numbers of the costs that an amount adds up; it must be such a sum."""
    many, rest = divmod(cents, UNIT)
    assert cents >= 0 == rest, cents
    return frozenset(number for number in range(many.bit_length()) if many >> number & 1)


def alone() -> set[int]:
    """Every sum of costs of one country or of two, in US dollar cents."""
    costs: dict[str, list[int]] = {}
    for number in range(len(SEATS) + len(CORRECTED)):
        costs.setdefault(country(number), []).append(cost(number))
    some = {
        name: {sum(part) for n in range(len(own) + 1) for part in combinations(own, n)}
        for name, own in costs.items()
    }
    return {
        a + b for one, other in combinations(some, 2) for a in some[one] for b in some[other]
    } - {0}


ROUND_ENDS = (date(2017, 6, 30), date(2017, 12, 31), date(2018, 6, 30))
DAYS = sorted(
    {*(day(on) for seat in SEATS for on in (seat.on, seat.recorded)), *ROUND_ENDS}
    | {date(2018, 4, 1), date(2018, 4, 2)}
)
"""The days on which something is dated, recorded or published."""

OF_ONE_CONTRIBUTOR = frozenset(
    {"pool_share", "equivalent", "instalments_due", "refunds_to_contributor", "aid_reports"}
)
"""Figures of the statement of one contributor."""


def booked(ready: Path, folder: Path, today: date) -> Iterator[Store]:
    """A store with the book, published in IATI."""
    store = Store(f"sqlite:///{shutil.copy(ready, folder / 'nasty.db')}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUSTFUND_TODAY", today.isoformat())
        with recorded_on("2017-05-01"):
            publish(store)
        book(store)
        yield store
    store.engine.dispose()


def unpacked(content: bytes) -> str:
    """All that an archive holds, as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())
