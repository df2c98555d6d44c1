"""What a visitor and what staff see of the cost of trips on the pages for everybody."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens.conftest import said
from trustfund.domain.roles import LOCAL_ADMINISTRATOR, VISITOR

PARTICIPATION, EVENTS = "public.participation", "public.events"
OF_TRIPS = {"Trips", "Obligated USD", "Spent USD"}


def columns(app: AppTest) -> set[object]:
    """The headings of all tables of a page but that of the card Travel money."""
    tables = [table.value for table in app.dataframe]
    return {
        name for table in tables for name in table if "Not shown" not in table.iloc[:, 0].tolist()
    }


def numbers(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def published(app: AppTest) -> dict[str, str]:
    """The rows of the card Travel money, by their names."""
    (table,) = (t.value for t in app.dataframe if "Not shown" in t.value.iloc[:, 0].tolist())
    return dict(zip(table.iloc[:, 0], map(str, table.iloc[:, 1]), strict=True))


def test_a_visitor_sees_who_took_part_and_no_trip_and_no_cost_of_one(sample_copy, open_page):
    app = open_page(sample_copy, PARTICIPATION)
    assert not OF_TRIPS & columns(app)
    assert not {"Trips", "Spent on travel", "Obligated for travel"} & set(numbers(app))
    assert {"Delegates", "Expected", "Countries"} <= columns(app)


def test_who_may_read_travel_sees_all(sample_copy, open_desk):
    app = open_desk(sample_copy, PARTICIPATION)
    assert columns(app) >= OF_TRIPS
    assert numbers(app)["Spent on travel"] == "USD 756,706"


@pytest.mark.parametrize("who", [VISITOR, LOCAL_ADMINISTRATOR], ids=lambda who: who.in_words)
def test_travel_money_is_by_region_or_event_or_ldc_as_everybody_may_see_it(
    sample_copy, open_page, who
):
    app = open_page(sample_copy, PARTICIPATION, who)
    by_region = published(app)
    assert list(by_region)[-2:] == ["Not shown", "Whole fund"]
    assert by_region["African"] == "350376.22"
    assert "Western European and others" not in by_region  # one delegate
    (choice,) = (each for each in app.button_group if "LDC or not" in each.options)
    choice.select("ldc").run()
    assert list(published(app)) == [
        "Least developed countries",
        "Other countries",
        "Not shown",
        "Whole fund",
    ]


def test_before_a_half_year_is_over_the_card_says_when(sqlite_store, open_page):
    app = open_page(sqlite_store, PARTICIPATION)
    told = said(app)
    assert "Published when a half-year is over" in told
    assert "In all: USD 0" in told


def test_the_cost_of_an_event_is_shown_or_it_says_that_it_is_not(sample_copy, open_page, open_desk):
    shown = open_page(sample_copy, EVENTS, event="TS-1")
    assert numbers(shown)["Spent on travel"] == "USD 28,960"
    hidden = open_page(sample_copy, EVENTS, event="IN-5")
    assert numbers(hidden)["Spent on travel"] == "not shown"
    assert "fewer than three countries" in said(hidden)
    assert numbers(open_desk(sample_copy, EVENTS, event="IN-5"))["Spent on travel"] > "USD"
