"""The papers of a record, and letters, on the pages of staff."""

from tests.books import a_commitment, a_nomination, perform
from tests.papers import a_pdf
from tests.people import acting
from tests.screens.conftest import count, field, press, said
from trustfund.domain.roles import Role
from trustfund.ledger.papers import PaperDraft, attach
from trustfund.store import papers
from trustfund.store.engine import InUse
from trustfund.store.tables import Paper

CONTRIBUTION, TRIP = "staff.records.contribution", "staff.records.trip"
PDF = a_pdf()


def test_an_officer_attaches_a_paper_and_finds_it_there(sqlite_store, open_desk):
    gift = a_commitment(sqlite_store)
    app = open_desk(sqlite_store, CONTRIBUTION, reference=gift)
    assert "No paper is attached." in said(app)
    app.file_uploader[0].set_value(("../../<b>x.pdf", PDF, "text/html"))
    field(app, "text_input", "What it is").set_value("Signed arrangement")
    app = press(app.run(), "Attach the paper")
    assert f"Paper 1 is attached to contribution {gift}: PDF" in said(app)
    assert "No paper is attached." not in said(app)
    assert papers.hash_of(PDF)[:16] in said(app)


def test_two_tabs_with_one_title_and_two_files_attach_two_papers(sqlite_store, open_desk):
    gift = a_commitment(sqlite_store)
    app = open_desk(sqlite_store, CONTRIBUTION, reference=gift)
    field(app, "text_input", "What it is").set_value("Signed arrangement").run()
    tabs = [open_desk(sqlite_store, CONTRIBUTION, reference=gift) for _ in range(3)]
    for number, content in enumerate((PDF, a_pdf("% another"), PDF)):
        tabs[number].file_uploader[0].set_value(("x.pdf", content, "application/pdf"))
        tabs[number].run()
    assert [count(sqlite_store, Paper) for tab in tabs if press(tab, "Attach the paper")] == [
        1,
        2,
        2,
    ]
    assert "Paper 2 is attached" in said(tabs[1])
    assert "Paper 1 is attached" in said(tabs[2])  # a second click


def test_what_is_no_paper_is_refused_on_the_page(sqlite_store, open_desk):
    gift = a_commitment(sqlite_store)
    app = open_desk(sqlite_store, CONTRIBUTION, reference=gift)
    app.file_uploader[0].set_value(("arrangement.pdf", b"<html>", "application/pdf"))
    app = press(app.run(), "Attach the paper")
    assert "File: is no PDF, PNG or JPEG" in said(app)
    assert "What it is: is missing" in said(app)
    assert count(sqlite_store, Paper) == 0


def test_a_removed_paper_is_gone_from_the_page_and_from_the_disk(sqlite_store, open_desk):
    gift = a_commitment(sqlite_store)
    perform(sqlite_store, attach, PaperDraft("contribution", gift, "Arrangement", PDF))
    app = open_desk(sqlite_store, CONTRIBUTION, reference=gift)
    field(app, "selectbox", "Paper").set_value(1)
    field(app.run(), "text_input", "Why it is removed").set_value("It is of another contribution")
    app = press(app.run(), "Remove the paper")
    assert "No paper is attached." in said(app)
    with sqlite_store.reading() as session:
        assert papers.read(session.connection(), papers.hash_of(PDF)) is None


def test_a_paper_that_cannot_be_deleted_now_is_removed_and_deleted_later(
    sqlite_store, open_desk, monkeypatch
):
    gift = a_commitment(sqlite_store)
    perform(sqlite_store, attach, PaperDraft("contribution", gift, "Arrangement", PDF))
    app = open_desk(sqlite_store, CONTRIBUTION, reference=gift)
    field(app, "selectbox", "Paper").set_value(1)
    field(app.run(), "text_input", "Why it is removed").set_value("It is of another contribution")

    def busy(_store: object) -> None:
        raise InUse("an import")

    monkeypatch.setattr("trustfund.screens.staff.papers.drop_removed", busy)
    app = press(app, "Remove the paper")
    assert not app.exception
    assert "Paper 1 of contribution" in said(app)
    assert "not deleted from the disk yet" in said(app)
    assert "No paper is attached." in said(app)


def test_the_papers_of_a_trip_are_not_for_who_sees_no_names(sqlite_store, open_page):
    trip = a_nomination(sqlite_store)
    perform(sqlite_store, attach, PaperDraft("trip", trip, "Passport", PDF))
    app = open_page(sqlite_store, TRIP, acting(Role.TRAVEL), reference=trip)
    assert "Passport" in str(app)
    for role in (Role.AUDITOR, Role.AGENT):
        assert "Passport" not in str(open_page(sqlite_store, TRIP, acting(role), reference=trip))
