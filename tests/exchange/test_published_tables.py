"""Tables in the layouts that other funds publish: brought in to the cent, or refused in words.

Each test gives the columns and values that a person would choose on the page Import.
"""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from tests.books import a_commitment, a_contributor, a_rate, by_pool, everything, perform
from tests.exchange.outcomes import said
from tests.exchange.published import source, workbooks
from tests.reading import rows as exported
from trustfund.domain.kinds import EntryKind
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Choices, Source
from trustfund.ledger import contributors
from trustfund.store.engine import Store

Values = Mapping[tuple[str, str], str]
STATES = {
    "Norway": "NOR",
    "Sweden": "SWE",
    "Denmark": "DNK",
    "Ireland": "IRL",
    "Japan": "JPN",
    "Luxembourg": "LUX",
    "Switzerland": "CHE",
    "Republic of Korea": "KOR",
    "Cyprus": "CYP",
    "Côte d’Ivoire": "CIV",
}


@pytest.fixture
def books(sqlite_store: Store) -> Store:
    """A store that knows the contributors of these tables."""
    for name, country in STATES.items():
        a_contributor(sqlite_store, name, "member_state", country)
    return sqlite_store


def bring(
    store: Store,
    kind: str,
    given: Source | str,
    columns: Mapping[str, str] | None = None,
    values: Values | None = None,
) -> Outcome:
    """Import a file, and again: the second time changes nothing."""
    given = source(given) if isinstance(given, str) else given
    choices = Choices(columns=columns or {}, values=values or {})
    before = everything(store)
    outcome = run(store, COMMAND_LINE, BY_NAME[kind], given, choices, dry_run=False)
    if outcome.problems:
        assert everything(store) == before
        return outcome
    again = run(store, COMMAND_LINE, BY_NAME[kind], given, choices, dry_run=False)
    rows = outcome.new + outcome.changed + outcome.same
    assert str(again) == f"new 0, changed 0, same {rows}, problems 0"
    return outcome


def booked(store: Store) -> list[tuple[str, str, str, int, str]]:
    """The contributions of the books, by reference."""
    return sorted(
        (c["reference"], c["contributor"], c["currency"], c["amount"], c["pledged_on"])
        for c in exported(store, "contributions")
    )


LIST = {
    "Contributor": "contributor",
    "Reference": "reference",
    "Pledged on": "pledged_on",
    "Currency": "currency",
    "Amount": "amount",
}
"""The headers of the plain lists here, and what they stand for."""


# Feeds of systems


FEED = {
    "ContributionCode": "reference",
    "DonorName": "contributor",
    "PledgeDate": "pledged_on",
    "LocalCurrency": "currency",
    "PledgeAmtLocal": "amount",
} | dict.fromkeys(
    ("FundName", "FiscalYear", "CountryCode", "PledgeAmtUSD", "PaidDate", "IsTransfer"), ""
)
GOVERNMENTS = {
    ("contributor", "Government of Ireland"): "Ireland",
    ("contributor", "Government of Japan"): "Japan",
    ("contributor", "Korea, Republic of"): "Republic of Korea",
}


def test_the_feed_of_a_pooled_fund(books):
    outcome = bring(books, "contributions", "pooled_fund_feed.csv", FEED, GOVERNMENTS)
    assert said(outcome) == ["row 3, pledged_on: is missing. Give the day."]
    values = GOVERNMENTS | {("pledged_on", "0001-01-01T00:00:00"): "2017-06-01"}
    outcome = bring(books, "contributions", "pooled_fund_feed.csv", FEED, values)
    assert (said(outcome), str(outcome)) == ([], "new 4, changed 0, same 0, problems 0")
    assert booked(books) == [
        ("DF/000101/2017/41", "Ireland", "EUR", 10_000_000, "2017-05-03"),
        ("DF/000102/2017/42", "Ireland", "EUR", 5_000_000, "2017-06-01"),
        ("DF/000103/2017/43", "Republic of Korea", "USD", 2_000_000, "2017-06-12"),
        ("DF/000104/2017/44", "Japan", "JPY", 1_250_000, "2017-06-20"),
    ]


