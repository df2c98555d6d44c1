"""Filters live in the address: a link reproduces the view."""

from tests.books import a_commitment, a_deposit
from tests.screens.conftest import field, press, said


def test_a_link_with_filters_shows_only_what_it_names(sample_copy, open_page):
    app = open_page(sample_copy, "public.contributions", contributor="Sweden")
    assert "3 contributions" in said(app)  # of Sweden and of its agency
    assert field(app, "multiselect", "Contributor").value == ["Sweden"]
    files = [link.url for link in app.link_button]
    assert "/exports/contributions.csv?bom=1&contributor=Sweden" in files


def test_a_period_shows_who_paid_in_it_first_and_what_was_signed_in_it_apart(
    sqlite_store, open_page
):
    gift = a_commitment(sqlite_store, "1000", signed_on="2017-05-01", reference="SIGNED-2017")
    a_commitment(sqlite_store, "500", signed_on="2018-02-01", reference="SIGNED-2018")
    a_deposit(sqlite_store, gift, "300", value_date="2018-01-05")
    app = open_page(sqlite_store, "public.contributions", **{"from": "2018-01-01"})
    titles = [title.value for title in app.subheader]
    assert titles.index("Who paid from 1 January 2018") < titles.index(
        "What was signed or pledged from 1 January 2018"
    )
    numbers = {metric.label: metric.value for metric in app.metric}
    assert numbers == {
        "Received": "USD 300",  # on what was signed the year before
        "Fee": "USD 3",
        "Net": "USD 297",
        "Committed": "USD 500",
        "Outstanding": "USD 500",
        "Pledges, not signed": "0",
    }
    assert list(app.dataframe[-1].value["Reference"]) == ["SIGNED-2018"]


def test_a_state_and_its_agency_stand_together_and_apart(sample_copy, open_page):
    app = open_page(sample_copy, "public.contributions", contributor="Sweden")
    (family,) = (each.value for each in app.caption if "together" in each.value)
    agency = "Swedish International Development Cooperation Agency (Sida)"
    assert family.replace("\\", "") == (
        "Sweden and its agencies together: USD 148,740 "
        f"(Sweden USD 112,696 and {agency} USD 36,044)."
    )


def test_choosing_a_filter_changes_the_address(sample_copy, open_page):
    app = open_page(sample_copy, "public.contributions")
    field(app, "multiselect", "Contributor").select("Sweden").run()
    assert app.query_params["contributor"] in ("Sweden", ["Sweden"])
    assert "3 contributions" in said(app)
    press(app, "Clear all filters")
    assert "contributor" not in app.query_params
    assert "45 contributions" in said(app)


def test_an_address_that_is_not_understood_says_so_and_shows_the_rest(sample_copy, open_page):
    asked = {"contributor": "Atlantis", "objective": "unearmarked"}
    app = open_page(sample_copy, "public.contributions", **asked)
    assert not app.exception
    assert "Atlantis" in app.warning[0].value
    assert field(app, "multiselect", "Objective").value == ["unearmarked"]


def test_an_earlier_day_shows_the_fund_as_it_was(sample_copy, open_page):
    app = open_page(sample_copy, "public.overview", as_of="2017-03-31")
    assert "Nothing has been received yet" in said(app)
    assert "Un-earmarked, of deposits not available" in said(app)
