"""What a text that the books do not know may mean: "did you mean Türkiye (TUR)?"."""

import pytest

from tests.books import a_commitment, a_contributor, perform
from tests.exchange.outcomes import said
from trustfund.exchange.imports.outcome import Suggestion, UnknownContributor
from trustfund.ledger import contributors

GIVERS = "name,contributor_type,country\n"
GIFTS = "reference,contributor,pledged_on,currency,amount,earmark\n"


def remedy(outcome) -> str:
    (problem,) = outcome.problems
    return problem.remedy


# Countries


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Turkey", "Türkiye (TUR)"),
        ("Turquie", "Türkiye (TUR)"),
        ("TR", "Türkiye (TUR)"),
        ("792", "Türkiye (TUR)"),
        ("Ivory Coast", "Côte d’Ivoire (CIV)"),
        ("Swaziland", "Eswatini (SWZ)"),
        ("Czech Republic", "Czechia (CZE)"),
        ("Cape Verde", "Cabo Verde (CPV)"),
        ("Burma", "Myanmar (MMR)"),
        ("Macedonia", "North Macedonia (MKD)"),
        ("Laos", "Lao People's Democratic Republic (LAO)"),
        ("South Korea", "Republic of Korea (KOR)"),
        ("North Korea", "Democratic People's Republic of Korea (PRK)"),
        ("Great Britain", "United Kingdom of Great Britain and Northern Ireland (GBR)"),
        ("USA.", "United States of America (USA)"),
        ("Holland", "Netherlands (Kingdom of the) (NLD)"),
        ("Allemagne", "Germany (DEU)"),
        ("Alemania", "Germany (DEU)"),
        ("Deutschland", "Germany (DEU)"),
        ("NA", "Namibia (NAM)"),
        ("4", "Afghanistan (AFG)"),
        ("Phillipines", "Philippines (PHL)"),
        ("St. Lucia", "Saint Lucia (LCA)"),
    ],
)
def test_another_name_of_a_country_is_understood_and_not_assumed(sqlite_store, bring, typed, meant):
    outcome = bring(sqlite_store, "contributors", f"{GIVERS}A giver,member_state,{typed}\n")
    assert said(outcome) == [
        f'row 2, country "{typed}": is not a country code. Did you mean {meant}?'
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Türkiye", "TUR"),
        ("NORWAY", "NOR"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Côte d'Ivoire", "CIV"),
    ],
)
def test_the_official_name_of_a_country_is_as_good_as_its_code(store, bring, typed, code):
    text = f"{GIVERS}A giver,Member State,{typed}\n"
    assert bring(store, "contributors", text).new == 1
    assert bring(store, "contributors", text).same == 1
    assert bring(store, "contributors", f"{GIVERS}A giver,member_state,{code}\n").same == 1


def test_where_two_countries_are_as_close_both_are_named_and_none_is_chosen(sqlite_store, bring):
    outcome = bring(sqlite_store, "contributors", f"{GIVERS}A giver,member_state,Austrlia\n")
    assert remedy(outcome) in {
        "Did you mean Australia (AUS) or Austria (AUT)?",
        "Did you mean Austria (AUT) or Australia (AUS)?",
    }
    assert outcome.suggestions == ()


def test_what_is_like_nothing_gets_no_suggestion(sqlite_store, bring):
    outcome = bring(sqlite_store, "contributors", f"{GIVERS}A giver,member_state,Atlantis\n")
    assert remedy(outcome) == "Use ISO 3166 alpha-3, such as NPL"
    assert outcome.suggestions == ()


def test_a_suggestion_can_be_taken_for_all_rows_at_once(sqlite_store, bring):
    rows = "First,member_state,Turkey\nSecond,member_state,Turkey\nThird,Foundation,\n"
    outcome = bring(sqlite_store, "contributors", GIVERS + rows)
    assert set(outcome.suggestions) == {
        Suggestion("country", "Turkey", "TUR", "Türkiye (TUR)", 2),
        Suggestion(
            "contributor_type",
            "Foundation",
            "philanthropic_organization",
            "Philanthropic organization (philanthropic_organization)",
            1,
        ),
    }


