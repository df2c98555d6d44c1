from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from trustfund.domain.classifications import CountryFacts, is_eligible, is_ldc
from trustfund.store.setup import DATA, day, read_csv


def facts(row: dict[str, Any]) -> CountryFacts:
    texts = {
        key: row[key] for key in ("iso3", "iso2", "name", "un_group", "m49_region", "m49_subregion")
    }
    yes = {key: row[key] == "true" for key in ("un_member", "developing", "ldc", "lldc", "sids")}
    return CountryFacts(
        **texts | yes,
        ldc_until=day(row["ldc_until"]),
        ldc_scheduled_until=day(row["ldc_scheduled_until"]),
    )


COUNTRIES = {row["iso3"]: facts(row) for row in read_csv(DATA / "countries.csv")}
DEVELOPING = ("developing",)
"""The class whose countries the fund of 2017 pays for."""
DURING_THE_FUND = date(2018, 7, 16)


def ldcs(on: date) -> set[str]:
    return {iso3 for iso3, country in COUNTRIES.items() if is_ldc(country, on)}


@pytest.mark.parametrize(
    ("on", "number"),
    [
        ("2017-06-03", 48),
        ("2017-06-04", 47),
        ("2020-12-03", 47),
        ("2020-12-04", 46),
        ("2023-12-12", 46),
        ("2023-12-13", 45),
        ("2024-12-12", 45),
        ("2024-12-13", 44),
    ],
)
def test_the_number_of_ldcs_on_a_day_is_the_general_assemblys(on, number):
    assert len(ldcs(date.fromisoformat(on))) == number


def test_equatorial_guinea_was_an_ldc_at_the_second_session_and_not_at_the_third():
    assert is_ldc(COUNTRIES["GNQ"], date(2017, 5, 22))
    assert not is_ldc(COUNTRIES["GNQ"], date(2017, 6, 19))


def test_members_of_the_regional_groups_add_up_to_the_membership():
    groups = Counter(country.un_group for country in COUNTRIES.values() if country.un_member)
    assert groups == {"African": 54, "Asia-Pacific": 54, "EEG": 23, "GRULAC": 33, "WEOG": 29}
    assert not any(c.un_group for c in COUNTRIES.values() if not c.un_member)


def test_146_states_are_eligible():
    eligible = {
        iso3 for iso3, country in COUNTRIES.items() if is_eligible(country, None, None, DEVELOPING)
    }
    assert len(eligible) == 146
    assert {"PSE", "COK", "NIU"} <= eligible
    assert sum(COUNTRIES[iso3].un_member for iso3 in eligible) == 143
    assert ldcs(date(2017, 4, 3)) <= eligible
    assert not {"USA", "CHE", "ABW", "HKG"} & eligible


@pytest.mark.parametrize("iso3", ["NPL", "USA", "ABW"])
def test_an_administrators_decision_comes_before_the_rule(iso3):
    assert is_eligible(COUNTRIES[iso3], True, None, DEVELOPING)
    assert not is_eligible(COUNTRIES[iso3], False, None, DEVELOPING)


def test_a_developing_country_that_is_neither_a_member_nor_one_of_the_three_is_not_eligible():
    nepal = COUNTRIES["NPL"]
    assert is_eligible(nepal, None, None, DEVELOPING)
    assert not is_eligible(replace(nepal, un_member=False), None, None, DEVELOPING)
    assert not is_eligible(replace(nepal, developing=False), None, None, DEVELOPING)


def test_the_special_groups_overlap_as_the_un_counts_them():
    lldc = {iso3 for iso3, country in COUNTRIES.items() if country.lldc}
    sids = {iso3 for iso3, country in COUNTRIES.items() if country.sids}
    assert (len(lldc), len(sids)) == (32, 37)
    assert all(COUNTRIES[iso3].un_member for iso3 in sids)
    assert len(ldcs(DURING_THE_FUND) & sids) == 9
    assert len(ldcs(DURING_THE_FUND) & lldc) == 17


def test_a_graduation_is_a_day_and_until_the_day_before_the_status_lasts():
    bhutan = COUNTRIES["BTN"]
    assert is_ldc(bhutan, date(2023, 12, 12))
    assert not is_ldc(bhutan, date(2023, 12, 13))
    assert not is_ldc(replace(bhutan, ldc=False), date(2017, 1, 1))
    assert is_ldc(replace(bhutan, ldc_until=None), date(2030, 1, 1))
