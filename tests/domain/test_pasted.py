"""Rates pasted from a table."""

import pytest

from trustfund.domain import pasted


@pytest.mark.parametrize(
    ("line", "rate"),
    [
        ("EUR\t0.853", ("EUR", "0.853")),
        ("Norway\tNOK\tNorwegian krone\t8.12", ("NOK", "8.12")),
        ("1 June 2018 ; CHF ; 0.987", ("CHF", "0.987")),
        ("Japan JPY 1,234.5", ("JPY", "1,234.5")),  # as typed: the act asks what the comma is
        ("EUR", ("EUR", "")),
        ("Euro 0.853", ("", "0.853")),
    ],
)
def test_a_line_has_a_currency_and_units(line, rate):
    assert list(pasted.rates(line)) == [rate]


def test_headings_and_empty_lines_are_no_rates():
    assert list(pasted.rates("Country\tCode\tRate\n\n   \nEUR 0.853\n")) == [("EUR", "0.853")]
