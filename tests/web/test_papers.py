"""A paper by its address: who gets it, as what, and what the access log keeps."""

import pytest

from tests.books import a_commitment, a_nomination, perform
from tests.papers import a_pdf, a_picture
from tests.people import given, sign_in_as
from trustfund.accounts import log, people
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.ledger.papers import PaperDraft, attach, remove
from trustfund.store import papers

PDF = a_pdf()
OF = {Role.MISSION: {"country": "NPL"}, Role.CONTRIBUTOR: {"contributor": "Norway"}}
READERS = {"auditor", "agent", "secretariat", "travel", "staff", "admin"}


@pytest.fixture
def site(real_site):
    """A fund with paper 1 of a contribution, and paper 2 of a trip of Nepal."""
    for record, of in (("contribution", a_commitment), ("trip", a_nomination)):
        draft = PaperDraft(record, of(real_site), "A title <b>", a_pdf(f"% {record}"))
        perform(real_site, attach, draft)
    return real_site


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("number", "readers"), [(1, READERS), (2, READERS - {"auditor", "agent"})])
def test_a_paper_is_for_those_alone_who_may_see_it(visitor, site, role, number, readers):
    if role is not Role.VISITOR:
        sign_in_as(visitor, site, role, **OF.get(role, {}))
    answer = visitor.get(f"/exports/paper?id={number}")
    expected = 200 if role in readers else 401 if role is Role.VISITOR else 403
    assert answer.status_code == expected
    assert answer.content.startswith(b"%PDF") is (expected == 200)


def test_who_may_see_no_paper_does_not_learn_which_there_are(visitor, site):
    sign_in_as(visitor, site, Role.MISSION, country="NPL")
    answers = [visitor.get(f"/exports/paper?id={number}") for number in (1, 2, 3, "x")]
    assert {(answer.status_code, answer.text) for answer in answers} == {
        (403, "Papers are not open to the role mission.")
    }


def test_a_browser_keeps_a_paper_apart_and_takes_it_for_nothing_else(visitor, site):
    sign_in_as(visitor, site, Role.STAFF)
    headers = visitor.get("/exports/paper?id=1").headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"] == 'attachment; filename="MCS00-paper-1.pdf"'
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-store"


def test_the_access_log_says_who_took_a_paper(visitor, site):
    sign_in_as(visitor, site, Role.STAFF)
    visitor.head("/exports/paper?id=2")
    assert log.newest(site, 9, {log.Action.EXPORTED}) == []
    visitor.get("/exports/paper?id=2")
    (line,) = log.newest(site, 9, {log.Action.EXPORTED})
    assert line.detail == "paper 2 of trip MCS00-T-0001"


@pytest.mark.parametrize("number", ["", "0x1", "-1", "1e3", "９", "1" * 40, "../../etc/passwd"])
def test_a_number_that_is_none_is_400(visitor, site, number):
    sign_in_as(visitor, site, Role.STAFF)
    answer = visitor.get("/exports/paper", params={"id": number})
    assert (answer.status_code, answer.text) == (400, "Add id=… with the number of a paper.")


def test_a_paper_that_is_not_there_or_removed_is_404(visitor, site):
    sign_in_as(visitor, site, Role.STAFF)
    perform(site, remove, 1, "A reason")
    for number in (1, 99):
        assert visitor.get(f"/exports/paper?id={number}").status_code == 404


def test_a_paper_that_was_changed_on_the_disk_is_not_sent(visitor, site):
    file = papers.folder_of(site.path) / papers.hash_of(a_pdf("% contribution"))
    file.write_bytes(b"<html>")
    sign_in_as(visitor, site, Role.STAFF)
    answer = visitor.get("/exports/paper?id=1")
    assert answer.status_code == 500
    assert "not as it was attached" in answer.text


def test_a_paper_follows_the_role_from_one_request_to_the_next(visitor, site):
    sign_in_as(visitor, site, Role.STAFF)
    assert visitor.get("/exports/paper?id=2").status_code == 200
    people.change_roles(site, COMMAND_LINE, "staff@example.org", given("agent"))
    assert visitor.get("/exports/paper?id=2").status_code == 403
    people.disable(site, COMMAND_LINE, "staff@example.org")
    assert visitor.get("/exports/paper?id=1").status_code == 401


def test_no_file_lists_papers(visitor, site):
    sign_in_as(visitor, site, Role.ADMIN)
    for file in ("contributions.csv", "travel.csv", "deposits.json"):
        assert "A title" not in visitor.get(f"/exports/{file}").text


def test_a_picture_is_a_picture(visitor, site):
    draft = PaperDraft("contribution", "MCS00-C-0001", "Bank advice", a_picture("JPEG"))
    perform(site, attach, draft)
    sign_in_as(visitor, site, Role.AGENT)
    assert visitor.get("/exports/paper?id=3").headers["content-type"] == "image/jpeg"
