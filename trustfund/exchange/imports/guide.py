"""What each column of an import file takes, with an example: for templates, pages and documents.

The example is one row that says what it is: it is left out of a file that still has it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from trustfund.domain import kinds
from trustfund.domain.travel import TripStatus
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.rows import Row, Table


@dataclass(frozen=True)
class Takes:
    """What a column takes."""

    example: str
    meaning: str


CODES: Mapping[tuple[str, str], type[StrEnum]] = {
    ("contributors", "contributor_type"): kinds.ContributorType,
    ("movements", "kind"): kinds.MovementKind,
    ("events", "kind"): kinds.EventKind,
    ("events", "date_precision"): kinds.DatePrecision,
    ("events", "status"): kinds.EventStatus,
    ("travel", "role"): kinds.DelegateRole,
    ("travel", "gender"): kinds.Gender,
    ("travel", "status"): TripStatus,
}
"""Columns that take one of a closed list of codes."""
COUNTRIES = frozenset({"country"})
CURRENCIES = frozenset({"currency"})
OBJECTIVES = frozenset({"objective"})
EVENTS = frozenset({("travel", "event")})
"""Columns that take a code of a list that the store keeps."""

_TEXT = """
contributors
    name | Example Foundation (replace this row) | The contributor's name
    contributor_type | philanthropic_organization | One of the four kinds that may contribute
    country | | Code of the country (ISO 3166 alpha-3), required for a Member State
    parent | | Name of the State or organization that it is an agency of
contributions
    reference | EXAMPLE-C | The contribution's reference, which no other one has
    contributor | Example Foundation (replace this row) | Name of the contributor, as recorded
    currency | USD | Code of the currency (ISO 4217)
    amount | 100000.00 | Amount signed for, or pledged where nothing is signed
    pledged_on | 2017-04-20 | Day of the pledge
    agreement_reference | SAA-EXAMPLE | Reference of the Standard Administrative Arrangement
    agreement_link | | Where the arrangement can be read
    agreement_signed_on | 2017-05-02 | Day of signing; without it the row is a pledge
    earmark | 1:60000;unearmarked:40000 | unearmarked, an objective, or a split that adds up
    note | Example: replace this row | Note of the officer
instalments
    contribution_reference | EXAMPLE-C | The contribution; its rows are its whole schedule
    due_on | 2017-06-30 | Day by which the instalment is due
    amount | 100000.00 | What is due, in the currency of the contribution
deposits
    reference | EXAMPLE-D | The deposit's reference, which no other one has
    contribution_reference | EXAMPLE-C | The contribution that it belongs to
    value_date | 2017-05-15 | Day on which the money counts as received
    currency | USD | Code of the currency (ISO 4217), that of the arrangement
    amount | 60000.00 | Amount received, before the fee
    usd_amount | | The bank's US dollars; blank: by the rate of the day
    fee_usd | | Administrative agent fee; blank: the usual fee
    bank_reference | | The bank's reference
    note | Example: replace this row | Required with the bank's US dollars or another fee
movements
    reference | EXAMPLE-M | The movement's reference, which no other one has
    kind | interest | Kind of movement
    value_date | 2017-06-30 | Day on which the money moved
    usd_amount | 125.50 | Amount moved, in US dollars
    objective | | Objective whose money moves; blank is un-earmarked money
    organization | | Organization that sends, receives or spends: for the four kinds that name one
    contribution_reference | | Contribution that a refund to a contributor gives back
    note | Example: replace this row | Note of the officer
allocations
    reference | EXAMPLE-A | The decision's reference, which no other one has
    decided_on | 2017-06-01 | Day of the decision
    organization | International Organization for Migration | Organization that it is for
    usd_amount | 50000.00 | Amount allocated, in US dollars; no cash moves
    objective | 1 | Objective it is for; blank is un-earmarked money
    note | Example: replace this row | Note of the officer
events
    code | EXAMPLE | The event's code, which no other one has
    kind | other | Kind of meeting
    title | Example: replace this row | Title of the meeting
    city | Geneva | Where it is held
    country | CHE | Code of the country where it is held (ISO 3166 alpha-3)
    announced | 19-20 June 2017 | Its dates as announced, in words
    starts_on | 2017-06-19 | First day of what was announced
    ends_on | 2017-06-20 | Last day of what was announced
    date_precision | day | How exactly the dates were announced
    phase | I | I consultations, II stocktaking, III negotiations
    status | confirmed | Whether the meeting is certain
travel
    reference | EXAMPLE-T | The trip's reference, which no other one has
    event | TS-3 | Code of the event
    country | NPL | Code of the delegate's country (ISO 3166 alpha-3)
    status | nominated | Where the trip stands; every step up to it is booked
    role | delegate | Role of the delegate
    gender | | As stated by the person; blank when not stated
    name | | Name of the delegate; never on a public page or in an export
    note_verbale | | Reference of the nomination's note verbale
    nominated_on | 2017-05-20 | Day of the nomination
    approved_on | | Day of the approval
    authorised_on | | Day of the authorisation; a missing one is the next known day
    travelled_on | | Day of the journey
    settled_on | | Day of the settlement, or on which the trip ended otherwise
    ticket_usd | 1800.00 | Estimated air fare, in US dollars
    dsa_usd | 640.00 | Estimated daily subsistence allowance, in US dollars
    terminal_usd | | Estimated terminal expenses, in US dollars
    other_usd | | Other estimated cost, such as a visa, in US dollars
    actual_usd | | What the trip did cost, in US dollars; it settles the trip
    note | Example: replace this row | Reason where a trip ended otherwise
rates
    currency | EUR | Code of the currency (ISO 4217)
    effective_on | 2017-07-01 | First day of the rate
    units_per_usd | 0.8755 | Units of the currency for 1 US dollar
    source | Example: replace this row | Where the rate comes from
"""


def _read(text: str) -> Mapping[str, Mapping[str, Takes]]:
    found: dict[str, dict[str, Takes]] = {}
    columns: dict[str, Takes] = {}
    for line in text.strip().splitlines():
        if line.startswith(" "):
            column, example, meaning = (part.strip() for part in line.split("|"))
            columns[column] = Takes(example, meaning)
        else:
            columns = found[line] = {}
    return found


BY_KIND = _read(_TEXT)
"""What the columns of each kind take, in the order of the kind."""


def example(kind: Kind) -> dict[str, str]:
    """The example row of a kind."""
    return {column: takes.example for column, takes in BY_KIND[kind.name].items()}


def without_example(kind: Kind, table: Table) -> Table:
    """The table without the row that is still the example of a template."""
    given = example(kind)
    found = [row for row in table.rows if _is(row, given)]
    if not found:
        return table
    rows = tuple(row for row in table.rows if row not in found)
    return replace(table, rows=rows, remarks=(*table.remarks, *_remarks(found)))


def _is(row: Row, given: Mapping[str, str]) -> bool:
    return row.cells.keys() == given.keys() and all(
        _same(row.cells[column], text) for column, text in given.items()
    )


def _same(cell: str, text: str) -> bool:
    try:
        return cell == text or Decimal(cell) == Decimal(text)
    except InvalidOperation:
        return False


def _remarks(rows: Iterable[Row]) -> Iterable[str]:
    for row in rows:
        place = row.place[0].upper() + row.place[1:]
        yield f"{place} is the template's example, and is left out."
