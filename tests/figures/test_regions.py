"""Regions in two groupings that disagree, and groups of countries that overlap."""

import pytest

from tests.books import a_delegate, money_available
from tests.reading import Loaded, rows, total, view
from trustfund.figures.participation import count, region_rows, seats, status_rows

# Nepal, Türkiye, Armenia, Egypt, Lebanon, Fiji, Peru, State of Palestine, Cook Islands
EVERYWHERE = ("NPL", "TUR", "ARM", "EGY", "LBN", "FJI", "PER", "PSE", "COK")


@pytest.fixture
def attended(sqlite_store):
    money_available(sqlite_store, {"1": "9000"}, since="2017-05-02")
    for country in EVERYWHERE:
        a_delegate(sqlite_store, country)
    return sqlite_store


def by_region(source, query: str = "") -> dict[str, int]:
    return {row["region"]: row["delegates"] for row in region_rows(view(source, query))}


def test_the_two_groupings_disagree_on_turkiye_armenia_and_the_arab_states(attended):
    assert by_region(attended) == {
        "African": 1,  # Egypt
        "Asia-Pacific": 3,  # Nepal, Lebanon, Fiji
        "Eastern European": 1,  # Armenia
        "Latin American and Caribbean": 1,  # Peru
        "Western European and others": 1,  # Türkiye
        "No group": 2,  # State of Palestine, Cook Islands
    }
    assert by_region(attended, "grouping=m49") == {
        "Africa": 1,
        "Americas": 1,
        "Asia": 5,  # Nepal, Lebanon, Türkiye, Armenia, State of Palestine
        "Europe": 0,
        "Oceania": 2,  # Fiji, Cook Islands
    }


def test_a_region_is_asked_for_in_the_grouping_that_is_named(attended):
    def countries(query: str) -> list[str]:
        return sorted(row["country"] for row in rows(attended, "participation", query))

    assert countries("region=WEOG") == ["TUR"]
    assert countries("region=No group") == ["COK", "PSE"]
    assert countries("region=EEG&region=GRULAC") == ["ARM", "PER"]
    assert countries("grouping=m49&region=Asia") == ["ARM", "LBN", "NPL", "PSE", "TUR"]
    assert by_region(attended, "region=WEOG") == {"Western European and others": 1}


def test_the_countries_of_the_regions_are_the_countries_of_the_fund(sample: Loaded):
    for grouping in ("un_group", "m49"):
        found = region_rows(view(sample, f"grouping={grouping}"))
        assert total(found, "countries") == count(seats(view(sample))).countries


def test_a_region_without_anybody_is_shown_with_nobody_and_no_group_is_not(sqlite_store):
    assert by_region(sqlite_store) == {
        "African": 0,
        "Asia-Pacific": 0,
        "Eastern European": 0,
        "Latin American and Caribbean": 0,
        "Western European and others": 0,
    }


def test_ldcs_landlocked_countries_and_small_islands_overlap_side_by_side(sqlite_store):
    money_available(sqlite_store, {"1": "9000"}, since="2017-05-02")
    # LDC and landlocked; LDC and small island; landlocked alone; small island alone; none
    for country in ("NPL", "TUV", "ARM", "FJI", "EGY"):
        a_delegate(sqlite_store, country)
    found = {row["group"]: row["delegates"] for row in status_rows(view(sqlite_store))}
    assert found == {
        "Least developed countries": 2,
        "Landlocked developing countries": 2,
        "Small island developing States": 2,
    }
    assert count(seats(view(sqlite_store))).delegates == 5


def test_the_groups_are_counted_from_the_rows_that_are_published(sample: Loaded):
    published = rows(sample, "participation")
    for row, flag in zip(status_rows(view(sample)), ("ldc", "lldc", "sids"), strict=True):
        belonging = [place for place in published if place[flag]]
        assert row["delegates"] == total(belonging, "delegates") > 0
        assert row["spent_usd"] == total(belonging, "spent_usd")
        assert row["countries"] == len({p["country"] for p in belonging if p["delegates"]})
    both = [place for place in published if place["ldc"] and place["sids"]]
    assert both  # so adding the groups up would count somebody twice
