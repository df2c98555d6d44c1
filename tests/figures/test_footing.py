"""Every figure foots, on every view that its page offers; and a figure that does not is told."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.reading import Loaded, view
from trustfund.domain.roles import EVERYBODY
from trustfund.domain.travel import TripStatus
from trustfund.figures import footing, gender, overview, participation, passports
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.definitions import DEFINITIONS, FIGURES, Definition
from trustfund.figures.footing import money, people
from trustfund.figures.footing.sums import Behind, Sum

VIEWS = (
    "",
    "as_of=2017-12-31",
    "known_at=2017-10-01",
    "contributor=Norway",
    "objective=1",
    "objective=unearmarked&objective=2",
    "from=2017-06-01&to=2018-01-31",
    "contributor_type=member_state&objective=1&from=2017-08-01&as_of=2018-03-31",
    "region=African&grouping=un_group",
    "event=TS-3",
    "region=Africa&grouping=m49&from=2017-06-01",
)


@pytest.mark.parametrize("query", VIEWS)
def test_every_figure_foots_on_the_sample(sample: Loaded, query: str):
    seen = view(sample, query)
    for key in FIGURES:
        assert [each.sentence() for each in passports.of(key, seen).footing if not each.holds] == []


@pytest.mark.parametrize("query", ["", "as_of=2017-05-31", "as_of=2016-12-31"])
def test_every_figure_foots_on_a_small_fund(small_books: Loaded, query: str):
    seen = view(small_books, query)
    for key in FIGURES:
        assert all(each.holds for each in passports.of(key, seen).footing)


@pytest.mark.parametrize("key", list(FIGURES))
def test_a_figure_says_its_basis_its_rows_and_how_it_foots(sample: Loaded, key: str):
    definition = FIGURES[key]
    assert definition.basis
    assert definition.rows or key == "gender"  # whose rows are single people
    assert all(BY_NAME[name].readers == EVERYBODY for name in definition.rows)
    assert footing.rule(key).endswith(".")
    found = passports.of(key, view(sample, "as_of=2017-12-31"))
    assert found.footing or key == "certified"  # the sample has no certified year
    lines = dict(found.lines())
    assert set(lines) == {
        *("Figure", "Definition", "Basis", "As of", "Known at", "Books", "Filters"),
        *("Rows behind it", "Footing"),
    }
    assert all(lines.values())


def test_every_footing_is_of_a_figure_and_words_have_none():
    assert set(footing.CHECKS) == set(FIGURES)
    words = {each.key for each in DEFINITIONS if not isinstance(each, Definition)}
    assert words == {"amendments", "receipts", "allocations", "as_of"}


def test_the_deposits_foot_to_their_rows_and_to_the_ledger(small_books: Loaded):
    (found,) = passports.of("deposited", view(small_books)).footing
    assert found.holds
    assert found.sentence() == (
        "Deposited USD 156,369.05: it foots (Deposits, usd_amount, 4 rows: USD 156,369.05; Entries "
        "of the ledger that stand: USD 156,369.05)."
    )


def test_one_of_the_numbers_of_a_definition_has_a_passport_of_its_own(sample: Loaded):
    (found,) = passports.of("delegates", view(sample), "Expected").footing
    assert found.measure == "Expected"
    assert found.figure == participation.count(participation.seats(view(sample))).expected


def test_rows_behind_a_figure_obey_the_filters_of_the_page(small_books: Loaded):
    lines = dict(passports.of("received", view(small_books, "contributor=Türkiye")).lines())
    assert lines["Rows behind it"] == "Contributions, 1 row"
    assert lines["Filters"] == "contributor = Türkiye"


# It must be able to fail


def test_a_figure_that_is_a_cent_off_does_not_foot(
    small_books: Loaded, monkeypatch: pytest.MonkeyPatch
):
    right = overview.overview

    def wrong(seen):
        found = right(seen)
        return replace(found, deposited=found.deposited + 1)

    monkeypatch.setattr(overview, "overview", wrong)
    (found,) = passports.of("deposited", view(small_books)).footing
    assert not found.holds
    assert "IT DOES NOT FOOT" in found.sentence()


def test_a_reversal_that_does_not_mirror_its_entry_does_not_foot(small_books: Loaded):
    """What was taken back counts nothing one by one, and here a dollar in a sum of everything."""
    loaded, today = small_books
    entries = loaded.entries
    taken_back = entries[entries["kind"] == "deposit"].iloc[:1]
    reversal = taken_back.assign(
        id=entries["id"].max() + 1,
        reverses=taken_back["id"],
        amount=-taken_back["amount"],
        usd=-taken_back["usd"] + 100,
    )
    changed = replace(loaded, entries=pd.concat([entries, reversal], ignore_index=True))
    (found,) = passports.of("deposited", view((changed, today))).footing
    assert not found.holds


def test_a_delegate_who_is_counted_twice_does_not_foot(
    sample: Loaded, monkeypatch: pytest.MonkeyPatch
):
    right = participation.seats
    monkeypatch.setattr(participation, "seats", lambda seen: [*right(seen), right(seen)[0]])
    found = passports.of("trips", view(sample)).footing
    assert not any(each.holds for each in found)


ELSEWHERE = {"pledged", "gender", "coverage", "certified", "sources_and_uses"}
"""Figures that look at no entries and no trips one by one."""


@pytest.mark.parametrize("key", sorted(set(FIGURES) - ELSEWHERE))
def test_a_cent_or_a_trip_more_in_the_ledger_is_seen(
    sample: Loaded, monkeypatch: pytest.MonkeyPatch, key: str
):
    total, signed, trips, owed = Behind.total, Behind.signed, people._trips, money._owed
    monkeypatch.setattr(Behind, "total", lambda self, entries: total(self, entries) + 1)
    monkeypatch.setattr(Behind, "signed", lambda *asked: Sum("", signed(*asked).value + 1))
    monkeypatch.setattr(money, "_owed", lambda behind: owed(behind) + 1)
    traveller = people._Trip("TS-1", "NPL", TripStatus.SETTLED, 1)
    monkeypatch.setattr(people, "_trips", lambda behind: [*trips(behind), traveller, traveller])
    if key == "countries":
        monkeypatch.setattr(people, "_trips", lambda behind: trips(behind)[:1])
    assert not all(each.holds for each in passports.of(key, view(sample)).footing)


def test_a_country_that_is_not_reached_does_not_foot(
    sample: Loaded, monkeypatch: pytest.MonkeyPatch
):
    wrong = participation.Coverage(1, 2, ("Nepal",))
    monkeypatch.setattr(participation, "coverage", lambda *_: wrong)
    found = passports.of("coverage", view(sample), "LDC coverage").footing
    assert [each.holds for each in found] == [False, False]


def test_a_person_too_many_by_gender_does_not_foot(sample: Loaded, monkeypatch: pytest.MonkeyPatch):
    right = gender.gender_total(view(sample)) or {}
    monkeypatch.setattr(gender, "gender_total", lambda _: right | {"Women": right["Women"] + 1})
    (found,) = passports.of("gender", view(sample)).footing
    assert not found.holds
