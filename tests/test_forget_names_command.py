"""``python -m trustfund forget-names``: of the trips that are named, or of all old ones."""

import pytest
from sqlmodel import select

from tests.books import history
from tests.ledger.test_names import NAME, a_named_trip, an_ended_trip, name_of
from tests.people import an_account
from trustfund.accounts import drafts
from trustfund.commands.program import main
from trustfund.domain.roles import LOCAL_ADMINISTRATOR
from trustfund.store.drafts import DraftRow, path_of, reading
from trustfund.store.engine import InUse


@pytest.fixture
def office(configure, ready_file, monkeypatch):
    """A fund with two trips that are over and one that is not; today is 16 July 2018."""
    store = configure(ready_file)
    monkeypatch.setenv("TRUSTFUND_TODAY", "2018-07-16")
    an_ended_trip(store, on="2017-07-01", reference="T-1")
    an_ended_trip(store, on="2018-07-01", reference="T-2")
    a_named_trip(store, "T-3")
    return store


def test_names_of_old_trips_are_removed_and_their_number_is_said(office, capsys):
    assert main(["forget-names", "--older-than", "180"]) == 0
    assert capsys.readouterr().out == "Removed: 1 name.\n"
    assert [name_of(office, trip) for trip in ("T-1", "T-2", "T-3")] == ["", NAME, NAME]


def test_nothing_to_remove_is_no_error_and_leaves_no_line_of_history(office, capsys):
    main(["forget-names", "--older-than", "180"])
    capsys.readouterr()
    before = len(history(office))
    assert main(["forget-names", "--older-than", "180"]) == 0
    assert main(["forget-names", "T-1"]) == 0
    assert capsys.readouterr().out == "There is no name and no paper to remove.\n" * 2
    assert len(history(office)) == before


def test_names_of_the_trips_that_are_named_are_removed(office, capsys):
    assert main(["forget-names", "T-1", "T-2", "T-1"]) == 0
    assert capsys.readouterr().out == "Removed: 2 names.\n"


def test_drafts_about_trips_go_even_where_no_trip_keeps_a_name(office):
    main(["forget-names", "--older-than", "0"])
    typed = drafts.Draft({"name": NAME}, "a token")
    drafts.keep(office, LOCAL_ADMINISTRATOR, "nomination", "", typed)
    assert main(["forget-names", "--older-than", "0"]) == 0
    assert NAME.encode() not in path_of(office).read_bytes()


def test_one_trip_that_is_not_over_keeps_all_names(office, capsys):
    assert main(["forget-names", "T-1", "T-3", "T-9"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert [line.split(":")[0] for line in said.err.splitlines()] == ['Trip "T-3"', 'Trip "T-9"']
    assert "Planted" not in said.err
    assert name_of(office, "T-1") == NAME


def a_draft(office, form: str, about: str = "") -> None:
    typed = drafts.Draft({"name": NAME}, "a token")
    drafts.keep(office, LOCAL_ADMINISTRATOR, form, about, typed)


def drafts_about(office) -> list[str]:
    with reading(office) as session:
        return sorted(row.about for row in session.exec(select(DraftRow)))


def test_a_trip_that_is_named_takes_its_own_drafts_along_and_no_other(office):
    for trip in ("T-1", "T-2"):
        a_draft(office, "correct-trip", trip)
    a_draft(office, "nomination")
    assert main(["forget-names", "T-1"]) == 0
    assert drafts_about(office) == ["", "T-2"]


def test_what_is_refused_throws_no_draft_away(office):
    an_account(office, "viewer@example.org", "viewer")
    a_draft(office, "correct-trip", "T-1")
    for words in (
        ["T-1", "T-3"],
        ["T-1", "--as", "viewer@example.org"],
        ["T-7", "--as", "nobody@example.org"],
        ["--older-than", "0", "--as", "viewer@example.org"],
        ["--older-than", "3000", "--as", "viewer@example.org"],
        ["--older-than=-1"],
    ):
        assert main(["forget-names", *words]) == 1
        assert drafts_about(office) == ["T-1"]


def test_an_import_that_has_the_turn_afterwards_is_a_sentence(office, monkeypatch, capsys):
    def busy(_store: object) -> None:
        raise InUse("an import")

    monkeypatch.setattr("trustfund.store.erasing.drop_removed", busy)
    assert main(["forget-names", "T-1"]) == 0
    assert "not deleted from the disk yet" in capsys.readouterr().out


def test_a_number_of_days_that_cannot_be_is_a_sentence(office, capsys):
    assert main(["forget-names", "--older-than=-1"]) == 1
    assert 'Older than "-1": is not a number of days.' in capsys.readouterr().err
