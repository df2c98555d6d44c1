"""An import can be taken back: then the books are as if it had never been."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests.books import (
    a_contributor,
    a_step,
    available,
    day,
    entries,
    history,
    money_available,
    perform,
    recorded_on,
    refusal,
    with_agent,
)
from tests.invariants import assert_read_as_anew
from tests.papers import a_pdf
from tests.people import acting
from tests.reading import csv_text
from trustfund.domain.kinds import RecordKind
from trustfund.domain.roles import Role
from trustfund.exchange.imports.rows import Choices
from trustfund.exchange.tables import csv_pieces
from trustfund.figures import checks, frames
from trustfund.figures.datasets import DATASETS
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.ledger import (
    certification,
    contributions,
    deposits,
    movements,
    papers,
    travel,
    trip_steps,
)
from trustfund.ledger.books import read_books
from trustfund.ledger.imports import imported_files
from trustfund.ledger.papers import PaperDraft
from trustfund.store import papers as kept
from trustfund.store.engine import Store
from trustfund.store.erasing import erase
from trustfund.store.tables import Paper, Trip

FILES = {
    "contributors": """\
name,contributor_type,country,parent
Norway,member_state,NOR,
Norad,intergovernmental_organization,,Norway
Sweden,member_state,SWE,
""",
    "rates": """\
currency,effective_on,units_per_usd,source
EUR,2017-05-01,0.92,UN
SEK,2017-05-01,8.8,UN
EUR,2017-06-01,0.89,UN
""",
    "contributions": """\
reference,contributor,pledged_on,agreement_reference,agreement_signed_on,currency,amount,earmark,note
C-1,Norway,2017-04-20,SAA-1,2017-05-02,EUR,100000,1:60000;unearmarked:40000,
C-2,Norad,2017-04-20,,,USD,5000,unearmarked,By letter
C-3,Sweden,,SAA-3,2017-05-03,SEK,800000,1,
""",
    "instalments": """\
contribution_reference,due_on,amount
C-1,2017-06-30,70000
C-1,2018-06-30,30000
""",
    "deposits": """\
reference,contribution_reference,value_date,currency,amount,bank_reference,note
D-1,C-1,2017-05-15,EUR,70000,B-1,
D-2,C-3,2017-05-16,SEK,800000,,
""",
    "events": """\
code,kind,title,city,country,starts_on
TS-7,thematic_session,A seventh session,Geneva,CHE,2017-06-19
""",
    "travel": """\
reference,event,country,gender,status,name,nominated_on,authorised_on,travelled_on,settled_on,ticket_usd,actual_usd
T-1,TS-7,NPL,F,settled,Planted Name-One,2017-05-20,2017-06-01,2017-06-19,2017-07-01,1500,1400
T-2,TS-7,BGD,M,authorised,Planted Name-Two,2017-05-21,2017-06-02,,,1600,
T-3,TS-7,HTI,,nominated,,2017-05-21,,,,1000,
""",
    "movements": """\
reference,kind,value_date,usd_amount,objective,organization,contribution_reference,note
M-1,interest,2017-06-30,12.50,,,,
M-2,refund_to_contributor,2017-07-01,100,,,C-1,Asked for
M-3,transfer_to_organization,2017-06-15,5000,1,An agency,,
""",
    "allocations": """\
reference,decided_on,organization,usd_amount,objective,note
A-1,2017-06-01,An agency,5000,1,
A-2,2017-06-02,An agency,600,,
""",
}
"""A small fund, a file of each kind, in an order in which it can be imported."""

CHANGED = {
    "contributors": """\
name,contributor_type,country,parent
Norad,intergovernmental_organization,,
Sida,intergovernmental_organization,,Sweden
Sweden,member_state,SWE,
""",
    "rates": """\
currency,effective_on,units_per_usd,source
EUR,2017-05-01,0.95,Corrected
EUR,2017-07-01,0.85,UN
""",
    "instalments": """\
contribution_reference,due_on,amount
C-1,2017-07-31,50000
C-1,2018-07-31,50000
C-3,2017-07-31,800000
""",
    "contributions": """\
