"""A State's country is found from its own name, where exactly one fits; else the plan asks."""

import pytest
from sqlmodel import select

from tests.exchange.outcomes import said
from trustfund.exchange.imports import states
from trustfund.ledger.books import read_books
from trustfund.store.tables import Contributor, Country

HEADER = "name,contributor_type\n"
BOTH = "Democratic Republic of the Congo (COD) or Congo (COG)"
WHY = "is missing, and the name alone does not say it"


@pytest.fixture
def known(sqlite_store):
    with read_books(sqlite_store) as books:
        return states.names(books)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Luxembourg, Government of", "LUX"),
        ("Luxembourg (Grand Duchy of)", "LUX"),
        ("Government of Sweden", "SWE"),
        ("The Royal Government of the Kingdom of Norway", "NOR"),
        ("Kingdom of the Netherlands", "NLD"),
        ("Netherlands, Kingdom of the", "NLD"),
        ("Germany", "DEU"),
        ("Allemagne", "DEU"),
        ("Federal Republic of Germany", "DEU"),
        ("Permanent Mission of Ireland to the United Nations in New York", "IRL"),
        ("Republic of Korea", "KOR"),
        ("Government of the Republic of the Congo", "COG"),
        ("Côte d’Ivoire", "CIV"),
        ("TÜRKİYE", "TUR"),
    ],
)
def test_the_name_of_a_state_says_its_country(known, name, country):
    assert states.meant(known, name) == {country}


@pytest.mark.parametrize(
    "name",
    [
        "Ministry of Foreign Affairs of Sweden",
        "Swedish Government",
        "Sweden and Norway",
        "Federal Ministry for Development, Germany",
        "Government of Aruba",
        "Republic of China",
        "Swden",
        "DE",
        "CAR",
        "Government of",
        "",
    ],
)
def test_a_part_of_a_state_a_close_spelling_or_a_code_is_no_country(known, name):
    assert not states.meant(known, name)


@pytest.mark.parametrize("name", ["Congo", "Government of Congo", "Republic of Congo", "Korea"])
def test_a_name_that_two_countries_share_is_none(known, name):
    assert len(states.meant(known, name)) == 2


def test_every_member_state_is_known_by_its_own_name(known, sqlite_store):
    with read_books(sqlite_store) as books:
        countries = {row.iso3: row.name for row in books.session.exec(select(Country))}
    alone = {code for codes in known.values() if len(codes) == 1 for code in codes}
    assert len(alone) == 193
    assert [code for code in sorted(alone) if states.meant(known, countries[code]) != {code}] == [
        "COG"  # called Congo, which may be either
    ]


def test_the_plan_says_which_countries_it_took_and_books_them(sqlite_store, bring):
    rows = 'Government of Sweden,member_state\n"Luxembourg, Government of",State\n'
    rows = rows.replace("State", "member_state") + "Oak,philanthropic_organization\n"
    outcome = bring(sqlite_store, "contributors", HEADER + rows)
    assert outcome.remarks == (
        (
            "The country was taken from the name of a State: row 2 Sweden (SWE), row 3 Luxembourg "
            "(LUX)."
        ),
    )
    with read_books(sqlite_store) as books:
        found = {row.name: row.country for row in books.session.exec(select(Contributor))}
    assert found["Government of Sweden"] == "SWE"
    assert found["Luxembourg, Government of"] == "LUX"
    assert found["Oak"] is None
    again = bring(sqlite_store, "contributors", HEADER + rows)
    assert (str(again), again.remarks) == ("new 0, changed 0, same 3, problems 0", ())


def test_what_may_be_several_or_a_part_of_a_state_is_asked_with_the_candidates(sqlite_store, bring):
    rows = (
        "Congo,member_state\nMinistry of Foreign Affairs of Sweden,member_state\nX,member_state\n"
    )
    assert said(bring(sqlite_store, "contributors", HEADER + rows)) == [
        f"row 2, country: {WHY}. Is it {BOTH}? Give its code.",
        f"row 3, country: {WHY}. Is it Sweden (SWE)? Give its code.",
        "row 4, country: is missing. A Member State needs its country.",
    ]


def test_a_country_or_a_parent_that_the_row_gives_counts_and_not_the_name(sqlite_store, bring):
    header = "name,contributor_type,country,parent\n"
    rows = "Sweden,member_state,NOR,\nNorway,member_state,,Sweden\n"
    assert said(bring(sqlite_store, "contributors", header + rows)) == [
        "row 3, country: is missing. A Member State needs its country."
    ]
