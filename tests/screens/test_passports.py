"""Every number on every page for everybody opens its passport."""

import json
import re
import shutil
from fractions import Fraction
from typing import Any
from unittest.mock import Mock

import pytest
from streamlit.testing.v1 import AppTest

from tests.people import acting
from tests.screens.test_pages import CHARTS
from trustfund.domain import money
from trustfund.domain.roles import VISITOR, Role
from trustfund.figures.definitions import FIGURES
from trustfund.screens.passports import BEHIND
from trustfund.store.engine import Store

PAGES = {
    "public.overview": {},
    "public.contributions": {"from": "2017-06-01"},
    "public.earmarking": {"contributor_type": "member_state"},
    "public.participation": {"region": "African"},
    "public.events": {},
    "public.reports": {},
    "public.statement": {"contributor": "Germany"},
}
"""The pages that show figures, some of them through a filter."""
OTHER_NUMBERS = {  # cards without a chart or a metric
    "public.overview": {"This answer"},
    "public.contributions": {"Contributions listed", "Deposits listed"},
    "public.earmarking": {"Earmarking choices"},
    "public.participation": {"Coverage", "Participation by event and country"},
    "public.events": {"Events", "Participation by country"},
    "public.reports": set(),
    "public.statement": {
        "Signed for",
        "Fee and net amount of a deposit",
        "Exchange difference, realised",
        "Exchange difference, not realised",
        "Paid above the commitment",
        "Un-earmarked share",
        "The choice in reports of development aid",
        "Share of the pool",
        "Equivalent in delegates",
        "Contributors, un-earmarked givers first",
    },
}
READER = acting(Role.VIEWER, "reader@example.org")

DEEP = [pytest.mark.deep]


def controls(app: AppTest) -> dict[str, str]:
    """The names of figures that have a control, with the key of each control."""
    found = [each for each in app.button if each.label.endswith(f": {BEHIND}")]
    named = {each.label.removesuffix(f": {BEHIND}"): str(each.key) for each in found}
    assert len(named) == len(found), "two controls of one name"
    return named


def drawer(app: AppTest) -> str:
    """All the words of the drawer that is open."""
    (opened,) = app.get("dialog")
    kinds = ("markdown", "caption")
    return "\n".join(each.value for kind in kinds for each in getattr(opened, kind))


@pytest.mark.parametrize("module", list(PAGES))
def test_every_number_chart_and_statement_of_a_page_has_its_control(sample_copy, open_page, module):
    app = open_page(sample_copy, module, **PAGES[module])
    named = set(controls(app))
    assert {metric.label for metric in app.metric} <= named
    assert not [metric.label for metric in app.metric if metric.help]
    assert OTHER_NUMBERS[module] <= named
    charts = {layout(chart)["title"]["text"] for chart in app.get("plotly_chart")}
    assert len(charts) == CHARTS.get(module, 0)
    assert charts <= named
    if module == "public.reports":
        assert {heading.value for heading in app.subheader} <= named
        assert len(app.table) == len(named)


def layout(chart: object) -> dict[str, Any]:
    """How a chart is laid out, with the words that stand in its picture."""
    spec: dict[str, Any] = json.loads(chart.proto.spec)  # type: ignore[attr-defined]
    return spec["layout"]


@pytest.mark.parametrize("module", list(CHARTS))
def test_a_picture_carries_title_basis_day_filters_and_source(sample_copy, open_page, module):
    app = open_page(sample_copy, module, **PAGES[module])
    for chart in app.get("plotly_chart"):
        title = layout(chart)["title"]
        below = title["subtitle"]["text"].replace("<br>", " ")
        (source,) = (each["text"] for each in layout(chart)["annotations"])
        definition = next(each for each in FIGURES.values() if each.title == title["text"])
        assert definition.basis in below
        assert re.search(r"As of 2018-0[67]-\d\d", below)
        whole_fund = definition.key in {"gender", "unearmarked_over_time"}
        for name, value in PAGES[module].items():
            assert (f"{name} = {value}" in below) is not whole_fund
        said = source.replace("<br>", " ")
        assert "Voluntary trust fund for the global compact for migration (MCS00)" in said
        assert "books at revision" in said
        assert "Illustrative data: not figures of the fund" in said
        config = json.loads(chart.proto.config)
        assert config["modeBarButtons"] == [["toImage"]]
        assert "illustrative" in config["toImageButtonOptions"]["filename"]


@pytest.mark.parametrize("module", list(CHARTS))
def test_a_picture_of_a_fund_that_is_nobodys_sample_is_not_called_illustrative(
    small_fund_file, tmp_path, open_page, module
):
    store = Store(f"sqlite:///{shutil.copy(small_fund_file, tmp_path)}")
    charts = open_page(store, module).get("plotly_chart")
    assert charts
    assert not [each for each in charts if "llustrative" in each.proto.spec + each.proto.config]
    store.engine.dispose()


