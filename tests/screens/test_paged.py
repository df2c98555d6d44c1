"""Long tables come in pages, in the order that somebody asks for."""

import pytest

from tests.books import a_commitment, a_deposit
from trustfund.screens import paged

CONTRIBUTIONS = "public.contributions"


@pytest.fixture
def seven_deposits(sqlite_store, monkeypatch):
    """Of 10 to 70 dollars, the largest first, seen three at a time."""
    monkeypatch.setattr(paged, "MOST", 3)
    gift = a_commitment(sqlite_store, "1000")
    for number in range(7, 0, -1):
        a_deposit(sqlite_store, gift, f"{number}0", value_date=f"2017-06-{8 - number:02d}")
    return sqlite_store


def received(app):
    """The deposits that the page shows, in US dollars."""
    (table,) = (each.value for each in app.dataframe if "Value date" in each.value)
    return [int(usd) for usd in table["US dollar amount"]]


def test_a_long_table_comes_in_pages(seven_deposits, open_page):
    app = open_page(seven_deposits, CONTRIBUTIONS)
    assert received(app) == [70, 60, 50]
    assert "Rows 1 to 3 of 7" in [caption.value for caption in app.caption]
    (pages,) = app.get("pagination")
    assert pages.proto.num_pages == 3


def test_a_long_table_is_ordered_by_the_column_that_is_chosen(seven_deposits, open_page):
    app = open_page(seven_deposits, CONTRIBUTIONS)
    (order,) = (box for box in app.selectbox if box.label == "Order")
    newest = next(option for option in order.options if option == "Value date, newest first")
    order.select(newest).run()
    assert received(app) == [10, 20, 30]


def test_a_short_table_has_no_pages(sample_copy, open_page):
    app = open_page(sample_copy, CONTRIBUTIONS)
    assert not app.get("pagination")
    assert not [box for box in app.selectbox if box.label == "Order"]
