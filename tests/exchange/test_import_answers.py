"""Answers about a file are kept under a name, and offered for the next file of that form."""

import io
import json

import pytest
import sqlalchemy as sa
import xlsxwriter

from tests.books import a_contributor, everything, perform
from tests.exchange.outcomes import said
from tests.people import an_account
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports import answers, reading
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Choices, Source
from trustfund.figures import checks
from trustfund.ledger.books import read_books
from trustfund.ledger.contributors import ContributorDraft, correct_contributor
from trustfund.store import backup
from trustfund.store.engine import Store

CONTRIBUTORS, TRAVEL = BY_NAME["contributors"], BY_NAME["travel"]
GATEWAY = "Donor name,Sort,Land,Seen by\n{}"
ROW = "Türkiye,State,Turkey,AB\n"
ANSWERED = Choices(
    columns={"Donor name": "name", "Sort": "contributor_type", "Land": "country", "Seen by": ""},
    values={("country", "Turkey"): "TUR", ("contributor_type", "State"): "member_state"},
)


def table(text, kind=CONTRIBUTORS, choices=answers.NOTHING):
    content = text.encode() if isinstance(text, str) else text
    return reading.read(Source("list.csv", content), kind, choices)


FIRST = GATEWAY.format(ROW)


def keep(store, text=FIRST, choices=ANSWERED, kind=CONTRIBUTORS, name="Gateway"):
    return answers.keep(store, COMMAND_LINE, kind, name, table(text, kind, choices), choices)


def offered(store, text, kind=CONTRIBUTORS):
    read = table(text, kind)
    return [each for each in answers.kept(store, COMMAND_LINE, kind) if each.fits(read)]


def used(store, kind=CONTRIBUTORS, name="Gateway"):
    with read_books(store) as books:
        return answers.usable(books, kind, answers.named(store, COMMAND_LINE, kind, name))


def plan(store, text, choices, kind=CONTRIBUTORS):
    content = text.encode() if isinstance(text, str) else text
    return run(store, COMMAND_LINE, kind, Source("list.csv", content), choices, dry_run=True)


def test_the_next_file_of_a_form_needs_no_answer_but_one(store):
    """Six answers the first time; the next file is offered them all."""
    before = everything(store)
    assert keep(store) == (
        'The answers are kept as "Gateway", for files of contributors with these headers.'
    )
    assert {**everything(store), "kept_answers": []} == before
    following = GATEWAY.format("Norway,State,NOR,CD\nTürkiye,State,Turkey,CD\n")
    (found,) = offered(store, following)
    choices, stale = used(store)
    assert (found.name, stale) == ("Gateway", ())
    assert plan(store, following, answers.NOTHING).problems
    assert str(plan(store, following, choices)) == "new 2, changed 0, same 0, problems 0"


@pytest.mark.parametrize(
    ("text", "is_offered"),
    [
        ("seen by,LAND,Sort ,Donor  name\nAB,Turkey,State,T\n", True),
        ("Gifts of May\n\nDonor name,Sort,Land,Seen by\nT,State,Turkey,AB\n", True),
        ("Donor name,Sort,Land\nT,State,Turkey\n", False),
        ("Donor name,Sort,Land,Seen by,Colour\nT,State,Turkey,AB,red\n", False),
    ],
)
def test_a_form_is_known_by_its_headers_in_any_order_and_any_row(sqlite_store, text, is_offered):
    keep(sqlite_store)
    assert bool(offered(sqlite_store, text)) is is_offered
    assert not offered(sqlite_store, text, BY_NAME["contributions"])


def test_the_row_of_the_header_is_found_where_it_stands_now(sqlite_store):
    """Chosen as row 3 of the first file; titles of another length are above it in the next."""
    title = "The list, of, many, columns\nname, is, not, here\n"
    first = f"{title}{FIRST}"
    keep(sqlite_store, first, ANSWERED.beside(Choices(header=3)))
    outcome = plan(sqlite_store, f"Another, line, of, title\n{first}", used(sqlite_store)[0])
    assert (outcome.table.header, str(outcome)) == (4, "new 1, changed 0, same 0, problems 0")


def test_a_file_with_other_headers_says_which_answers_it_has_no_use_for(sqlite_store):
    keep(sqlite_store)
    outcome = plan(sqlite_store, "Donor name,Sort\nThe State,State\n", used(sqlite_store)[0])
    assert 'Not among the headers, so not used: "Land", "Seen by".' in outcome.remarks
    assert said(outcome) == ["row 2, country: is missing. A Member State needs its country."]


def workbook(sheets):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, kind in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["name", "contributor_type", "country"])
            sheet.write_row(1, 0, [f"Norway {name}", kind, "NOR"])
    return content.getvalue()


def test_a_sheet_that_the_next_workbook_has_is_read_again_and_another_one_is_said(sqlite_store):
    keep(sqlite_store, workbook({"A": "member_state", "B": "member_state"}), Choices(sheet="B"))
    again = plan(
        sqlite_store, workbook({"A": "member_state", "B": "member_state"}), used(sqlite_store)[0]
    )
    assert again.table.sheet == "B"
    other = plan(sqlite_store, workbook({"C": "member_state"}), used(sqlite_store)[0])
    assert 'There is no sheet "B" now: the one that fits best was read.' in other.remarks
    assert not other.problems


