"""Papers of records: who attaches and removes them, and what is left of them."""

import pytest

from tests.books import a_commitment, a_nomination, a_step, day, history, perform, refusal
from tests.papers import a_pdf, a_picture
from tests.people import acting
from trustfund.domain.kinds import RecordKind
from trustfund.domain.roles import Role
from trustfund.ledger import names, papers, travel
from trustfund.ledger.books import read_books
from trustfund.ledger.papers import PaperDraft, attach, remove
from trustfund.ledger.travel import NominationDraft
from trustfund.store import papers as kept
from trustfund.store.erasing import erase
from trustfund.store.tables import Paper

PDF = a_pdf()
NAME = "Planted Name-One"


def a_paper(store, reference: str, record: str = "contribution", **other) -> None:
    draft = {"title": "Signed arrangement", "content": PDF} | other
    perform(store, attach, PaperDraft(record, reference, **draft))


def titles(store, reference: str, record: str = "contribution") -> list[str]:
    with read_books(store) as books:
        found = papers.of_record(books, RecordKind(record), reference)
        return [each.paper.title for each in found]


def content(store, made: bytes = PDF) -> bytes | None:
    """What the store has under the hash of a content."""
    with store.reading() as session:
        return kept.read(session.connection(), kept.hash_of(made))


def test_history_knows_a_paper_by_its_hash_and_not_by_its_title(store):
    gift = a_commitment(store)
    a_paper(store, gift)
    line = history(store)[-1]
    assert (line.act, line.subject) == ("paper_attached", gift)
    assert kept.hash_of(PDF) in line.outcome
    assert "Signed arrangement" not in line.outcome
    assert content(store) == PDF
    assert titles(store, gift) == ["Signed arrangement"]


def test_a_removed_paper_is_gone_and_its_line_stays(store):
    gift = a_commitment(store)
    a_paper(store, gift)
    assert "Reason: is missing" in refusal(store, remove, 1, "")
    perform(store, remove, 1, "It is of another contribution")
    kept.drop_removed(store)
    assert content(store) is None
    assert titles(store, gift) == []
    assert history(store)[-1].reason == "It is of another contribution"
    with store.reading() as session:
        assert session.get_one(Paper, 1).sha256 == kept.hash_of(PDF)
    assert "is not there, or removed already" in refusal(store, remove, 1, "Again")
    assert "is not there" in refusal(store, remove, 99, "Never")


def test_a_content_that_another_record_has_too_stays_until_both_are_removed(store):
    first, second = a_commitment(store), a_commitment(store)
    for gift in (first, second):
        a_paper(store, gift)
    perform(store, remove, 1, "A reason")
    kept.drop_removed(store)
    assert content(store) == PDF
    perform(store, remove, 2, "A reason")
    kept.drop_removed(store)
    assert content(store) is None


def test_all_that_is_wrong_with_a_paper_is_said_at_once(sqlite_store):
    gift = a_commitment(sqlite_store)
    said = refusal(sqlite_store, attach, PaperDraft("contribution", gift, "", b"<html>"))
    assert "File: is no PDF, PNG or JPEG" in said
    assert "What it is: is missing" in said
    unknown = PaperDraft("contribution", "C-9", "Arrangement", PDF)
    assert '"C-9": is not a contribution' in refusal(sqlite_store, attach, unknown)
    assert "is not one of the codes" in refusal(
        sqlite_store, attach, PaperDraft("fund", "MCS00", "Terms", PDF)
    )


def test_the_same_file_is_attached_to_a_record_once(sqlite_store):
    gift = a_commitment(sqlite_store)
    a_paper(sqlite_store, gift)
    again = PaperDraft("contribution", gift, "The same under another title", PDF)
    assert "is attached already, as paper 1" in refusal(sqlite_store, attach, again)


def test_a_record_takes_no_more_papers_than_somebody_reads(sqlite_store, monkeypatch):
    monkeypatch.setattr(papers, "MOST", 2)
    gift = a_commitment(sqlite_store)
    a_paper(sqlite_store, gift)
    a_paper(sqlite_store, gift, content=a_picture("PNG"))
    third = PaperDraft("contribution", gift, "A third", a_picture("JPEG"))
    assert "has 2 papers already. Put several into one PDF" in refusal(sqlite_store, attach, third)


@pytest.mark.parametrize(
    ("record", "roles"),
    [
        ("contribution", {"agent", "staff", "admin"}),
        ("trip", {"secretariat", "travel", "staff", "admin"}),
    ],
)
def test_each_office_attaches_papers_to_its_own_records(sqlite_store, record, roles):
    of = {"contribution": a_commitment(sqlite_store), "trip": a_nomination(sqlite_store)}[record]
    for number, role in enumerate(Role):
        draft = PaperDraft(record, of, "A paper", a_pdf(f"% {number}"))
        if role in roles:
            perform(sqlite_store, attach, draft, actor=acting(role))
        else:
            said = refusal(sqlite_store, attach, draft, actor=acting(role))
            assert f"is not open to the role {role}" in said
    if record == "trip":
        said = refusal(sqlite_store, remove, 1, "A reason", actor=acting(Role.AGENT))
        assert "Remove a paper of a trip: is not open to the role agent" in said


# Papers of trips


def a_named_trip(store) -> str:
    draft = NominationDraft("TS-3", "NPL", day("2017-05-20"), name=NAME)
    return perform(store, travel.nominate, draft).reference


def test_a_title_does_not_name_the_delegate(sqlite_store):
    trip = a_named_trip(sqlite_store)
    draft = PaperDraft("trip", trip, f"Passport of {NAME}", PDF)
    said = refusal(sqlite_store, attach, draft)
    assert "What it is: holds the delegate's name" in said
    assert NAME not in said


@pytest.mark.parametrize("by_age", [False, True])
def test_the_papers_of_a_trip_go_with_its_name(store, by_age):
    trip = a_named_trip(store)
    a_paper(store, trip, "trip", title="Passport")
    if not by_age:
        assert "is not over" in refusal(store, names.forget, trip)
    a_step(store, trip, "declined", "2017-05-21", reason="A reason")
    if by_age:
        perform(store, names.forget_old, 180)
    else:
        perform(store, names.forget, trip)
    assert history(store)[-1].outcome.endswith(", with 1 paper.")
    assert "Passport" not in history(store)[-1].changes
    erase(store)
    assert content(store) is None
    assert titles(store, trip, "trip") == []
    with store.reading() as session:
        assert session.get_one(Paper, 1).title == ""
    assert "has no name and no papers" in refusal(store, names.forget, trip)


def test_a_trip_that_has_papers_and_no_name_is_among_those_to_forget(sqlite_store):
    trip = a_nomination(sqlite_store)
    a_paper(sqlite_store, trip, "trip", title="Note verbale")
    a_step(sqlite_store, trip, "declined", "2017-05-21", reason="A reason")
    with read_books(sqlite_store) as books:
        assert len(names.kept(books)) == 1
    perform(sqlite_store, names.forget, trip)
    with read_books(sqlite_store) as books:
        assert names.kept(books) == {}
