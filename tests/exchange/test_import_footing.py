"""Whether the rows of a file add up to what its own total lines say."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustfund.exchange.imports.deposits import DEPOSITS
from trustfund.exchange.imports.footing import compared
from trustfund.exchange.imports.kinds import KINDS
from trustfund.exchange.imports.rows import Row, Table

COLUMNS = ("reference", "contributor", "currency", "amount", "usd_amount")


def table(*lines: str) -> Table:
    """Lines of a file from row 2 on; those that begin with "=" are total lines."""
    rows: list[Row] = []
    totals: list[Row] = []
    for number, line in enumerate(lines, start=2):
        cells = dict(zip(COLUMNS, line.removeprefix("=").split(";"), strict=True))
        (totals if line.startswith("=") else rows).append(Row(number, cells))
    return Table(COLUMNS, tuple(rows), totals=tuple(totals))


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        (
            ["C-1;Norway;EUR;75000;200000", "C-2;Sweden;USD;5;147981", "=;TOTAL;;;350130"],
            [
                (
                    'Row 4 "TOTAL": usd_amount says 350,130; the rows above add up to 347,981, '
                    "which is 2,149 less."
                )
            ],
        ),
        (
            ["C-1;Norway;USD;0.10;", "C-2;Sweden;USD;0.20;", "=Total;;;0.30;"],
            ['Row 4 "Total": amount says 0.30, and the rows above add up to it.'],
        ),
        (
            ["C-1;Norway;EUR;75;80", "C-2;Sweden;USD;5;5", "=Total;;;80;85"],
            [
                (
                    'Row 4 "Total": amount says 80; it was not compared, for the rows above are in '
                    "EUR, USD."
                ),
                'Row 4 "Total": usd_amount says 85, and the rows above add up to it.',
            ],
        ),
        (  # a total that names its currency counts the rows in it
            ["C-1;Norway;EUR;75;", "C-2;Sweden;USD;5;", "C-3;Sweden;eur;5;", "=Total;;EUR;80;"],
            ['Row 5 "Total": amount says 80, and the rows above in EUR add up to it.'],
        ),
        (  # a sub-total counts from the total line before it, a grand total all rows
            [
                *("C-1;Norway;USD;1;", "C-2;Norway;USD;2;", "=Sub-total;;;3;"),
                *("C-3;Sweden;USD;4;", "C-4;Sweden;USD;5;", "=Subtotal Sweden;;;10;"),
                "=Grand total;;;12;",
            ],
            [
                'Row 4 "Sub-total": amount says 3, and the rows above add up to it.',
                (
                    'Row 7 "Subtotal Sweden": amount says 10; rows 5 to 6 add up to 9, which is 1 '
                    "less."
                ),
                'Row 8 "Grand total": amount says 12, and the rows above add up to it.',
            ],
        ),
        (
            ["C-1;Norway;USD;1x;", "C-2;Norway;USD;;", "=Total;;;3;"],
            [
                (
                    'Row 4 "Total": amount says 3; it was not compared, for row 2 has no amount '
                    "that can be read."
                )
            ],
        ),
        (["C-1;Norway;USD;1;"], []),
    ],
)
def test_a_total_line_is_compared_with_the_rows_that_it_is_of(lines, sentences):
    assert [str(footing) for footing in compared(DEPOSITS, table(*lines))] == sentences


def test_lines_that_say_total_and_no_more_are_what_adds_up():
    lines = ("A;;USD;1;", "=Total;;;1;", "B;;USD;4;", "=Total;;;4;", "=Total;;;5;")
    assert [footing.foots for footing in compared(DEPOSITS, table(*lines))] == [True, True, True]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=5), st.integers(-9, 9))
def test_a_total_foots_exactly_when_it_is_the_sum_to_the_cent(cents, slip):
    amounts = [str(Decimal(each).scaleb(-2)) for each in cents]
    total = str(Decimal(sum(cents) + slip).scaleb(-2))
    (footing,) = compared(
        DEPOSITS, table(*(f"C;;USD;{each};" for each in amounts), f"=Total;;;{total};")
    )
    assert footing.foots == (slip == 0)
    assert footing.found == Decimal(sum(cents)).scaleb(-2)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_money_is_told_from_rates_and_names_by_its_column(kind):
    assert {column for column in kind.columns if kind.is_money(column)} == {
        column
        for column in kind.columns
        if column in {"amount", "usd_amount", "fee_usd", "actual_usd"}
        or column in {"ticket_usd", "dsa_usd", "terminal_usd", "other_usd"}
    }
