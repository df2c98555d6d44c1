"""An export is corrected in a spreadsheet and imported: what it worked out follows the change."""

import pytest

from tests.books import a_commitment, a_deposit, a_rate, day, entries, perform
from trustfund.exchange.tables import csv_pieces
from trustfund.figures import frames
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import View
from trustfund.ledger.terms import TermsDraft, change_terms

SPLIT = "1:60000;unearmarked:40000"


def export(store, name: str) -> str:
    dataset = BY_NAME[name]
    return "".join(csv_pieces(dataset.columns, dataset.rows(View(*frames.load(store)))))


def with_cells(text: str, **cells: str) -> str:
    """The only row of a file with other cells."""
    header, row = text.split("\r\n")[:2]
    values = dict(zip(header.split(","), row.split(","), strict=True)) | cells
    return f"{header}\r\n{','.join(values.values())}\r\n"


def booked(store) -> dict[str, str]:
    """The money of the only deposit, as an export has it."""
    header, row = export(store, "deposits").split("\r\n")[:2]
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    return {name: cells[name] for name in ("amount", "rate", "usd_amount", "fee_usd", "net_usd")}


def test_the_amount_of_an_exported_deposit_is_changed_and_dollars_and_fee_follow(store, bring):
    a_rate(store, "EUR", "0.8")
    commitment = a_commitment(store, "100000", "EUR", SPLIT)
    a_deposit(store, commitment, "50000", "EUR", reference="D-1")
    outcome = bring(store, "deposits", with_cells(export(store, "deposits"), amount="52000.00"))
    assert [str(problem) for problem in outcome.problems] == []
    assert str(outcome) == "new 0, changed 1, same 0, problems 0"
    assert [str(each) for each in outcome.differences] == [
        "row 2, amount: 50000.00 → 52000.00",
        "row 2, usd_amount: 62500.00 → 65000.00",
        "row 2, fee_usd: 625.00 → 650.00",
        "row 2, net_usd: 61875.00 → 64350.00",
        "row 2, unearmarked_usd: 25000.00 → 26000.00",
        "row 2, earmarked_usd: 37500.00 → 39000.00",
    ]
    assert not any("compared" in remark for remark in outcome.remarks)
    assert booked(store) == {
        "amount": "52000.00",
        "rate": "0.8",
        "usd_amount": "65000.00",
        "fee_usd": "650.00",
        "net_usd": "64350.00",
    }
    assert str(bring(store, "deposits", export(store, "deposits"))) == (
        "new 0, changed 0, same 1, problems 0"
    )


def test_the_dollars_follow_in_a_file_without_the_day_of_the_rate(store, bring):
    a_rate(store, "EUR", "0.8")
    a_deposit(store, a_commitment(store, "100000", "EUR"), "50000", "EUR", reference="D-1")
    cells = with_cells(export(store, "deposits"), amount="52000.00", rate_effective_on="", rate="")
    assert bring(store, "deposits", cells).problems == ()
    assert (booked(store)["usd_amount"], booked(store)["fee_usd"]) == ("65000.00", "650.00")


def test_the_value_date_of_an_exported_deposit_is_changed_and_its_rate_follows(store, bring):
    a_rate(store, "EUR", "0.8")
    a_rate(store, "EUR", "0.5", "2017-06-01")
    a_deposit(store, a_commitment(store, "100000", "EUR"), "1000", "EUR", reference="D-1")
    cells = with_cells(export(store, "deposits"), value_date="2017-06-02")
    assert [str(each) for each in bring(store, "deposits", cells).differences] == [
        "row 2, value_date: 2017-05-15 → 2017-06-02",
        "row 2, rate: 0.8 → 0.5",
        "row 2, rate_effective_on: 2017-05-01 → 2017-06-01",
        "row 2, usd_amount: 1250.00 → 2000.00",
        "row 2, fee_usd: 12.50 → 20.00",
        "row 2, net_usd: 1237.50 → 1980.00",
        "row 2, unearmarked_usd: 1250.00 → 2000.00",
    ]


def test_the_fee_that_follows_is_that_of_the_terms_by_which_the_deposit_was_booked(store, bring):
    a_deposit(store, a_commitment(store), "1000", reference="D-1")
    first, last = day("2017-04-03"), day("2018-12-31")
    terms = TermsDraft("MCS00", "A fund", first, last, "7", "0", "IOM")
    perform(store, change_terms, terms, "Agreed with the agent")
    before = entries(store)
    same = bring(store, "deposits", export(store, "deposits"))
    assert (str(same), entries(store)) == ("new 0, changed 0, same 1, problems 0", before)
    assert bring(store, "deposits", with_cells(export(store, "deposits"), amount="2000.00")).changed
    assert (booked(store)["usd_amount"], booked(store)["fee_usd"]) == ("2000.00", "20.00")


def test_a_fee_of_its_own_and_the_banks_dollars_stay_what_the_file_says(store, bring):
    a_rate(store, "EUR", "0.8")
    commitment = a_commitment(store, "100000", "EUR")
    a_deposit(
        store, commitment, "50000", "EUR", reference="D-1", usd_amount="60000", fee_usd="0",
        note="By the bank; the fee is waived",
    )  # fmt: skip
    outcome = bring(store, "deposits", with_cells(export(store, "deposits"), amount="48000.00"))
    assert [str(each) for each in outcome.differences] == [
        "row 2, amount: 50000.00 → 48000.00",
        "row 2, rate: 0.8333333333 → 0.8",
    ]
    assert booked(store)["usd_amount"] == "60000.00"
    assert booked(store)["fee_usd"] == "0.00"


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"fee_usd": "5.00"}, "the fee is not the usual USD 650.00"),
        (
            {"usd_amount": "64000.00", "rate": "", "rate_effective_on": ""},
            "the US dollar amount is the bank's",
        ),
    ],
)
def test_other_dollars_or_another_fee_than_the_books_worked_out_need_a_note(
    sqlite_store, bring, cells, why
):
    a_rate(sqlite_store, "EUR", "0.8")
    commitment = a_commitment(sqlite_store, "100000", "EUR")
    a_deposit(sqlite_store, commitment, "50000", "EUR", reference="D-1")
    text = with_cells(export(sqlite_store, "deposits"), amount="52000.00", **cells)
    (problem,) = bring(sqlite_store, "deposits", text).problems
    assert f"is needed because {why}" in str(problem)


def test_a_worked_out_cell_that_the_books_say_nowhere_is_told(sqlite_store, bring):
    a_deposit(sqlite_store, a_commitment(sqlite_store), "1000", reference="D-1")
    text = with_cells(export(sqlite_store, "deposits"), amount="2000.00", net_usd="7.00")
    assert (
        'row 2, net_usd "7.00": is "1980.00" in the books; this column is compared, and never '
        "applied." in bring(sqlite_store, "deposits", text).remarks
    )


def test_what_a_commitment_is_worth_follows_its_amount(sqlite_store, bring):
    a_commitment(sqlite_store, "1000", reference="C-1")
    text = with_cells(export(sqlite_store, "contributions"), amount="1500.00")
    outcome = bring(sqlite_store, "contributions", text)
    assert [str(each) for each in outcome.differences] == [
        "row 2, amount: 1000.00 → 1500.00",
        "row 2, usd_amount: 1000.00 → 1500.00",
        "row 2, outstanding_amount: 1000.00 → 1500.00",
        "row 2, outstanding_usd: 1000.00 → 1500.00",
        "row 2, unearmarked_amount: 1000.00 → 1500.00",
    ]
    assert not any("compared" in remark for remark in outcome.remarks)
