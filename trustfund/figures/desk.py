"""What waits for somebody: the queues of the desk, worked out once a day and revision for all.

They hold what any office may see; ``rows`` gives each reader what is theirs.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from trustfund.domain import money
from trustfund.domain.classifications import is_due
from trustfund.domain.desk import NEAR, QUEUES, Queue
from trustfund.domain.kinds import (
    DatePrecision,
    EventStatus,
    InstalmentStatus,
    ReceiptStatus,
    Stage,
    label,
)
from trustfund.domain.roles import Actor
from trustfund.domain.travel import DELEGATES
from trustfund.figures import contributions, desk_trips
from trustfund.figures.books import iso
from trustfund.figures.desk_items import Found, Item, found
from trustfund.figures.staff_datasets import instalment_rows
from trustfund.figures.view import View

STILL_TO_COME = {Stage.PLEDGED, Stage.COMMITTED, Stage.PARTLY_DEPOSITED}
"""Stages at which money of a contribution is still to come."""
UNCONFIRMED = {EventStatus.TBC, EventStatus.TBA}


@dataclass(frozen=True)
class Row:
    """A queue as one reader has it."""

    queue: Queue
    number: int
    items: tuple[Item, ...]
    """The most urgent ones."""
    is_own: bool
    """Whether it is the reader's work."""
    of_others: int = 0
    """Those that wait beside them for somebody else, because duties are divided."""


def rows(
    view: View, who: Actor, not_theirs: Collection[str] = (), check: Found | None = None
) -> list[Row]:
    """The queues that somebody may see, their own first.

    ``not_theirs`` are the trips that they may not approve, because the nomination is their own.
    ``check`` is what the last check asks for, which stands beside the books.
    """
    listed = []
    beside = {Queue.CHECK: check} if check else {}
    for queue, waiting in {**queues(view), **beside}.items():
        work = QUEUES[queue]
        if not who.may(work.readers):
            continue
        own, left = who.may(work.offices), waiting.items
        if own and queue in desk_trips.APPROVALS:
            left = tuple(item for item in left if item.key not in not_theirs)
        apart = len(waiting.items) - len(left)
        listed.append(Row(queue, waiting.number - apart, left, own, apart))
    return sorted(listed, key=lambda row: not row.is_own)


def queues(view: View) -> Mapping[Queue, Found]:
    """Every queue, whoever looks: a page shows what ``rows`` makes of it."""
    of_all = View(view.books, view.today, reads_travel=True)
    return view.books.answers.once(("desk", view.today), lambda: _queues(of_all))


def _queues(view: View) -> dict[Queue, Found]:
    listed: dict[Queue, Callable[[View], Iterable[Item]]] = {
        Queue.INSTALMENTS_LATE: lambda view: _instalments(view, InstalmentStatus.LATE),
        Queue.INSTALMENTS_DUE: lambda view: _instalments(view, InstalmentStatus.SCHEDULED),
        Queue.PLEDGES: _pledges,
        Queue.RECEIPTS: _receipts,
        Queue.RATES: _rates,
        Queue.EVENTS: _events,
        Queue.GRADUATIONS: _graduations,
        Queue.YEARS: _years,
    }
    found_in = desk_trips.queues(view) | {queue: found(of(view)) for queue, of in listed.items()}
    return {queue: found_in[queue] for queue in QUEUES if queue in found_in}


def _instalments(view: View, status: InstalmentStatus) -> Iterator[Item]:
    """What is missing of instalments that are late, or due soon."""
    last = (view.today + timedelta(days=NEAR)).isoformat()
    for row in instalment_rows(view):
        if row["status"] == status and row["due_on"] <= last:
            due, amount, currency = row["due_on"], row["unpaid"], row["currency"]
            reference, payer = row["contribution_reference"], row["contributor"]
            yield Item(reference, payer, due=due, amount=amount, currency=currency)


def _pledges(view: View) -> Iterator[Item]:
    for each in contributions.positions(view):
        if each.stage is Stage.PLEDGED:
            document, amount = each.document, sum(map(each.net, each.pools()))
            giver, since = each.contributor.name, each.pledged_on
            currency = document.currency
            yield Item(document.reference, giver, since, amount=amount, currency=currency)


def _receipts(view: View) -> Iterator[Item]:
    for row in view.frames.receipts.values():
        if row["status"] is ReceiptStatus.OPEN:
            payer, since = row["payer"] or "Payer not named", iso(row["received_on"])
            amount, currency = row["amount"], row["currency"]
            yield Item(row["reference"], payer, since, amount=amount, currency=currency)


def _rates(view: View) -> Iterator[Item]:
    """Currencies in use without a rate that is new enough."""
    newest: dict[str, str] = {}
    for currency, day in view.frames.rates:
        if day <= view.as_of:
            newest[currency] = max(day, newest.get(currency, ""))
    used = {
        each.document.currency
        for each in contributions.positions(view)
        if each.stage in STILL_TO_COME
    }
    receipts = view.frames.receipts.values()
    used |= {row["currency"] for row in receipts if row["status"] is ReceiptStatus.OPEN}
    for currency in sorted(used - {"USD"}):
        day = newest.get(currency, "")
        if not day or view.today - date.fromisoformat(day) > money.STALE_AFTER:
            yield Item(currency, "", day, state="" if day else "no rate")


def _events(view: View) -> Iterator[Item]:
    """Meetings to confirm: that they will be held as announced, or that they were held."""
    near, attended = view.today + timedelta(days=NEAR), _attended(view)
    for code, event in view.frames.events.items():
        day = event.starts_on
        if day is None or not view.frames.fund.starts_on <= day <= near or event.held:
            continue
        state = label(event.status) if event.status in UNCONFIRMED else ""
        if event.date_precision is not DatePrecision.DAY and code in attended:
            state = "had delegates, not marked as held"
        if state:
            due, when = day.isoformat(), desk_trips.when(event)
            yield Item(code, event.title, due=due, when=when, state=state)


def _attended(view: View) -> set[str]:
    """The events that somebody travelled to."""
    last = view.last_steps
    went = last["trip"][last["status"].isin(list(DELEGATES))]
    return set(view.frames.trips.at(went, "event").unique().to_pylist())


def _graduations(view: View) -> Iterator[Item]:
    for code in view.frames.countries:
        facts = view.country(code)
        if is_due(facts, view.today):
            yield Item(code, facts.name, iso(facts.ldc_scheduled_until))


def _years(view: View) -> Iterator[Item]:
    days = view.frames.entries["value_date"].cat.categories
    certified = {row["year"] for row in view.frames.certified}
    first = max(int(days[0][:4]), view.frames.fund.starts_on.year) if len(days) else date.max.year
    for year in range(first, view.today.year):
        if year not in certified:
            yield Item(str(year), "", due=f"{year + 1}-04-30")