# Money


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("EURO", "Euro (EUR)"),
        ("euros", "Euro (EUR)"),
        ("€", "Euro (EUR)"),
        ("US$", "US Dollar (USD)"),
        ("£", "British Pound (GBP)"),
        ("Swiss francs", "Swiss Franc (CHF)"),
        ("couronne suédoise", "Swedish Krona (SEK)"),
        ("$", "US Dollar (USD), Canadian Dollar (CAD) or Australian Dollar (AUD)"),
        ("¥", "Japanese Yen (JPY) or Chinese Yuan (CNY)"),
    ],
)
def test_a_currency_by_name_or_sign_is_understood(sqlite_store, bring, typed, meant):
    a_contributor(sqlite_store)
    outcome = bring(sqlite_store, "contributions", f"{GIFTS}C-1,Norway,2017-04-20,{typed},5,\n")
    assert said(outcome) == [
        f'row 2, currency "{typed}": is not a currency code. Did you mean {meant}?'
    ]
    assert len(outcome.suggestions) == (" or " not in meant)


@pytest.mark.parametrize(
    ("code", "successor", "year"),
    [("DEM", "EUR", 2002), ("ROL", "RON", 2005), ("TRL", "TRY", 2005), ("LTL", "EUR", 2015)],
)
def test_an_amount_in_a_currency_that_ended_before_the_fund_is_to_be_converted(
    sqlite_store, bring, code, successor, year
):
    a_contributor(sqlite_store)
    outcome = bring(sqlite_store, "contributions", f"{GIFTS}C-1,Norway,2017-04-20,{code},5,\n")
    assert said(outcome) == [
        (
            f'row 2, currency "{code}": is no longer a currency: {successor} replaced it in '
            f"{year}. Convert the amount, then give it in {successor}."
        )
    ]
    assert outcome.suggestions == ()  # its code is never replaced with the amount left as it is


@pytest.mark.parametrize("code", ["HRK", "SLL", "CUC", "ANG", "STD", "BGN"])
def test_a_currency_that_ended_after_the_fund_began_is_booked(sqlite_store, bring, code):
    a_contributor(sqlite_store)
    text = f"{GIFTS}C-1,Norway,2017-04-20,{code},5,\n"
    assert bring(sqlite_store, "contributions", text).new == 1


# Contributors


def test_an_unknown_contributor_gets_the_closest_name(sqlite_store, bring):
    for name, country in (("Norway", "NOR"), ("Türkiye", "TUR")):
        a_contributor(sqlite_store, name, country=country)
    rows = (
        "C-1,Norwai,2017-04-20,USD,5,\nC-2,Turkey,2017-04-20,USD,5,\n"
        "C-3,Sida,2017-04-20,USD,5,\nC-4,NOR,2017-04-20,USD,5,\nC-5,Sida,2017-04-20,USD,5,\n"
    )
    outcome = bring(sqlite_store, "contributions", GIFTS + rows)
    assert [problem.remedy for problem in outcome.problems] == [
        "Did you mean Norway? If not, record it first",
        "Did you mean Türkiye? If not, record it first",
        "Record the contributor first",
        "Did you mean Norway? If not, record it first",
        "Record the contributor first",
    ]
    assert outcome.unknown_contributors == (
        UnknownContributor("Norwai", "Norway"),
        UnknownContributor("Turkey", "Türkiye"),
        UnknownContributor("Sida", ""),
        UnknownContributor("NOR", "Norway"),
    )


# Other codes


ROWS = {
    "travel": {"reference": "T-1", "event": "TS-3", "country": "NPL", "status": "nominated"},
    "movements": {
        "reference": "M-1",
        "kind": "interest",
        "value_date": "2017-06-01",
        "usd_amount": "5",
    },
    "events": {"code": "X-1", "kind": "other", "title": "Talks"},
}


