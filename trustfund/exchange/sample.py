"""Loads the illustrative fund of data/sample through the same acts that staff use.

Acts are booked in the order of their days, each recorded at a plausible moment of that day: the
sample is the one place where ``recorded_at`` is not the real clock.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from inspect import signature
from itertools import count, groupby
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from trustfund.domain.catalogue.file import STORE
from trustfund.domain.kinds import EventStatus
from trustfund.domain.problems import Code, refusal
from trustfund.domain.roles import COMMAND_LINE
from trustfund.domain.travel import SUNK, TripStatus
from trustfund.ledger import (
    allocations,
    amendments,
    contributions,
    contributors,
    deposits,
    event_changes,
    events,
    giving_up,
    instalments,
    movements,
    rates,
    receipts,
    travel,
    trip_steps,
)
from trustfund.ledger.acts import Done
from trustfund.ledger.books import Books
from trustfund.store.engine import Store
from trustfund.store.setup import DATA, begin_again, day, is_untouched, read_csv
from trustfund.store.tables import Fund

SAMPLE = DATA / "sample"
FIRST_DAY = date(2017, 4, 3)
BOOKS_DATE = date(2018, 7, 16)
OFFICE_OPENS = time(8, 30, tzinfo=UTC)
TICKETED_AFTER = timedelta(days=3)  # of the authorisation
CLAIMED_AFTER = timedelta(days=14)  # of the journey

SAME_PLAN = "Least developed countries have their seats in the same plan"
"""Why the sample authorises a seat while a least developed country waits for its first."""

Row = dict[str, str]
D = TypeVar("D")
S = TripStatus


@dataclass(frozen=True)
class Planned:
    """An act to be booked on a day; ``rank`` orders the acts of one day."""

    on: date
    rank: int
    perform: Callable[[Books], Done]


def _plan(on: date | None, rank: int, act: Callable[..., Done], *values: object) -> Planned:
    assert on is not None
    return Planned(max(on, FIRST_DAY), rank, lambda books: act(books, *values))


def _rows(name: str) -> Iterator[Row]:
    return read_csv(SAMPLE / f"{name}.csv")


def _draft(kind: Callable[..., D], row: Row, **known: Any) -> D:
    """A draft with the cells of the columns that are called as its fields; ``known`` goes first."""
    names = signature(kind).parameters
    return kind(**{name: cell for name, cell in row.items() if name in names} | known)


def _contributors_and_rates() -> Iterator[Planned]:
    for row in _rows("contributors"):
        draft = contributors.ContributorDraft(**row)
        yield _plan(FIRST_DAY, 0, contributors.record_contributor, draft)
    for row in _rows("rates"):
        on = day(row["effective_on"])
        yield _plan(on, 1, rates.record_rate, _draft(rates.RateDraft, row, effective_on=on))


def _contributions() -> Iterator[Planned]:
    signed_on = {}
    for row in _rows("contributions"):
        pledged, signed = day(row["pledged_on"]), day(row["agreement_signed_on"])
        pledge = _draft(
            contributions.ContributionDraft,
            row,
            pledged_on=pledged,
            agreement_reference="",
            agreement_link="",
            agreement_signed_on=None,
        )
        yield _plan(pledged, 2, contributions.record_contribution, pledge)
        if signed:
            agreement = contributions.AgreementDraft(
                row["reference"], row["agreement_reference"], signed, row["agreement_link"]
            )
            yield _plan(signed, 3, contributions.sign_agreement, agreement)
            signed_on[row["reference"]] = signed
    for reference, lines in groupby(_rows("instalments"), itemgetter("contribution_reference")):
        schedule = [(day(row["due_on"]), row["amount"]) for row in lines]
        yield _plan(signed_on[reference], 4, instalments.schedule_instalments, reference, schedule)
    for row in _rows("amendments"):
        contribution, on = row["contribution_reference"], day(row["signed_on"])
        amendment = _draft(amendments.AmendmentDraft, row, contribution=contribution, signed_on=on)
        yield _plan(on, 4, amendments.amend, amendment)
    corrected = {row["reference"]: row for row in _rows("corrections")}
    for row in _rows("deposits"):
        contribution, on = row["contribution_reference"], day(row["value_date"])
        deposit = _draft(deposits.DepositDraft, row, contribution=contribution, value_date=on)
        if correction := corrected.get(deposit.reference):
            wrong = replace(deposit, amount=correction["booked_amount"])
            yield _plan(on, 5, deposits.record_deposit, wrong)
            found_on, reason = day(correction["corrected_on"]), correction["reason"]
            yield _plan(found_on, 5, deposits.correct_deposit, deposit, reason)
            continue
        yield _plan(on, 5, deposits.record_deposit, deposit)
    for row in _rows("write_offs"):
        on = day(row["on"])
        ends = {"withdrawn": giving_up.withdraw_pledge, "written_off": giving_up.write_off}
        act = ends[row["kind"]]
        yield _plan(on, 6, act, row["contribution_reference"], on, row["reason"])


def _other_money() -> Iterator[Planned]:
    for row in _rows("movements"):
        contribution, on = row["contribution_reference"], day(row["value_date"])
        movement = _draft(movements.MovementDraft, row, contribution=contribution, value_date=on)
        yield _plan(on, 9, movements.record_movement, movement)
    for row in _rows("allocations"):
        on = day(row["decided_on"])
        decision = _draft(allocations.AllocationDraft, row, decided_on=on)
        yield _plan(on, 9, allocations.record_allocation, decision)
    for row in _rows("receipts"):
        on = day(row["received_on"])
        cash = _draft(receipts.ReceiptDraft, row, received_on=on)
        yield _plan(on, 9, receipts.record_receipt, cash)
        if row["returned"]:
            yield _plan(on, 10, receipts.return_receipt, row["reference"], row["returned"])


def _meetings() -> Iterator[Planned]:
    for row in _rows("held"):
        yield _plan(day(row["confirmed_on"]), 7, _confirm, row["event"], row["reason"])


def _confirm(books: Books, event: str, reason: str) -> Done:
    known = events.as_draft(events.required(books, event))
    took_place = replace(known, status=EventStatus.CONFIRMED, held="true")
    return event_changes.change_event(books, took_place, reason)


def _trips() -> Iterator[Planned]:
    ldcs = {each["iso3"] for each in read_csv(DATA / "countries.csv") if each["ldc"] == "true"}
    for row in _rows("travel"):
        on = day(row["nominated_on"])
        costs = travel.CostsDraft(
            row["ticket_usd"], row["dsa_usd"], row["terminal_usd"], row["other_usd"]
        )
        nomination = _draft(travel.NominationDraft, row, nominated_on=on, costs=costs, note="")
        yield _plan(on, 7, travel.nominate, nomination)
        for status, on in _steps(row):
            last = status is TripStatus(row["status"])
            note = row["note"] if last else ""
            if status is S.AUTHORISED and row["country"] not in ldcs:
                note = note or SAME_PLAN
            step = trip_steps.StepDraft(
                trip=row["reference"],
                status=status,
                on=on,
                actual=row["actual_usd"] if last else "",
                reason=note,
            )
            yield _plan(on, 8, trip_steps.advance, step)


def _steps(row: Row) -> Iterator[tuple[TripStatus, date]]:
    """The steps a trip took after its nomination, each with its day."""
    last = TripStatus(row["status"])
    authorised, travelled = day(row["authorised_on"]), day(row["travelled_on"])
    latest = day(row["settled_on"]) or BOOKS_DATE
    dated = {
        S.APPROVED: day(row["approved_on"]),
        S.AUTHORISED: authorised,
        S.TICKETED: min(authorised + TICKETED_AFTER, latest)
        if authorised and (last in SUNK or last is S.TICKETED)
        else None,
        S.TRAVELLED: travelled,
        S.CLAIMED: min(travelled + CLAIMED_AFTER, latest)
        if travelled and last is S.CLAIMED
        else None,
    }
    for status, on in dated.items():
        if on:
            yield status, on
    if last not in {S.NOMINATED, *(status for status, on in dated.items() if on)}:
        ended = day(row["settled_on"]) or max(filter(None, dated.values()), default=None)
        yield last, ended or date.fromisoformat(row["nominated_on"])


def load(store: Store) -> None:
    """Load the sample into a store where nothing was booked; it stays marked for ever."""
    acts = (*_contributors_and_rates(), *_contributions(), *_meetings(), *_trips(), *_other_money())
    planned = sorted(acts, key=attrgetter("on", "rank"))
    with store.writing() as session:
        fund = session.get_one(Fund, 1)
        if not is_untouched(session):
            why = "is in use already, and the sample would mix with what is booked"
            remedy = "Name a new store in TRUSTFUND_DATABASE_URL"
            raise refusal(STORE, Code.IN_USE, "", why, remedy)
        fund.illustrative, fund.books_date = True, BOOKS_DATE
        numbers = map("sample {}".format, count())  # no secret: each sample is the same
        before = datetime.combine(FIRST_DAY, OFFICE_OPENS) - timedelta(minutes=30)
        begin_again(session, before, next(numbers))
        for on, of_the_day in groupby(planned, attrgetter("on")):
            opens = datetime.combine(on, OFFICE_OPENS)
            for number, act in enumerate(of_the_day):
                moment = opens + timedelta(minutes=2 * number)
                books = Books(session, fund, BOOKS_DATE, COMMAND_LINE, clock=_at(moment))
                books.nonce = numbers.__next__
                act.perform(books)


def _at(moment: datetime) -> Callable[[], datetime]:
    """A clock that always shows one moment."""
    return lambda: moment