reference,contributor,pledged_on,agreement_reference,agreement_signed_on,currency,amount,earmark,note
C-1,Sweden,2017-04-21,SAA-1,2017-05-01,EUR,120000,unearmarked,Corrected
C-2,Norad,2017-04-20,SAA-2,2017-06-01,USD,5000,1,By letter
C-4,Norway,2017-04-22,,,USD,70,,
""",
    "deposits": """\
reference,contribution_reference,value_date,currency,amount,bank_reference,note
D-1,C-1,2017-06-15,EUR,69000,B-7,Corrected
D-2,C-3,2017-05-16,SEK,800000,B-8,
D-3,C-1,2017-06-15,EUR,1000,,
""",
    "events": """\
code,kind,title,city,country,starts_on,ends_on
TS-7,hearing,A hearing,Vienna,AUT,2017-06-20,2017-06-21
TS-8,hearing,Another hearing,Vienna,AUT,2017-07-20,
""",
    "travel": """\
reference,event,country,gender,status,name,nominated_on,authorised_on,travelled_on,settled_on,ticket_usd,actual_usd
T-1,TS-7,NPL,F,settled,Planted Name-One,2017-05-20,2017-06-01,2017-06-19,2017-07-02,1500,1450
T-2,TS-7,BGD,M,settled,Planted Name-Two,2017-05-21,2017-06-02,2017-06-19,2017-07-01,1600,1300
T-3,TS-7,NER,X,authorised,,2017-05-21,2017-06-03,,,1100,
T-4,TS-7,HTI,,nominated,,2017-05-21,,,,1000,
""",
    "movements": """\
reference,kind,value_date,usd_amount,objective,organization,contribution_reference,note
M-1,other_income,2017-06-29,13.50,1,,,Corrected
M-2,refund_to_contributor,2017-07-02,120,,,C-1,Asked for
M-4,bank_charge,2017-07-02,1,,,,
""",
    "allocations": """\
