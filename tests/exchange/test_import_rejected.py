"""Rejected rows go out with what is wrong, are mended, and come back."""

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from tests.books import a_commitment, a_contributor, everything, history
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.reading import plain
from trustfund.exchange.imports.rejected import rejected_rows, sound_rows
from trustfund.exchange.imports.rows import Row, Table

HEADER = "note,reference,contributor,pledged_on,currency,amount\n"


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_rejected_rows_say_all_that_is_wrong_with_them_in_a_last_column(sqlite_store, bring):
    a_contributor(sqlite_store)
    rows = ",C-1,Norway,2017-04-20,USD,5\n=1+1,C-2,Norwai,2017-04-20,EURO,5\n"
    outcome = bring(sqlite_store, "contributions", HEADER + rows)
    header, row = read(rejected_rows(outcome))
    assert header == [*HEADER.strip().split(","), "problem"]
    assert row == [
        "'=1+1",
        *("C-2", "Norwai", "2017-04-20", "EURO", "5"),
        (
            'contributor "Norwai": is not a contributor yet. Did you mean Norway? If not, record '
            'it first; currency "EURO": is not a currency code. Did you mean Euro (EUR)?'
        ),
    ]
    assert read(sound_rows(outcome)) == [
        HEADER.strip().split(","),
        ["", "C-1", "Norway", "2017-04-20", "USD", "5"],
    ]


def test_the_sound_rows_and_the_mended_rows_make_the_whole_file(store, bring):
    a_contributor(store)
    rows = ",C-1,Norway,2017-04-20,USD,5\n@home,C-2,Norwai,2017-04-20,USD,5\n"
    outcome = bring(store, "contributions", HEADER + rows)
    assert history(store)[1:] == []
    assert bring(store, "contributions", sound_rows(outcome)).new == 1
    mended = rejected_rows(outcome).replace("Norwai,", "Norway,")
    assert str(bring(store, "contributions", mended)) == "new 1, changed 0, same 0, problems 0"
    whole = HEADER + rows.replace("Norwai", "Norway")
    assert bring(store, "contributions", whole).same == 2


def test_a_schedule_with_a_wrong_row_is_rejected_whole(sqlite_store, bring):
    a_commitment(sqlite_store, "100", reference="C-1")
    a_commitment(sqlite_store, "7", reference="C-2")
    before = everything(sqlite_store)
    text = "contribution_reference,due_on,amount\nC-1,2017-06-30,60\nC-2,2017-06-30,7\nC-1,x,40\n"
    outcome = bring(sqlite_store, "instalments", text)
    assert everything(sqlite_store) == before
    assert outcome.rejected == {2, 4}
    _, first, second = read(rejected_rows(outcome))
    assert first[-1] == "Belongs to the same schedule as a row that has a problem"
    assert second[-1] == 'due_on "x": is not a date. Write it like 2018-07-16'
    assert [row[0] for row in read(sound_rows(outcome))] == ["contribution_reference", "C-2"]


def test_a_row_that_says_the_same_as_a_wrong_one_belongs_to_no_schedule(sqlite_store, bring):
    text = "name,contributor_type,country\nNorway,member_state,NO\nNORWAY,member_state,NO\n"
    outcome = bring(sqlite_store, "contributors", text)
    _, first, second = read(rejected_rows(outcome))
    assert first[-1].startswith('country "NO": is not a country code')
    assert second[-1] == "Says the same as a row that has a problem"


def test_amounts_below_zero_stay_numbers_and_other_formulas_are_only_text(sqlite_store, bring):
    a_contributor(sqlite_store)
    row = "+1,C-1,Norway,2017-04-20,USD,-5\n"
    (_, cells) = read(rejected_rows(bring(sqlite_store, "contributions", HEADER + row)))
    assert (cells[0], cells[5]) == ("'+1", "-5")


def test_a_file_that_could_not_be_read_has_no_rows_to_give(sqlite_store, bring):
    outcome = bring(sqlite_store, "contributions", "")
    assert read(rejected_rows(outcome)) == [["problem"]]


@given(st.text(st.sampled_from("'=+-@＝＋－＠a1. \t\n\",;"), max_size=8).map(str.strip))
@example("-5")
@example("'=1+1")
def test_any_cell_comes_back_as_it_was(cell):
    outcome = Outcome(table=Table(("note", "name"), (Row(2, {"note": cell, "name": "x"}),)))
    _, (note, _) = read(sound_rows(outcome))
    assert plain(note) == cell
