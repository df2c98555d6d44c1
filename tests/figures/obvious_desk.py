"""The queues of the desk by a plain loop over documents, one after the other, as the rules say."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import Session, select

from trustfund.domain.kinds import DatePrecision, EventStatus, ReceiptStatus
from trustfund.figures.contributions import contribution_rows
from trustfund.figures.staff_datasets import instalment_rows, travel_rows
from trustfund.figures.view import View
from trustfund.store.tables import (
    CertifiedYear,
    Country,
    Entry,
    Event,
    Fund,
    Rate,
    Trip,
    UnidentifiedReceipt,
)

Waiting = dict[str, set[str]]
"""What waits in each queue, by its code: what each thing is known by."""


def queues(view: View, session: Session) -> Waiting:
    today = view.today
    found: Waiting = defaultdict(set)
    for queue, key in (
        *_money(view, session, today),
        *_trips(view, session, today),
        *_others(session, today),
    ):
        found[queue].add(key)
    return found


def _money(view: View, session: Session, today: date) -> Iterator[tuple[str, str]]:
    used = set()
    for row in contribution_rows(view):
        if row["stage"] == "pledged":
            yield "pledges_unsigned", row["reference"]
        if row["stage"] in {"pledged", "committed", "partly_deposited"}:
            used.add(row["currency"])
    for row in instalment_rows(view):
        if row["status"] == "late":
            yield "instalments_late", row["contribution_reference"]
        soon = date.fromisoformat(row["due_on"]) <= today + timedelta(days=30)
        if row["status"] == "scheduled" and soon:
            yield "instalments_due", row["contribution_reference"]
    for receipt in session.exec(select(UnidentifiedReceipt)):
        if receipt.status is ReceiptStatus.OPEN:
            used.add(receipt.currency)
            yield "receipts_unidentified", receipt.reference
    for currency in used - {"USD"}:
        rates = [
            rate.effective_on
            for rate in session.exec(select(Rate).where(Rate.currency == currency))
            if rate.effective_on <= today
        ]
        if not rates or (today - max(rates)).days > 45:
            yield "rates", currency


def _trips(view: View, session: Session, today: date) -> Iterator[tuple[str, str]]:
    events = {event.code: event for event in session.exec(select(Event))}
    for row in travel_rows(view):
        event, reference, status = events[row["event"]], row["reference"], row["status"]
        last = event.ends_on or event.starts_on
        is_over = event.status is EventStatus.CANCELLED or (last and last < today)
        has_begun = is_over or (
            event.date_precision is DatePrecision.DAY and event.starts_on <= today
        )
        if status in {"nominated", "under_review"} and not has_begun:
            yield "trips_to_approve", reference
        if status == "approved" and not has_begun:
            yield "trips_to_authorise", reference
        if status in {"nominated", "under_review", "waitlisted", "approved"} and has_begun:
            yield "requests_left_open", reference
        if status == "authorised" and not is_over:
            yield "trips_to_ticket", reference
        if status in {"authorised", "ticketed"} and is_over:
            yield "trips_to_confirm", reference
        if status == "travelled" and is_over:
            yield "claims_awaited", reference
        if status == "claimed":
            yield "trips_to_settle", reference
        if status == "no_show":
            trip = session.exec(select(Trip).where(Trip.reference == reference)).one()
            if row["actual_usd"] > trip.ticket:
                yield "allowances_to_recover", reference


def _others(session: Session, today: date) -> Iterator[tuple[str, str]]:
    began = session.get_one(Fund, 1).starts_on
    for event in session.exec(select(Event)):
        first = event.starts_on
        is_near = first is not None and began <= first <= today + timedelta(days=30)
        is_open = event.status in {EventStatus.TBC, EventStatus.TBA} and not event.held
        if is_near and is_open:
            yield "events_to_confirm", event.code
    for country in session.exec(select(Country)):
        day = country.ldc_scheduled_until
        if country.ldc and country.ldc_until is None and day and day <= today:
            yield "graduations", country.iso3
    years = [entry.value_date.year for entry in session.exec(select(Entry))]
    certified = Counter(row.year for row in session.exec(select(CertifiedYear)))
    for year in range(min(years, default=9999), today.year):
        if not certified[year]:
            yield "years_to_certify", str(year)