reference,decided_on,organization,usd_amount,objective,note
A-1,2017-06-03,Another agency,5001,2,Corrected
A-3,2017-06-02,An agency,7,,
""",
}
"""For each kind a file that changes what ``FILES`` brought, and brings something more."""
KINDS = list(FILES)
WITH_DEPOSITS = KINDS[:5]


def figures(store: Store, known_at: str = "") -> dict[str, str]:
    """Every dataset but those that tell of entries and acts, as its file, and the balances."""
    books, today = frames.load(store)
    found = {}
    for dataset in DATASETS:
        if dataset.name in {"ledger", "history", "restatements", "headlines"}:
            continue
        if known_at and "known_at" not in dataset.filters:
            continue
        rows = dataset.rows(View(books, today, Filters(known_at=known_at)))
        found[dataset.name] = "".join(csv_pieces(dataset.columns, rows))
    return found | (
        {} if known_at else {"balances": f"{sorted(available(store).items())} {with_agent(store)}"}
    )


DECIDED = Choices(decided={("TS-7", "seats"): "keep", ("TS-7", "steps"): "keep"})
"""What becomes of what hangs on the session that moves."""


def brought(store: Store, bring, kind: str, text: str) -> int:
    """Import a file that has no problem; its number."""
    outcome = bring(store, kind, text, name=f"{kind}.csv", choices=DECIDED)
    assert outcome.problems == ()
    assert outcome.imported is not None
    return outcome.imported


def all_brought(store: Store, bring, kinds: Iterable[str] = FILES) -> dict[str, int]:
    """Import the small fund, or files of some kinds of it; their numbers."""
    return {kind: brought(store, bring, kind, FILES[kind]) for kind in kinds}


def taken_back(store: Store, number: int):
    frames.read(store)
    done = perform(store, imported_files.take_back_import, number, "The wrong file")
    assert_read_as_anew(store)
    assert list(checks.problems(store)) == []
    return done


@pytest.mark.deep_on_postgres
def test_import_take_back_import_is_as_if_it_was_imported_once(store, bring):
    for kind, text in FILES.items():  # each on the books that the files before it made
        before = figures(store)
        first = brought(store, bring, kind, text)
        once = figures(store)
        taken_back(store, first)
        assert figures(store) == before, kind
        outcome = bring(store, kind, text)
        assert outcome.problems == ()
        assert str(outcome) == f"new {text.count(chr(10)) - 1}, changed 0, same 0, problems 0"
        assert figures(store) == once, kind
        assert str(bring(store, kind, text)).startswith("new 0, changed 0, same")
    assert list(checks.problems(store)) == []


def test_new_and_changed_rows_are_taken_back_together(store, bring):
    all_brought(store, bring)
    before = figures(store)
    for kind, text in CHANGED.items():
        first = brought(store, bring, kind, text)
        once = figures(store)
        assert once != before, kind
        taken_back(store, first)
        assert figures(store) == before, kind
        again = brought(store, bring, kind, text)
        assert figures(store) == once, kind
        taken_back(store, again)
    assert figures(store) == before


@pytest.mark.deep_on_postgres
def test_all_files_are_taken_back_the_newest_first(store, bring):
    seen = []
    for files in (FILES, CHANGED):
        for kind, text in files.items():
            seen.append((figures(store), brought(store, bring, kind, text)))
    for before, number in reversed(seen):
        taken_back(store, number)
        assert figures(store) == before


# Refusals


def refused(store: Store, number: int) -> str:
    return refusal(store, imported_files.take_back_import, number, "The wrong file")


def test_it_needs_a_reason_and_an_import_and_is_done_once(store, bring):
    number = brought(store, bring, "contributors", FILES["contributors"])
    said = refusal(store, imported_files.take_back_import, number, " ")
    assert said == "Reason: is missing. Say in a few words why the books change."
    assert refused(store, 7) == (
        'Import "7": is not an import. Use a number from the list of imports.'
    )
    done = taken_back(store, number)
    assert done.sentence == (
        "The import of contributors.csv is taken back: contributors, 3 new and 0 changed."
    )
    assert refused(store, number) == (
        'Import "contributors.csv": is taken back already. Nothing is left to do.'
    )
    line = history(store)[-1]
    assert (line.act, line.subject, line.reason) == (
        "import_taken_back",
        "contributors.csv",
        "The wrong file",
    )
    with read_books(store) as books:
        (row,) = imported_files.recent(books)
    assert (row.kind, row.file, row.new, row.taken_back) == (
        "contributors",
        "contributors.csv",
        3,
        True,
    )


@pytest.mark.parametrize(
    ("kind", "since"),
    [
        ("contributors", ["contributions", "deposits", "movements"]),
        ("contributions", ["instalments", "deposits", "movements"]),
        ("events", ["travel"]),
    ],
)
def test_what_later_files_built_on_is_taken_back_after_them(sqlite_store, bring, kind, since):
    numbers = all_brought(sqlite_store, bring)
    later = ", ".join(f"import {numbers[name]} ({name}, {name}.csv)" for name in since)
    assert refused(sqlite_store, numbers[kind]) == (
        f'Import "{kind}.csv": has been built on since: {later}. Take back the later imports '
        "first, the newest of them first."
    )


D_1 = deposits.DepositDraft(
    "C-1", day("2017-05-15"), "EUR", "70000", note="By hand", reference="D-1"
)
LETTER = contributions.ContributionDraft("Norway", "USD", "5", day("2017-05-01"), reference="C-9")
BY_HAND: dict[str, tuple[str, tuple[Any, ...], str]] = {
    "a correction": ("deposits", (deposits.correct_deposit, D_1, "A reason"), "D-1 (corrected a"),
    "a reversal": ("deposits", (deposits.reverse_deposit, "D-1", "A reason"), "D-1 (reversed a"),
    "a contribution of its contributor": (
        "contributors",
        (contributions.record_contribution, LETTER),
        "C-9 (recorded a contribution",
    ),
    "a step": (
        "travel",
        (trip_steps.advance, trip_steps.StepDraft("T-3", "approved", day("2017-05-30"))),
        "T-3 (took a trip a step further",
    ),
    "a reversed movement": (
        "movements",
        (movements.reverse_movement, "M-1", "A reason"),
        "M-1 (reversed a movement",
    ),
}


@pytest.mark.parametrize("what", BY_HAND)
def test_what_was_done_by_hand_since_is_named_and_stays(sqlite_store, bring, what):
    kind, (act, *arguments), said = BY_HAND[what]
    numbers = all_brought(sqlite_store, bring, KINDS[: KINDS.index(kind) + 1])
    perform(sqlite_store, act, *arguments)
    sentence = refused(sqlite_store, numbers[kind])
    assert f'Import "{kind}.csv": has been built on since: {said}' in sentence
    assert "What was done by hand since stays: correct or reverse the rows themselves" in sentence


def test_five_acts_are_named_and_the_others_counted(sqlite_store, bring):
    number = brought(sqlite_store, bring, "contributors", FILES["contributors"])
    for gift in range(1, 8):
        draft = contributions.ContributionDraft(
            "Norway", "USD", "5", day("2017-05-01"), reference=f"G-{gift}"
        )
        perform(sqlite_store, contributions.record_contribution, draft)
    sentence = refused(sqlite_store, number)
    assert sentence.count("recorded a contribution") == 5
    assert ") and 2 more." in sentence


def test_money_that_was_spent_since_is_not_taken_away(sqlite_store, bring):
    numbers = all_brought(sqlite_store, bring, KINDS[:7])
    said = refused(sqlite_store, numbers["deposits"])
    assert "Objective 1: would be overdrawn from 2017-06-01 on, by USD 3,100.00" in said


def test_a_refund_that_was_paid_since_keeps_the_deposit(sqlite_store, bring):
    number = all_brought(sqlite_store, bring, WITH_DEPOSITS)["deposits"]
    refund = movements.MovementDraft(
        "refund_to_contributor", day("2017-07-01"), "100", contribution="C-1"
    )
    perform(sqlite_store, movements.record_movement, refund)
    assert "Reverse the refund first" in refused(sqlite_store, number)


# What is void is nowhere, but as it was known before


@pytest.mark.deep_on_postgres
def test_files_of_the_day_before_are_the_same_bytes_after(store, bring):
    numbers = all_brought(store, bring)
    today = history(store)[-1].at.date()
    for kind in reversed(KINDS):  # one a day
        before = figures(store, today.isoformat())
        tomorrow = today + timedelta(days=1)
        with recorded_on(tomorrow.isoformat()):
            perform(store, imported_files.take_back_import, numbers[kind], "The wrong file")
        assert figures(store, today.isoformat()) == before, kind
        assert kind == "rates" or figures(store, tomorrow.isoformat()) != before
        assert figures(store, tomorrow.isoformat()) == figures(store, date.max.isoformat())
        today = tomorrow


def test_a_contributor_that_is_void_is_unknown_but_on_the_day_before(store, bring):
    number = brought(store, bring, "contributors", FILES["contributors"])
    today = history(store)[-1].at.date()
    tomorrow = (today + timedelta(days=1)).isoformat()
    with recorded_on(tomorrow):
        perform(store, imported_files.take_back_import, number, "The wrong file")
    with pytest.raises(Exception, match='Filter contributor "Norway": is not known'):
        csv_text(store, "contributions", "contributor=Norway")
    assert csv_text(store, "contributions", f"contributor=Norway&known_at={today}")
    draft = contributions.ContributionDraft("Norway", "USD", "5", day("2017-05-01"))
    with recorded_on(tomorrow):
        said = refusal(store, contributions.record_contribution, draft)
        assert 'Contributor "Norway": is not a contributor yet' in said
        a_contributor(store, "Norway")
    assert "Norway" in csv_text(store, "contributors")


def test_a_trip_that_is_void_keeps_no_name(store, bring):
    taken_back(store, all_brought(store, bring, KINDS[:7])["travel"])
    with store.reading() as session:
        assert set(session.exec(select(Trip.name))) == {""}


def test_what_is_void_keeps_no_paper_and_a_new_trip_of_its_reference_has_none(store, bring):
    numbers = all_brought(store, bring, KINDS[:7])
    for number, (kind, reference) in enumerate((("trip", "T-1"), ("deposit", "D-1"))):
        draft = PaperDraft(kind, reference, "Passport", a_pdf(f"% {number}"))
        perform(store, papers.attach, draft)
    done = taken_back(store, numbers["travel"])
    assert "1 paper of what is void now is removed." in done.warnings
    erase(store)
    assert titles_of_papers(store) == ["", "Passport"]
    assert papers_kept(store) == [kept.hash_of(a_pdf("% 1"))]
    assert "Passport" not in history(store)[-1].changes
    brought(store, bring, "travel", FILES["travel"])
    with read_books(store) as books:
        assert papers.of_record(books, RecordKind.TRIP, "T-1") == []
    taken_back(store, brought(store, bring, "travel", FILES["travel"].replace("T-", "S-")))
    assert papers_kept(store) == [kept.hash_of(a_pdf("% 1"))]


def test_a_paper_of_a_deposit_that_is_void_is_removed_and_keeps_its_title(store, bring):
    deposits_ = all_brought(store, bring, KINDS[:5])["deposits"]
    perform(store, papers.attach, PaperDraft("deposit", "D-1", "Bank advice", a_pdf()))
    taken_back(store, deposits_)
    erase(store)
    assert titles_of_papers(store) == ["Bank advice"]
    assert papers_kept(store) == []


def test_a_paper_that_a_void_trip_kept_can_still_be_removed(sqlite_store, bring, monkeypatch):
    """As an earlier version left it."""
    travel_file = all_brought(sqlite_store, bring, KINDS[:7])["travel"]
    perform(sqlite_store, papers.attach, PaperDraft("trip", "T-1", "Passport", a_pdf()))
    monkeypatch.setattr(papers, "remove_of", lambda *_: 0)
    taken_back(sqlite_store, travel_file)
    perform(sqlite_store, papers.remove, 1, "Its trip is void")
    erase(sqlite_store)
    assert papers_kept(sqlite_store) == []


def titles_of_papers(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.exec(select(Paper.title).order_by(col(Paper.id))))


def papers_kept(store: Store) -> list[str]:
    """The hashes of the contents that the store still has."""
    with store.reading() as session:
        found = kept._kept(session.connection())
    return sorted(found)


def test_a_reference_of_something_void_is_not_chosen_for_another(store, bring):
    text = FILES["contributions"].replace("C-2", "MCS00-C-0004")
    all_brought(store, bring, KINDS[:2])
    taken_back(store, brought(store, bring, "contributions", text))
    draft = contributions.ContributionDraft("Norway", "USD", "5", day("2017-05-01"))
    assert perform(store, contributions.record_contribution, draft).reference == "MCS00-C-0005"


def test_a_certified_year_is_warned_of(store, bring):
    number = all_brought(store, bring, WITH_DEPOSITS)["deposits"]
    with read_books(store) as books:
        revision = books.fund.revision
    perform(store, certification.certify_year, 2017, {}, revision)
    done = perform(store, imported_files.take_back_import, number, "The wrong file")
    assert done.warnings == (
        "The statements of 2017 are certified; this may change their figures.",
    )


def test_a_file_that_changes_nothing_leaves_nothing(store, bring):
    brought(store, bring, "contributors", FILES["contributors"])
    before = len(history(store))
    assert bring(store, "contributors", FILES["contributors"]).imported is None
    assert len(history(store)) == before


def test_entries_are_reversed_and_none_is_deleted(store, bring):
    number = all_brought(store, bring, WITH_DEPOSITS)["deposits"]
    before = entries(store)
    taken_back(store, number)
    after = entries(store)
    assert after[: len(before)] == before
    reversals = after[len(before) :]
    assert {entry.reason for entry in reversals} == {"The wrong file"}
    assert len({entry.act_id for entry in reversals}) == 1


def test_a_plan_neither_counts_nor_suggests_what_is_void(sqlite_store, bring):
    all_brought(sqlite_store, bring, KINDS[:2])
    for kind in ("contributions", "allocations"):
        taken_back(sqlite_store, brought(sqlite_store, bring, kind, FILES[kind]))
    decided = "reference,decided_on,organization,usd_amount\nA-9,2017-06-01,IOM,100\n"
    outcome = bring(sqlite_store, "allocations", decided, dry_run=True)
    assert [str(each) for each in outcome.sums] == ["Allocated: USD 0.00 → USD 100.00"]
    paid = "reference,contribution_reference,value_date,currency,amount\nD-9,c1,2017-06-01,USD,5\n"
    outcome = bring(sqlite_store, "deposits", paid, dry_run=True)
    assert outcome.suggestions == ()


def test_the_country_of_a_void_trip_appears_anew(sqlite_store, bring):
    trip = "reference,event,country,status,nominated_on\nT-9,TS-3,ERI,nominated,2017-05-20\n"
    taken_back(sqlite_store, brought(sqlite_store, bring, "travel", trip))
    outcome = bring(sqlite_store, "travel", trip, dry_run=True)
    assert (outcome.new, outcome.countries) == (1, ("Eritrea",))


def test_nominations_of_a_file_are_taken_back_by_an_office_of_trips_alone(sqlite_store, bring):
    trip = "reference,event,country,status,nominated_on\nT-1,TS-3,NPL,nominated,2017-05-20\n"
    number = brought(sqlite_store, bring, "travel", trip)
    kenya = acting(Role.MISSION)
    agent = replace(kenya, roles=kenya.roles | {Role.AGENT})
    back = (imported_files.take_back_import, number, "Not ours")
    said = refusal(sqlite_store, *back, actor=agent)
    assert said.startswith("Taking back an import of travel: is not open to the role agent, miss")
    perform(sqlite_store, *back, actor=acting(Role.SECRETARIAT))


STOOD = {
    "nominated": (),
    "waitlisted": ("waitlisted",),
    "approved": ("approved",),
    "authorised": ("approved", "authorised"),
    "ticketed": ("approved", "authorised", "ticketed"),
    "travelled": ("approved", "authorised", "travelled"),
}
ON = {"travelled": "2017-06-19"}
SECRETARIAT, TRAVEL = acting(Role.SECRETARIAT), acting(Role.TRAVEL)


def a_trip_that(store: Store, *steps: str) -> str:
    money_available(store, {"1": "5000"})
    costs = travel.CostsDraft("3000")
    asked = travel.NominationDraft("TS-3", "NPL", day("2017-05-20"), costs=costs, note="A reason")
    trip = perform(store, travel.nominate, asked).reference
    for status in steps:
        a_step(store, trip, status, ON.get(status, "2017-06-01"))
    return trip


@pytest.mark.parametrize(
    ("stood", "last", "who", "refused"),
    [
        ("nominated", "declined", SECRETARIAT, TRAVEL),
        ("nominated", "withdrawn", SECRETARIAT, TRAVEL),
        ("waitlisted", "withdrawn", SECRETARIAT, TRAVEL),
        ("approved", "withdrawn", SECRETARIAT, TRAVEL),
        ("approved", "offer_declined", SECRETARIAT, TRAVEL),
        ("authorised", "withdrawn", TRAVEL, SECRETARIAT),
        ("authorised", "cancelled_after_ticket", TRAVEL, SECRETARIAT),
        ("ticketed", "replaced", TRAVEL, SECRETARIAT),
        ("travelled", "settled", TRAVEL, SECRETARIAT),
    ],
)
def test_a_file_that_ended_a_trip_is_taken_back_by_the_office_of_the_step_that_stands_again(
    sqlite_store, bring, stood, last, who, refused
):
    trip = a_trip_that(sqlite_store, *STOOD[stood])
    header = "reference,event,country,status,settled_on,note\n"
    number = brought(
        sqlite_store, bring, "travel", f"{header}{trip},TS-3,NPL,{last},2017-06-20,A reason\n"
    )
    back = (imported_files.take_back_import, number, "The wrong file")
    said = refusal(sqlite_store, *back, actor=refused)
    assert f"Making a trip {stood} again: is not open to the role {refused.in_words}." in said
    perform(sqlite_store, *back, actor=who)
    with read_books(sqlite_store) as books:
        own = travel.required(books, trip)
        assert travel.live_steps(books, own)[-1].status == stood


@pytest.mark.parametrize(
    ("steps", "said_to_travel"),
    [
        (("approved", "authorised"), ""),
        (("authorised",), "Authorising what nobody approved: is not open to the role travel."),
    ],
)
def test_an_authorisation_that_a_file_moved_comes_back_by_who_may_authorise(
    sqlite_store, bring, steps, said_to_travel
):
    trip = a_trip_that(sqlite_store, *steps)
    header = "reference,event,country,status,authorised_on\n"
    number = brought(
        sqlite_store, bring, "travel", f"{header}{trip},TS-3,NPL,authorised,2017-06-05\n"
    )
    back = (imported_files.take_back_import, number, "The wrong file")
    said = refusal(sqlite_store, *back, actor=SECRETARIAT)
    assert "Making a trip authorised again: is not open to the role secretariat." in said
    assert said.count("Taking back what this import did") == 1
    if said_to_travel:
        assert said_to_travel in refusal(sqlite_store, *back, actor=TRAVEL)
    else:
        perform(sqlite_store, *back, actor=TRAVEL)