def test_what_books_and_program_no_longer_know_is_not_used_and_said(sqlite_store):
    a_contributor(sqlite_store, "Sweden", country="SWE")
    kind = BY_NAME["contributions"]
    text = "reference,contributor,currency,amount\nC-1,Sverige,USD,5\n"
    given = Choices(values={("contributor", "Sverige"): "Sweden", ("currency", "$"): "USD"})
    keep(sqlite_store, text, given, kind)
    renamed = ContributorDraft("The North", "member_state", "SWE")
    perform(sqlite_store, correct_contributor, "Sweden", renamed, "A new name")
    with sqlite_store.engine.execution_options(writer=True).begin() as connection:
        row = connection.execute(sa.text("SELECT answers FROM kept_answers")).scalar_one()
        old = json.loads(row) | {"columns": {"Colour": "hue"}}
        statement = sa.text("UPDATE kept_answers SET answers = :old")
        connection.execute(statement, {"old": json.dumps(old)})
    choices, stale = used(sqlite_store, kind)
    assert (choices.values, choices.columns) == ({("currency", "$"): "USD"}, {})
    assert sorted(stale) == [
        'No longer of use, so not used: "Colour" is hue.',
        'No longer of use, so not used: contributor "Sverige" means "Sweden".',
    ]


def test_no_answer_about_travel_holds_a_name(sqlite_store):
    """In a slipped row a name may stand in any cell, and even where the headers should be."""
    text = (
        "reference,event,country,status,Ticket price,Maria Silva\n"
        "T-1,TS-3,Turkey,nominated,900,x\nT-2,TS-3,Joana Prata,nominated,900,x\n"
    )
    given = Choices(
        columns={"Ticket price": "ticket_usd", "Maria Silva": ""},
        constants={"role": "Head of delegation", "name": "Maria Silva", "note": "For M Silva"},
        values={
            ("country", "Turkey"): "TUR",
            ("country", "Joana Prata"): "BRA",
            ("name", "M. Silva"): "Maria Silva",
        },
    )
    sentence = keep(sqlite_store, text, given, TRAVEL)
    assert sentence.endswith("Not kept, for a name may stand in it: 5 answers.")
    choices, _ = used(sqlite_store, TRAVEL)
    assert choices.columns == {"Ticket price": "ticket_usd"}
    assert choices.values == {("country", "Turkey"): "TUR"}
    with sqlite_store.engine.connect() as connection:
        (row,) = connection.execute(sa.text("SELECT * FROM kept_answers"))
    assert not any(name in str(row) for name in ("Silva", "Prata", "Maria", "Joana"))
    assert offered(sqlite_store, text, TRAVEL)


def test_what_was_decided_of_one_contributor_or_event_is_not_kept(sqlite_store):
    given = Choices(another={"SWEDEN": "A foundation"}, decided={("TS-3", "seats"): "keep"})
    text = "name,contributor_type\nSWEDEN,philanthropic_organization\n"
    assert keep(sqlite_store, text, given).startswith("There is nothing to keep")
    assert answers.kept(sqlite_store, COMMAND_LINE, CONTRIBUTORS) == []


def test_answers_of_the_same_name_replace_those_before(sqlite_store):
    keep(sqlite_store)
    assert keep(sqlite_store, choices=Choices(leaves_out=True), name="GATEWAY ").endswith(
        "They replace those that were kept under that name."
    )
    assert used(sqlite_store)[0].beside(answers.NOTHING).leaves_out
    assert len(answers.kept(sqlite_store, COMMAND_LINE, CONTRIBUTORS)) == 1


def test_only_who_may_import_sees_and_keeps_answers(sqlite_store):
    viewer = an_account(sqlite_store, "viewer@example.org", "viewer")
    read = table(FIRST)
    with pytest.raises(Refused, match="is not open to the role viewer"):
        answers.kept(sqlite_store, viewer, CONTRIBUTORS)
    with pytest.raises(Refused, match="is not open to the role viewer"):
        answers.keep(sqlite_store, viewer, CONTRIBUTORS, "Gateway", read, ANSWERED)


@pytest.mark.parametrize("name", [" ", "Gate\u202eway", "x" * 81])
def test_a_name_that_nobody_could_read_is_refused(sqlite_store, name):
    with pytest.raises(Refused, match="Answers"):
        keep(sqlite_store, name=name)


def test_a_copy_of_the_store_keeps_them(sqlite_store, tmp_path):
    keep(sqlite_store)
    backup.back_up(sqlite_store, tmp_path / "copy.db", checks.problems)
    copy = Store(f"sqlite:///{tmp_path / 'copy.db'}")
    assert used(copy) == used(sqlite_store)
    copy.engine.dispose()


def test_each_answer_can_be_taken_back_alone():
    everything_there_is = Choices(
        "B", {"a": "name"}, {("country", "T"): "TUR"}, {"S": "why"}, 3, {"name": "b"},
        {"parent": "S"}, True, {"hidden rows": "read"}, {("TS-3", "seats"): "keep"},
    )  # fmt: skip
    said = answers.described(CONTRIBUTORS, everything_there_is)
    assert len(said) == 10
    assert answers.without(everything_there_is, said) == answers.NOTHING
    for each in said:
        left = answers.without(everything_there_is, {each})
        assert set(answers.described(CONTRIBUTORS, left)) == set(said) - {each}
