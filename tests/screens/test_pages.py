"""Every page opens: on an empty fund and on the sample, for a visitor and for staff."""

import json
import re
from typing import Any

import plotly.graph_objects as go
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.books import money_available
from tests.screens.conftest import said
from trustfund.domain.roles import LOCAL_ADMINISTRATOR, VISITOR
from trustfund.exchange import fund_folder
from trustfund.screens import pages
from trustfund.store.setup import FUNDS

OWN = [page.show.__module__.removeprefix("trustfund.screens.") for page in pages.OWN]
PUBLIC = [page.show.__module__.removeprefix("trustfund.screens.") for page in pages.PUBLIC]
STAFF_PAGES = pages.STAFF + pages.ADMINISTRATION
STAFF = [page.show.__module__.removeprefix("trustfund.screens.") for page in STAFF_PAGES]
CHARTS = {
    "public.overview": 5,
    "public.contributions": 1,
    "public.earmarking": 2,
    "public.participation": 4,
}


@pytest.fixture
def offered(monkeypatch) -> list[str]:
    """The names of files behind the buttons of a page."""
    names: list[str] = []
    button = st.download_button

    def noted(*arguments: Any, **options: Any) -> bool:
        names.append(options["file_name"])
        return button(*arguments, **options)

    monkeypatch.setattr(st, "download_button", noted)
    return names


@pytest.mark.parametrize("module", PUBLIC + STAFF)
def test_every_page_opens_on_an_empty_fund_and_says_what_to_do(
    sqlite_store, open_desk, offered, module
):
    app = open_desk(sqlite_store, module)
    assert not app.exception
    assert not app.error
    assert not [name for name in offered if "illustrative" in name]
    if module in CHARTS:
        assert not app.get("plotly_chart")
        assert "ecord" in said(app) or "uthorise" in said(app)


@pytest.mark.parametrize("module", PUBLIC + STAFF)
def test_every_page_opens_on_the_sample_and_its_charts_with_all_they_need(
    sample_copy, open_desk, offered, module
):
    app = open_desk(sample_copy, module)
    assert not app.exception
    assert not app.error
    assert [name for name in offered if "illustrative" not in name] == []
    assert bool(offered) is (module in {*CHARTS, "public.reports", "staff.import_file"})
    charts = app.get("plotly_chart")
    assert len(charts) == CHARTS.get(module, 0)
    assert all(chart.proto.alt for chart in charts)
    for chart in charts:
        go.Figure(json.loads(chart.proto.spec))  # Plotly itself looks at each value
    labels = [popover.proto.popover.label for popover in app.get("popover")]
    assert labels.count("Numbers") == labels.count("Link") == len(charts)
    links = [link for link in app.link_button if link.url.startswith("/exports/")]
    assert len(links) >= len(charts)


def test_a_visitor_is_offered_to_sign_in_and_staff_to_sign_out(sample_copy, look):
    app = look(sample_copy, VISITOR)
    assert "Staff sign-in" in said(app)
    assert "Sign out" not in said(app)
    app = look(sample_copy, LOCAL_ADMINISTRATOR)
    assert "Staff sign-in" not in said(app)
    assert "Sign out" in said(app)


def test_every_page_of_a_sample_says_that_it_is_illustrative(sample_copy, look):
    app = look(sample_copy, VISITOR)
    (banner,) = (info.value for info in app.info)
    assert on_paper(app) == ["Illustrative data: not figures of the fund"]
    assert "Illustrative data" in banner
    assert "TRUSTFUND_DATABASE_URL=" in banner  # one command starts an empty fund


def test_an_empty_fund_is_not_called_illustrative(sqlite_store, look):
    app = look(sqlite_store, VISITOR)
    assert "Illustrative" not in said(app)
    assert on_paper(app) == []


def on_paper(app: AppTest) -> list[str]:
    """What is printed across each sheet of paper."""
    styles = "".join(each.proto.body for each in app.get("html"))
    return re.findall(r'@media print \{\s*body::after \{\s*content: "(.*)"', styles)


def without_objectives(store):
    fund_folder.begin(store, FUNDS / "climate-meetings")


def of_two_ways(store):
    fund_folder.begin(store, FUNDS / "sponsored-delegates")


@pytest.mark.parametrize("module", PUBLIC + STAFF)
@pytest.mark.parametrize("begin", [without_objectives, of_two_ways])
def test_every_page_opens_on_a_fund_of_another_kind(sqlite_store, open_desk, begin, module):
    """One has no objective at all; of the other a surplus may go to either of two."""
    begin(sqlite_store)
    money_available(sqlite_store, {"unearmarked": "5000"}, since="2018-01-15")
    app = open_desk(sqlite_store, module)
    assert not app.exception
    assert not app.error
    assert "bjective None" not in said(app)
    for chart in app.get("plotly_chart"):
        assert chart.proto.alt