FLOWS = {
    "date": "pledged_on",
    "description": "note",
    "srcOrganization": "contributor",
    "originalAmount": "amount",
    "originalCurrency": "currency",
    "id": "reference",
} | dict.fromkeys(("amountUSD", "exchangeRate", "status"), "")


def test_flows_with_a_row_of_tags_under_the_header(books):
    outcome = bring(
        books,
        "contributions",
        "tagged_flows.csv",
        FLOWS,
        {
            ("contributor", "Luxembourg, Government of"): "Luxembourg",
            ("contributor", "Switzerland, Government of"): "Switzerland",
        },
    )
    assert (said(outcome), str(outcome)) == ([], "new 3, changed 0, same 0, problems 0")
    assert booked(books) == [
        ("F-2201", "Luxembourg", "EUR", 5_000_000, "2017-05-08"),
        ("F-2202", "Switzerland", "CHF", 1_000_000, "2017-05-09"),
        ("F-2203", "Switzerland", "USD", 750_000, "2017-06-30"),
    ]
    notes = [line["note"] for line in exported(books, "contributions")]
    assert notes[0] == 'Travel of delegates\nof least developed countries, "phase I"'
    assert any("row 2" in remark for remark in outcome.remarks)


RECEIPTS = {
    "Receipt No.": "reference",
    "Contribution No.": "contribution_reference",
    "Receipt Date": "value_date",
    "Receipt Currency": "currency",
    "Receipt Amount": "amount",
    "Amount in USD": "usd_amount",
    "Remark": "note",
} | dict.fromkeys(("As of Date", "Fund Name", "Donor Name", "Receipt Quarter"), "")


def test_receipts_of_a_trustee_with_american_days(books):
    a_rate(books, "EUR", "0.9", "2017-04-01")
    a_commitment(books, "100000", "EUR", signed_on="2017-04-20", reference="C-1")
    receipts = source("trustee_receipts.csv")
    outcome = bring(books, "deposits", receipts, RECEIPTS)
    assert [line.partition(": ")[0] for line in said(outcome)] == [
        'row 4, amount "(2,500.00)"',
        'row 4, usd_amount "(2,850.10)"',
    ]
    kept = Source(receipts.name, b"".join(receipts.content.splitlines(keepends=True)[:3]))
    outcome = bring(books, "deposits", kept, RECEIPTS)
    assert (said(outcome), str(outcome)) == ([], "new 2, changed 0, same 0, problems 0")
    assert [
        (line["value_date"], line["amount"], line["usd_amount"])
        for line in exported(books, "deposits")
    ] == [("2017-05-04", 4_000_000, 4_412_050), ("2017-06-28", 2_500_000, 2_831_000)]
    assert by_pool(books, EntryKind.DEPOSIT) == {"unearmarked": 7_243_050}


def test_an_export_of_statistical_software_with_row_names_and_na(books):
    values = {("earmark", "NA"): "", ("note", "NA"): ""}
    outcome = bring(books, "contributions", "statistics_export.csv", values=values)
    assert said(outcome) == []
    assert booked(books) == [
        ("K-1", "Norway", "USD", 100_000, "2017-05-02"),
        ("K-2", "Norway", "USD", 250_050, "2017-05-03"),
    ]
    assert [line["earmark"] for line in exported(books, "contributions")] == ["unearmarked", "1"]


# Lists that people keep


AGENCIES = {
    "Reporting organisation": "contributor",
    "Project": "reference",
    "Date of announcement": "pledged_on",
    "Currency": "currency",
    "Amount": "amount",
}
SIDA = "Sweden, through Swedish International Development Cooperation Agency (Sida)"


