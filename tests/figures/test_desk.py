"""The desk lists what waits, the most urgent first, and each reader's own part of it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_nomination,
    a_pledge,
    a_rate,
    a_step,
    an_authorised_trip,
    an_earlier_program,
    day,
    everything,
    money_available,
    perform,
)
from tests.figures import obvious_desk
from tests.people import acting
from trustfund.accounts import log
from trustfund.domain.desk import QUEUES, Queue
from trustfund.domain.roles import ACCOUNT_ROLES, BOOK_READERS, LOCAL_ADMINISTRATOR, Actor, Role
from trustfund.figures import checking, desk, frames
from trustfund.figures.desk_items import MOST, Item
from trustfund.figures.view import View
from trustfund.ledger.instalments import schedule_instalments
from trustfund.ledger.receipts import ReceiptDraft, record_receipt
from trustfund.store.access_tables import AccessEvent
from trustfund.store.tables import Contributor, Event

DAYS = ("2017-04-20", "2017-06-19", "2017-11-30", "2018-03-14", "2018-07-16", "2021-12-31")


def queue(store, which: Queue, today: str = "") -> list[Item]:
    books, now = frames.load(store)
    view = View(books, day(today) if today else now)
    found = desk.queues(view)[which]
    assert found.number == len(found.items) or len(found.items) == MOST
    return list(found.items)


def keys(store, which: Queue, today: str = "") -> list[str]:
    return [item.key for item in queue(store, which, today)]


def rows_of(store, who: Actor) -> dict[Queue, desk.Row]:
    view = View(*frames.load(store)).seen_by(who)
    return {row.queue: row for row in desk.rows(view, who)}


@pytest.mark.parametrize("today", DAYS)
def test_every_queue_of_the_sample_is_what_a_plain_loop_finds(sample_store, sample, today):
    view = View(sample[0], date.fromisoformat(today), reads_travel=True)
    with sample_store.reading() as session:
        plain = obvious_desk.queues(view, session)
    for code, found in desk.queues(view).items():
        assert {item.key for item in found.items} == plain[code], code
        assert found.number == len(found.items) < MOST, code
        if not code.startswith("instalments"):  # of which a contribution may have two
            assert found.number == len(plain[code]), code
    assert sum(map(len, plain.values())) > 0


def test_of_an_empty_fund_a_plain_loop_finds_the_same(sqlite_store):
    view = View(*frames.load(sqlite_store))
    with sqlite_store.reading() as session:
        plain = obvious_desk.queues(view, session)
    found = desk.queues(view)
    assert {code: {i.key for i in f.items} for code, f in found.items() if f.number} == plain
    assert set(plain) == {Queue.EVENTS}  # the programme has a meeting whose day is not known


def test_the_most_urgent_comes_first(sample_store):
    for which, found in desk.queues(View(*frames.load(sample_store))).items():
        order = [item.urgency for item in found.items]
        assert order == sorted(order), which


# Money


def test_of_a_late_instalment_what_is_missing_is_shown(store, set_today):
    gift = a_commitment(store, "1000")
    lines = [(day("2017-06-01"), "400"), (day("2017-07-01"), "600")]
    perform(store, schedule_instalments, gift, lines)
    a_deposit(store, gift, "150")
    (late,) = queue(store, Queue.INSTALMENTS_LATE, "2017-06-15")
    assert (late.key, late.who, late.amount, late.due) == (gift, "Norway", 25_000, "2017-06-01")
    (due,) = queue(store, Queue.INSTALMENTS_DUE, "2017-06-15")
    assert (due.amount, due.due) == (60_000, "2017-07-01")
    assert keys(store, Queue.INSTALMENTS_DUE, "2017-05-31") == [gift]  # the first one alone
    a_deposit(store, gift, "850")
    assert keys(store, Queue.INSTALMENTS_LATE, "2017-06-15") == []


def test_a_pledge_waits_until_its_arrangement_is_signed(store):
    pledge = a_pledge(store, "500")
    assert keys(store, Queue.PLEDGES) == [pledge]
    a_commitment(store, "500")
    assert keys(store, Queue.PLEDGES) == [pledge]


def test_a_rate_is_asked_for_while_money_in_its_currency_is_to_come(store, set_today):
    set_today("2017-06-15")
    assert keys(store, Queue.RATES) == []
    a_pledge(store, "500", "CHF")
    (missing,) = queue(store, Queue.RATES)
    assert (missing.key, missing.state) == ("CHF", "no rate")
    a_rate(store, "CHF", "0.97", "2017-05-01")
    assert keys(store, Queue.RATES, "2017-06-15") == []  # 45 days
    assert keys(store, Queue.RATES, "2017-06-16") == ["CHF"]


def test_a_rate_is_asked_for_by_cash_that_nobody_knows(store):
    perform(store, record_receipt, ReceiptDraft(day("2018-07-01"), "SEK", "250", reference="U-1"))
    assert keys(store, Queue.RATES) == ["SEK"]
    assert keys(store, Queue.RECEIPTS) == ["U-1"]


# The last check


def check_item(store) -> str:
    books, _ = frames.load(store)
    return " ".join(item.state for item in checking.waiting(books, checking.last(store)).items)


def test_a_check_is_asked_for_until_one_finds_all_in_order(store):
    gift = a_commitment(store, "1000")
    assert check_item(store) == "never checked"
    checking.check(store, LOCAL_ADMINISTRATOR)
    assert check_item(store) == ""
    (line,) = log.newest(store, 9)
    assert (line.actor, line.action, line.detail) == (
        "local administrator",
        log.Action.IN_ORDER,
        "revision 2",
    )
    with store.writing() as session:
        line = session.exec(select(AccessEvent)).one()
        line.at -= timedelta(days=8)
        session.add(line)
    a_deposit(store, gift, "10")
    assert check_item(store) == "checked the books: in order, revision 2"


def test_what_a_check_found_stands_on_the_desk(sqlite_store):
    a_contributor(sqlite_store, "Sweden", country="SWE")
    a_contributor(sqlite_store, "SWEDEN", "philanthropic_organization", "")
    with an_earlier_program(sqlite_store, "contributor") as session:
        session.execute(sa.update(Contributor).values(apart=""))
    checking.check(sqlite_store, LOCAL_ADMINISTRATOR)
    assert "checked the books: something to settle" in check_item(sqlite_store)


def test_to_a_damaged_store_a_check_writes_nothing(sqlite_store):
    a_commitment(sqlite_store, "1000")
    with sqlite_store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE contribution SET note = 'past the program'"))
    before = everything(sqlite_store)
    assert checking.check(sqlite_store, LOCAL_ADMINISTRATOR).faults
    assert everything(sqlite_store) == before
    with sqlite_store.engine.begin() as connection:  # for the invariants after the test
        connection.execute(sa.text("UPDATE contribution SET note = ''"))


# Trips


def test_a_trip_goes_from_queue_to_queue(store):
    """To the third thematic session, 19 and 20 June 2017."""
    money_available(store, {"1": "9000"})
    trip = a_nomination(store)

    def waits_in(today: str) -> list[Queue]:
        found = desk.queues(View(frames.load(store)[0], day(today)))
        return [which for which, of in found.items() if trip in {item.key for item in of.items}]

    assert waits_in("2017-06-01") == [Queue.TO_APPROVE]
    assert waits_in("2017-06-19") == [Queue.LEFT_OPEN]
    a_step(store, trip, "approved", "2017-06-02")
    assert waits_in("2017-06-02") == [Queue.TO_AUTHORISE]
    a_step(store, trip, "authorised", "2017-06-03")
    assert waits_in("2017-06-20") == [Queue.TO_TICKET]
    assert waits_in("2017-06-21") == [Queue.TO_CONFIRM]
    a_step(store, trip, "ticketed", "2017-06-04")
    assert waits_in("2017-06-05") == []
    assert waits_in("2017-06-21") == [Queue.TO_CONFIRM]
    a_step(store, trip, "travelled", "2017-06-18")
    assert waits_in("2017-06-20") == []  # the delegate is there
    assert waits_in("2017-06-21") == [Queue.CLAIMS]
    a_step(store, trip, "claimed", "2017-06-25")
    assert waits_in("2017-06-25") == [Queue.TO_SETTLE]
    a_step(store, trip, "settled", "2017-07-01")
    assert waits_in("2017-07-01") == []


def test_a_request_for_a_cancelled_meeting_is_to_be_closed(store):
    trip = a_nomination(store)
    with an_earlier_program(store, "event") as session:
        cancelled = sa.update(Event).where(col(Event.code) == "TS-3").values(status="cancelled")
        session.execute(cancelled)
    (item,) = queue(store, Queue.LEFT_OPEN, "2017-06-01")
    assert (item.key, item.about) == (trip, "TS-3, cancelled")
    assert queue(store, Queue.TO_APPROVE, "2017-06-01") == []


def test_what_a_no_show_cost_beside_the_ticket_is_to_be_recovered(store):
    money_available(store, {"1": "9000"})
    only_ticket, with_allowance = (an_authorised_trip(store, "1000") for _ in range(2))
    a_step(store, only_ticket, "no_show", "2017-06-21", reason="Did not come")
    a_step(store, with_allowance, "no_show", "2017-06-21", reason="Did not come", actual="1600")
    (item,) = queue(store, Queue.TO_RECOVER)
    assert (item.key, item.amount) == (with_allowance, 60_000)


# Whose desk


@pytest.mark.parametrize("role", ACCOUNT_ROLES)
def test_each_role_sees_the_queues_of_the_table_and_its_own_first(sample_store, role):
    who = acting(role)
    found = rows_of(sample_store, who)
    assert list(found) == sorted(found, key=lambda code: role not in QUEUES[code].offices)
    tables = {code: work for code, work in QUEUES.items() if code is not Queue.CHECK}
    assert set(found) == {code for code, work in tables.items() if role in work.readers}
    own = {code for code, work in tables.items() if role in work.offices}
    assert {code for code, row in found.items() if row.is_own} == own
    if role not in BOOK_READERS:
        assert not found


def test_the_agent_sees_no_trip_and_the_travel_office_no_instalment():
    for code, work in QUEUES.items():
        assert work.offices <= work.readers <= BOOK_READERS
        if code is Queue.CHECK:
            continue  # of the page Checks
        assert (Role.AGENT in work.readers) is (work.document != "trip")
        assert (Role.TRAVEL in work.readers) is not code.startswith("instalments")


def test_a_trip_that_somebody_may_not_approve_is_not_theirs(sample_store):
    view = View(*frames.load(sample_store))
    every = rows_of(sample_store, LOCAL_ADMINISTRATOR)[Queue.TO_APPROVE]
    mine = {every.items[0].key, every.items[2].key}
    rows = desk.rows(view, acting(Role.SECRETARIAT), mine)
    row = next(row for row in rows if row.queue is Queue.TO_APPROVE)
    assert (row.number, row.of_others) == (every.number - 2, 2)
    assert not mine & {item.key for item in row.items}
    others = next(
        row for row in desk.rows(view, acting(Role.TRAVEL), mine) if row.queue is Queue.TO_APPROVE
    )
    assert (others.number, others.is_own) == (every.number, False)
