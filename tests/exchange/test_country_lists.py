"""Lists of countries have a date: a graduation counts from its day, once somebody confirms it."""

import pytest

from tests.books import (
    a_delegate,
    a_nomination,
    an_authorised_trip,
    available,
    day,
    everything,
    money_available,
    perform,
    refusal,
)
from tests.exchange.outcomes import said
from tests.people import acting
from tests.reading import csv_text, only_row, rows, view
from trustfund.domain.problems import Refused
from trustfund.domain.roles import Role
from trustfund.figures import settling
from trustfund.ledger.country_lists import ListingDraft, decide_graduation, list_country
from trustfund.ledger.events import EventDraft, add_event
from trustfund.ledger.imports.imported_files import take_back_import
from trustfund.store.setup import DATA, read_csv

IN_2026 = EventDraft(
    "R-1", "other", "Review", starts_on=day("2026-12-01"), ends_on=day("2026-12-02")
)


@pytest.fixture
def in_2026(sqlite_store, monkeypatch):
    """A fund whose books are open on 29 November 2026, five days after three graduations."""
    money_available(sqlite_store, {"1": "9000"}, since="2017-05-02")
    perform(sqlite_store, add_event, IN_2026)
    monkeypatch.setenv("TRUSTFUND_TODAY", "2026-11-29")
    return sqlite_store


def is_ldc(store, country: str, event: str) -> bool:
    return view(store).class_at(country, event).ldc


def open_tasks(store) -> list[str]:
    return [text for text in settling.to_settle(store) if "stop being a least developed" in text]


def test_a_graduation_that_is_due_is_a_task_and_changes_nothing_until_it_is_confirmed(in_2026):
    assert is_ldc(in_2026, "NPL", "R-1")
    assert [text.split(" was ")[0] for text in open_tasks(in_2026)] == [
        "Bangladesh",
        "Lao People's Democratic Republic",
        "Nepal",
    ]
    assert open_tasks(in_2026)[2] == (
        "Nepal was scheduled to stop being a least developed country on 2026-11-24, and counts as "
        "one until that is confirmed. Confirm it, or give the new day (page Record travel, "
        "Graduation)"
    )


def test_a_confirmed_graduation_counts_from_its_day_on_and_not_before(in_2026):
    perform(in_2026, decide_graduation, "NPL", day("2026-11-24"), True, "A/RES/76/8")
    assert not is_ldc(in_2026, "NPL", "R-1")
    assert is_ldc(in_2026, "NPL", "TS-3")
    assert len(open_tasks(in_2026)) == 2


def test_a_graduation_that_is_moved_waits_for_its_new_day(in_2026, monkeypatch):
    perform(in_2026, decide_graduation, "BGD", day("2029-11-24"), False, "A later resolution")
    perform(in_2026, decide_graduation, "LAO", None, False, "Deferred without a day")
    assert is_ldc(in_2026, "BGD", "R-1")
    assert [text.split(" was ")[0] for text in open_tasks(in_2026)] == ["Nepal"]
    monkeypatch.setenv("TRUSTFUND_TODAY", "2029-11-24")
    assert open_tasks(in_2026)[0].startswith("Bangladesh was scheduled")


@pytest.mark.parametrize(
    ("country", "on", "confirmed", "sentence"),
    [
        ("EGY", "2026-11-24", True, "is no least developed country"),
        ("NPL", "2026-12-24", True, "is in the future"),
        ("NPL", "2026-11-28", False, "is past, so it is no new date"),
        ("XXX", "2026-11-24", True, "is not a country code"),
    ],
)
def test_what_cannot_be_decided_about_a_graduation(in_2026, country, on, confirmed, sentence):
    said = refusal(in_2026, decide_graduation, country, day(on), confirmed, "Because")
    assert sentence in said