def test_agencies_that_are_said_once_to_be_their_states_are_known_from_then_on(books):
    outcome = bring(books, "contributions", "agencies.csv", AGENCIES)
    assert [each.name for each in outcome.unknown_contributors] == [SIDA, "Sida", "Irish Aid"]
    assert [line.partition(":")[0] for line in said(outcome)] == [
        f'row 2, contributor "{SIDA}"',
        'row 3, contributor "Sida"',
        'row 4, contributor "Irish Aid"',
    ]
    for name, state in {SIDA: "Sweden", "Sida": "Sweden", "Irish Aid": "Ireland"}.items():
        perform(books, contributors.also_known_as, name, state)
    outcome = bring(books, "contributions", "agencies.csv", AGENCIES)
    assert (said(outcome), str(outcome)) == ([], "new 4, changed 0, same 0, problems 0")
    assert [line[1:4] for line in booked(books)] == [
        ("Sweden", "SEK", 15_000_000),
        ("Sweden", "SEK", 5_000_000),
        ("Ireland", "EUR", 2_500_000),
        ("Ireland", "EUR", 1_000_000),
    ]
    assert [str(each) for each in outcome.sums] == [
        "Pledged: EUR 0.00 → EUR 35,000.00",
        "Pledged: SEK 0.00 → SEK 200,000.00",
    ]


WORKBOOK = {
    "Long Description": "note",
    "Project ID": "reference",
    "Contributor": "contributor",
    "Commitment Date": "pledged_on",
    "Currency": "currency",
    "Commitment amount": "amount",
}


def test_a_workbook_with_a_cover_sheet_and_days_of_two_kinds(books):
    given = workbooks.with_a_cover_sheet()
    outcome = bring(books, "contributions", given, WORKBOOK)
    assert [line.partition(":")[0] for line in said(outcome)] == [
        'sheet "Data", row 2, currency "EU"',
        'sheet "Data", row 3, currency "EU"',
    ]
    bring(books, "contributions", given, WORKBOOK, {("currency", "EU"): "EUR"})
    assert booked(books) == [
        ("W-1", "Cyprus", "EUR", 25_000_000, "2017-05-09"),
        ("W-2", "Cyprus", "EUR", 23_000_050, "2017-05-31"),
        ("W-3", "Cyprus", "USD", 30, "2017-07-27"),
    ]


def test_a_list_that_begins_away_from_the_corner(books):
    outcome = bring(books, "contributions", workbooks.away_from_the_corner(), LIST)
    assert (said(outcome), str(outcome)) == ([], "new 2, changed 0, same 0, problems 0")
    assert [line[3] for line in booked(books)] == [100_000, 250_075]


def test_a_print_layout_in_yearly_blocks_with_a_sub_total_that_is_wrong(books):
    outcome = bring(books, "contributions", "yearly_blocks.csv", LIST)
    assert said(outcome) == []
    assert [(line[0], line[3]) for line in booked(books)] == [
        ("N-1", 100_000),
        ("N-2", 400_000),
        ("S-1", 200_000),
        ("S-2", 500_000),
    ]
    assert "Left out as headers between the rows: rows 9 and 10." in outcome.remarks
    assert [(foot.printed, foot.found, foot.foots) for foot in outcome.footing] == [
        (Decimal(3000), Decimal(3000), True),
        (Decimal(9500), Decimal(9000), False),
        (Decimal(12000), Decimal(12000), True),
    ]


def test_a_file_saved_again_by_a_french_spreadsheet(books):
    columns = {
        "Contributeur": "contributor",
        "Référence": "reference",
        "Date": "pledged_on",
        "Monnaie": "currency",
        "Montant": "amount",
        "Observations": "note",
    }
    values = {("contributor", "Suède"): "Sweden"}
    outcome = bring(books, "contributions", "resaved_in_french.csv", columns, values)
    assert said(outcome) == []
    assert booked(books) == [
        ("F-1", "Côte d’Ivoire", "XOF", 1_500_000, "2017-05-02"),
        ("F-2", "Sweden", "SEK", 15_000_050, "2017-06-20"),
        ("F-3", "Sweden", "SEK", 7_500_000, "2017-04-03"),
    ]
    assert exported(books, "contributions")[0]["note"] == "Première tranche – « participation »"


