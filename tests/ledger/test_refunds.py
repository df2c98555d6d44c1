"""Money given back: in US dollars, and in the currency in which it was paid; public everywhere."""

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_rate,
    available,
    day,
    entries,
    history,
    perform,
    publish,
    refusal,
    with_agent,
)
from tests.iati_sums import assert_adds_up, file
from tests.people import acting
from tests.reading import csv_text, only_row, rows, view
from trustfund.domain.kinds import EntryKind
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.exchange import contributor_statement
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Source
from trustfund.figures import checks
from trustfund.figures.giving import Statement
from trustfund.figures.statements import AnnualReport
from trustfund.ledger.contributors import ContributorDraft, record_contributor
from trustfund.ledger.movements import (
    MovementDraft,
    correct_movement,
    record_movement,
    reverse_movement,
)
from trustfund.store.engine import Store

WHY = "A reason"


@pytest.fixture
def gift(store) -> str:
    """EUR 1,000 of Norway, worth USD 1,250, free of the fee."""
    a_rate(store, "EUR", "0.8")
    reference = a_commitment(store, "1000", "EUR", reference="C-1")
    return a_deposit(store, reference, "1000", "EUR", fee_usd="0", note="waived") and reference


def a_refund(amount: str = "100", usd: str = "130", currency: str = "EUR", **other: str):
    return MovementDraft(
        other.pop("kind", "refund_to_contributor"),
        day("2017-06-02"),
        usd,
        contribution=other.pop("contribution", "C-1"),
        currency=currency,
        amount=amount,
        **other,
    )


def refunded(store: Store) -> list[tuple[str, int, int, str]]:
    """Currency, amount, US dollar cents and rate of the entries of refunds."""
    return [
        (each.currency, each.amount, each.usd_cents, each.rate)
        for each in entries(store)
        if each.kind is EntryKind.REFUND_TO_CONTRIBUTOR
    ]


def brought(store: Store, text: str, *, dry_run: bool = False) -> str:
    source = Source("movements.csv", text.encode())
    outcome = run(store, COMMAND_LINE, BY_NAME["movements"], source, dry_run=dry_run)
    return "\n".join([str(outcome), *map(str, outcome.problems)])


def said(store: Store, role: Role = Role.VISITOR) -> str:
    """The statement of Norway, as a reader of that role sees it."""
    statement = Statement(view(store, "contributor=Norway"))
    found = contributor_statement.sections(statement, acting(role))
    return "\n".join(
        " | ".join(row)
        for section in found
        for row in ((section.title,), *(section.table.rows if section.table else ()))
    )


# What is booked


def test_a_refund_in_euros_is_booked_in_euros_and_takes_its_dollars(store, gift):
    done = perform(store, record_movement, a_refund())
    assert "USD 130.00, paid as EUR 100.00, on 2017-06-02" in done.sentence
    assert refunded(store) == [("EUR", 10_000, 13_000, "0.7692307692")]
    assert available(store) == {"unearmarked": 125_000 - 13_000}
    assert with_agent(store) == 125_000 - 13_000
    assert list(checks.problems(store)) == []


def test_dollars_named_as_the_currency_are_no_other_one(store, gift):
    perform(store, record_movement, a_refund("130.0", "130", "usd"))
    assert refunded(store) == [("USD", 13_000, 13_000, "1")]


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (a_refund(""), "Amount in that currency: is missing"),
        (a_refund(currency=""), "Paid in another currency: is missing"),
        (a_refund(currency="XQX"), 'currency "XQX": is not a currency code'),
        (a_refund("12.345"), 'Amount in that currency "12.345"'),
        (a_refund("abc", "130", "USD"), "differs from the US dollars of the refund"),
        (a_refund("120", "130", "USD"), "differs from the US dollars of the refund"),
        (a_refund("1000.01"), "is more than the EUR 1,000.00 that C-1 gave to un-earmarked"),
        (a_refund(usd="1250.01"), "is more than the USD 1,250.00 that C-1 gave to un-earmarked"),
        (a_refund(kind="bank_charge", contribution=""), "belongs only to a refund"),
    ],
)
def test_what_is_wrong_with_the_currency_of_a_refund_is_said(store, gift, draft, reason):
    assert reason in refusal(store, record_movement, draft)


