"""Every page opens: on an empty fund and on the sample, for a visitor and for staff."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens.conftest import MAIN, PATIENCE, Open, said
from trustfund.domain.roles import LOCAL_ADMINISTRATOR, VISITOR
from trustfund.screens import navigation, session
from trustfund.store.engine import Store

PUBLIC = [page.show.__module__.removeprefix("trustfund.screens.") for page in navigation.PUBLIC]
STAFF_PAGES = navigation.STAFF + navigation.ADMINISTRATION
STAFF = [page.show.__module__.removeprefix("trustfund.screens.") for page in STAFF_PAGES]
CHARTS = {
    "public.overview": 5,
    "public.contributions": 1,
    "public.earmarking": 2,
    "public.participation": 4,
}


@pytest.mark.parametrize("module", PUBLIC + STAFF)
def test_every_page_opens_on_an_empty_fund_and_says_what_to_do(
    sqlite_store: Store, open_desk: Open, module: str
) -> None:
    app = open_desk(sqlite_store, module)
    assert not app.exception
    assert not app.error
    if module in CHARTS:
        assert not app.get("plotly_chart")
        assert "ecord" in said(app) or "uthorise" in said(app)


@pytest.mark.parametrize("module", PUBLIC + STAFF)
def test_every_page_opens_on_the_sample(sample_copy: Store, open_desk: Open, module: str) -> None:
    app = open_desk(sample_copy, module)
    assert not app.exception
    assert not app.error
    charts = app.get("plotly_chart")
    assert len(charts) == CHARTS.get(module, 0)
    assert all(chart.proto.alt for chart in charts)


@pytest.mark.parametrize("module", sorted(CHARTS))
def test_every_chart_has_its_numbers_its_address_its_passport_and_a_file(
    sample_copy: Store, open_page: Open, module: str
) -> None:
    app = open_page(sample_copy, module)
    labels = [popover.proto.popover.label for popover in app.get("popover")]
    assert labels.count("Numbers") == CHARTS[module]
    assert labels.count("Link") == CHARTS[module]
    links = [link for link in app.link_button if link.url.startswith("/exports/")]
    assert len(links) >= CHARTS[module]


def test_a_visitor_is_offered_to_sign_in_and_staff_to_sign_out(
    sample_copy: Store, use_store: Callable[[Store], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(sample_copy)
    for who in (VISITOR, LOCAL_ADMINISTRATOR):
        monkeypatch.setattr(session, "actor", lambda who=who, **_: who)
        app = AppTest.from_file(MAIN, default_timeout=PATIENCE).run()
        assert not app.exception
        assert ("Staff sign-in" in said(app)) is (who == VISITOR)
        assert ("Sign out" in said(app)) is (who != VISITOR)


def test_a_closed_fund_shows_visitors_nothing_but_the_way_in(
    sample_copy: Store, use_store: Callable[[Store], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(sample_copy)
    monkeypatch.setenv("TRUSTFUND_PUBLIC", "false")
    monkeypatch.setattr(session, "actor", lambda **_: VISITOR)
    app = AppTest.from_file(MAIN, default_timeout=PATIENCE).run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Sign in"]
    assert not app.metric
    assert "USD" not in said(app)


def test_every_page_of_a_sample_says_that_it_is_illustrative(
    sample_copy: Store, use_store: Callable[[Store], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(sample_copy)
    monkeypatch.setattr(session, "actor", lambda **_: VISITOR)
    app = AppTest.from_file(MAIN, default_timeout=PATIENCE).run()
    assert "Illustrative data" in app.info[0].value
    assert "TRUSTFUND_DATABASE_URL=" in app.info[0].value  # one command starts an empty fund


def test_an_empty_fund_is_not_called_illustrative(
    sqlite_store: Store, use_store: Callable[[Store], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(sqlite_store)
    monkeypatch.setattr(session, "actor", lambda **_: VISITOR)
    app = AppTest.from_file(MAIN, default_timeout=PATIENCE).run()
    assert "Illustrative" not in said(app)


@pytest.mark.parametrize(("as_of", "offered"), [("2017-12-31", True), ("2017-06-30", False)])
def test_only_a_whole_year_can_be_certified(
    sqlite_store: Store, open_desk: Open, as_of: str, offered: bool
) -> None:
    app = open_desk(sqlite_store, "public.reports", as_of=as_of)
    labels = [button.label for button in app.button]
    assert ("Certify the statements of 2017" in labels) is offered
