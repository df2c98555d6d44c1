"""Names and references in files: however they are spelt, each is one; twins are asked about."""

import pytest

from tests.books import a_commitment, a_contributor, a_deposit, an_earlier_program, history
from tests.exchange.outcomes import said
from tests.reading import csv_text
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.store.tables import Contributor, Deposit

GIVERS = "name,contributor_type,country\n"
CASH = "reference,contribution_reference,value_date,currency,amount\n"


@pytest.fixture
def gift(store) -> str:
    return a_commitment(store, reference="MCS00-C-0001")


def test_a_file_whose_dashes_and_capitals_are_others_is_the_same(store, gift, bring):
    a_deposit(store, gift, "10", reference="MCS00-D-0031")
    row = "mcs00–d–0031,mcs00−c−0001,2017-05-15,USD,{}\n"
    same = bring(store, "deposits", CASH + row.format("10"))
    assert str(same) == "new 0, changed 0, same 1, problems 0"
    changed = bring(store, "deposits", CASH + row.format("12"))
    assert str(changed) == "new 0, changed 1, same 0, problems 0"
    assert history(store)[-2].subject == "MCS00-D-0031"


@pytest.mark.parametrize("second", ["D–1", "d-1", "Ｄ-1"])
def test_two_rows_of_one_reference_are_told_however_it_is_spelt(store, gift, bring, second):
    text = f"{CASH}D-1,{gift},2017-05-15,USD,10\n{second},{gift},2017-05-16,USD,20\n"
    (problem,) = bring(store, "deposits", text).problems
    assert (problem.at.row, problem.reason) == (3, "is in row 2 already")


def test_names_are_found_however_they_are_spelt(store, bring):
    a_contributor(store, "Côte d’Ivoire", country="CIV")
    row = "co\u0302te\u00a0D'IVOIRE,member_state,CIV\n"
    assert str(bring(store, "contributors", GIVERS + row)) == "new 0, changed 0, same 1, problems 0"


def test_a_row_that_is_called_alike_and_says_something_else_is_asked_about(store, bring):
    a_contributor(store, "Sweden", country="SWE")
    outcome = bring(store, "contributors", f"{GIVERS}SWEDEN,philanthropic_organization,SWE\n")
    (problem,) = said(outcome)
    assert problem.startswith('row 2, name "SWEDEN": there is already Sweden. Is it the same?')
    assert outcome.twins == (("SWEDEN", ("Sweden",)),)


@pytest.mark.parametrize("kind", ["contributors", "deposits"])
def test_an_export_of_old_books_with_twins_is_the_same(store, gift, bring, kind):
    a_contributor(store, "NORWAY")
    a_deposit(store, gift, "10", reference="D-1")
    a_deposit(store, gift, "12", reference="D-2")
    with an_earlier_program(store, "deposit") as session:
        session.get(Deposit, 2).reference = "d–1"
    found = csv_text(store, kind)
    assert str(bring(store, kind, found)).endswith("same 2, problems 0")


@pytest.mark.parametrize(
    ("cell", "shown", "name"),
    [
        ("\u202eyawroN", "\\u202eyawroN", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("Nor\x1b[2Jway", "Nor\\x1b[2Jway", "U+001B ESCAPE"),
    ],
)
@pytest.mark.parametrize("column", ["name", "parent"])
def test_a_cell_that_deceives_is_refused_by_name(sqlite_store, bring, cell, shown, name, column):
    cells = {"name": "Norway", "contributor_type": "member_state", "country": "NOR", "parent": ""}
    cells[column] = cell
    text = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    assert said(bring(sqlite_store, "contributors", text)) == [
        f'row 2, {column} "{shown}": contains {name}. Take it out: nobody sees it.'
    ]


def test_a_delegates_name_is_not_repeated_by_the_problem(sqlite_store, bring):
    text = "reference,event,country,status,nominated_on,name\n"
    row = "T-1,TS-3,NPL,nominated,2017-05-20,Ada\u202e Example\n"
    (problem,) = bring(sqlite_store, "travel", text + row).problems
    assert str(problem) == (
        "row 2, name: contains U+202E RIGHT-TO-LEFT OVERRIDE. Take it out: nobody sees it."
    )


def test_joiners_stay_and_composed_letters_are_kept_composed(store, bring):
    name = "می\u200cخواهم cafe\u0301"
    bring(store, "contributors", f"{GIVERS}{name},philanthropic_organization,\n")
    again = bring(store, "contributors", csv_text(store, "contributors"))
    assert str(again) == "new 0, changed 0, same 1, problems 0"
    with store.reading() as session:
        assert session.get(Contributor, 1).name == "می\u200cخواهم café"


@pytest.mark.parametrize("kind", sorted(BY_NAME))
def test_a_file_whose_name_is_an_order_to_the_screen_is_imported_under_what_is_seen(
    sqlite_store, bring, kind
):
    (problem, *_) = bring(sqlite_store, kind, "x\n", name="\x1b[2J.csv").problems
    assert "\x1b" not in str(problem)
