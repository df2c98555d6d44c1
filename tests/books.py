"""Small builders: each books one thing by its act, with inputs that a test can see and change.

Days are ISO texts. The defaults fit together: money signed for in May 2017 pays a delegate of
Nepal at the third thematic session (TS-3), 19 and 20 June 2017.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import AGENT, EntryKind
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE, Actor
from trustfund.ledger import (
    contribution_rules,
    contributions,
    contributors,
    deposits,
    rates,
    travel,
    trip_steps,
)
from trustfund.ledger.acts import Done
from trustfund.ledger.books import open_books, read_books
from trustfund.ledger.contributions import ContributionDraft
from trustfund.ledger.contributors import ContributorDraft
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.publishing import PublisherDraft, set_publisher
from trustfund.ledger.standing import Standing
from trustfund.ledger.travel import CostsDraft, NominationDraft
from trustfund.ledger.trip_steps import StepDraft
from trustfund.store import chain, covered
from trustfund.store.base import Base
from trustfund.store.engine import Store
from trustfund.store.tables import Contributor, Entry, History, PoolBalance

day = date.fromisoformat
Act = Callable[..., Done]


def perform(
    store: Store,
    act: Act,
    *args: Any,
    actor: Actor = COMMAND_LINE,
    token: str | None = None,
    **kwargs: Any,
) -> Done:
    """Open the books, do one act, close them."""
    with open_books(store, actor, token=token) as books:
        return act(books, *args, **kwargs)


@contextmanager
def recorded_on(on: str) -> Iterator[None]:
    """What is booked inside is recorded at noon (UTC) of a day, not now."""
    with recorded_at(datetime.combine(day(on), time(12), UTC)):
        yield


@contextmanager
def recorded_at(moment: datetime) -> Iterator[None]:
    """The clock of the machine says so inside."""
    with patch(f"{__name__}.open_books", partial(open_books, clock=lambda: moment)):
        yield


def refusal(store: Store, act: Act, *args: Any, **kwargs: Any) -> str:
    """What the books say when they refuse an act, of which nothing may be left behind."""
    before = everything(store)
    with pytest.raises(Refused) as caught:
        perform(store, act, *args, **kwargs)
    assert everything(store) == before
    return str(caught.value)


def everything(store: Store) -> dict[str, list[Any]]:
    """Every row of the store but the reference lists, to compare."""
    with store.reading() as session:
        return {
            table.name: sorted(map(tuple, session.execute(sa.select(table))), key=str)
            for table in Base.metadata.sorted_tables
            if table.name not in {"country", "objective"}
        }


# Builders, in the order in which a gift and a trip come about


def a_rate(store: Store, currency: str, units: str, since: str = "2017-05-01") -> None:
    draft = rates.RateDraft(currency, day(since), units)
    perform(store, rates.record_rate, draft)


@contextmanager
def an_earlier_program(store: Store, *tables: str) -> Iterator[Session]:
    """Writes to these tables as an earlier program did; an upgrade took it as it was."""
    with store.writing() as session:
        yield session
        session.flush()
        chain.note_migration(session.connection(), "Upgraded", tables, covered.NEWEST)


def a_contributor(
    store: Store,
    name: str = "Norway",
    kind: str = "member_state",
    country: str = "NOR",
    parent: str = "",
) -> str:
    draft = ContributorDraft(name, kind, country, parent, "A test has several of one country")
    return perform(store, contributors.record_contributor, draft).reference


def _contributor(store: Store, name: str) -> str:
    with store.reading() as session:
        known = session.exec(select(Contributor).where(Contributor.name == name)).first()
    return known.name if known else a_contributor(store, name)


def a_pledge(
    store: Store,
    amount: str = "100000",
    currency: str = "USD",
    earmark: str = "",
    pledged_on: str = "2017-04-20",
    contributor: str = "Norway",
) -> str:
    draft = ContributionDraft(
        _contributor(store, contributor), currency, amount, day(pledged_on), earmark=earmark
    )
    return perform(store, contributions.record_contribution, draft).reference


def a_commitment(
    store: Store,
    amount: str = "100000",
    currency: str = "USD",
    earmark: str = "",
    signed_on: str = "2017-05-01",
    reference: str = "",
    contributor: str = "Norway",
) -> str:
    draft = ContributionDraft(
        _contributor(store, contributor),
        currency,
        amount,
        agreement_reference="SAA-1",
        agreement_signed_on=day(signed_on),
        earmark=earmark,
        reference=reference,
    )
    return perform(store, contributions.record_contribution, draft).reference


ALIKE = "A test has several alike"
"""Why a deposit is other money: it is asked for, and kept, only where another one looks like it."""


def a_deposit(
    store: Store,
    contribution: str,
    amount: str,
    currency: str = "USD",
    value_date: str = "2017-05-15",
    **other: str,
) -> str:
    other = {"apart": ALIKE} | other
    draft = DepositDraft(contribution, day(value_date), currency, amount, **other)
    return perform(store, deposits.record_deposit, draft).reference


def money_available(store: Store, amounts: dict[str, str], since: str = "2017-05-15") -> list[str]:
    """Deposits of exactly these US dollars by pool, free of the agent's fee."""
    return [
        a_deposit(
            store,
            a_commitment(store, amount, earmark=pool),
            amount,
            value_date=since,
            fee_usd="0",
            note="The agent waives its fee",
        )
        for pool, amount in amounts.items()
    ]


