"""The one-page brief, as somebody prints it before a donor meeting."""

import re
import tomllib
from dataclasses import replace

import pytest

from tests.books import a_commitment, a_deposit, money_available
from tests.readers import pdf_text
from tests.reading import Loaded, view
from trustfund.domain.roles import VISITOR
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.exchange.pdf import TEMPLATES
from trustfund.figures.books import Frames
from trustfund.figures.overview import overview
from trustfund.figures.wording import usd
from trustfund.store.engine import Store
from trustfund.store.places import PROJECT

LONG = "The very long name of an organization for the movement of people " * 3
UNBROKEN = "Extraordinarily" * 20


def brief(source: Store | Loaded, query: str = "") -> str:
    """What is read in the brief, on one line, with plain spaces."""
    said = laid_out(source, query)
    assert said.count("\f") == 1  # one page
    return re.sub(r"\s+", " ", said)


def laid_out(source: Store | Loaded, query: str = "") -> str:
    made = b"".join(DOWNLOADS["brief.pdf"].pieces(view(source, query), VISITOR))
    return pdf_text(made).replace("\N{NO-BREAK SPACE}", " ")


def renamed(books: Frames, name: str) -> Frames:
    """The same books, in which everything that can have a long name has it."""
    contributors = {
        key: replace(row, name=f"{name} {key}") for key, row in books.contributors.items()
    }
    fund = replace(books.fund, name=name, managing_organization=name)
    return replace(
        books,
        contributors=contributors,
        fund=fund,
        objective_rows={
            code: row | {"title": f"{row['title']} {name}"}
            for code, row in books.objective_rows.items()
        },
    )


def test_golden_brief(small_books, golden):
    golden("brief.pdf.txt", laid_out(small_books))


def test_the_brief_says_what_came_in_what_it_did_and_what_is_left(sample):
    found, said = overview(view(sample)), brief(sample)
    for cents in (found.deposited, found.fee, found.spent, found.obligated, found.left_for_travel):
        assert usd(cents) in said
    assert f"{found.delegates} delegates from {found.countries} countries" in said
    assert f"{found.ldc_coverage.reached} of {found.ldc_coverage.eligible}" in said
    assert "2018 is not final" in said
    assert "Illustrative data:" in said
    assert "not figures of the fund" in said
    assert said.count("16 July 2018") >= 10  # beside each figure
    groups = ("Un-earmarked:", "Un-earmarked in part:", "For an objective:")
    assert sorted(groups, key=said.index) == list(groups)


def test_contributors_are_thanked_by_what_they_gave_for(store):
    money_available(store, {"1": "9000"})
    assert "For an objective: Norway 9,000" in brief(store)
    money_available(store, {"unearmarked": "10"})
    assert "Un-earmarked in part: Norway 9,010" in brief(store)


def test_the_brief_of_an_empty_fund_is_one_page_and_says_how_to_give(sqlite_store):
    said = brief(sqlite_store)
    assert "No deposit has been received yet." in said
    assert "Nobody has travelled yet." in said
    assert "Standard Administrative Arrangement" in said
    assert "not available" in said
    assert " 0 %" not in said


def test_the_brief_of_one_contributor_is_one_page(sqlite_store):
    a_deposit(sqlite_store, a_commitment(sqlite_store, "500"), "500", value_date="2018-01-05")
    said = brief(sqlite_store)
    assert "Un-earmarked: Norway 500" in said
    assert "Jan 2018" in said


@pytest.mark.parametrize("name", [LONG, UNBROKEN])
def test_names_of_any_length_leave_the_brief_one_page_and_leave_nobody_out(sample, name):
    loaded, today = sample
    said = brief((renamed(loaded, name), today))
    assert "others, all of them in the fund statements" not in said
    assert len(loaded.contributors) > 25
    assert "How to give" in said
    assert "Source: the ledger of the fund" in said


def test_four_hundred_givers_leave_the_brief_one_page_and_say_how_many_are_not_named(sample):
    loaded, today = sample
    crowd = dict(loaded.contributors)
    gifts, many = {}, max(crowd)
    for number, (key, row) in enumerate(loaded.contributions.items(), start=1):
        many += 1
        crowd[many] = replace(crowd[row.contributor_id], id=many, name=f"{LONG} {number}")
        gifts[key] = replace(row, contributor_id=many)
    books = replace(loaded, contributors=crowd, contributions=gifts)
    said = brief((books, today))
    assert "With thanks to the contributors" in said
    assert "…" in said


@pytest.mark.parametrize(
    "query",
    ["as_of=2017-04-01", "as_of=2017-12-31", "known_at=2018-01-31", "grouping=m49"],
)
def test_the_brief_of_any_day_is_one_page(sample, query):
    said = brief(sample, query)
    assert ("UN M49 regions" in said) is (query == "grouping=m49")
    assert ("as known at 2018-01-31" in said) is ("known_at" in query)


def test_the_documents_have_the_colours_of_the_pages():
    theme = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text())["theme"]
    pages = {colour.upper() for colour in theme["light"]["chartCategoricalColors"]}
    charts = (TEMPLATES / "charts.typ").read_text().split("#let axis")[0]
    used = {colour.upper() for colour in re.findall(r'rgb\("(#\w{6})"\)', charts)}
    assert len(used) == 5
    assert used <= pages


def test_every_chart_of_the_brief_is_told_to_who_cannot_see_it():
    calls = re.findall(
        r"(?:stacked-bar|steps|bars)\((\S+?),", (TEMPLATES / "brief.typ").read_text()
    )
    assert calls == ["content.use_alt", "content.months_alt", "content.regions_alt"]
