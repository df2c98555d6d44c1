"""Deposits of a file are booked together: exactly as the form would book them one by one."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from tests.books import (
    a_commitment,
    a_deposit,
    a_rate,
    day,
    entries,
    everything,
    history,
    lines,
    perform,
    refusal,
)
from tests.examples import examples
from trustfund.domain.problems import Place, Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Source
from trustfund.figures import checks
from trustfund.ledger.books import open_books
from trustfund.ledger.deposits import DepositDraft, record_deposit
from trustfund.ledger.imports import deposit_lists
from trustfund.ledger.imports.deposit_lists import Listed, RefusedEach, record_deposits
from trustfund.store import many
from trustfund.store.tables import Deposit, Entry, PoolBalance

HEAD = "reference,contribution_reference,value_date,currency,amount"


@pytest.fixture
def gifts(store):
    """Arrangements in three currencies, two of them split, with rates that change."""
    for since, euros, yen in (("2017-05-01", "0.918", "111.3"), ("2017-06-15", "0.883", "109.9")):
        a_rate(store, "EUR", euros, since)
        a_rate(store, "JPY", yen, since)
    a_commitment(store, "1000", "USD", "1:333.33;unearmarked:666.67", reference="C-USD")
    a_commitment(store, "1000", "EUR", "1:200;2:300;unearmarked:500", reference="C-EUR")
    a_commitment(store, "100000", "JPY", "2", reference="C-JPY")
    a_deposit(store, "C-USD", "1.01", reference="KNOWN")
    return store


class TakeBack(Exception):
    """Ends a transaction without a trace."""


def what_is_booked(session):
    """Entries with their deposit, deposits and balances: all but acts, ids and entries' reasons."""
    left_out = {"id", "act_id", "recorded_at", "deposit_id", "reason"}
    references = dict(session.exec(select(Deposit.id, Deposit.reference)).all())
    entries = session.exec(select(Entry).order_by(col(Entry.id)))
    deposits = session.exec(select(Deposit).order_by(col(Deposit.id)))
    return (
        [(references.get(e.deposit_id), e.model_dump(exclude=left_out)) for e in entries],
        [row.model_dump(exclude={"id", "act_id"}) for row in deposits],
        {row.pool: row.usd_cents for row in session.exec(select(PoolBalance))},
    )


def one_by_one(books, drafts):
    """Problems by number, of deposits booked as the form books them."""
    found = {}
    for number, draft in enumerate(drafts):
        try:
            record_deposit(books, draft)
        except Refused as refused:
            found[number] = refused.problems
    return found


def together(books, drafts):
    """Problems by number, of deposits booked as a list; those that are sound are booked."""
    try:
        record_deposits(books, [Listed(draft, Place(), "") for draft in drafts])
    except RefusedEach as refused:
        sound = [draft for number, draft in enumerate(drafts) if number not in refused.found]
        if sound:
            record_deposits(books, [Listed(draft, Place(), "") for draft in sound])
        return dict(refused.found)
    return {}


def done_by(store, way, drafts):
    """What a way of booking finds and books; it is taken back."""
    told = []
    try:
        with open_books(store, COMMAND_LINE) as books:
            told.append(way(books, drafts))
            books.session.expire_all()
            told.append(what_is_booked(books.session))
            raise TakeBack
    except TakeBack:
        return told


AMOUNTS = st.sampled_from(["1", "7.77", "100", "333.33", "0.01", "1,000", "50000", "12.345", "x"])
DRAFTS = st.builds(
    DepositDraft,
    contribution=st.sampled_from(["C-USD", "C-EUR", "C-JPY", "C-USD", "C-EUR", "nothing"]),
    value_date=st.integers(-5, 90).map(lambda days: day("2017-05-01") + timedelta(days)),
    currency=st.sampled_from(["USD", "EUR", "JPY"]),
    amount=AMOUNTS,
    usd_amount=st.sampled_from(["", "", "9.99"]),
    fee_usd=st.sampled_from(["", "", "0", "0.07", "5000"]),
    bank_reference=st.sampled_from(["", "BANK 1"]),
    note=st.sampled_from(["", "As the bank says"]),
    reference=st.sampled_from(["KNOWN", *(f"D-{number}" for number in range(30))]),
)


