"""The illustrative sample: the same for everybody, and something of everything in it."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, time, timedelta

import pytest
from sqlmodel import col, select

from tests.books import entries, everything, history
from tests.invariants import assert_books_foot
from tests.reading import Loaded, csv_text, rows, view
from trustfund.commands.program import main
from trustfund.domain.kinds import ContributorType, Stage
from trustfund.domain.meetings import TOOK_PART
from trustfund.domain.travel import TripStatus
from trustfund.exchange import sample as sample_loader
from trustfund.figures import checks
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.overview import overview
from trustfund.figures.settling import to_settle
from trustfund.figures.statements import AnnualReport, overspent
from trustfund.store.places import PROJECT
from trustfund.store.setup import DATA, DEFAULT_FUND, read_csv
from trustfund.store.tables import Fund, TripStep

BOOKS_DATE = date(2018, 7, 16)


def test_golden_sample_has_the_hash_that_it_has_everywhere(sample_store, golden):
    """That of its last act is over all that was booked, whoever loads it on whatever machine."""
    last = history(sample_store)[-1]
    golden("sample.txt", f"act {last.id}: {last.hash}\n")


def test_the_command_makes_it(configure, capsys, monkeypatch):
    monkeypatch.setattr(sample_loader, "_trips", tuple)  # three hundred take long
    store = configure()
    assert main(["init", "--sample"]) == 0
    assert capsys.readouterr().out.startswith("The store is ready with the illustrative sample: ")
    with store.reading() as session:
        assert session.get_one(Fund, 1).illustrative
    assert list(checks.problems(store)) == []


@pytest.mark.deep
def test_two_loads_give_the_same_bytes(sample_store, configure):
    """The second one as a person makes it: ``init --sample`` in a process of its own."""
    second = configure()
    ended = subprocess.run(
        [sys.executable, "-m", "trustfund", "init", "--sample"],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("The store is ready with the illustrative sample: ")
    for dataset in BY_NAME:
        assert csv_text(second, dataset) == csv_text(sample_store, dataset)
    assert everything(second) == everything(sample_store)  # entries, steps, history: all of it


def test_it_is_marked_illustrative_and_stands_on_its_own_day(sample_store):
    with sample_store.reading() as session:
        fund = session.get_one(Fund, 1)
    assert (fund.illustrative, fund.books_date) == (True, BOOKS_DATE)


def test_about_thirty_contributors_of_all_four_kinds_and_an_agency(sample: Loaded):
    listed = rows(sample, "contributors")
    kinds = Counter(row["contributor_type"] for row in listed)
    assert 28 <= kinds.total() <= 34
    assert set(kinds) == set(ContributorType)
    assert min(kinds.values()) >= 2
    (agency,) = (row for row in listed if row["parent"])
    assert agency["parent"] == "Sweden"
    assert agency["deposited_usd"] > 0


def test_about_eighty_deposits_in_at_least_eight_currencies(sample: Loaded):
    deposits = rows(sample, "deposits")
    currencies = {row["currency"] for row in deposits}
    assert 75 <= len(deposits) <= 85
    assert len(currencies) >= 8
    assert "JPY" in currencies  # which has no decimals
    assert any(row["rate_effective_on"] == "" != row["currency"] != "USD" for row in deposits)


def test_contributions_of_every_stage_and_of_every_choice(sample: Loaded):
    """Also one written off after a part of it came, and one paid above its commitment."""
    listed = rows(sample, "contributions")
    by_stage = {row["stage"]: row for row in listed}
    assert set(by_stage) == set(Stage)
    assert by_stage["withdrawn"]["written_off_amount"] > 0
    assert by_stage["written_off"]["outstanding_amount"] == 0
    partly = [row for row in listed if row["deposited_amount"] and row["written_off_amount"]]
    assert [row["stage"] for row in partly] == ["deposited"]
    above = [row for row in listed if row["deposited_amount"] > row["amount"]]
    assert [(r["stage"], r["outstanding_amount"]) for r in above if r["amount"]] == [
        ("deposited", 0)
    ]
    assert sum(";" in row["earmark"] for row in listed) >= 3
    found = overview(view(sample))
    assert all(cents > 0 for cents in found.available_by_pool.values())
    assert 0 < found.unearmarked_of_deposits < 1


def test_some_instalments_are_late(sample: Loaded):
    due = [row for row in rows(sample, "instalments") if row["due_on"] <= str(BOOKS_DATE)]
    late = {row["contribution_reference"] for row in due if row["status"] == "late"}
    assert len({row["contribution_reference"] for row in due}) > 5
    assert 2 <= len(late) < len(due)


def is_invented(name: str) -> bool:
    """Whether a name says of itself that nobody bears it."""
    return name.split()[0] in {"Example", "Illustrative", "Sample", "Specimen"}


def test_what_is_given_up_reduced_or_given_back_is_of_bodies_that_are_plainly_invented(
    sample: Loaded,
):
    """A real name in the sample is reproached nothing."""
    contributions = rows(sample, "contributions")
    giver = {row["reference"]: row["contributor"] for row in contributions}
    changed = [row for row in sample_loader._rows("amendments") if row["amount"].startswith("-")]
    refunds = [row for row in rows(sample, "movements") if row["contribution_reference"]]
    for kind in (
        [row["contributor"] for row in contributions if row["written_off_amount"]],
        [giver[row["contribution_reference"]] for row in changed],
        [giver[row["contribution_reference"]] for row in refunds],
    ):
        assert kind
        assert [name for name in kind if not is_invented(name)] == []


def test_only_a_plainly_invented_body_was_ever_late(sample: Loaded):
    """Of all days on which an instalment fell due, as known then and as known now."""
    days = {row["due_on"] for row in rows(sample, "instalments")}
    asked = [f"as_of={day}" for day in days if day <= str(BOOKS_DATE)]
    late = {
        row["contributor"]
        for query in (*asked, *(f"{each}&known_at={each[6:]}" for each in asked))
        for row in rows(sample, "instalments", query)
        if row["status"] == "late"
    }
    assert late
    assert [name for name in late if not is_invented(name)] == []


def test_only_a_plainly_invented_organization_ever_spent_more_than_it_was_given(sample: Loaded):
    days = {row["value_date"] for row in rows(sample, "ledger")}
    reports = (AnnualReport(view(sample, f"as_of={day}")) for day in days)
    names = {name for report in reports for name in overspent(report.expenditure())}
    assert names
    assert [name for name in names if not is_invented(name)] == []


def test_whoever_took_part_or_was_missed_did_so_at_a_meeting_that_had_begun_as_known_then(
    sample: Loaded,
):
    steps = view(sample).statuses
    events = sample[0].trips.at(steps["trip"], "event").to_pylist()
    there = {
        (event, day)
        for event, status, day in zip(events, steps["status"], steps["on_date"], strict=True)
        if TripStatus(status) in TOOK_PART
    }
    assert len({event for event, _ in there}) == 25  # one is to be announced, one to come
    found = [
        (event, day)
        for event, day in sorted(there)
        if not view(sample, f"as_of={day}&known_at={day}").has_begun(event)
    ]
    assert found == []


def test_only_a_meeting_that_may_still_come_is_to_be_confirmed_or_announced(sample: Loaded):
    """Nobody has a ticket to it; the 27 meetings are those of the programme, unchanged in days."""
    events = sample[0].events
    open_ones = [row for row in events.values() if row.status in ("tbc", "tba")]
    assert [row.code for row in open_ones if row.ends_on <= BOOKS_DATE] == []
    last = view(sample).statuses.drop_duplicates("trip", keep="last")
    to = sample[0].trips.at(last["trip"], "event").to_pylist()
    states = {
        status
        for event, status in zip(to, last["status"], strict=True)
        if event in {row.code for row in open_ones}
    }
    assert states == {"authorised"}
    announced = {row["code"]: row["starts_on"] for row in read_csv(DEFAULT_FUND / "events.csv")}
    assert {code: str(row.starts_on) for code, row in events.items()} == announced


def test_there_is_nothing_to_settle_in_it(sample_store):
    assert list(to_settle(sample_store)) == []


def test_nobody_pledged_before_the_general_assembly_set_up_the_fund(sample: Loaded):
    pledged = [
        row["pledged_on"] or row["agreement_signed_on"] for row in rows(sample, "contributions")
    ]
    assert min(pledged) == "2017-04-06"
    money = [row["value_date"] for row in rows(sample, "ledger")]
    assert min(money) >= "2017-04-06"


def test_three_hundred_trips_to_all_27_events(sample: Loaded):
    trips = sample[0].trips.values()
    assert len(trips) == 300
    assert len({trip["event"] for trip in trips}) == len(sample[0].events) == 27


def test_the_five_steps_of_travel_and_every_exit_are_present(sample_store, sample: Loaded):
    with sample_store.reading() as session:
        taken = Counter(session.exec(select(TripStep.status)))
    assert set(taken) == set(TripStatus)
    five = ("nominated", "approved", "authorised", "travelled", "settled")
    assert all(taken[TripStatus(step)] > 100 for step in five)
    last = Counter(view(sample).statuses.drop_duplicates("trip", keep="last")["status"])
    assert all(last[step] >= 5 for step in five)  # some trips wait at each of them today


def test_entries_were_recorded_in_order_on_plausible_past_days(sample_store):
    booked = entries(sample_store)
    moments = [entry.recorded_at for entry in booked]
    assert moments == sorted(moments)
    assert [entry.id for entry in booked] == list(range(1, len(booked) + 1))
    for entry in booked:
        recorded = entry.recorded_at.astimezone(UTC)
        assert date(2017, 4, 3) <= recorded.date() <= BOOKS_DATE
        found_later = recorded.date() == date(2018, 1, 9)  # a nought was missing in December
        most = timedelta(days=40 if found_later else 7)
        assert timedelta(0) <= recorded.date() - entry.value_date <= most
        assert time(8) <= recorded.time() <= time(18)
    acts = [line.at for line in history(sample_store)]
    assert acts == sorted(acts)
    assert acts[-1].astimezone(UTC).date() <= BOOKS_DATE
    with sample_store.reading() as session:
        steps = session.exec(select(TripStep).order_by(col(TripStep.id))).all()
    assert all(step.on_date <= step.recorded_at.astimezone(UTC).date() for step in steps)


def test_its_books_foot_after_every_act(sample_store):
    assert_books_foot(sample_store)


@pytest.mark.parametrize("known_at", ["2017-06-30", "2017-12-31"])
def test_the_past_can_be_looked_at_as_it_was_known(sample: Loaded, known_at: str):
    known = rows(sample, "deposits", f"known_at={known_at}")
    differing = [row for row in known if row not in rows(sample, "deposits", f"as_of={known_at}")]
    corrected = [("MCS00-D-0037", 120_000)] if known_at == "2017-12-31" else []
    assert [(row["reference"], row["amount"]) for row in differing] == corrected


def test_a_restatement_of_the_year_before_is_there_to_be_seen(sample: Loaded):
    cells = {
        (row["dataset"], row["column"]): (row["before"], row["after"])
        for row in rows(sample, "restatements")
    }
    assert cells["deposits", "amount"] == ("1200.00", "12000.00")


def test_it_is_made_again_byte_for_byte(tmp_path):
    shutil.copytree(DATA / "sample", tmp_path / "data" / "sample")
    shutil.copytree(DATA / "funds", tmp_path / "data" / "funds")
    shutil.copy(DATA / "countries.csv", tmp_path / "data")
    written = ("movements", "allocations", "amendments", "receipts", "corrections", "held")
    by_hand = {f"{name}.csv" for name in written}
    made = {
        file.name: file.read_bytes()
        for file in (DATA / "sample").glob("*.csv")
        if file.name not in by_hand
    }
    for file in (tmp_path / "data" / "sample").glob("*.csv"):
        file.unlink()
    subprocess.run(
        [sys.executable, "data/sample/generate.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": "7", "TRUSTFUND_TODAY": "2030-01-01"},
        check=True,
        capture_output=True,
    )
    again = {file.name: file.read_bytes() for file in (tmp_path / "data" / "sample").glob("*.csv")}
    assert again == made
    assert len(made) == 7