@pytest.mark.parametrize(
    ("kind", "column", "typed", "meant"),
    [
        ("travel", "gender", "Female", "F"),
        ("travel", "role", "HoD", "Head of delegation (head_of_delegation)"),
        ("travel", "status", "Proposed", "Nominated (nominated)"),
        ("movements", "kind", "Bank fees", "Bank charge (bank_charge)"),
        ("movements", "objective", "Travel and participation", "Travel and participation (1)"),
        ("events", "status", "to be confirmed", "TBC (tbc)"),
    ],
)
def test_a_code_in_other_words_is_understood(sqlite_store, bring, kind, column, typed, meant):
    cells = ROWS[kind] | {column: typed}
    text = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    (problem,) = bring(sqlite_store, kind, text).problems
    assert problem.place == f"row 2, {column}"
    assert problem.remedy == f"Did you mean {meant}?"


def test_an_earmark_by_its_title_and_a_gift_by_its_reference_are_understood(sqlite_store, bring):
    a_commitment(sqlite_store, reference="MCS00-C-0001")
    row = "C-2,Norway,2017-04-20,USD,5,Travel and participation\n"
    assert remedy(bring(sqlite_store, "contributions", GIFTS + row)) == (
        "Did you mean Travel and participation (1)?"
    )
    cash = "reference,contribution_reference,value_date,currency,amount\n"
    row = "D-1,mcs00 c 0001,2017-05-15,USD,5\n"
    outcome = bring(sqlite_store, "deposits", cash + row)
    assert remedy(outcome) == "Did you mean MCS00-C-0001?"
    assert bring(sqlite_store, "deposits", cash + row.replace("0001", "0002")).suggestions == ()


def test_an_event_by_its_title_or_in_other_letters_is_understood(sqlite_store, bring):
    bring(sqlite_store, "events", "code,kind,title\nZZ-1,other,A session on remittances\n")
    header = "reference,event,country,status\n"
    for typed in ("zz 1", "A Session on Remittances"):
        outcome = bring(sqlite_store, "travel", f"{header}T-1,{typed},NPL,nominated\n")
        assert remedy(outcome) == "Did you mean A session on remittances (ZZ-1)?"


@pytest.mark.parametrize("typed", ["Nominated", "NOMINATED", "Under review"])
def test_the_label_of_a_code_is_as_good_as_the_code(sqlite_store, bring, typed):
    text = f"reference,event,country,status\nT-1,TS-3,Nepal,{typed}\n"
    assert said(bring(sqlite_store, "travel", text)) == []


def test_a_close_name_in_a_slipped_row_of_travel_is_not_told(sqlite_store, bring):
    text = "reference,event,country,status\nT-1,TS-3,Nepale Example,nominated\n"
    assert said(bring(sqlite_store, "travel", text))[0].startswith(
        "row 2, country: is not a country code. Use"
    )


# Other names of contributors


def test_a_file_that_names_an_agency_books_for_its_state_once_that_was_said(store, bring):
    a_contributor(store, "Sweden", country="SWE")
    text = f"{GIFTS}C-1,Sida,2017-04-20,USD,5,1\n"
    assert bring(store, "contributions", text).unknown_contributors == (("Sida", ""),)
    perform(store, contributors.also_known_as, "Sida", "Sweden")
    assert str(bring(store, "contributions", text)) == "new 1, changed 0, same 0, problems 0"
    assert str(bring(store, "contributions", text.replace("Sida", "SIDA"))).startswith(
        "new 0, changed 0, same 1"
    )
    assert bring(store, "contributions", text.replace("Sida", "Sweden")).same == 1
    assert bring(store, "contributors", f"{GIVERS}Sida,member_state,SWE\n").same == 1


def test_a_row_that_would_change_a_state_under_its_agencys_name_is_a_problem(sqlite_store, bring):
    a_contributor(sqlite_store, "Sweden", country="SWE")
    perform(sqlite_store, contributors.also_known_as, "Sida", "Sweden")
    outcome = bring(sqlite_store, "contributors", f"{GIVERS}Sida,member_state,NOR\n")
    assert said(outcome) == [
        (
            'row 2, name "Sida": is another name of Sweden, of which the row says something else. '
            "Leave the row out, or call it Sweden."
        )
    ]