@st.composite
def drafts_mostly_sound(draw):
    """Deposits of which most are in the currency of their arrangement."""
    found = []
    for draft in draw(st.lists(DRAFTS, min_size=1, max_size=12)):
        currency = draft.contribution.removeprefix("C-")
        fits = len(currency) == 3 and draw(st.integers(0, 9))
        found.append(
            DepositDraft(**{**vars(draft), "currency": currency if fits else draft.currency})
        )
    return found


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drafts_mostly_sound())
def test_a_list_finds_and_books_what_the_form_does_one_by_one(gifts, drafts):
    with pytest.MonkeyPatch.context() as patch:  # as if each list were long
        patch.setattr(many, "FEW", 0)
        patch.setattr(many, "VALUES", 50)
        patch.setattr(deposit_lists, "AT_ONCE", 5)
        booked = done_by(gifts, together, drafts)
    assert booked == done_by(gifts, one_by_one, drafts)


def test_each_deposit_of_a_list_follows_the_choice_after_those_before_it(store):
    gift = a_commitment(store, "1000", earmark="1:500;unearmarked:500")
    drafts = [
        DepositDraft(gift, day("2017-05-15"), "USD", amount, reference=f"D-{amount}")
        for amount in ("0.03", "0.01", "0.05")
    ]
    perform(store, record_deposits, [Listed(draft, Place(), "") for draft in drafts])
    parts = [(line.pool, line.amount) for line in lines(store) if line.kind == "deposit"]
    assert parts == [("unearmarked", 2), ("1", 1), ("1", 1), ("unearmarked", 3), ("1", 2)]


def test_a_list_is_refused_whole_with_each_place(store):
    gift = a_commitment(store, "1000")
    drafts = [
        DepositDraft(gift, day("2017-05-15"), "USD", amount, reference=reference)
        for amount, reference in (("5", "D-1"), ("6", "D-1"), ("x", "D-2"), ("7", ""))
    ]
    listed = [Listed(draft, Place(row=row), "") for row, draft in enumerate(drafts, 2)]
    assert refusal(store, record_deposits, listed).splitlines() == [
        'row 3, Reference "D-1": is used already. Choose another or leave blank.',
        (
            'row 4, Amount "x": is not an amount. Type digits with a point before the decimals, '
            "such as 60,000.00."
        ),
        "row 5, Reference: is missing. Give each deposit of a list its own.",
    ]


def test_a_file_of_deposits_is_one_act_and_each_entry_says_its_row(store, bring):
    gift = a_commitment(store, "1000", reference="C-1")
    text = f"{HEAD}\nD-1,{gift},2017-05-16,USD,10\nD-2,{gift},2017-05-15,USD,20\n"
    assert str(bring(store, "deposits", text)) == "new 2, changed 0, same 0, problems 0"
    line, end = history(store)[-2:]
    assert (line.act, line.subject) == ("deposits_recorded", "2 deposits")
    assert (end.act, end.subject) == ("file_imported", "list.csv")
    assert line.outcome == "Recorded 2 deposits, D-2 to D-1: USD 30.00, fees USD 0.30."
    assert line.reason == "imported from list.csv"
    booked = [(e.value_date, e.reason) for e in entries(store) if e.kind == "deposit"]
    assert booked == [
        (day("2017-05-15"), "imported from list.csv, row 3"),
        (day("2017-05-16"), "imported from list.csv, row 2"),
    ]
    assert list(checks.problems(store)) == []


def test_a_correction_between_new_deposits_keeps_its_day(sqlite_store, bring):
    gift = a_commitment(sqlite_store, "1000", reference="C-1")
    a_deposit(sqlite_store, gift, "100", value_date="2017-05-16", reference="D-0")
    text = (
        f"{HEAD}\nD-1,C-1,2017-05-17,USD,1\nD-0,C-1,2017-05-16,USD,200\nD-2,C-1,2017-05-15,USD,2\n"
    )
    assert str(bring(sqlite_store, "deposits", text)) == "new 2, changed 1, same 0, problems 0"
    assert [(line.act, line.subject) for line in history(sqlite_store)[-4:-1]] == [
        ("deposits_recorded", "D-2"),
        ("deposit_corrected", "D-0"),
        ("deposits_recorded", "D-1"),
    ]
    before = everything(sqlite_store)
    assert str(bring(sqlite_store, "deposits", text)) == "new 0, changed 0, same 3, problems 0"
    assert everything(sqlite_store) == before


def test_somebody_is_told_how_far_a_large_file_is(sqlite_store):
    gift = a_commitment(sqlite_store, "9000000")
    rows = "".join(f"D-{row},{gift},2017-05-15,USD,{row + 1}\n" for row in range(2500))
    told = []
    source = Source("large.csv", f"{HEAD}\n{rows}".encode())
    outcome = run(
        sqlite_store,
        COMMAND_LINE,
        BY_NAME["deposits"],
        source,
        dry_run=True,
        progress=lambda done, rows: told.append((done, rows)),
    )
    assert outcome.new == 2500
    assert told == sorted(told)
    assert len(told) >= 6
    assert told[-1] == (2500, 2500)
