"""Exports that LibreOffice opened and saved again say the same as the books."""

import csv
import io
from pathlib import Path

import pytest

from tests.exchange import small_fund
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.reading.workbooks import NOT_LOOKED_AT
from trustfund.exchange.imports.rows import Source

RESAVED = Path(__file__).parent / "workbooks" / "resaved"
FILES = sorted(RESAVED.iterdir())


def test_there_is_a_resaved_export_of_every_kind():
    assert {path.stem for path in FILES} == set(BY_NAME)


@pytest.fixture
def small(sqlite_store):
    small_fund.bring_in(sqlite_store)
    return sqlite_store


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.stem not in ("events", "countries")],
    ids=lambda path: path.name,
)
def test_an_export_that_was_opened_and_saved_again_changes_nothing(small, path):
    outcome = bring_again(small, path)
    rows = len(list(csv.reader(io.StringIO(small_fund.FILES[path.stem])))) - 1
    assert str(outcome) == f"new 0, changed 0, same {rows}, problems 0"
    unseen = {".xls": "Hidden rows", ".ods": "Merged cells"}.get(path.suffix)
    assert outcome.remarks == ((NOT_LOOKED_AT.format(unseen),) if unseen else ())


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stem == "events"], ids=lambda path: path.name
)
def test_where_the_office_program_made_a_day_of_a_text_the_plan_says_so(small, path):
    """ "August 2017" is what was announced, and no day; it cannot be told from one afterwards."""
    outcome = bring_again(small, path)
    assert str(outcome) == "new 0, changed 2, same 25, problems 0"
    assert [change.column for change in outcome.differences] == ["announced", "announced"]
    assert all("announced" in remark for remark in outcome.remarks)


def test_a_list_of_countries_that_was_opened_and_saved_again_is_the_same(sqlite_store):
    outcome = bring_again(sqlite_store, RESAVED / "countries.xlsx")
    assert str(outcome) == "new 0, changed 0, same 248, problems 0"


def bring_again(store, path):
    return run(store, COMMAND_LINE, BY_NAME[path.stem], Source.of(path), dry_run=True)