def test_two_refunds_in_euros_come_to_no_more_than_was_given_in_euros(store, gift):
    perform(store, record_movement, a_refund("900", "130", reference="M-1"))
    assert "is more than the EUR 100.00 that" in refusal(
        store, record_movement, a_refund("100.01", "130")
    )
    more = a_refund("1000", "130", reference="M-1")  # its own money is not in the way
    perform(store, correct_movement, more, WHY)
    perform(store, reverse_movement, "M-1", WHY)
    perform(store, record_movement, a_refund("1000", "130"))
    assert list(checks.problems(store)) == []


def test_a_correction_of_the_euros_alone_is_booked_anew_and_one_of_nothing_is_not(store, gift):
    perform(store, record_movement, a_refund(reference="M-1"))
    perform(store, correct_movement, a_refund("90", reference="M-1"), WHY)
    assert [amount for _, amount, _, _ in refunded(store)] == [10_000, -10_000, 9_000]
    assert only_row(store, "movements")["amount"] == 9_000
    perform(store, correct_movement, a_refund("90.00", reference="M-1", note="Asked for"), WHY)
    assert len(refunded(store)) == 3


# Files


FILE = (
    "reference,kind,value_date,usd_amount,contribution_reference,currency,amount\n"
    "M-1,interest,2017-06-01,5,,,\n"
    "M-2,refund_to_contributor,2017-06-02,130,C-1,EUR,100\n"
    "M-3,refund_to_contributor,2017-06-03,20,C-1,,\n"
)


def test_a_file_of_refunds_is_tried_booked_and_known_again(store, gift):
    acts = len(history(store))
    assert brought(store, FILE, dry_run=True) == "new 3, changed 0, same 0, problems 0"
    assert len(history(store)) == acts
    assert brought(store, FILE) == "new 3, changed 0, same 0, problems 0"
    assert [row[:3] for row in refunded(store)] == [("EUR", 10_000, 13_000), ("USD", 2_000, 2_000)]
    assert brought(store, FILE) == "new 0, changed 0, same 3, problems 0"
    exported = csv_text(store, "movements")
    assert "M-2,refund_to_contributor,2017-06-02,130.00,,,C-1,,EUR,100.00" in exported
    assert brought(store, exported) == "new 0, changed 0, same 3, problems 0"
    contributions = csv_text(store, "contributions").encode()
    again = run(
        *(store, COMMAND_LINE, BY_NAME["contributions"], Source("c.csv", contributions)),
        dry_run=False,
    )
    assert str(again) == "new 0, changed 0, same 1, problems 0"


def test_a_file_changes_the_euros_of_a_refund_and_one_without_the_columns_keeps_them(store, gift):
    brought(store, FILE)
    changed = FILE.replace("EUR,100", "EUR,101.5")
    assert brought(store, changed) == "new 0, changed 1, same 2, problems 0"
    without = "reference,kind,value_date,usd_amount,contribution_reference\n"
    without += "M-2,refund_to_contributor,2017-06-02,131,C-1\n"
    assert brought(store, without) == "new 0, changed 1, same 0, problems 0"
    assert refunded(store)[-1][:3] == ("EUR", 10_150, 13_100)
    now_a_charge = "reference,kind,value_date,usd_amount,contribution_reference\n"
    now_a_charge += "M-2,bank_charge,2017-06-02,131,\n"
    assert brought(store, now_a_charge) == "new 0, changed 1, same 0, problems 0"


def test_dollars_in_the_columns_of_another_currency_are_taken_for_what_they_are(store, gift):
    text = (
        "reference,kind,value_date,usd_amount,contribution_reference,currency,amount\n"
        "M-1,interest,2017-06-01,5,,USD,5.00\n"
        "M-2,refund_to_contributor,2017-06-02,130,C-1,USD,\n"
    )
    assert brought(store, text) == "new 2, changed 0, same 0, problems 0"
    assert brought(store, text) == "new 0, changed 0, same 2, problems 0"


