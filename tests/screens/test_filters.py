"""Filters live in the address: a link reproduces the view."""

from tests.screens.conftest import field, press, said


def test_a_link_with_filters_shows_only_what_it_names(sample_copy, open_page):
    app = open_page(sample_copy, "public.contributions", contributor="Sweden")
    assert "3 contributions" in said(app)  # of Sweden and of its agency
    assert field(app, "multiselect", "Contributor").value == ["Sweden"]
    files = [link.url for link in app.link_button]
    assert "/exports/contributions.csv?bom=1&contributor=Sweden" in files


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
