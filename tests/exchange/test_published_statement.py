"""A statement that a sister project published, brought into these books line by line.

``published/cites_cop17.csv`` holds the figures of the CITES sponsored delegates project for its
17th conference, status of 24 June 2016, as printed; the column Kind is added, in the words of this
fund's terms. It says neither arrangements nor days, so the sheet gets those columns here, and every
value in them is assumed. Three imports of that one sheet make the books, each with its own columns.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from tests.books import a_rate, everything, lines
from tests.reading import rows as exported
from trustfund.domain.kinds import EntryKind
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Choices, Source
from trustfund.store.engine import Store

Line = dict[str, str]
STATEMENT = Path(__file__).parent / "published" / "cites_cop17.csv"
PRINTED = ("Contributor", "Kind", "Amount in original currency", "Status", "US dollars")
TWICE = "European Union (part of assessed contribution 2015)"

# Assumed: the country of each State, a day for each pledge, and an arrangement and two days for
# each line with cash.
COUNTRIES = {
    "Austria": "AUT",
    "Netherlands": "NLD",
    "Germany": "DEU",
    "Switzerland": "CHE",
    "Sweden": "SWE",
    "Canada": "CAN",
}
PLEDGED_ON, SIGNED_ON, RECEIVED_ON = "2017-05-08", "2017-05-15", "2017-06-01"
EURO_RATE = "0.9"
NOTE = "US dollars as printed in the statement"
ASSUMED = (
    "country",
    "line",
    "pledged on",
    "agreement",
    "signed on",
    "deposit",
    "received on",
    "note",
)

MEANT = {
    "contributors": {"Contributor": "name", "Kind": "contributor_type", "country": "country"},
    "contributions": {
        "line": "reference",
        "Contributor": "contributor",
        "pledged on": "pledged_on",
        "agreement": "agreement_reference",
        "signed on": "agreement_signed_on",
        "Amount in original currency": "amount",
        "note": "note",
    },
    "deposits": {
        "deposit": "reference",
        "line": "contribution_reference",
        "received on": "value_date",
        "Amount in original currency": "amount",
        "US dollars": "usd_amount",
        "note": "note",
    },
}
"""What each header stands for in each of the three imports; the others are left out."""
VALUES = {
    ("contributor_type", "Member State"): "member_state",
    ("contributor_type", "Inter-governmental organization"): "intergovernmental_organization",
    ("contributor_type", "Philanthropic organization"): "philanthropic_organization",
    ("name", TWICE): "European Union",
    ("contributor", TWICE): "European Union",
}


def statement() -> list[Line]:
    with STATEMENT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_assumptions(number: int, line: Line) -> Line:
    """A line with what the statement does not say; an amount in US dollars is printed once."""
    arrived = line["Status"] == "deposit"
    return line | {
        "Amount in original currency": line["Amount in original currency"]
        or f"USD {line['US dollars']}",
        "country": COUNTRIES.get(line["Contributor"], ""),
        "line": f"L-{number:02}",
        "pledged on": PLEDGED_ON,
        "agreement": f"SAA-{number:02}" if arrived else "",
        "signed on": SIGNED_ON if arrived else "",
        "deposit": f"D-{number:02}" if arrived else "",
        "received on": RECEIVED_ON if arrived else "",
        "note": NOTE if arrived else "",
    }


def sheet() -> list[Line]:
    """The lines of the statement without its total, and with the assumed columns."""
    return [with_assumptions(number, line) for number, line in enumerate(statement()[:-1], 1)]


def as_file(lines: Iterable[Mapping[str, str]], headers: Iterable[str]) -> Source:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(headers))
    writer.writeheader()
    writer.writerows(lines)
    return Source("statement.csv", text.getvalue().encode())


def bring(store: Store, kind: str, lines: Iterable[Line], *, dry_run: bool = False) -> Outcome:
    headers = (*PRINTED, *ASSUMED)
    columns = {header: MEANT[kind].get(header, "") for header in headers}
    choices = Choices(columns=columns, values=VALUES)
    source = as_file(lines, headers)
    return run(store, COMMAND_LINE, BY_NAME[kind], source, choices, dry_run=dry_run)


def booked(store: Store) -> list[str]:
    """What three imports say of the lines that fit this fund."""
    fit = [line for line in sheet() if line["Kind"] != "Other"]
    arrived = [line for line in fit if line["Status"] == "deposit"]
    files = {"contributors": fit, "contributions": fit, "deposits": arrived}
    return [str(bring(store, kind, lines)) for kind, lines in files.items()]


# As printed


def as_printed(store: Store) -> Outcome:
    """The statement as a file of contributors, its dollars for comparison only."""
    lines = [line | {"country": COUNTRIES.get(line["Contributor"], "")} for line in statement()]
    columns = dict.fromkeys((*PRINTED, "country"), "") | MEANT["contributors"]
    choices = Choices(columns=columns | {"US dollars": "deposited_usd"}, values=VALUES)
    source = as_file(lines, (*PRINTED, "country"))
    return run(store, COMMAND_LINE, BY_NAME["contributors"], source, choices, dry_run=False)


def test_of_the_thirteen_lines_the_two_of_kinds_that_may_not_contribute_are_refused(store):
    before = everything(store)
    outcome = as_printed(store)
    assert everything(store) == before
    assert str(outcome) == "new 11, changed 0, same 0, problems 2"
    assert outcome.table is not None
    assert len(outcome.table.rows) == 13
    assert [str(problem) for problem in outcome.problems] == [
        f'row {row}, contributor_type "Other": may not contribute to this fund. The fund receives '
        "contributions from Member States, regional legislative bodies, inter-governmental "
        "organizations and philanthropic organizations, and from nobody else."
        for row in (8, 13)
    ]


def test_the_plan_says_that_the_rows_do_not_add_up_to_the_printed_total(sqlite_store):
    (footing,) = as_printed(sqlite_store).footing
    assert not footing.foots
    assert (footing.printed, footing.found) == (Decimal(350_130), Decimal(347_981))
    assert str(footing) == (
        'Row 15 "TOTAL": deposited_usd says 350,130; the rows above add up to 347,981, which is '
        "2,149 less."
    )


# What fits, booked


@pytest.fixture
def books(store: Store) -> Store:
    """A store that values what is signed in euros."""
    a_rate(store, "EUR", EURO_RATE)
    return store


def test_three_imports_of_the_one_sheet_book_what_fits_and_once(books):
    assert booked(books) == [
        "new 11, changed 0, same 0, problems 0",  # the European Union is there twice
        "new 11, changed 0, same 0, problems 0",
        "new 7, changed 0, same 0, problems 0",
    ]
    assert len(exported(books, "contributors")) == 10
    assert booked(books) == [
        "new 0, changed 0, same 11, problems 0",
        "new 0, changed 0, same 11, problems 0",
        "new 0, changed 0, same 7, problems 0",
    ]


def test_deposits_make_the_printed_dollars_and_pledges_are_in_no_total(books):
    booked(books)
    arrived = {line["contributor"]: 0 for line in exported(books, "deposits")}
    for line in exported(books, "deposits"):
        arrived[line["contributor"]] += line["usd_amount"]
    assert arrived == {
        "European Union": 16_401_600,  # 103,790 and, from its assessed contribution, 60,226
        "Oak Foundation": 4_000_000,
        "Austria": 534_500,
        "GLOBE Foundation": 480_000,
        "Netherlands": 1_083_600,
        "Pew Charitable Trusts": 500_000,
    }
    (received,) = [
        line["usd_amount"]
        for line in exported(books, "funding_status")
        if line["line"] == "contributions"
    ]
    assert received == sum(arrived.values()) == 22_999_700
    pledged = [line for line in exported(books, "contributions") if line["stage"] == "pledged"]
    assert [(p["contributor"], p["currency"], p["amount"], p["usd_amount"]) for p in pledged] == [
        ("Germany", "EUR", 5_000_000, None),
        ("Switzerland", "CHF", 1_500_000, None),
        ("Sweden", "SEK", 15_000_000, None),
        ("Canada", "CAD", 2_000_000, None),
    ]


def test_what_arrived_in_euros_is_valued_at_the_dollars_that_the_bank_gave(books):
    booked(books)
    euros = [line for line in exported(books, "deposits") if line["currency"] == "EUR"]
    assert [(line["amount"], line["usd_amount"]) for line in euros] == [
        (7_524_700, 10_379_000),
        (500_000, 534_500),
        (1_000_000, 1_083_600),
    ]
    fees = sum(line.usd or 0 for line in lines(books, EntryKind.AGENT_FEE))
    assert fees == 229_997
