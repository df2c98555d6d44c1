"""Transactions of the IATI file: what stands of each document, as a reader adds it up.

A transaction is what stands of a document on a day and in a pool, in its own currency: what was
reversed is nowhere. Travel is added up by the UN regional groups of published rounds, and all that
these do not show is one transaction more. Reserved money is no transaction yet, and a surplus that
is released from one objective to another moves no money.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import merge
from typing import Any

import pandas as pd

from trustfund.domain.aid import ADMINISTRATION, AidType, aid_type
from trustfund.domain.entries import EXPENDITURE, FACTS, INCOMING, Party
from trustfund.domain.entries import Transaction as Published
from trustfund.domain.kinds import EntryKind
from trustfund.figures import travel_money
from trustfund.figures.filters import REGION_NAMES
from trustfund.figures.publishing import Organization, Organizations
from trustfund.figures.view import View

K = EntryKind
OF_FUND = {kind: facts.transaction for kind, facts in FACTS.items() if facts.transaction}
"""What the activity of the fund publishes."""
OF_ORGANIZATION = {
    kind: facts.of_organization for kind, facts in FACTS.items() if facts.of_organization
}
"""What the activity of an organization publishes."""


@dataclass(frozen=True)
class Transaction:
    """One transaction; ``amount`` is in minor units of ``currency``, below zero for money back."""

    reference: str
    type: str
    day: str
    currency: str
    amount: int
    text: str
    provider: Organization | None
    """None where the books name nobody."""
    receiver: Organization
    aid: AidType | None = None
    region: str = ""
    """The UN regional group that benefits; "" for developing countries at large."""


@dataclass(frozen=True)
class Transactions:
    """Those of a view, whose ``activities`` are the identifiers of organizations' activities."""

    view: View
    organizations: Organizations
    activities: Mapping[str, str]

    def of_fund(self) -> Iterator[Transaction]:
        """What the fund takes in, passes on and pays itself, by day and reference."""
        return self._made(_summed(self._standing(OF_FUND)), OF_FUND)

    def of_organization(self, name: str) -> Iterator[Transaction]:
        """What an organization got of the fund and what it spent, by day and reference."""
        rows = self._of_organizations
        mine = rows[rows["movement"].isin(self._movements_of(name))]
        travel = self._travel() if name == self._managing else ()
        made = self._made(mine, OF_ORGANIZATION)
        return merge(made, sorted(travel, key=_day_and_reference), key=_day_and_reference)

    @property
    def _managing(self) -> str:
        return str(self.view.frames.fund.managing_organization)

    def _movements_of(self, name: str) -> list[int]:
        movements = self.view.frames.movements.items()
        return [key for key, row in movements if row["organization"] == name]

    @cached_property
    def _of_organizations(self) -> pd.DataFrame:
        kinds = [kind for kind in OF_ORGANIZATION if kind is not K.EXPENDITURE]
        return _summed(self._standing(kinds))

    def _standing(self, kinds: Any) -> pd.DataFrame:
        live = self.view.entries[self.view.entries["live"]]
        return live[live["kind"].isin(list(kinds))]

    def _made(
        self, rows: pd.DataFrame, published: Mapping[EntryKind, Published]
    ) -> Iterator[Transaction]:
        """Transactions of sums."""
        references = [self._reference(row, published) for row in rows.itertuples(index=False)]
        rows = rows.assign(reference=references)
        rows = rows[rows["amount"] != 0].sort_values(["value_date", "reference"])
        row: Any
        for row in rows.itertuples(index=False):
            facts = published[K(row.kind)]
            yield Transaction(
                row.reference,
                facts.type,
                row.value_date,
                row.currency,
                facts.sign * int(row.amount),
                facts.text,
                self._party(facts.provider, row) if facts.provider else None,
                self._party(facts.receiver, row),
                _aid_type(facts, row.pool),
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
        facts, parties = OF_ORGANIZATION[K.EXPENDITURE], self.organizations
        if usd:
            yield Transaction(
                f"{K.EXPENDITURE.value}:{group or 'rest'}:{day}",
                facts.type,
                day,
                "USD",
                facts.sign * usd,
                f"{facts.text}: {told}",
                parties.managing,
                parties.delegations,
                region=group,
            )

    def _reference(self, row: Any, published: Mapping[EntryKind, Published]) -> str:
        """Names a row: its kind, the reference of its document, its day and its pool.

        Money that passes between the fund and an organization is in both activities.
        """
        frames, kind = self.view.frames, K(row.kind)
        if row.deposit:
            document = frames.deposits[row.deposit]["reference"]
        elif row.movement:
            document = frames.movements[row.movement]["reference"]
        else:
            document = frames.contributions[row.contribution].reference
        end = "organization:" if published is OF_ORGANIZATION and kind in OF_FUND else ""
        return f"{end}{kind.value}:{document}:{row.value_date}:{row.pool}"

    def _party(self, party: Party, row: Any) -> Organization:
        """Who provides or receives the money of a row."""
        all_of, frames = self.organizations, self.view.frames
        if party is Party.CONTRIBUTOR:
            return all_of.contributor(frames.contributions[row.contribution].contributor_id)
        if party in {Party.ORGANIZATION, Party.GRANTEE}:
            name = str(frames.movements[row.movement]["organization"])
            activity = self.activities[name] if party is Party.GRANTEE else ""
            return replace(all_of.named(name), activity=activity)
        if party is Party.FUND:
            return replace(all_of.agent, activity=all_of.publisher.activity)
        return {Party.AGENT: all_of.agent, Party.BANK: all_of.bank}.get(party, all_of.unknown)


def _aid_type(facts: Published, pool: str) -> AidType | None:
    """Of money that comes in, and of what the agent takes or pays for running the fund."""
    if facts.type in INCOMING:
        return aid_type(pool)
    is_charge = facts.type == EXPENDITURE and facts.provider is Party.AGENT
    return ADMINISTRATION if is_charge else None


def _day_and_reference(made: Transaction) -> tuple[str, str]:
    return made.day, made.reference


def _summed(entries: pd.DataFrame) -> pd.DataFrame:
    """What stands of each document by kind, day, currency and pool."""
    by = ["kind", "contribution", "deposit", "movement", "value_date", "pool", "currency"]
    return entries.groupby(by, sort=False, observed=True)[["amount"]].sum().reset_index()