def a_nomination(
    store: Store,
    cost: str = "3000",
    country: str = "NPL",
    event: str = "TS-3",
    nominated_on: str = "2017-05-20",
) -> str:
    costs = CostsDraft(ticket=cost)
    draft = NominationDraft(event, country, day(nominated_on), costs=costs)
    return perform(store, travel.nominate, draft).reference


def a_step(store: Store, trip: str, status: str, on: str, **other: Any) -> Done:
    return perform(store, trip_steps.advance, StepDraft(trip, status, day(on), **other))


def an_authorised_trip(
    store: Store, cost: str = "3000", authorised_on: str = "2017-06-01", **nomination: str
) -> str:
    trip = a_nomination(store, cost, **nomination)
    a_step(store, trip, "authorised", authorised_on)
    return trip


def a_delegate(store: Store, country: str = "NPL", event: str = "TS-3") -> str:
    """Somebody who travelled, for USD 100."""
    on = {"TS-2": "2017-05-22", "TS-3": "2017-06-19", "TS-4": "2017-07-24"}[event]
    trip = an_authorised_trip(
        store, "100", "2017-05-20", country=country, event=event, nominated_on="2017-05-10"
    )
    a_step(store, trip, "travelled", on)
    return trip


# What the books hold


class Line(NamedTuple):
    """An entry as a test reads it; ``usd`` in cents."""

    kind: str
    on: date
    pool: str
    amount: int
    usd: int | None


def lines(store: Store, *kinds: EntryKind) -> list[Line]:
    """The entries of these kinds, all of them where none is named, in the order of booking."""
    return [
        Line(e.kind.value, e.value_date, e.objective or UNEARMARKED, e.amount, e.usd_cents)
        for e in entries(store)
        if not kinds or e.kind in kinds
    ]


def entries(store: Store) -> list[Entry]:
    with store.reading() as session:
        return list(session.exec(select(Entry).order_by(col(Entry.id))))


def history(store: Store) -> list[History]:
    """The lines of all acts, without that of ``init``."""
    with store.reading() as session:
        return list(session.exec(select(History).where(History.id > 0).order_by(col(History.id))))


def standing(store: Store, contribution: str) -> Standing:
    """What the ledger says of a contribution."""
    with read_books(store) as books:
        return books.standing(contribution_rules.required(books, contribution))


def by_pool(store: Store, *kinds: EntryKind) -> dict[str, int]:
    """US dollar cents of these kinds of entries, by pool, without the pools that have none."""
    totals: dict[str, int] = defaultdict(int)
    for line in lines(store, *kinds):
        totals[line.pool] += line.usd or 0
    return {pool: cents for pool, cents in totals.items() if cents}


def available(store: Store) -> dict[str, int]:
    """US dollar cents in each pool that has any, as the acts keep them."""
    with store.reading() as session:
        return {
            pool.pool: pool.usd_cents
            for pool in session.exec(select(PoolBalance))
            if pool.usd_cents and pool.pool != AGENT
        }


def with_agent(store: Store) -> int:
    """US dollar cents with the administrative agent, as the acts keep them."""
    with store.reading() as session:
        return session.get_one(PoolBalance, AGENT).usd_cents


PUBLISHER = PublisherDraft("XM-TEST-1", "A publisher of tests", "40")


def publish(store: Store, **settings: Any) -> None:
    """Set a publisher, without whom there is no file."""
    perform(store, set_publisher, replace(PUBLISHER, **settings), "The registry says so")