# Public everywhere alike


def test_contributions_and_contributors_say_what_was_given_back(store, gift):
    perform(store, record_movement, a_refund())
    contribution = only_row(store, "contributions")
    assert contribution["deposited_usd"] == 125_000  # stays whole
    assert contribution["refunded_amount"] == 10_000
    assert contribution["refunded_usd"] == 13_000
    assert contribution["deposited_less_refunds_usd"] == 112_000
    contributor = only_row(store, "contributors")
    told = [contributor[name] for name in ("refunded_usd", "deposited_less_refunds_usd")]
    assert told == [13_000, 112_000]
    before = only_row(store, "contributions", "as_of=2017-06-01")
    assert (before["refunded_amount"], before["refunded_usd"]) == (0, 0)

    perform(store, record_movement, a_refund("", "20", ""))
    contribution = only_row(store, "contributions")
    assert contribution["refunded_amount"] is None  # some of it was paid in dollars
    assert contribution["refunded_usd"] == 15_000


def test_only_what_was_given_back_of_an_objective_counts_where_it_is_asked_for(store):
    reference = a_commitment(store, "1000", earmark="1:600;unearmarked:400")
    a_deposit(store, reference, "1000")
    perform(store, record_movement, a_refund("", "25", "", contribution=reference, objective="1"))
    for objective, cents in (("1", 2_500), ("unearmarked", 0)):
        row = only_row(store, "contributions", f"objective={objective}")
        assert (row["refunded_amount"], row["refunded_usd"]) == (cents, cents)


def test_table_2_has_refunds_and_what_is_left_of_deposits_beside_them(store, gift):
    perform(store, record_movement, a_refund())
    (row,) = AnnualReport(view(store)).contributors()
    assert (row["total_deposits_usd"], row["refunds_usd"]) == (125_000, 13_000)
    assert row["less_refunds_usd"] == 112_000


def test_a_parent_has_the_refunds_of_its_agency_on_its_statement_alone(store, gift):
    agency = ContributorDraft("Norad", "member_state", "NOR", "Norway", "An agency")
    perform(store, record_contributor, agency)
    a_contributor(store, "Sweden", country="SWE")
    reference = a_commitment(store, "500", contributor="Norad")
    a_deposit(store, reference, "500")
    perform(store, record_movement, a_refund("", "25", "", contribution=reference))
    by_name = {row["name"]: row["refunded_usd"] for row in rows(store, "contributors")}
    assert by_name == {"Norad": 2_500, "Norway": 0, "Sweden": 0}
    assert "USD 25.00 | 25.00" in said(store)


def test_a_visitor_reads_refunds_on_the_statement_as_they_were_paid(store, gift):
    assert "Given back" not in said(store)
    perform(store, record_movement, a_refund())
    assert "Given back to the contributor" in said(store)
    assert "2017-06-02 | C-1 | Un-earmarked | EUR 100.00 | 130.00" in said(store)
    assert "of it given back | EUR 100.00 | USD 130.00" in said(store)
    assert "Deposited less refunds |  | USD 1,120.00" in said(store)
    assert said(store, Role.VIEWER).replace("\nInstalments", "") == said(store)


def test_a_refund_in_euros_is_a_negative_transaction_in_euros(store, gift):
    publish(store)
    perform(store, record_movement, a_refund(reference="M-1"))
    made = file(store).decode()
    assert '<value currency="EUR" value-date="2017-06-02">-100.00</value>' in made
    assert "130.00" not in made
    assert_adds_up(store)


def test_every_place_says_the_same_of_the_sample(sample):
    seen = view(sample)
    sums = [
        sum(row["refunded_usd"] for row in rows(sample, name))
        for name in ("contributions", "contributors")
    ]
    table = sum(row["refunds_usd"] for row in AnnualReport(seen).contributors())
    assert [*sums, table] == [50_000] * 3
