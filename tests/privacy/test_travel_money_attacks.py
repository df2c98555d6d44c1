"""Whoever asks every public address, every day and by both clocks, learns no single trip's cost.

The attacker knows who travelled where, adds and subtracts. In the small book each cost is a power
of two, so that an amount tells whose it is. That addresses serve the files which are asked for here
is shown by `web/test_exports.py`. Left out is the known limit: what two days' totals of
the fund differ by.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from streamlit.testing.v1 import AppTest

from tests.examples import examples
from tests.privacy import travel_books
from tests.privacy.conftest import sent
from tests.privacy.sums_of_cells import sets_of_trips
from tests.privacy.travel_books import (
    DAYS,
    OF_ONE_CONTRIBUTOR,
    ROUND_ENDS,
    alone,
    country,
    trips_of,
    unpacked,
)
from tests.readers import pdf_text
from tests.reading import Loaded, made, view, worked_out_anew
from tests.reading import rows as rows_of
from tests.screens.conftest import PATIENCE, said, show
from trustfund.domain.roles import VISITOR as SOMEBODY
from trustfund.domain.roles import Role
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures import disclosure, frames, passports, travel_money
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.definitions import FIGURES
from trustfund.figures.disclosure import TABLES, SettledTrip, costs_to_show
from trustfund.figures.filters import Filters
from trustfund.figures.statements import funding_status
from trustfund.figures.view import View
from trustfund.screens import pages, session
from trustfund.store import engine
from trustfund.store.engine import Store

VISITOR = Role.VISITOR
PAGES = [
    page.show.__module__.removeprefix("trustfund.screens.") for page in pages.PUBLIC if page.listed
]
PAGES_OF_ONE = [
    *(("public.event", "code", code) for code in ("TS-2", "TS-3", "TS-4", "TS-6")),
    *(("public.country", "iso", code) for code in ("NPL", "CUB", "ARM", "KEN", "TUV")),
]
TODAY = date(2018, 7, 16)


@pytest.fixture(scope="module")
def nasty_store(ready_file, tmp_path_factory) -> Iterator[Store]:
    """The small and nasty book, published in IATI."""
    yield from travel_books.booked(ready_file, tmp_path_factory.mktemp("nasty"), TODAY)


@pytest.fixture(scope="module")
def nasty(nasty_store) -> Loaded:
    """The same, read once."""
    return frames.load(nasty_store)[0], TODAY


def clocks(days: Iterable[date]) -> list[str]:
    """Every pair of days as filters, and each of them alone."""
    listed = ["", *map(date.isoformat, days)]
    pairs = product(listed, listed)
    return [
        "&".join(f"{name}={on}" for name, on in zip(("as_of", "known_at"), pair, strict=True) if on)
        for pair in pairs
    ]


def cells_at(seen: View) -> dict[tuple[str, str], int]:
    """Every cell of the three tables."""
    return {(by, name): usd for by in TABLES for name, usd in travel_money.cells(seen, by).items()}


# What is published, by every day and both clocks


def published(books: Loaded) -> dict[frozenset[int], tuple[str, str]]:
    """The trips of every cell that is ever published, by its amount."""
    found = {}
    for query in clocks(DAYS):
        for row, usd in cells_at(view(books, query, VISITOR)).items():
            found[trips_of(usd)] = row
    return found


def too_few(trips: Iterable[int]) -> bool:
    return len({country(number) for number in trips}) < 3


def test_no_sum_and_no_difference_of_four_cells_is_the_cost_of_one_or_two_countries(nasty):
    cells = published(nasty)
    assert len(cells) > 5
    told = [each for some in sets_of_trips(list(cells)) for each in some]
    assert len(told) > 20
    assert [sorted(each) for each in told if too_few(each)] == []


def test_the_same_holds_of_the_sample(sample: Loaded):
    trips: list[SettledTrip] = []
    cells: set[frozenset[int]] = set()
    grown: dict[tuple[str, str], frozenset[int]] = {}
    for each in travel_money.published(view(sample)).values():
        place = {id(trip): len(trips) + number for number, trip in enumerate(each.trips)}
        trips += each.trips
        for by in TABLES:
            for name, trip in each.of(by):
                grown[by, name] = grown.get((by, name), frozenset()) | {place[id(trip)]}
        cells |= set(grown.values())  # a visitor of that half-year sees these
    assert {row: sum(trips[at].usd for at in cell) for row, cell in grown.items()} == cells_at(
        view(sample)
    )
    assert len(cells) > 30
    for some in sets_of_trips(list(cells)):
        assert all(len({trips[at].country for at in each}) > 2 for each in some)


def test_the_attack_finds_somebody_where_each_table_is_judged_alone(nasty, monkeypatch):
    """Least developed countries less TS-3: Nepal and Haiti."""
    monkeypatch.setattr(disclosure, "_told", lambda *_: set())
    anew = worked_out_anew(nasty)
    told = [each for some in sets_of_trips(list(published(anew))) for each in some]
    assert {"NPL", "HTI"} in [{country(number) for number in each} for each in told]


def test_a_published_number_stays_as_it_was_said_first(nasty):
    """On every day of the fund, by each clock: half-years come whole, one after the other."""
    books, today = nasty
    every = [date(2017, 4, 1) + timedelta(days=n) for n in range(480)]

    def told(as_of: date, known_at: date) -> dict[tuple[str, str], int]:
        asked = Filters(as_of=as_of.isoformat(), known_at=known_at.isoformat())
        return cells_at(View(books, today, asked))

    first = {on: told(on, today) for on in every}
    assert first == {on: told(today, on) for on in every}
    changed = [on for before, on in pairwise(every) if first[before] != first[on]]
    assert changed == [date(2017, 12, 31), date(2018, 6, 30)]
    for one, other in combinations(some_of(every), 2):
        assert told(one, other) == told(other, one) == first[one]
    for on in {*some_of(every), *changed}:  # as it was said the day after
        assert cells_at(View(books, on + timedelta(days=1))) == first[on]


def some_of(days: list[date]) -> list[date]:
    """A day of each third week, all of them in the deep suite."""
    return days[:: 21 // min(examples(1), 21)]


def test_no_filter_changes_a_cell(nasty):
    books = nasty
    whole = {row["code"]: row["spent_usd"] for row in rows_of(books, "events", "", VISITOR)}
    assert sum(usd is not None for usd in whole.values()) > 2
    for query in (*(f"event={code}" for code in whole), "from=2017-07-01", "to=2017-07-31"):
        for row in rows_of(books, "events", query, VISITOR):
            assert row["spent_usd"] == whole[row["code"]]
    tables = {by: travel_money.rows(view(books, "", VISITOR), by) for by in TABLES}
    for query in ("event=TS-3", "region=African", "grouping=m49&region=Africa", "to=2017-06-01"):
        for by in TABLES:
            kept = travel_money.rows(view(books, query, VISITOR), by)
            assert [row for row in kept if row not in tables[by]] == []


# Every public address


SINGLE = alone()
ROUNDED = {(cents + 50) // 100 * 100 for cents in SINGLE if cents > 10_000_00}
"""The same in whole dollars, where these are no small number."""
NUMBERS = re.compile(r"\d+(?:\.\d\d?)?(?![\d.])"), re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?")
"""As files write amounts, and as documents do."""


def amounts(text: str) -> set[int]:
    """Every number in a text as an amount, in cents."""
    found = {each for pattern in NUMBERS for each in pattern.findall(text)}
    return {int(Decimal(each.replace(",", "")).scaleb(2)) for each in found}


def totals(books: Loaded, query: str) -> set[int]:
    """What is public by day: spent and reserved in all, and what differs between ends of years."""
    found = set()
    for on in ("", "2016-12-31", "2017-12-31"):
        seen = view(books, query, VISITOR)
        seen = seen.at(min(on, seen.as_of)) if on else seen
        lines = funding_status(seen)
        found |= {lines["organization_expenditure"], lines["open_obligations"]}
        found |= {travel_money.rest(seen, by).usd for by in TABLES}
    return found | {abs(one - other) for one, other in combinations(found, 2)}


def of_few(text: str, books: Loaded, query: str = "", *, rounded: bool = False) -> set[int]:
    """The amounts of one or two countries in a text, but for what the fund's totals tell."""
    told = amounts(text) & (SINGLE | ROUNDED if rounded else SINGLE)
    if not told:
        return told
    public = totals(books, query)
    return told - public - {(cents + 50) // 100 * 100 for cents in public}


PUBLIC = [
    file
    for file, download in DOWNLOADS.items()
    if VISITOR in download.readers
    and download.form in {"csv", "json", "xml"}
    and not file.startswith("restatements")  # which are of two days
]
WITH_TRIPS = ("participation.csv", "events.csv", "funding_status.csv", "iati.xml")


def test_no_file_has_an_amount_of_one_or_two_countries_on_any_day(nasty):
    days = {*DAYS[:: 8 // min(examples(1), 8)], *ROUND_ENDS}
    asked = [(file, query) for query in clocks(days) for file in WITH_TRIPS]
    asked += [(file, query) for query in clocks(ROUND_ENDS) for file in PUBLIC]
    for file, query in asked:
        assert not of_few(made(nasty, file, query, VISITOR).decode(), nasty, query), (file, query)
    assert len(asked) > 200


def test_restatements_have_nothing_but_the_totals_of_their_two_days(nasty):
    days = sorted({*DAYS[:: 8 // min(examples(1), 8)], *ROUND_ENDS})
    told = 0
    for first, last in combinations(days, 2):
        query = f"from={first + timedelta(days=1)}&to={last}"
        text = made(nasty, "restatements.csv", query, VISITOR).decode()
        then, now = (f"as_of={first}&known_at={known}" for known in (first, last))
        assert not of_few(text, nasty, then) & of_few(text, nasty, now), query
        told += text.count("funding_status")
    assert told > 30


def test_the_attack_finds_amounts_of_one_country_in_what_staff_see(nasty):
    for file in ("participation.csv", "participation.json", "travel.xlsx"):
        content = made(nasty, file, "", Role.STAFF)
        assert amounts(unpacked(content) if "xlsx" in file else content.decode()) & SINGLE


@pytest.mark.parametrize("query", ["", "event=TS-3", "event=TS-4&event=TS-6", "to=2017-06-30"])
def test_no_filtered_table_has_one_either(nasty, query):
    for name in ("participation", "events"):
        for clock in ("", "as_of=2017-12-31", "known_at=2018-07-15"):
            asked = "&".join(filter(None, (query, clock)))
            assert not of_few(made(nasty, f"{name}.csv", asked, VISITOR).decode(), nasty, clock)


@pytest.mark.parametrize(
    "file", ["brief.pdf", "fund_statements.pdf", "fund_statements.xlsx", "fund.zip"]
)
def test_no_document_has_one(nasty, file):
    for query in ("", "as_of=2017-12-31&known_at=2018-01-15"):
        content = made(nasty, file, query, VISITOR)
        text = pdf_text(content) if file.endswith("pdf") else unpacked(content)
        assert not of_few(text, nasty, query, rounded=file.endswith("pdf"))


@pytest.mark.parametrize("query", ["", "event=TS-3", "event=TS-4&region=GRULAC", "region=EEG"])
def test_no_passport_has_one_whatever_the_filters(nasty, query):
    keys = set(FIGURES) - OF_ONE_CONTRIBUTOR
    found = passports.of_all(keys, view(nasty, query, VISITOR), SOMEBODY)
    told = " ".join(text for each in found for _, text in each.lines())
    assert len(amounts(told)) > 5
    assert not of_few(told, nasty)


@pytest.mark.parametrize("module", PAGES)
def test_no_page_for_everybody_has_one(nasty_store, nasty, monkeypatch, module):
    monkeypatch.setattr(engine, "_opened", lambda _url: nasty_store)
    monkeypatch.setattr(session, "actor", lambda **_: SOMEBODY)
    app = AppTest.from_function(show, args=(module,), default_timeout=PATIENCE).run()
    assert not app.exception
    tables = [str(table.value.to_csv()) for table in (*app.dataframe, *app.table)]
    raw = re.sub(rb"[0-9a-f]{32,}", b"", sent(app))  # the ids of widgets are hashes
    text = "\n".join([said(app), *tables, raw.decode(errors="ignore")])
    assert len(amounts(text)) > 5
    assert not of_few(text, nasty, rounded=True)


@pytest.mark.parametrize(("module", "key", "name"), PAGES_OF_ONE)
def test_no_page_of_one_event_or_country_has_one(
    nasty_store, nasty, monkeypatch, module, key, name
):
    monkeypatch.setattr(engine, "_opened", lambda _url: nasty_store)
    monkeypatch.setattr(session, "actor", lambda **_: SOMEBODY)
    app = AppTest.from_function(show, args=(module,), default_timeout=PATIENCE)
    app.query_params[key] = name
    app.run()
    assert not app.exception
    tables = [str(table.value.to_csv()) for table in (*app.dataframe, *app.table)]
    raw = re.sub(rb"[0-9a-f]{32,}", b"", sent(app))  # the ids of widgets are hashes
    text = "\n".join([said(app), *tables, raw.decode(errors="ignore")])
    assert app.title[0].value not in {"Event", "Country"}  # which ask for a name
    assert not of_few(text, nasty, rounded=True)
    if name == "CUB":  # paid for a seat that nobody took
        assert "is not yet represented" in text


def test_iati_has_the_cells_of_the_regions_and_one_rest(nasty):
    for query in clocks(DAYS[::6]):
        seen = view(nasty, query, VISITOR)
        told: dict[str, int] = {}
        for each in etree.fromstring(made(nasty, "iati.xml", query, VISITOR)).iter("transaction"):
            kind, group = each.get("ref").split(":")[:2]
            if kind == "travel_expenditure":
                told[group] = told.get(group, 0) + int(each.findtext("value").replace(".", ""))
        rest = {"rest": usd} if (usd := travel_money.rest(seen, "region").usd) else {}
        assert told == travel_money.cells(seen, "region") | rest


def test_who_did_not_come_stands_nowhere(nasty):
    """Cuba and Bhutan paid for a seat that nobody took."""
    public = {row["country"] for row in rows_of(nasty, "participation", "", VISITOR)}
    full = {row["country"] for row in rows_of(nasty, "participation")}
    assert full - public == {"CUB", "BTN"}


def test_trips_and_their_money_are_blank_for_everybody_but_who_reads_travel(nasty):
    blank = ("trips", "obligated_usd", "spent_usd")
    for role in Role:
        for row in rows_of(nasty, "participation", "", role):
            reads = role in BY_NAME["travel"].readers
            assert all((row[name] is not None) == reads for name in blank)


# The rule itself, on any trips


def trips_at(places: list[tuple[str, int]]) -> tuple[SettledTrip, ...]:
    """Trips to events, of countries that each have a region and may be LDCs."""
    return tuple(
        SettledTrip(event, "XYZ"[who % 3], "ldc" if who % 2 else "other", f"C{who}", 1)
        for event, who in places
    )


def sees_through(trips: tuple[SettledTrip, ...], shown: Iterable[tuple[str, str]]) -> bool:
    """Whether some weights of rows and totals leave trips of one or two countries alone."""
    told = set(shown)
    rows = [
        [(by, trip.of(by)) == row for trip in trips]
        for by in TABLES
        for row in told
        if row[0] == by
    ]
    cells = np.array([[True] * len(trips), *rows], dtype=float)
    rank = np.linalg.matrix_rank(cells)
    countries = sorted({trip.country for trip in trips})
    return any(
        np.linalg.matrix_rank(cells[:, [trip.country not in pair for trip in trips]]) < rank
        for pair in combinations(countries, 2)
    )


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(0, 8)), min_size=3, max_size=16))
@example([(event, who) for event in "AB" for who in range(6)])
def test_whatever_weights_the_rows_get_no_two_countries_are_left(places):
    trips = trips_at(places)
    if disclosure.are_enough(trips):
        shown = costs_to_show(trips)
        assert not sees_through(trips, shown)
        for by in TABLES:
            hidden = [trip for trip in trips if (by, trip.of(by)) not in shown]
            assert not hidden or disclosure.are_enough(hidden)


def test_a_region_called_other_is_not_taken_for_what_is_withheld():
    trips = trips_at([("A", 1), ("A", 3), ("A", 5), ("B", 7), ("B", 2), ("B", 4), ("B", 6)])
    careless = {("event", "A"), ("event", "B"), ("ldc", "other")}
    assert sees_through(trips, careless)  # least developed countries less A: one country
    assert not careless <= costs_to_show(trips)
