"""What holds for every kind of file: planned as it is applied, and applied whole or not at all."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books import a_contributor, everything, history
from tests.exchange.outcomes import said
from tests.reading import csv_text
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.exchange.imports import plan
from trustfund.exchange.imports.kinds import BY_NAME as BY_KIND
from trustfund.exchange.imports.kinds import KINDS
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.reading import plain
from trustfund.exchange.imports.rows import Source
from trustfund.exchange.tables import BYTE_ORDER_MARK, cell_text, csv_pieces
from trustfund.figures import frames
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import View
from trustfund.store.setup import DATA
from trustfund.store.workplace import NAME

GIVERS = """\
name,contributor_type,country,parent
Norwegian Agency for Development,philanthropic_organization,,Norway
Norway,member_state,NOR,
"""


def test_a_dry_run_says_what_the_import_then_does(store, bring):
    before = everything(store)
    planned = bring(store, "contributors", GIVERS, dry_run=True)
    assert everything(store) == before
    done = bring(store, "contributors", GIVERS)
    assert str(planned) == str(done) == "new 2, changed 0, same 0, problems 0"
    assert [line.subject for line in history(store)] == [
        "Norway",
        "Norwegian Agency for Development",
        "list.csv",
    ]
    assert history(store)[-1].outcome == "contributors: new 2, changed 0, same 0; acts 1 to 3"
    assert {line.actor for line in history(store)} == {"local administrator (command line)"}
    assert str(bring(store, "contributors", GIVERS)) == "new 0, changed 0, same 2, problems 0"
    assert len(history(store)) == 3


def test_others_book_while_a_file_is_planned_and_nothing_of_the_plan_is_left(sqlite_store):
    def somebody_books(_done: int, _rows: int) -> None:
        if not history(sqlite_store):
            a_contributor(sqlite_store, "Sweden")

    file = Source("list.csv", GIVERS.encode())
    kind = BY_KIND["contributors"]
    planned = run(sqlite_store, COMMAND_LINE, kind, file, dry_run=True, progress=somebody_books)
    assert str(planned) == "new 2, changed 0, same 0, problems 0"
    assert [line.subject for line in history(sqlite_store)] == ["Sweden"]
    assert list(sqlite_store.path.parent.glob(f"{NAME}*")) == []


def a_slow_minute(monkeypatch, calls: int) -> None:
    """The clock that plans look at: a minute is over after so many looks."""
    looks = count()
    monkeypatch.setattr(plan, "monotonic_ns", lambda: 60_001_000_000 * (next(looks) // calls))


def many_contributors() -> str:
    rows = [f"Foundation {number},philanthropic_organization,,\n" for number in range(250)]
    return "name,contributor_type,country,parent\nFoundation 7,company,,\n" + "".join(rows)


def test_a_plan_for_which_others_have_waited_a_minute_ends_with_what_it_found(
    postgres_store, bring, monkeypatch
):
    a_slow_minute(monkeypatch, 3)
    planned = bring(postgres_store, "contributors", many_contributors(), dry_run=True)
    assert said(planned)[0] == (
        'File "list.csv": is planned while others wait, and that ended after a minute: '
        "200 of 251 rows were tried. Divide it, or let an administrator plan it with the command "
        "import and --hold."
    )
    assert said(planned)[1].startswith('row 2, contributor_type "company": may not contribute')
    assert history(postgres_store) == []


def test_who_may_hold_the_turn_plans_to_the_end(postgres_store, monkeypatch):
    a_slow_minute(monkeypatch, 1)
    file = Source("list.csv", GIVERS.encode())
    kind = BY_KIND["contributors"]
    planned = run(postgres_store, COMMAND_LINE, kind, file, dry_run=True, hold=True)
    assert str(planned) == "new 2, changed 0, same 0, problems 0"


def test_a_plan_on_a_copy_may_take_its_time(sqlite_store, bring, monkeypatch):
    a_slow_minute(monkeypatch, 1)
    planned = bring(sqlite_store, "contributors", GIVERS, dry_run=True)
    assert str(planned) == "new 2, changed 0, same 0, problems 0"


def test_a_column_that_is_not_known_and_one_that_is_missing_are_named(sqlite_store, bring):
    outcome = bring(sqlite_store, "contributors", "name,colour\nNorway,blue\n")
    assert said(outcome) == [
        'row 1, column "contributor_type": is missing. Every file of contributors has it.',
        (
            'row 1, column "colour": is not a column of contributors. Take it out, or use one of '
            "name, contributor_type, country, parent."
        ),
    ]


def test_rows_are_looked_at_although_a_column_is_not_known(sqlite_store, bring):
    text = "name,contributor_type,colour\nNorway,company,blue\nX,y\n"
    assert [line.partition(":")[0] for line in said(bring(sqlite_store, "contributors", text))] == [
        'row 1, column "colour"',
        'row 2, contributor_type "company"',
        "row 3",
    ]


@pytest.mark.parametrize(
    "kind",
    [kind for kind in KINDS if not kind.schedule and not kind.may_repeat],
    ids=lambda kind: kind.name,
)
def test_the_second_row_of_a_name_is_a_problem(sqlite_store, bring, kind):
    cells = dict.fromkeys(kind.required, "x")
    row = ",".join(cells.values())
    outcome = bring(sqlite_store, kind.name, f"{','.join(cells)}\n{row}\n{row}\n")
    place = f'row 3, {kind.key[0]} "{" ".join("x" for _ in kind.key)}"'
    assert f"{place}: is in row 2 already. Keep one of the two." in said(outcome)
    assert outcome.new == outcome.same == outcome.changed == 0


def test_a_file_without_rows_is_no_problem(sqlite_store, bring):
    outcome = bring(sqlite_store, "contributors", "name,contributor_type\r\n")
    assert str(outcome) == "new 0, changed 0, same 0, problems 0"


# Columns that an export adds


def test_a_computed_column_that_differs_is_told_and_changes_nothing(sqlite_store, bring):
    a_contributor(sqlite_store, "Norway")
    outcome = bring(
        sqlite_store,
        "contributors",
        "name,contributor_type,committed_usd,deposited_usd,unearmarked_share\n"
        "Norway,member_state,0,12.50,0.4\n",
    )
    assert str(outcome) == "new 0, changed 0, same 1, problems 0"
    assert outcome.remarks == (
        (
            'row 2, deposited_usd "12.50": is "0.00" in the books; this column is compared, and '
            "never applied."
        ),
        (
            'row 2, unearmarked_share "0.4": is not stated in the books; this column is compared, '
            "and never applied."
        ),
    )


@pytest.mark.parametrize("mark", ["", BYTE_ORDER_MARK], ids=["plain", "for Excel"])
@pytest.mark.parametrize(
    "name", [kind.name for kind in KINDS if kind.name in BY_NAME], ids=lambda name: name
)
def test_every_export_of_the_sample_can_be_imported_again(sample_copy, bring, name, mark):
    books, today = frames.load(sample_copy)
    dataset = BY_NAME[name]
    rows = list(dataset.rows(View(books, today)))
    outcome = bring(sample_copy, name, mark + "".join(csv_pieces(dataset.columns, rows)))
    assert said(outcome) == []
    assert outcome.sentences == ()
    assert str(outcome) == f"new 0, changed 0, same {len(rows)}, problems 0"


def test_what_staff_export_of_events_can_be_imported_again_too(sample_copy, bring):
    """The cost of an event is one thing for everybody and another for staff; both are right."""
    full, public = (
        csv_text(sample_copy, "events", role=role) for role in (Role.STAFF, Role.VISITOR)
    )
    assert full != public
    outcome = bring(sample_copy, "events", full)
    assert (str(outcome), said(outcome)) == ("new 0, changed 0, same 27, problems 0", [])
    wrong = bring(sample_copy, "events", full.replace(",37834.25", ",37834.26"))
    assert "this column is compared, and never applied" in " ".join(wrong.remarks)


@given(st.text(st.sampled_from("'=+-@＝＋－＠a \t\n\",;"), max_size=6))
def test_any_note_comes_back_as_it_was(note):
    (column,) = (c for c in BY_NAME["contributions"].columns if c.key == "note")
    assert plain(cell_text(column, {"note": note.strip()})) == note.strip()


def test_the_files_of_the_sample_make_the_sample_and_are_then_the_same(sqlite_store, sample, bring):
    kinds = ("contributors", "rates", "contributions", "instalments", "deposits", "travel")
    files = {kind: DATA / "sample" / f"{kind}.csv" for kind in kinds}
    for kind, file in files.items():
        assert said(bring(sqlite_store, kind, file)) == []
    for kind, file in files.items():
        outcome = bring(sqlite_store, kind, file)
        assert (outcome.new, outcome.changed, outcome.problems) == (0, 0, ())
        assert outcome.same > 30
    loaded, today = frames.load(sqlite_store)
    for dataset in ("deposits", "participation"):
        rows = BY_NAME[dataset].rows
        assert list(rows(View(loaded, today))) == list(rows(View(*sample)))
