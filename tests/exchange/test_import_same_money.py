"""A file of deposits whose money may be there already: a question, and it is asked once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.books import a_commitment, a_deposit, day, everything, history, perform
from tests.examples import examples
from trustfund.domain.problems import Code
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Choices, Source
from trustfund.figures import checks, settling
from trustfund.ledger.books import read_books
from trustfund.ledger.deposits import DepositDraft, correct_deposit, required, reverse_deposit
from trustfund.ledger.imports.imported_files import take_back_import

HEAD = "reference,contribution_reference,value_date,currency,amount,bank_reference"
FILE = f"""\
{HEAD}
D-2,C-1,2017-05-15,USD,300,
D-3,C-1,2017-06-01,USD,50,7001
D-4,C-1,2017-06-02,USD,50,7004
D-5,C-1,2017-06-02,USD,50,7005
"""


@pytest.fixture
def gift(store):
    """A deposit of 300 dollars, under the bank reference 7001."""
    a_commitment(store, "9000", reference="C-1")
    a_deposit(store, "C-1", "300", reference="D-1", bank_reference="7001")
    return store


def bring(store, text, same_money=None, *, dry_run=False):
    source, choices = Source("list.csv", text.encode()), Choices(same_money=same_money or {})
    return run(store, COMMAND_LINE, BY_NAME["deposits"], source, choices, dry_run=dry_run)


def pairs(outcome):
    """Who looks like whom, whichever of the two is asked about."""
    return {
        frozenset((each.reference, other.partition(" of ")[0]))
        for each in outcome.same_money
        for other in each.like
    }


def apart(store, reference):
    with read_books(store) as books:
        return required(books, reference).apart


def test_a_file_without_an_answer_books_nothing_and_asks_of_each_row(gift):
    before = everything(gift)
    found = bring(gift, FILE)
    assert everything(gift) == before
    assert [(each.at.row, each.at.column, each.code) for each in found.problems] == [
        (2, "amount", Code.SAME_MONEY),
        (3, "bank_reference", Code.SAME_MONEY),
        (5, "amount", Code.SAME_MONEY),
    ]
    assert str(found.problems[2]) == (
        'row 5, amount "USD 50.00": looks like money that is there already: D-4 of 2017-06-02, '
        "USD 50.00, bank reference 7004, for C-1. Is it the same money? Then leave the row out; "
        "if it is other money, say why."
    )
    assert pairs(found) == {
        frozenset(("D-1", "D-2")),
        frozenset(("D-1", "D-3")),
        frozenset(("D-4", "D-5")),
    }


def test_the_same_money_is_left_out_said_counted_and_never_asked_again(gift):
    found = bring(gift, FILE, {"all": ""})
    assert str(found) == "new 1, changed 0, same 3, problems 0"
    assert found.left_out == 3
    assert list(found.sentences)[:3] == [
        'row 2: "D-2" is left out, its money is there as "D-1".',
        'row 3: "D-3" is left out, its money is there as "D-1".',
        'row 5: "D-5" is left out, its money is there as "D-4".',
    ]
    assert "3 rows are left out: the money is there already, under another reference." in (
        found.sentences
    )
    before = everything(gift)
    assert str(bring(gift, FILE)) == "new 0, changed 0, same 4, problems 0"
    assert everything(gift) == before
    assert list(checks.problems(gift)) == []
    assert list(settling.to_settle(gift)) == []


def test_other_money_is_booked_with_its_note_and_never_asked_again(gift):
    found = bring(gift, FILE, {"all": "Two transfers", "d-5": "A third one"})
    assert str(found) == "new 4, changed 0, same 0, problems 0"
    assert [apart(gift, f"D-{n}") for n in range(1, 6)] == [
        "",
        "Two transfers",
        "Two transfers",
        "",
        "A third one",
    ]
    assert str(bring(gift, FILE)) == "new 0, changed 0, same 4, problems 0"
    assert list(settling.to_settle(gift)) == []


def test_rows_are_answered_one_by_one(gift):
    found = bring(gift, FILE, {"d-2": "", "d-3": "Of another office"})
    assert [each.reference for each in found.same_money] == ["D-5"]
    found = bring(gift, FILE, {"d-2": "", "d-3": "Of another office", "d-5": ""})
    assert str(found) == "new 2, changed 0, same 2, problems 0"
    assert apart(gift, "D-3") == "Of another office"


def test_a_file_of_money_that_is_there_is_an_import_that_can_be_taken_back(gift):
    row = f"{HEAD}\nD-2,C-1,2017-05-15,USD,300,\n"
    found = bring(gift, row, {"all": ""})
    assert str(found) == "new 0, changed 0, same 1, problems 0"
    line = history(gift)[-2]
    assert (line.act, line.subject) == ("same_money_left_out", "D-2")
    assert line.outcome == "D-2 of a file is left out: the money is there already as D-1."
    assert not bring(gift, row).problems
    perform(gift, take_back_import, found.imported, "The wrong answer")
    assert len(bring(gift, row).problems) == 1
    assert list(checks.problems(gift)) == []


def test_what_was_left_out_is_new_when_the_deposit_that_had_the_money_is_reversed(gift):
    row = f"{HEAD}\nD-2,C-1,2017-05-15,USD,300,\n"
    bring(gift, row, {"all": ""})
    perform(gift, reverse_deposit, "D-1", "The bank took it back")
    assert str(bring(gift, row)) == "new 1, changed 0, same 0, problems 0"


def test_later_money_under_a_reference_that_was_left_out_is_new(gift):
    """A bank counts its statements anew each month: STMT-2 of February is not that of January."""
    a_commitment(gift, "5000", reference="C-2", contributor="Sweden")
    january = f"{HEAD}\nSTMT-2,C-1,2017-05-15,USD,300,\n"
    bring(gift, january, {"stmt-2": ""})
    february = f"{HEAD}\nSTMT-2,C-2,2017-06-15,USD,1234,\n"
    assert str(bring(gift, february, dry_run=True)) == "new 1, changed 0, same 0, problems 0"
    assert str(bring(gift, january)) == "new 0, changed 0, same 1, problems 0"


def test_a_row_whose_deposit_was_corrected_since_is_asked_about_once_more(gift):
    row = f"{HEAD}\nD-2,C-1,2017-05-15,USD,300,\n"
    bring(gift, row, {"all": ""})
    draft = DepositDraft("C-1", day("2017-05-16"), "USD", "310", reference="D-1")
    perform(gift, correct_deposit, draft, "The bank's own statement")
    (problem,) = bring(gift, row).problems
    assert problem.code is Code.SAME_MONEY
    assert "D-1 of 2017-05-16, USD 310.00" in problem.reason
    assert str(bring(gift, row, {"all": ""})) == "new 0, changed 0, same 1, problems 0"
    assert str(bring(gift, row)) == "new 0, changed 0, same 1, problems 0"
    later = f"{HEAD}\nD-2,C-1,2017-06-15,USD,1234,\n"
    assert str(bring(gift, later, dry_run=True)) == "new 1, changed 0, same 0, problems 0"


def test_a_row_that_was_the_same_as_a_row_left_out_is_not_asked_about_again(gift):
    rows = f"{HEAD}\nD-2,C-1,2017-05-15,USD,300,8000\nD-3,C-1,2017-06-01,USD,50,8000\n"
    assert bring(gift, rows, {"all": ""}).left_out == 2
    assert str(bring(gift, rows)) == "new 0, changed 0, same 2, problems 0"


def test_a_row_that_corrects_a_deposit_into_the_money_of_another_is_not_left_out(gift):
    a_deposit(gift, "C-1", "40", reference="D-9")
    row = f"{HEAD}\nD-9,C-1,2017-05-15,USD,300,\n"
    (problem,) = bring(gift, row, {"all": ""}).problems
    assert problem.code is Code.SAME_MONEY
    assert problem.remedy.startswith("If it is the same money, reverse one of the two deposits")
    found = bring(gift, row, {"d-9": "Two transfers"})
    assert str(found) == "new 0, changed 1, same 0, problems 0"
    assert apart(gift, "D-9") == "Two transfers"


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["2017-05-14", "2017-05-15", "2017-06-01"]),
        st.sampled_from(["300", "50"]),
        st.sampled_from(["", "7001", "B 2", "b  2"]),
    ),
    min_size=2,
    max_size=5,
)


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.randoms(use_true_random=False))
def test_whatever_the_order_of_rows_the_questions_are_the_same_and_nothing_is_booked(
    gift, rows, draw
):
    listed = [f"X-{n},C-1,{on},USD,{amount},{bank}" for n, (on, amount, bank) in enumerate(rows)]
    other = draw.sample(listed, len(listed))
    before = everything(gift)
    found, again = (
        bring(gift, "\n".join([HEAD, *each]), dry_run=not i)
        for i, each in enumerate((listed, other))
    )
    assert pairs(found) == pairs(again)
    if not found.same_money:
        perform(gift, take_back_import, again.imported, "It was tried")
    else:
        assert everything(gift) == before
        assert len(again.problems) == len(again.same_money)
    answered = bring(gift, "\n".join([HEAD, *other]), {"all": "Other"}, dry_run=True)
    assert (answered.new, answered.problems) == (len(rows), ())