def test_who_was_an_ldc_when_travel_was_authorised_stays_one(sqlite_store, monkeypatch):
    """A list that comes later, dated before the event, rewrites nothing that is booked."""
    money_available(sqlite_store, {"1": "9000"}, since="2017-05-02")
    a_delegate(sqlite_store, "NPL", "TS-3")
    before = rows(sqlite_store, "participation"), available(sqlite_store)
    perform(sqlite_store, decide_graduation, "NPL", day("2017-06-01"), True, "Found out later")
    assert (rows(sqlite_store, "participation"), available(sqlite_store)) == before
    assert not is_ldc(sqlite_store, "NPL", "TS-4")
    asks = [text for text in settling.to_settle(sqlite_store) if "Nepal (LDC: yes → no)" in text]
    assert len(asks) == 1  # and a person decides what becomes of it


def test_a_newer_list_decides_who_is_passed_over(sqlite_store):
    """Nepal waits for a seat, and Egypt gets one: a reason is asked for while Nepal is an LDC."""
    money_available(sqlite_store, {"1": "9000"}, since="2017-05-02")
    a_nomination(sqlite_store, country="NPL")
    with pytest.raises(Refused, match="Nepal waits for a first seat"):
        an_authorised_trip(sqlite_store, "100", country="EGY")
    perform(sqlite_store, decide_graduation, "NPL", day("2017-06-01"), True, "For this test")
    an_authorised_trip(sqlite_store, "100", country="EGY")


# Files


def a_list(listed_on: str, **changed: dict[str, str]) -> str:
    """The product's own countries, as a file of a list; ``NPL={"ldc": "false"}`` changes cells."""
    lines = [",".join(["listed_on", *next(read_csv(DATA / "countries.csv"))])]
    for row in read_csv(DATA / "countries.csv"):
        cells = [listed_on, *(row | changed.get(row["iso3"], {})).values()]
        lines.append(",".join(f'"{cell}"' if "," in cell else cell for cell in cells))
    return "\n".join(lines)


def test_the_list_that_the_fund_began_with_is_the_same(in_2026, bring):
    found = bring(in_2026, "countries", a_list("2017-01-01"))
    assert said(found) == []
    assert str(found) == "new 0, changed 0, same 248, problems 0"


def test_no_list_is_dated_before_the_one_that_the_fund_began_with(in_2026, bring):
    found = bring(in_2026, "countries", a_list("2010-01-01", NPL={"ldc": "false"}))
    assert (
        "is not after 2017-01-01, the date of the list that the fund began with" in said(found)[0]
    )


GRADUATED = {"ldc_until": "2026-11-24", "ldc_scheduled_until": ""}


def test_a_newer_list_holds_from_its_day_on(in_2026, bring):
    listed = a_list("2026-11-24", NPL=GRADUATED, TUV={"sids": "false"})
    found = bring(in_2026, "countries", listed)
    assert (said(found), found.remarks) == ([], ())
    assert str(found) == "new 248, changed 0, same 0, problems 0"
    assert is_ldc(in_2026, "NPL", "TS-3")
    assert not is_ldc(in_2026, "NPL", "R-1")
    assert view(in_2026).class_at("TUV", "TS-3").sids
    assert not view(in_2026).class_at("TUV", "R-1").sids
    assert str(bring(in_2026, "countries", listed)) == "new 0, changed 0, same 248, problems 0"


def some_of(listed: str, *countries: str) -> str:
    header, *rows = listed.splitlines()
    return "\n".join([header, *(row for row in rows if row.split(",")[1] in countries)])


def test_a_list_that_comes_late_holds_until_the_one_after_it(in_2026, bring):
    bring(in_2026, "countries", some_of(a_list("2018-06-01"), "TUV"))
    bring(in_2026, "countries", some_of(a_list("2018-01-01", TUV={"sids": "false"}), "TUV"))
    facts = {on: view(in_2026).country("TUV", day(on)).sids for on in ("2018-05-31", "2018-06-01")}
    assert facts == {"2018-05-31": False, "2018-06-01": True}


