"""CSV files: what spreadsheets and scripts depend on."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    a_pledge,
    a_rate,
    day,
    perform,
)
from tests.reading import Loaded, csv_text, view
from trustfund.domain.cells import share_text
from trustfund.domain.fields import Cell, Field
from trustfund.exchange.imports.reading import plain
from trustfund.exchange.tables import cell_text, csv_pieces, file_name
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.ledger.contributions import ContributionDraft, record_contribution

# A promise to every script and spreadsheet: names may be added, never renamed or removed.
PROMISED = {
    "contributions": "reference,contributor,contributor_type,country,stage,pledged_on,"
    "agreement_reference,agreement_link,agreement_signed_on,currency,amount,earmark,usd_amount,"
    "deposited_amount,deposited_usd,outstanding_amount,outstanding_usd,written_off_amount,"
    "exchange_difference_usd,unearmarked_amount,earmarked_amount,note,refunded_amount,"
    "refunded_usd,deposited_less_refunds_usd",
    "earmarking": "contribution_reference,contributor,objective,currency,amount,usd_amount,"
    "deposited_usd,share",
    "deposits": "reference,contribution_reference,contributor,value_date,currency,amount,rate,"
    "rate_effective_on,usd_amount,fee_usd,net_usd,unearmarked_usd,earmarked_usd",
    "contributors": "name,contributor_type,country,parent,committed_usd,deposited_usd,"
    "unearmarked_share,refunded_usd,deposited_less_refunds_usd",
    "participation": "event,event_date,country,country_name,un_group,m49_region,m49_subregion,"
    "ldc,lldc,sids,delegates,expected,trips,obligated_usd,spent_usd",
    "events": "code,kind,title,city,country,announced,starts_on,ends_on,date_precision,phase,"
    "status,delegates,spent_usd,held",
    "funding_status": "line,usd_amount",
    "headlines": "fund,fund_name,as_of,revision,committed_usd,deposited_usd,unearmarked_share,"
    "left_for_travel_usd,delegates,countries,ldcs_represented,ldcs_eligible",
    "countries": "iso3,listed_on,name,un_member,un_group,m49_region,m49_subregion,"
    "developing,ldc,ldc_until,ldc_scheduled_until,lldc,sids",
    "restatements": "recorded_from,recorded_to,dataset,reference,column,before,after,reason_code",
    "travel": "reference,event,country,role,gender,status,status_on,note_verbale,nominated_on,"
    "approved_on,authorised_on,travelled_on,settled_on,ticket_usd,dsa_usd,terminal_usd,other_usd,"
    "actual_usd,obligated_usd,spent_usd,objective_1_usd,unearmarked_usd,note",
    "instalments": "contribution_reference,contributor,due_on,currency,amount,status",
    "movements": "reference,kind,value_date,usd_amount,objective,organization,"
    "contribution_reference,note,currency,amount",
    "allocations": "reference,decided_on,organization,usd_amount,objective,note",
    "receipts": "reference,received_on,currency,amount,payer,bank_reference,status,"
    "deposit_reference,note",
    "rates": "currency,effective_on,units_per_usd,source",
    "ledger": "id,recorded_at,value_date,kind,contribution,deposit,travel,movement,objective,"
    "currency,amount,rate,usd_amount,reverses,reason",
    "history": "id,at,actor,action,subject,reason,act,hash",
}
"""Datasets of which the sample has less than twenty rows."""


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def a_gift(store, contributor: str, note: str, amount: str = "1000", currency: str = "USD") -> None:
    draft = ContributionDraft(contributor, currency, amount, day("2017-05-02"), note=note)
    perform(store, record_contribution, draft)


@pytest.mark.parametrize("dataset", sorted({*PROMISED, *BY_NAME}))
def test_the_first_line_holds_the_promised_names(sample: Loaded, dataset: str):
    assert csv_text(sample, dataset).split("\r\n")[0] == PROMISED[dataset]


@pytest.mark.parametrize("dataset", PROMISED)
def test_every_cell_is_written_as_its_column_promises(sample: Loaded, dataset: str):
    shapes = {
        Cell.TEXT: r"[^=+@\t\r-].*",
        Cell.DAY: r"\d{4}-\d\d-\d\d",
        Cell.MOMENT: r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
        Cell.USD: r"-?\d+\.\d\d",
        Cell.MONEY: r"-?\d+(\.\d\d)?",
        Cell.RATE: r"\d+(\.\d+)?",
        Cell.SHARE: r"[01]\.\d{4}",
        Cell.COUNT: r"\d+",
        Cell.FLAG: r"true|false",
    }
    for row in read(csv_text(sample, dataset)):
        for column in BY_NAME[dataset].columns:
            cell = row[column.key]
            assert cell == "" or re.fullmatch(shapes[column.cell], cell), (column.key, cell)
            if column.cell is Cell.DAY and cell:
                assert date.fromisoformat(cell).isoformat() == cell


def test_lines_end_as_rfc_4180_says_and_nothing_comes_before_the_names(sample: Loaded):
    text = csv_text(sample, "contributions")
    assert text.startswith("reference,")
    assert text.endswith("\r\n")
    assert text.count("\r\n") == 46  # a header and 45 contributions, no comment
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")


def test_rows_have_their_order(sample: Loaded):
    for dataset, column in (
        ("contributions", "reference"),
        ("deposits", "value_date"),
        ("contributors", "name"),
    ):
        cells = [row[column] for row in read(csv_text(sample, dataset))]
        assert cells == sorted(cells)


@pytest.mark.parametrize(
    ("currency", "amount", "written"),
    [
        ("JPY", "9000000", "9000000"),
        ("USD", "1000", "1000.00"),
        ("TND", "1000.5", "1000.500"),
        ("USD", "10000000000000", "10000000000000.00"),
        ("USD", "0.01", "0.01"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency(sqlite_store, currency, amount, written):
    a_pledge(sqlite_store, amount, currency)
    (row,) = read(csv_text(sqlite_store, "contributions"))
    assert row["amount"] == row["unearmarked_amount"] == written
    assert Decimal(row["earmarked_amount"]) == 0
    (part,) = read(csv_text(sqlite_store, "earmarking"))
    assert part["amount"] == written


def test_shares_have_four_decimals_and_what_is_not_stated_is_blank(sqlite_store):
    a_rate(sqlite_store, "EUR", "0.918")
    gift = a_commitment(sqlite_store, "900", "EUR", earmark="1:600;unearmarked:300")
    a_contributor(sqlite_store, "Example Foundation", "philanthropic_organization", "")
    assert [row["share"] for row in read(csv_text(sqlite_store, "earmarking"))] == [
        "0.3333",
        "0.6667",
    ]
    a_deposit(sqlite_store, gift, "900", "EUR")
    foundation, norway = read(csv_text(sqlite_store, "contributors"))
    assert (foundation["unearmarked_share"], norway["unearmarked_share"]) == ("", "0.3333")
    assert (foundation["country"], foundation["parent"]) == ("", "")
    assert foundation["deposited_usd"] == "0.00"  # nothing is a number, not an unknown
    (deposit,) = read(csv_text(sqlite_store, "deposits"))
    assert (deposit["rate"], deposit["rate_effective_on"]) == ("0.918", "2017-05-01")


@given(st.fractions(0, 1))
def test_a_share_is_rounded_to_the_nearest_ten_thousandth(share: Fraction):
    assert abs(Fraction(share_text(share)) - share) <= Fraction(1, 20_000)
    assert re.fullmatch(r"[01]\.\d{4}", share_text(share))


@pytest.mark.parametrize("note", ["=1+1", "+41 22 917", "-paid twice", "@SUM(A1)"])
def test_a_text_that_a_spreadsheet_would_run_is_neutralised(sqlite_store, note):
    a_contributor(sqlite_store, note, "philanthropic_organization", "")
    a_gift(sqlite_store, note, note)
    (row,) = read(csv_text(sqlite_store, "contributions"))
    assert (row["note"], row["contributor"]) == (f"'{note}", f"'{note}")


def test_a_negative_number_stays_a_number(sqlite_store):
    a_rate(sqlite_store, "EUR", "0.80", "2017-05-01")
    a_rate(sqlite_store, "EUR", "0.90", "2017-05-20")
    gift = a_commitment(sqlite_store, "900", "EUR")  # USD 1,125.00
    a_deposit(sqlite_store, gift, "900", "EUR", "2017-05-25")  # USD 1,000.00
    (row,) = read(csv_text(sqlite_store, "contributions"))
    assert row["exchange_difference_usd"] == "-125.00"


def test_a_large_file_is_sent_in_large_pieces():
    rows = [{"number": number} for number in range(50_000)]
    pieces = list(csv_pieces([Field("number", Cell.COUNT)], rows))
    assert len(pieces) < 60
    numbers = "".join(pieces).split("\r\n")
    assert numbers == ["number", *map(str, range(50_000)), ""]


def test_a_file_name_says_what_is_in_it(sample: Loaded):
    named = file_name("deposits", view(sample, "as_of=2017-12-31"), "csv")
    assert named == "MCS00-deposits-2017-12-31-illustrative.csv"
    loaded, today = sample
    fund = replace(loaded.fund, illustrative=False)
    real = replace(view(sample), books=replace(loaded, fund=fund))
    assert file_name("deposits", real, "xlsx") == f"MCS00-deposits-{today}.xlsx"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", ""),
        ("known_at=2018-01-31", "known-2018-01-31-"),
        ("contributor=Sweden", "contributor-sweden-"),
        ("from=2018-01-01&to=2018-03-31", "from-2018-01-01-to-2018-03-31-"),
        ("objective=1&objective=unearmarked", "objective-1-objective-unearmarked-"),
        ("contributor=European+Union", "contributor-european-union-"),
    ],
)
def test_files_for_other_filters_have_other_names(sample: Loaded, query: str, said: str):
    named = file_name("deposits", view(sample, query), "csv")
    assert named == f"MCS00-deposits-2018-07-16-{said}illustrative.csv"


def test_many_filters_and_letters_beyond_ascii_make_a_short_name_that_is_still_its_own(
    sample: Loaded,
):
    agency = quote("Swedish International Development Cooperation Agency (Sida)")
    long = f"contributor=Sweden&contributor={agency}&objective=1&from=2017-05-01"
    names = [file_name("deposits", view(sample, q), "csv") for q in (long, f"{long}&objective=2")]
    assert names[0] != names[1]
    for name in names:
        start = "MCS00-deposits-2018-07-16-from-2017-05-01-contributor-sweden-contributor-"
        assert re.fullmatch(rf"{start}[a-z-]+-[0-9a-f]{{6}}-illustrative\.csv", name)
        assert len(name) < 130
    loaded, today = sample
    givers = [Filters(contributor=(name,)) for name in ("Côte d’Ivoire", "Cote d'Ivoire", "日本")]
    three = [file_name("deposits", View(loaded, today, asked), "csv") for asked in givers]
    assert len(set(three)) == 3
    assert all(name.isascii() for name in three)


@pytest.mark.parametrize("start", [*"=+-@\t\r\n", *"＝＋－＠"])
def test_a_text_that_a_spreadsheet_would_run_is_neutralised_and_comes_back(start):
    text = f"{start}cmd|'/c calc'!A0"
    cell = cell_text(Field("note", is_free=True), {"note": text})
    assert cell == f"'{text}"
    assert plain(cell) == text
