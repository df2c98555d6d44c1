"""The fund as IATI publishes it: activities in two levels.

The fund is one activity, at the level above: what it takes in, passes on and pays itself. Each
organization has one below it: what it got of the fund, and what it spent. Who adds up one level
counts money once. ``iati_transactions`` has the transactions of both.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial

from trustfund.domain.entries import FACTS
from trustfund.domain.kinds import EntryKind
from trustfund.figures import contributions, staff_datasets
from trustfund.figures.iati_transactions import Transaction, Transactions
from trustfund.figures.publishing import (
    Organization,
    Organizations,
    Publisher,
    numbers,
    publisher,
)
from trustfund.figures.view import View

K = EntryKind
FUNDING, ACCOUNTABLE, EXTENDING, IMPLEMENTING = "1", "2", "3", "4"
"""Roles of organizations."""
PARENT, CHILD = "1", "2"
"""What another activity is to this one."""


@dataclass(frozen=True)
class Budget:
    """What decisions of a calendar year give an organization, in US dollar cents as they stand."""

    year: int
    usd_cents: int
    day: str
    """That of the newest decision."""
    revised: bool
    """Whether it was decided on several days."""


@dataclass(frozen=True)
class PlannedDisbursement:
    """What is still to come of an instalment, in minor units of its currency."""

    due_on: str
    currency: str
    amount: int
    provider: Organization


@dataclass(frozen=True)
class Activity:
    """One activity of the file."""

    identifier: str
    hierarchy: int
    """1 for the fund, 2 below it."""
    title: str
    summary: str
    """What is in it, and what not to add up."""
    participating: list[tuple[str, Organization]]
    """Roles, and who has them."""
    related: list[tuple[str, str]]
    """What other activities are to it, and their identifiers."""
    transactions: Callable[[], Iterator[Transaction]]
    """By day and reference; each reference is in a file once."""
    budgets: list[Budget]
    planned: list[PlannedDisbursement]
    organization: str = ""
    """Whose it is; "" for that of the fund."""


@dataclass(frozen=True)
class Publication:
    """All activities as a view sees them. Nothing is later than today, whatever is asked for."""

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
    def children(self) -> dict[str, str]:
        """The identifiers of activities by organization, in the order of their numbers.

        Who manages the travel has one, and whoever got, spent or earned money of the fund. A
        decision alone names nobody in public before money moves.
        """
        frames, entries = self.view.frames, self.view.entries
        kinds = [kind for kind, facts in FACTS.items() if facts.names_organization]
        moved = entries[entries["live"] & entries["kind"].isin(kinds)]
        names = {str(frames.movements[key]["organization"]) for key in moved["movement"].unique()}
        names.add(str(frames.fund.managing_organization))
        parent = self.publisher.activity
        kept = numbers(self.asked.books).items()
        return {name: f"{parent}-{number}" for name, number in kept if name in names}

    def activities(self) -> list[Activity]:
        """That of the fund, then those of organizations."""
        return [self._of_fund(), *map(self._of_organization, self.children)]

    def last_updated(self) -> str:
        """The moment of the newest act that the view knows of, "" before there is one."""
        return self.view.books.newest_moment(self.view.filters.known_at)

    @cached_property
    def _transactions(self) -> Transactions:
        return Transactions(self.view, self.organizations, self.children)

    @cached_property
    def _positions(self) -> list[contributions.Position]:
        return contributions.positions(self.view)

    @cached_property
    def _allocations(self) -> list[staff_datasets.Row]:
        return staff_datasets.allocation_rows(self.view)

    def _of_fund(self) -> Activity:
        all_of, title = self.organizations, self.view.frames.fund_name
        givers = {position.document.contributor_id for position in self._positions}
        funding = sorted(map(all_of.contributor, givers), key=lambda each: each.name)
        return Activity(
            identifier=self.publisher.activity,
            hierarchy=1,
            title=title,
            summary=f"{title}. Money that contributors leave un-earmarked or earmark to an "
            "objective, what the fund passes on, and what it pays itself. Pledges, arrangements "
            "and deposits are stages of the same money: do not add them up. What organizations "
            "spent of it stands in their own activities, one level below: add up one level alone.",
            participating=[
                *((FUNDING, each) for each in funding),
                (ACCOUNTABLE, all_of.agent),
                (EXTENDING, all_of.managing),
                *((IMPLEMENTING, all_of.named(name)) for name in sorted(self.children)),
            ],
            related=[(CHILD, identifier) for identifier in self.children.values()],
            transactions=self._transactions.of_fund,
            budgets=[],
            planned=list(self._planned()),
        )

    def _of_organization(self, name: str) -> Activity:
        title, own = self.view.frames.fund_name, self.organizations.named(name)
        fund = replace(self.organizations.agent, activity=self.publisher.activity)
        return Activity(
            identifier=self.children[name],
            hierarchy=2,
            title=f"{title}: {name}",
            summary=f"{title}: what {name} got of it, and what it spent. The fund is an activity "
            "of its own, one level above: add up one level alone.",
            participating=[(FUNDING, fund), (ACCOUNTABLE, own), (IMPLEMENTING, own)],
            related=[(PARENT, self.publisher.activity)],
            transactions=partial(self._transactions.of_organization, name),
            budgets=self._budgets(name),
            planned=[],
            organization=name,
        )

    def _budgets(self, name: str) -> list[Budget]:
        """A budget for each year in which something was decided for an organization."""
        by_year: dict[int, list[staff_datasets.Row]] = defaultdict(list)
        for row in self._allocations:
            if row["organization"] == name:
                by_year[int(row["decided_on"][:4])].append(row)
        return [
            Budget(
                year,
                sum(row["usd_amount"] for row in decided),
                decided[-1]["decided_on"],
                decided[0]["decided_on"] != decided[-1]["decided_on"],
            )
            for year, decided in by_year.items()
        ]

    def _planned(self) -> Iterator[PlannedDisbursement]:
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
