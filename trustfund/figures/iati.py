"""The fund as IATI counts it: transactions, budgets and planned disbursements.

A transaction is what stands of a document on a day and in a pool, in its own currency: what was
reversed is nowhere. Travel is added up by the UN regional groups of published rounds, and all that
these do not show is one transaction more. Reserved money is no transaction yet, and a surplus that
is released from one objective to another moves no money.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import merge
from typing import Any

import pandas as pd

from trustfund.domain.entries import FACTS, Party
from trustfund.domain.kinds import ContributorType, EntryKind
from trustfund.figures import contributions, staff_datasets, travel_money
from trustfund.figures.filters import REGION_NAMES
from trustfund.figures.publishing import Organization, Organizations, Publisher, publisher
from trustfund.figures.view import View

K = EntryKind

TRANSACTIONS = {kind: facts.transaction for kind, facts in FACTS.items() if facts.transaction}
"""What is published: reserved money and money that moves between pools are no transactions."""


@dataclass(frozen=True)
class Transaction:
    """One transaction; ``amount`` is in minor units of ``currency``, below zero for money back."""

    reference: str
    type: str
    day: str
    currency: str
    amount: int
    pool: str
    """"" where it is money of more than one."""
    text: str
    provider: Organization
    receiver: Organization
    region: str = ""
    """The UN regional group that benefits; "" for developing countries at large."""
    private: bool = False
    """Whether it is money of a philanthropic organization, hence no official assistance."""


@dataclass(frozen=True)
class Budget:
    """The arrangements signed in a calendar year, in US dollar cents as they stand."""

    year: int
    usd_cents: int
    day: str
    revised: bool


@dataclass(frozen=True)
class PlannedDisbursement:
    """What is still to come of an instalment, in minor units of its currency."""

    due_on: str
    currency: str
    amount: int
    provider: Organization


@dataclass(frozen=True)
class Activity:
    """The fund as a view sees it. Nothing in it is later than today, whatever is asked for."""

    asked: View

    @cached_property
    def view(self) -> View:
        """What was asked for, up to today at most."""
        day = min(self.asked.as_of, self.asked.today.isoformat())
        return replace(self.asked, filters=replace(self.asked.filters, as_of=day))

    @cached_property
    def publisher(self) -> Publisher:
        """Who publishes the fund; raises Refused where nobody does yet."""
        return publisher(self.asked)

    @cached_property
    def organizations(self) -> Organizations:
        """Everybody whom the file names."""
        return Organizations(self.view.frames, self.publisher)

    @cached_property
    def _positions(self) -> list[contributions.Position]:
        return contributions.positions(self.view)

    def last_updated(self) -> str:
        """The moment of the newest act that the view knows of, "" before there is one."""
        return self.view.books.newest_moment(self.view.filters.known_at)

    def contributors(self) -> list[Organization]:
        """Who gives, or pledged to, in order of names."""
        keys = {position.document.contributor_id for position in self._positions}
        found = [self.organizations.contributor(key) for key in keys]
        return sorted(found, key=lambda organization: organization.name)

    def implementing(self) -> list[Organization]:
        """The managing organization, and whoever got transfers."""
        frames, entries = self.view.frames, self.view.entries
        sent = entries[entries["live"] & (entries["kind"] == K.TRANSFER_TO_ORGANIZATION)]
        names = {frames.movements[key]["organization"] for key in sent["movement"].unique()}
        names.add(frames.fund.managing_organization)
        return [self.organizations.named(name) for name in sorted(names)]

    def budgets(self) -> list[Budget]:
        """A budget for each year in which an arrangement was signed."""
        entries = self.view.entries
        later = entries["live"] & entries["kind"].isin([K.AMENDMENT, K.WRITE_OFF])
        changed = set(entries[later]["contribution"])
        by_year: dict[int, list[contributions.Position]] = defaultdict(list)
        for position in self._positions:
            if position.is_commitment:
                by_year[int(position.signed_on[:4])].append(position)
        return [
            Budget(
                year,
                sum(each.total_usd(K.COMMITMENT) + each.total_usd(K.WRITE_OFF) for each in signed),
                max(each.signed_on for each in signed),
                any(each.document.id in changed for each in signed),
            )
            for year, signed in sorted(by_year.items())
        ]

    def planned(self) -> Iterator[PlannedDisbursement]:
        """What is still to come by the payment schedules; nothing unless the fund publishes it."""
        if not self.view.frames.fund.publishes_instalments:
            return
        given = {position.document.reference: position for position in self._positions}
        due: dict[str, int] = defaultdict(int)
        planned: dict[str, int] = defaultdict(int)
        for row in staff_datasets.instalment_rows(self.view):
            reference = row["contribution_reference"]
            position = given[reference]
            due[reference] += row["amount"]
            uncovered = min(row["amount"], due[reference] - position.total(K.DEPOSIT))
            coming = min(uncovered, position.outstanding - planned[reference])
            if coming <= 0:
                continue
            planned[reference] += coming
            provider = self.organizations.contributor(position.document.contributor_id)
            yield PlannedDisbursement(row["due_on"], row["currency"], coming, provider)

    def transactions(self) -> Iterator[Transaction]:
        """Every transaction, by day and reference; each reference is there once."""
        return merge(
            self._booked(),
            sorted(self._travel(), key=_day_and_reference),
            key=_day_and_reference,
        )

    def _booked(self) -> Iterator[Transaction]:
        """All but travel."""
        frames = self.view.frames
        live = self.view.entries[self.view.entries["live"]]
        kinds = [kind for kind in TRANSACTIONS if kind is not K.EXPENDITURE]
        rows = _booked(live[live["kind"].isin(kinds)])
        rows["reference"] = [self._reference(row) for row in rows.itertuples(index=False)]
        rows = rows[rows["amount"] != 0].sort_values(["value_date", "reference"])
        row: Any
        for row in rows.itertuples(index=False):
            kind = K(row.kind)
            facts = TRANSACTIONS[kind]
            parties = self._parties(row)
            contributor = frames.contributors[self._contributor(row)] if row.contribution else None
            yield Transaction(
                row.reference,
                facts.type,
                row.value_date,
                row.currency,
                facts.sign * int(row.amount),
                row.pool,
                facts.text,
                parties[facts.provider],
                parties[facts.receiver],
                private=contributor is not None
                and contributor.contributor_type is ContributorType.PHILANTHROPIC_ORGANIZATION,
            )

    def _travel(self) -> Iterator[Transaction]:
        """What trips cost, as everybody may see it."""
        for day, each in travel_money.published(self.view).items():
            for group, usd in each.cells("region").items():
                told = f"{REGION_NAMES.get(group, group)}, settled by {day}"
                yield from self._travel_of(group, day, usd, told)
        rest = travel_money.rest(self.view, "region")
        yield from self._travel_of("", rest.day, rest.usd, "what is not shown by region")

    def _travel_of(self, group: str, day: str, usd: int, told: str) -> Iterator[Transaction]:
        """The transaction of a regional group, or of none; nothing where no money is in it."""
        facts, parties = TRANSACTIONS[K.EXPENDITURE], self.organizations
        if usd:
            yield Transaction(
                f"{K.EXPENDITURE.value}:{group or 'rest'}:{day}",
                facts.type,
                day,
                "USD",
                facts.sign * usd,
                "",
                f"{facts.text}: {told}",
                parties.managing,
                parties.delegations,
                group,
            )

    def _reference(self, row: Any) -> str:
        """Names a row: its kind, the reference of its document, its day and its pool."""
        frames = self.view.frames
        if row.deposit:
            document = frames.deposits[row.deposit]["reference"]
        elif row.movement:
            document = frames.movements[row.movement]["reference"]
        else:
            document = frames.contributions[row.contribution].reference
        return f"{K(row.kind).value}:{document}:{row.value_date}:{row.pool}"

    def _contributor(self, row: Any) -> int:
        return int(self.view.frames.contributions[row.contribution].contributor_id)

    def _parties(self, row: Any) -> dict[Party, Organization]:
        """Who provides or receives the money of a row, as far as it has them."""
        all_of = self.organizations
        movement = self.view.frames.movements.get(row.movement, {})
        found = {
            Party.AGENT: all_of.agent,
            Party.BANK: all_of.bank,
            Party.ORGANIZATION: all_of.named(str(movement.get("organization", ""))),
            Party.MANAGING: all_of.managing,
            Party.UNKNOWN: all_of.unknown,
        }
        if row.contribution:
            found[Party.CONTRIBUTOR] = all_of.contributor(self._contributor(row))
        return found


def _day_and_reference(made: Transaction) -> tuple[str, str]:
    return made.day, made.reference


def _booked(entries: pd.DataFrame) -> pd.DataFrame:
    """What stands of each document by kind, day, currency and pool."""
    by = ["kind", "contribution", "deposit", "movement", "value_date", "pool", "currency"]
    return entries.groupby(by, sort=False, observed=True)[["amount"]].sum().reset_index()