def test_a_list_stands_when_the_one_before_it_is_taken_back(in_2026, bring):
    first = bring(in_2026, "countries", some_of(a_list("2018-02-01", LAO={"sids": "true"}), "LAO"))
    bring(in_2026, "countries", some_of(a_list("2018-03-01", LAO={"sids": "true"}), "LAO"))
    perform(in_2026, take_back_import, first.imported, "The wrong file")
    facts = {on: view(in_2026).country("LAO", day(on)).sids for on in ("2018-02-15", "2018-03-01")}
    assert facts == {"2018-02-15": False, "2018-03-01": True}


def test_a_decision_on_a_graduation_comes_before_what_lists_say_of_it_and_hides_nothing_else(
    in_2026, bring
):
    perform(in_2026, decide_graduation, "NPL", day("2026-11-24"), True, "A/RES/76/8")
    bring(in_2026, "countries", some_of(a_list("2026-11-25", NPL={"sids": "true"}), "NPL"))
    facts = view(in_2026).country("NPL", day("2026-11-26"))
    assert (facts.ldc_until, facts.sids) == (day("2026-11-24"), True)
    bring(in_2026, "countries", some_of(a_list("2018-02-01", NPL={"lldc": "false"}), "NPL"))
    assert not view(in_2026).country("NPL", day("2018-02-01")).lldc
    assert is_ldc(in_2026, "NPL", "TS-3")


def test_the_secretariat_takes_a_list_and_an_administrator_alone_says_who_graduated(in_2026):
    secretariat = acting(Role.SECRETARIAT)
    listed = ListingDraft(
        *("NPL", day("2026-11-24"), "true", "Asia-Pacific", "Asia", "Southern Asia", "true"),
        *("true", day("2026-11-24"), None, "true", "false"),
    )
    said = refusal(in_2026, list_country, listed, "A file", actor=secretariat)
    assert "changes when Nepal is a least developed country, which is not confirmed" in said
    perform(in_2026, decide_graduation, "NPL", day("2026-11-24"), True, "A/RES/76/8")
    perform(in_2026, list_country, listed, "A file", actor=secretariat)
    assert "is not open to" in refusal(
        in_2026, list_country, listed, "A file", actor=acting(Role.TRAVEL)
    )


def test_a_list_can_be_exported_and_imported_again(in_2026, bring):
    bring(in_2026, "countries", a_list("2026-11-24", TUV={"sids": "false"}))
    found = bring(in_2026, "countries", csv_text(in_2026, "countries"))
    assert str(found) == "new 0, changed 0, same 248, problems 0"
    assert found.remarks == ()


def test_what_is_wrong_with_a_list_is_named_with_its_row_and_nothing_is_taken(in_2026, bring):
    before = everything(in_2026)
    found = bring(
        in_2026,
        "countries",
        "iso3,listed_on,ldc,ldc_until,un_group,sids\n"
        "XXX,2026-11-24,true,,,false\n"
        "NPL,2027-01-01,true,,,false\n"
        "EGY,2026-11-24,false,2026-11-24,,false\n"
        "FJI,2026-11-24,maybe,,Pacific,yes\n",
    )
    words = "\n".join(said(found))
    assert 'row 2, iso3 "XXX": is not a country code' in words
    assert 'row 3, listed_on "2027-01-01": is in the future' in words
    assert 'row 4, ldc_until "2026-11-24": is of a country that was no least developed' in words
    assert 'row 5, ldc "maybe": is neither true nor false' in words
    assert 'row 5, un_group "Pacific": is not one of the list' in words
    assert everything(in_2026) == before


def test_reports_of_earlier_days_have_the_list_of_their_day(in_2026, bring):
    bring(in_2026, "countries", a_list("2026-11-24", NPL=GRADUATED))
    now = {row["iso3"]: row for row in rows(in_2026, "countries")}
    then = {row["iso3"]: row for row in rows(in_2026, "countries", "as_of=2026-11-23")}
    assert (now["NPL"]["listed_on"], then["NPL"]["listed_on"]) == ("2026-11-24", "2017-01-01")
    assert len(now) == 248
    assert only_row(in_2026, "headlines")["ldcs_eligible"] == 48