def test_notes_and_stars_under_a_list(books):
    outcome = bring(books, "contributions", "notes_below.csv")
    assert said(outcome) == []
    assert [(line[1], line[3], line[4]) for line in booked(books)] == [
        ("Norway", 100_000, "2017-05-02"),
        ("Sweden", 200_000, "2017-05-03"),
        ("Denmark", 300_000, "2017-05-04"),
    ]


def test_a_list_of_gifts_is_a_list_of_their_givers_too(sqlite_store):
    columns = {"Giver": "name", "Kind": "contributor_type", "Country": "country", "Gift": ""}
    text = (
        "Giver,Kind,Country,Gift\n"
        "Norway,member_state,NOR,100\n"
        "Oak,philanthropic_organization,,5\n"
        "norway ,member_state,NOR,200\n"
    )
    outcome = bring(sqlite_store, "contributors", Source("gifts.csv", text.encode()), columns)
    assert str(outcome) == "new 3, changed 0, same 0, problems 0"
    assert [line["name"] for line in exported(sqlite_store, "contributors")] == ["Norway", "Oak"]


# What is refused, and why


def test_codes_of_countries_in_other_forms_are_asked_about_and_then_taken(sqlite_store):
    columns = {"country_name": "name", "type": "contributor_type", "country_code": "country"}
    given = source("formal_names.csv")
    outcome = bring(sqlite_store, "contributors", given, columns)
    assert said(outcome)[:5] == [
        'row 2, country "AT": is not a country code. Did you mean Austria (AUT)?',
        'row 3, country "KR": is not a country code. Did you mean Republic of Korea (KOR)?',
        (
            'row 4, country "TZ": is not a country code. Did you mean United Republic of Tanzania '
            "(TZA)?"
        ),
        'row 5, country "TR": is not a country code. Did you mean Türkiye (TUR)?',
        'row 6, country "NA": is not a country code. Did you mean Namibia (NAM)?',
    ]
    assert said(outcome)[5].startswith(
        'row 7, contributor_type "Private": may not contribute to this fund. '
    )
    asked = {(each.column, each.text): each.meant for each in outcome.suggestions}
    states = Source(given.name, b"".join(given.content.splitlines(keepends=True)[:6]))
    outcome = bring(sqlite_store, "contributors", states, columns, asked)
    assert str(outcome) == "new 5, changed 0, same 0, problems 0"
    countries = {line["country"] for line in exported(sqlite_store, "contributors")}
    assert countries == {"AUT", "KOR", "TZA", "TUR", "NAM"}


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        ("contributions", source("years_across.csv"), "2015, 2016, 2017"),
        ("contributions", source("in_millions.csv"), "million"),
        ("contributions", workbooks.with_a_merged_header(), "column 3: has no name"),
    ],
    ids=["years across", "in millions", "merged header"],
)
def test_a_table_that_is_no_list_in_full_amounts_is_refused(books, kind, given, sentence):
    outcome = bring(books, kind, given)
    assert any(sentence in line for line in said(outcome))


@pytest.mark.parametrize("header", ["PledgeAmountUSD", "pledged_amount_usd", "Amount (USD)"])
def test_dollars_that_a_person_takes_for_the_amount_in_the_own_currency_are_refused(books, header):
    text = f"reference,contributor,pledged_on,currency,{header}\nC-1,Norway,2017-05-02,NOK,1200\n"
    given = Source("feed.csv", text.encode())
    outcome = bring(books, "contributions", given, {header: "amount"})
    assert said(outcome) == [
        'row 2, amount "1200": is in USD, and its row in NOK. Make the two agree.'
    ]


def test_amounts_with_words_are_refused_and_never_guessed(books):
    outcome = bring(books, "contributions", "amounts_with_words.csv", LIST)
    assert [line.partition(",")[0] for line in said(outcome)] == [
        f"row {row}" for row in (4, 5, 6, 7, 8)
    ]
    assert (outcome.new, len(outcome.problems)) == (2, 5)
