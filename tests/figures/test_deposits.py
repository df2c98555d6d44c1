"""Deposits: cash as received, what the agent took of it, and what was earmarked."""

from tests.books import a_commitment, a_contributor, a_deposit, a_rate, day, perform
from tests.reading import Loaded, only_row, rows, view
from trustfund.figures import frames
from trustfund.figures.filters import Filters
from trustfund.figures.overview import contributor_bars
from trustfund.figures.receipt_letters import deposit_receipt
from trustfund.figures.view import View
from trustfund.ledger.deposits import DepositDraft, correct_deposit, reverse_deposit


def test_a_deposit_shows_what_arrived_at_which_rate_and_what_was_taken(store):
    a_rate(store, "EUR", "0.918", "2017-05-01")
    gift = a_commitment(store, "60000", "EUR", "1:40000;unearmarked:20000")
    reference = a_deposit(store, gift, "30000", "EUR", "2017-05-15")
    assert only_row(store, "deposits") == {
        "reference": reference,
        "contribution_reference": gift,
        "contributor": "Norway",
        "value_date": "2017-05-15",
        "currency": "EUR",
        "amount": 3_000_000,
        "rate": "0.918",
        "rate_effective_on": "2017-05-01",
        "usd_amount": 3_267_974,
        "fee_usd": 32_680,
        "net_usd": 3_235_294,
        "unearmarked_usd": 1_089_325,
        "earmarked_usd": 2_178_649,
    }


def test_us_dollars_are_one_to_one_without_a_day(sqlite_store):
    a_deposit(sqlite_store, a_commitment(sqlite_store, "500"), "500")
    row = only_row(sqlite_store, "deposits")
    assert (row["rate"], row["rate_effective_on"]) == ("1", "")


def test_the_banks_own_rate_has_no_day(store):
    a_rate(store, "EUR", "0.90")
    gift = a_commitment(store, "900", "EUR")
    a_deposit(store, gift, "450", "EUR", usd_amount="480", note="As credited by the bank")
    row = only_row(store, "deposits")
    assert (row["usd_amount"], row["rate"], row["rate_effective_on"]) == (48_000, "0.9375", "")


def test_a_reversed_deposit_is_no_longer_there(store):
    gift = a_commitment(store, "1000")
    wrong, right = a_deposit(store, gift, "400"), a_deposit(store, gift, "300")
    perform(store, reverse_deposit, wrong, "Belongs to another fund")
    assert [row["reference"] for row in rows(store, "deposits")] == [right]
    standing = only_row(store, "contributions")
    assert (standing["stage"], standing["deposited_usd"]) == ("partly_deposited", 30_000)
    perform(store, reverse_deposit, right, "Belongs to another fund")
    assert rows(store, "deposits") == []
    assert only_row(store, "contributions")["stage"] == "committed"


def test_a_corrected_deposit_shows_its_new_values_once(store):
    gift = a_commitment(store, "1000", earmark="1:500;unearmarked:500")
    reference = a_deposit(store, gift, "400", value_date="2017-05-15")
    new = DepositDraft(gift, day("2017-06-02"), "USD", "640", reference=reference)
    perform(store, correct_deposit, new, "The bank's advice was misread")
    row = only_row(store, "deposits")
    assert (row["value_date"], row["amount"], row["fee_usd"]) == ("2017-06-02", 64_000, 640)
    assert (row["unearmarked_usd"], row["earmarked_usd"]) == (32_000, 32_000)
    assert rows(store, "deposits", "as_of=2017-06-01") == []
    assert only_row(store, "contributions")["deposited_usd"] == 64_000


def test_deposits_come_by_value_date_and_a_period_includes_both_ends(store):
    gift = a_commitment(store, "1000")
    later = a_deposit(store, gift, "1", value_date="2017-06-30")
    first = a_deposit(store, gift, "2", value_date="2017-06-01")
    same_day = a_deposit(store, gift, "3", value_date="2017-06-30")

    def found(query: str) -> list[str]:
        return [row["reference"] for row in rows(store, "deposits", query)]

    assert found("") == [first, later, same_day]
    assert found("from=2017-06-01&to=2017-06-30") == [first, later, same_day]
    assert found("from=2017-06-02") == [later, same_day]
    assert found("to=2017-06-29") == [first]


def test_the_largest_giver_comes_first(sample: Loaded):
    bars = contributor_bars(view(sample))
    amounts = [row["deposited_usd"] for row in bars]
    assert amounts == sorted(amounts, reverse=True)
    assert bars[0]["contributor"] == "Germany"


def test_a_receipt_names_the_state_of_an_agency_and_nobody_for_others(store):
    a_contributor(store, "Sweden", country="SWE")  # the first contributor of all
    deposit = a_deposit(store, a_commitment(store, "100"), "100")
    books, today = frames.load(store)
    receipt = deposit_receipt(View(books, today, Filters(deposit=deposit)))
    assert (receipt.contributor.name, receipt.parent) == ("Norway", "")
