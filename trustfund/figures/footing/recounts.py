"""Columns of datasets counted anew, from entries and steps that stand: once for every figure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

import pandas as pd

from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.travel import DELEGATES, EXPECTED, SUNK, TripStatus
from trustfund.figures.footing.sums import (
    CHOSEN,
    LEDGER,
    Behind,
    Footing,
    K,
    Lines,
    Stated,
    Way,
    Words,
    booked,
    column,
    count,
    less,
    way,
)
from trustfund.figures.view import View
from trustfund.figures.wording import exact_usd

STEPS = "Last steps of the trips"


class Trip(NamedTuple):
    """A trip as its last step and its entries say."""

    event: str
    country: str
    status: TripStatus
    spent: int

    @property
    def is_delegate(self) -> bool:
        """Whether somebody travelled."""
        return self.status in DELEGATES

    @property
    def is_expected(self) -> bool:
        """Whether somebody is to travel."""
        return self.status in EXPECTED

    @property
    def counts(self) -> bool:
        """Whether it is a trip: a seat that is used, expected, or paid for and not passed on."""
        paid = self.status in SUNK and self.spent != 0
        is_trip = self.is_delegate or self.is_expected or paid
        return is_trip and self.status is not TripStatus.REPLACED


def _trips_kept(view: View) -> dict[int, tuple[str, str]]:
    """Event and country of the trips that the filters keep."""
    events, regions = set(view.events_kept()), view.filters.region
    return {
        key: (document["event"], document["country"])
        for key, document in view.frames.trips.items()
        if document["event"] in events
        and (not regions or view.region_at(document["country"], document["event"]) in regions)
    }


def last_steps(behind: Behind) -> list[Trip]:
    """The trips that the filters keep, from their steps one by one."""
    spent: dict[int, int] = defaultdict(int)
    costs = behind.of_kinds(K.EXPENDITURE)
    for trip, usd in zip(costs["trip"], costs["usd"], strict=True):
        spent[trip] += int(usd)
    steps = behind.view.statuses  # in the order of their days
    last: dict[int, str] = dict(zip(steps["trip"], steps["status"], strict=True))
    kept = _trips_kept(behind.view)
    return [
        Trip(*kept[trip], TripStatus(status), spent[trip])
        for trip, status in last.items()
        if trip in kept
    ]


def trips(behind: Behind) -> list[Trip]:
    """The same, counted once for all checks."""
    return behind.once(STEPS, lambda: last_steps(behind))


def authorised_days(behind: Behind) -> list[str]:
    """For each delegate of the fund the day on which the seat was authorised, one by one."""
    authorised: dict[int, str] = {}
    last: dict[int, str] = {}
    steps = behind.view.statuses
    for trip, status, day in zip(steps["trip"], steps["status"], steps["on_date"], strict=True):
        last[trip] = status
        if status == TripStatus.AUTHORISED:
            authorised[trip] = day
    return [authorised[trip] for trip, status in last.items() if status in DELEGATES]


def owed(behind: Behind) -> int:
    """US dollar cents outstanding on the contributions kept, from standing entries, all pools."""
    left: dict[int, int] = defaultdict(int)
    entries = behind.of_kinds(*CHOSEN, K.DEPOSIT)
    for key, kind, amount in zip(
        entries["contribution"], entries["kind"], entries["amount"], strict=True
    ):
        left[key] += -int(amount) if kind == K.DEPOSIT else int(amount)
    currencies = behind.view.frames.contributions
    return sum(
        behind.view.usd_today(max(rest, 0), currencies[key].currency) or 0
        for key, rest in left.items()
        if key in behind.given
    )


def _on_trips(behind: Behind, *kinds: K) -> pd.DataFrame:
    """Standing entries of the trips that the filters keep."""
    entries = behind.of_kinds(*kinds)
    return entries[entries["trip"].isin(list(_trips_kept(behind.view)))]


def _steps(mark: str) -> Way:
    return way(STEPS, lambda behind: sum(getattr(trip, mark) for trip in trips(behind)))


COMMITTED = booked(*CHOSEN, on=Behind.on_contributions)
DEPOSITED = booked(K.DEPOSIT, on=Behind.on_contributions)
REFUNDED = booked(K.REFUND_TO_CONTRIBUTOR, on=Behind.on_contributions)
DEPOSITS = booked(K.DEPOSIT, on=Behind.on_deposits)
FREE = booked(K.DEPOSIT, on=Behind.on_deposits, pools=(UNEARMARKED,))
FEES = booked(K.AGENT_FEE, on=Behind.on_deposits)
RECOUNTS: Mapping[str, Way] = {
    "contributions.usd_amount": COMMITTED,
    "contributions.deposited_usd": DEPOSITED,
    "contributions.refunded_usd": REFUNDED,
    "earmarking.usd_amount": COMMITTED,
    "earmarking.deposited_usd": DEPOSITED,
    "contributors.committed_usd": COMMITTED,
    "contributors.deposited_usd": DEPOSITED,
    "contributors.refunded_usd": REFUNDED,
    "deposits.usd_amount": DEPOSITS,
    "deposits.fee_usd": FEES,
    "deposits.net_usd": less(LEDGER, DEPOSITS, FEES),
    "deposits.unearmarked_usd": FREE,
    "deposits.earmarked_usd": less(LEDGER, DEPOSITS, FREE),
    "participation.delegates": _steps("is_delegate"),
    "participation.expected": _steps("is_expected"),
    "participation.trips": _steps("counts"),
    "participation.spent_usd": booked(K.EXPENDITURE, on=_on_trips),
    "participation.obligated_usd": booked(K.OBLIGATION, K.RELEASE, on=_on_trips),
}
"""What the columns of datasets come to."""
OF_TRIPS = ("participation.trips", "participation.spent_usd", "participation.obligated_usd")
"""Columns that are blank for who may not read travel."""


def line(measure: str, figure: Stated, *ways: Way | str, words: Words = exact_usd) -> Lines:
    """One number of a figure, and other ways to it.

    A text such as "deposits.fee_usd" is two: the column of a dataset, and what it comes to anew.
    """
    anew = dict.fromkeys(RECOUNTS[each] for each in ways if isinstance(each, str))

    def found(behind: Behind) -> Iterator[Footing]:
        seen = (each for each in ways if behind.view.reads_travel or each not in OF_TRIPS)
        listed = (column(each) if isinstance(each, str) else each for each in seen)
        yield Footing(
            measure, figure(behind), tuple(way(behind) for way in (*listed, *anew)), words
        )

    return found


number = partial(line, words=count)
"""As ``line``, of a count."""