@pytest.mark.parametrize(
    ("module", "who"),
    [
        *(
            pytest.param(module, VISITOR, marks=[] if module == "public.overview" else DEEP)
            for module in PAGES
        ),
        ("public.statement", READER),
    ],
)
def test_every_control_opens_what_stands_behind_its_figure(sample_copy, open_page, module, who):
    app = open_page(sample_copy, module, who, **PAGES[module])
    values = {metric.label: metric.value for metric in app.metric}
    assert not app.get("dialog")
    for name, key in controls(app).items():
        app.button(key=key).click().run()
        assert not app.exception
        said = drawer(app)
        for label in ("Basis", "As of", "Known at", "Books", "Filters", "Rows behind it"):
            assert f"**{label}:**" in said, name
        assert "All definitions" in said
        assert "it foots" in said, name
        assert "NOT FOOT" not in said
        if name in values:
            assert_shown(values[name], said.replace("\\", ""))


def assert_shown(value: str, said: str) -> None:
    """The number on the page is that of its passport, where the passport has its cents."""
    if value.startswith("USD"):
        exact = re.search(r":green\[:material/check:\] \D*([\d,]+\.\d\d)", said)
        assert exact
        if "." in value:  # a statement is to the cent
            assert value == f"USD {exact[1]}"
            return
        cents = Fraction(exact[1].replace(",", ""))
        assert value == f"USD {money.half_up(cents):,}"
        return
    claims = " ".join(re.findall(r":green\[:material/check:\] (.*)", said))
    for number in re.findall(r"[\d,]+(?: %)?", value):
        assert number in claims


def test_instalments_have_a_passport_for_people_who_are_signed_in_and_refunds_for_everybody(
    sample_copy, open_page
):
    due, back = "Instalments due and late", "Given back to the contributor"
    app = open_page(sample_copy, "public.statement", contributor="Germany")
    assert due not in controls(app)
    for name, *reader, contributor in ((due, READER, "Germany"), (back, "Specimen Philanthropies")):
        app = open_page(sample_copy, "public.statement", *reader, contributor=contributor)
        app.button(key=controls(app)[name]).click().run()
        assert "it foots" in drawer(app)
        (opened,) = app.get("dialog")
        assert len(opened.dataframe) == 1


@pytest.mark.parametrize(
    ("contributor", "name"),
    [
        ("Specimen Philanthropies", "Amendments"),
        ("Specimen Philanthropies", "Written off"),
    ],
)
def test_changes_of_an_arrangement_have_a_passport(sample_copy, open_page, contributor, name):
    app = open_page(sample_copy, "public.statement", contributor=contributor)
    app.button(key=controls(app)[name]).click().run()
    assert f":green[:material/check:] {name}" in drawer(app)


def test_a_drawer_shows_the_rows_and_leads_to_the_file_with_the_filters_of_the_page(
    sample_copy, open_page
):
    app = open_page(sample_copy, "public.contributions", contributor="Norway")
    app.button(key=controls(app)["Contributions listed"]).click().run()
    (opened,) = app.get("dialog")
    assert set(opened.dataframe[0].value["Contributor"]) == {"Norway"}
    assert "contributor=Norway" in opened.link_button[0].url
    assert "/exports/contributions.csv" in opened.link_button[0].url
    assert "definitions#contributions-listed" in drawer(app)


def test_a_long_list_of_rows_is_cut_and_says_so(sample_copy, open_page):
    app = open_page(sample_copy, "public.participation")
    app.button(key=controls(app)["Delegates"]).click().run()
    (opened,) = app.get("dialog")
    assert len(opened.dataframe[0].value) == 200
    assert "The first 200 of 243 rows; the file has them all." in drawer(app)


def test_nothing_is_added_up_before_it_is_asked_for(sample_copy, open_page, monkeypatch):
    asked = Mock(return_value=[])
    monkeypatch.setattr("trustfund.figures.footing.of", asked)
    app = open_page(sample_copy, "public.overview")
    asked.assert_not_called()
    app.button(key=controls(app)["Deposited"]).click().run()
    assert {call.args[0] for call in asked.call_args_list} == {"deposited"}


def test_a_drawer_of_nobody_who_may_look_does_not_open(sample_copy, open_page, monkeypatch):
    app = open_page(sample_copy, "public.overview")
    monkeypatch.setenv("TRUSTFUND_PUBLIC", "false")
    app.button(key=controls(app)["Deposited"]).click().run()
    assert not app.get("dialog")


def test_every_definition_is_on_its_page_with_basis_rows_and_footing(sample_copy, open_page):
    app = open_page(sample_copy, "public.definitions")
    anchors = {heading.proto.anchor for heading in app.subheader}
    assert {key.replace("_", "-") for key in FIGURES} <= anchors
    facts = [caption.value for caption in app.caption]
    assert len(facts) == len(FIGURES)
    assert all("Basis: " in each and "Rows behind it: " in each for each in facts)
    assert all("Footing: " in each for each in facts)
