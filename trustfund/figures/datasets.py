"""The datasets that pages offer and ``/exports/`` serves: columns, meaning, filters, rows.

Names of datasets and columns are a promise to spreadsheets and scripts: add, never rename.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from trustfund.domain import kinds
from trustfund.domain.act_codes import ActCode
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.roles import EVERYBODY, RECORDERS, SIGNED_IN, Role
from trustfund.domain.travel import TripStatus
from trustfund.figures import contributions, participation, staff_datasets, statements
from trustfund.figures.filters import M49_REGIONS, UN_GROUPS
from trustfund.figures.frames import Frames
from trustfund.figures.view import View


class Cell(StrEnum):
    """What a column holds, and so how it is written."""

    TEXT = "text"
    DAY = "ISO date"
    MOMENT = "moment (UTC)"
    USD = "US dollars"
    MONEY = "amount in the row's currency"
    RATE = "units per 1 USD"
    SHARE = "fraction with 4 decimals"
    COUNT = "whole number"
    FLAG = "true or false"


CODES: dict[str, tuple[str, ...]] = {
    "contributor_type": tuple(kinds.ContributorType),
    "stage": tuple(kinds.Stage),
    "event_kind": tuple(kinds.EventKind),
    "event_status": tuple(kinds.EventStatus),
    "date_precision": tuple(kinds.DatePrecision),
    "un_group": UN_GROUPS[:-1],  # the last one stands for a blank
    "m49_region": M49_REGIONS[:-1],
    "statement_line": tuple(statements.LINES),
    "trip_status": tuple(TripStatus),
    "role": tuple(kinds.DelegateRole),
    "gender": tuple(kinds.Gender),
    "movement_kind": tuple(kinds.MovementKind),
    "entry_kind": tuple(kinds.EntryKind),
    "receipt_status": tuple(kinds.ReceiptStatus),
    "act": tuple(ActCode),
    "instalment_status": ("paid", "scheduled", "late"),
}
"""Closed lists of codes. That of ``objective`` is the fund's own."""
SHAPES = {"country": "[A-Z]{3}", "currency": "[A-Z]{3}"}
"""Codes that have a shape: ISO 3166 alpha-3 and ISO 4217."""
NEVER_NEGATIVE = {Cell.RATE, Cell.SHARE, Cell.COUNT}


@dataclass(frozen=True)
class Column:
    """A column of a dataset, what it says, and what its cells can be.

    ``required`` is never blank. ``least`` is the smallest number. ``codes`` is a name in CODES or
    SHAPES, or "objective".
    """

    name: str
    cell: Cell
    meaning: str
    required: bool = False
    least: int | None = None
    codes: str = ""

    @property
    def shape(self) -> str:
        """The regular expression that a code matches whole; "" where there is none."""
        return SHAPES.get(self.codes, "")

    def choices(self, books: Frames) -> tuple[str, ...]:
        """The codes that can stand here; none where that is not a closed list."""
        if self.codes == "objective":
            return (UNEARMARKED, *books.objectives)
        return CODES.get(self.codes, ())


@dataclass(frozen=True)
class Dataset:
    """One dataset.

    No two rows have the same cells in the columns of ``key``. A cell that is not blank in a column
    of ``refers`` stands in the column named beside it, such as ``contributors.name``: at every
    ``as_of`` and ``known_at``; other filters may leave that row out.
    """

    name: str
    title: str
    filters: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[View], Iterable[dict[str, Any]]]
    """Its rows; of a dataset that may be long they come one by one, and once."""
    readers: frozenset[Role] = EVERYBODY
    key: tuple[str, ...] = ()
    refers: Mapping[str, str] = field(default_factory=dict)


def _columns(text: str) -> tuple[Column, ...]:
    """Read ``name | CELL codes | meaning`` lines; ``!`` is never blank, ``+`` never negative."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        name, rules, meaning = (" ".join(part.split()) for part in line.split("|"))
        kind, _, codes = rules.partition(" ")
        cell = Cell[kind.rstrip("!+")]
        least = 0 if "+" in kind or cell in NEVER_NEGATIVE else None
        found.append(Column(name, cell, meaning, "!" in kind, least, codes))
    return tuple(found)


PERIOD = ("from", "to")
GIVERS = ("contributor", "contributor_type")
CLOCKS = ("as_of", "known_at")

DATASETS = (
    Dataset(
        "contributions",
        "Contributions",
        (*PERIOD, *GIVERS, "objective", *CLOCKS),
        _columns(
            """
            reference | TEXT! | The contribution's reference
            contributor | TEXT! | Who gives
            contributor_type | TEXT! contributor_type | One of the four kinds that may contribute
            country | TEXT country | ISO 3166 alpha-3 code of a Member State; blank for \
                organizations
            stage | TEXT! stage | pledged, committed, partly_deposited, deposited, withdrawn, \
                written_off
            pledged_on | DAY | Day of the pledge
            agreement_reference | TEXT | Reference of the Standard Administrative Arrangement
            agreement_link | TEXT | Where the arrangement can be read
            agreement_signed_on | DAY | Day on which the arrangement was signed
            currency | TEXT! currency | Currency of the contribution (ISO 4217)
            amount | MONEY!+ | Committed, or pledged where nothing is signed; net of given-up parts
            earmark | TEXT! | unearmarked, an objective, or a split such as \
                1:60000;unearmarked:40000
            usd_amount | USD+ | The commitment at the rate of the signing date; blank for a pledge
            deposited_amount | MONEY!+ | Received so far, before fees
            deposited_usd | USD!+ | Received so far at the rates of the value dates, before fees
            outstanding_amount | MONEY+ | Committed - received - written off; blank for a pledge
            outstanding_usd | USD+ | What is outstanding at the rate of the as-of date
            written_off_amount | MONEY!+ | Written off a commitment, or withdrawn from a pledge
            exchange_difference_usd | USD | deposited_usd + outstanding_usd - usd_amount
            unearmarked_amount | MONEY!+ | The un-earmarked part of amount
            earmarked_amount | MONEY!+ | The part of amount earmarked to objectives
            note | TEXT | Note of the officer
            """
        ),
        contributions.contribution_rows,
        key=("reference",),
        refers={"contributor": "contributors.name"},
    ),
    Dataset(
        "earmarking",
        "Earmarking choices",
        (*PERIOD, *GIVERS, "objective", *CLOCKS),
        _columns(
            """
            contribution_reference | TEXT! | The contribution's reference
            contributor | TEXT! | Who gives
            objective | TEXT! objective | Code of the objective, or unearmarked
            currency | TEXT! currency | Currency of the contribution (ISO 4217)
            amount | MONEY!+ | The part of the contribution for this objective
            usd_amount | USD+ | That part of the commitment in US dollars; blank for a pledge
            deposited_usd | USD!+ | Received so far for this objective, before fees
            share | SHARE | amount as a share of the contribution's amount
            """
        ),
        contributions.earmarking_rows,
        key=("contribution_reference", "objective"),
        refers={
            "contribution_reference": "contributions.reference",
            "contributor": "contributors.name",
        },
    ),
    Dataset(
        "deposits",
        "Deposits",
        (*PERIOD, *GIVERS, "objective", *CLOCKS),
        _columns(
            """
            reference | TEXT! | The deposit's reference
            contribution_reference | TEXT! | The contribution it belongs to
            contributor | TEXT! | Who gave
            value_date | DAY! | Day on which the money counts as received
            currency | TEXT! currency | Currency received (ISO 4217)
            amount | MONEY!+ | Amount received, before the fee
            rate | RATE! | Rate of exchange it is valued at
            rate_effective_on | DAY | First day of that rate; blank for USD or a bank's own rate
            usd_amount | USD!+ | Amount in US dollars, before the fee
            fee_usd | USD!+ | Administrative agent fee
            net_usd | USD! | usd_amount - fee_usd
            unearmarked_usd | USD!+ | Un-earmarked part of usd_amount
            earmarked_usd | USD!+ | Part of usd_amount earmarked to objectives
            """
        ),
        contributions.deposit_rows,
        key=("reference",),
        refers={
            "contribution_reference": "contributions.reference",
            "contributor": "contributors.name",
        },
    ),
    Dataset(
        "contributors",
        "Contributors",
        (*GIVERS, *CLOCKS),
        _columns(
            """
            name | TEXT! | The contributor's name
            contributor_type | TEXT! contributor_type | One of the four kinds that may contribute
            country | TEXT country | ISO 3166 alpha-3 code of a Member State; blank for \
                organizations
            parent | TEXT | The State or organization it is an agency of
            committed_usd | USD!+ | Its own commitments, net of what is written off
            deposited_usd | USD!+ | Its own deposits, before fees
            unearmarked_share | SHARE | Un-earmarked share of its deposits; blank without deposits
            """
        ),
        contributions.contributor_rows,
        key=("name",),
        refers={"parent": "contributors.name"},
    ),
    Dataset(
        "participation",
        "Participation",
        (*PERIOD, "event", "region", "grouping", *CLOCKS),
        _columns(
            """
            event | TEXT! | Code of the event
            event_date | DAY | First day of the event, on which status is judged
            country | TEXT! country | Country of the delegates (ISO 3166 alpha-3)
            country_name | TEXT! | The country's name
            un_group | TEXT un_group | UN regional group; blank for non-members
            m49_region | TEXT m49_region | UN M49 region
            m49_subregion | TEXT | UN M49 sub-region
            ldc | FLAG! | Least developed country on the first day of the event
            lldc | FLAG! | Landlocked developing country
            sids | FLAG! | Small island developing State
            delegates | COUNT! | People who travelled
            expected | COUNT! | People authorised to travel who have not yet
            trips | COUNT! | Seats authorised or later, those cancelled with sunk cost included
            obligated_usd | USD!+ | Money still reserved for these trips
            spent_usd | USD!+ | Actual and sunk cost of these trips
            """
        ),
        participation.participation_rows,
        key=("event", "country"),
        refers={"event": "events.code"},
    ),
    Dataset(
        "events",
        "Events",
        (*PERIOD, "event", *CLOCKS),
        _columns(
            """
            code | TEXT! | Code of the event
            kind | TEXT! event_kind | Kind of meeting
            title | TEXT! | Title of the meeting
            city | TEXT | Where it is held
            country | TEXT country | Country where it is held (ISO 3166 alpha-3)
            announced | TEXT | Its dates as announced
            starts_on | DAY | First day of what was announced
            ends_on | DAY | Last day of what was announced
            date_precision | TEXT! date_precision | day, month, vague or none
            phase | TEXT | I consultations, II stocktaking, III negotiations
            status | TEXT! event_status | confirmed, tbc (to be confirmed), tba (to be \
                announced), cancelled
            delegates | COUNT! | Funded delegates who travelled
            spent_usd | USD!+ | Actual and sunk cost of the event's trips
            """
        ),
        participation.event_rows,
        key=("code",),
    ),
    Dataset(
        "funding_status",
        "Funding status",
        CLOCKS,
        _columns(
            """
            line | TEXT! statement_line | A line of the statement, in the order in which it is \
                printed
            usd_amount | USD! | Amount as printed: a total knows which of its lines it takes away
            """
        ),
        statements.funding_status_rows,
        key=("line",),
    ),
    Dataset(
        "travel",
        "Travel",
        (*PERIOD, "event", "region", "grouping", "objective", *CLOCKS),
        _columns(
            """
            reference | TEXT! | The trip's reference
            event | TEXT! | Code of the event
            country | TEXT! country | Country of the delegate (ISO 3166 alpha-3)
            role | TEXT role | Role of the delegate; blank when not stated
            gender | TEXT gender | F, M, X, or blank when not stated
            status | TEXT! trip_status | Where the trip stands
            status_on | DAY! | Day on which it came to stand there
            note_verbale | TEXT | Reference of the nomination's note verbale
            nominated_on | DAY | Day of the nomination
            approved_on | DAY | Day of the approval
            authorised_on | DAY | Day of the authorisation
            travelled_on | DAY | Day of the journey
            settled_on | DAY | Day of the settlement
            ticket_usd | USD!+ | Estimated air fare
            dsa_usd | USD!+ | Estimated daily subsistence allowance
            terminal_usd | USD!+ | Estimated terminal expenses
            other_usd | USD!+ | Other estimated cost, such as a visa
            actual_usd | USD+ | Actual or sunk cost, before indirect support cost; blank before
            obligated_usd | USD!+ | Money still reserved for the trip
            spent_usd | USD!+ | Actual or sunk cost as booked, with indirect support cost
            objective_1_usd | USD!+ | Reserved and spent money of objective 1
            unearmarked_usd | USD!+ | Reserved and spent money that is un-earmarked
            note | TEXT | Note of the secretariat
            """
        ),
        staff_datasets.travel_rows,
        RECORDERS,
        key=("reference",),
        refers={"event": "events.code"},
    ),
    Dataset(
        "instalments",
        "Instalments",
        (*PERIOD, *GIVERS, *CLOCKS),
        _columns(
            """
            contribution_reference | TEXT! | The contribution's reference
            contributor | TEXT! | Who gives
            due_on | DAY! | Day by which the instalment is due
            currency | TEXT! currency | Currency of the contribution (ISO 4217)
            amount | MONEY!+ | What is due
            status | TEXT! instalment_status | paid, scheduled or late, by what is deposited up \
                to the as-of date
            """
        ),
        staff_datasets.instalment_rows,
        SIGNED_IN,
        key=("contribution_reference", "due_on"),
        refers={
            "contribution_reference": "contributions.reference",
            "contributor": "contributors.name",
        },
    ),
    Dataset(
        "movements",
        "Movements",
        (*PERIOD, *CLOCKS),
        _columns(
            """
            reference | TEXT! | The movement's reference
            kind | TEXT! movement_kind | Kind of movement, such as interest or \
                transfer_to_organization
            value_date | DAY! | Day on which the money moved
            usd_amount | USD!+ | Amount moved
            objective | TEXT objective | Objective whose money moved; blank is un-earmarked money
            organization | TEXT | Organization that sent, received or spent the money
            contribution_reference | TEXT | Contribution that a refund gives back
            note | TEXT | Note of the officer
            """
        ),
        staff_datasets.movement_rows,
        RECORDERS,
        key=("reference",),
    ),
    Dataset(
        "allocations",
        "Allocations",
        (*PERIOD, *CLOCKS),
        _columns(
            """
            reference | TEXT! | The decision's reference
            decided_on | DAY! | Day of the decision
            organization | TEXT! | Organization that the money is allocated to
            usd_amount | USD!+ | Amount allocated; no cash moves
            objective | TEXT objective | Objective it is for; blank is un-earmarked money
            note | TEXT | Note of the officer
            """
        ),
        staff_datasets.allocation_rows,
        RECORDERS,
        key=("reference",),
    ),
    Dataset(
        "receipts",
        "Unidentified receipts",
        (*PERIOD, *CLOCKS),
        _columns(
            """
            reference | TEXT! | The receipt's reference
            received_on | DAY! | Day on which the cash arrived
            currency | TEXT! currency | Currency received (ISO 4217)
            amount | MONEY!+ | Amount received; it is in no total until it is booked
            payer | TEXT | Who paid, as the bank says
            bank_reference | TEXT | The bank's reference
            status | TEXT! receipt_status | open, booked (as a deposit) or returned
            deposit_reference | TEXT | The deposit it became
            note | TEXT | Note of the officer
            """
        ),
        staff_datasets.receipt_rows,
        RECORDERS,
        key=("reference",),
    ),
    Dataset(
        "rates",
        "Rates of exchange",
        (),
        _columns(
            """
            currency | TEXT! currency | Currency (ISO 4217)
            effective_on | DAY! | First day of the rate
            units_per_usd | RATE! | Units of the currency for 1 USD
            source | TEXT | Where the rate comes from
            """
        ),
        staff_datasets.rate_rows,
        RECORDERS,
        key=("currency", "effective_on"),
    ),
    Dataset(
        "ledger",
        "Ledger",
        (*PERIOD, "objective", *CLOCKS),
        _columns(
            """
            id | COUNT! | Number of the entry
            recorded_at | MOMENT! | When it was recorded
            value_date | DAY! | Day on which it counts
            kind | TEXT! entry_kind | What the entry says about money
            contribution | TEXT | The contribution it is of
            deposit | TEXT | The deposit it is of
            travel | TEXT | The trip it is of
            movement | TEXT | The movement it is of
            objective | TEXT objective | Code of the objective, or unearmarked
            currency | TEXT! currency | Currency of amount (ISO 4217)
            amount | MONEY! | Amount in the currency
            rate | RATE | Rate of exchange it is valued at
            usd_amount | USD | Amount in US dollars; blank for a pledge
            reverses | COUNT | The entry that this one takes back
            reason | TEXT | Why
            """
        ),
        staff_datasets.ledger_rows,
        RECORDERS,
        key=("id",),
        refers={"reverses": "ledger.id"},
    ),
    Dataset(
        "history",
        "History",
        PERIOD,
        _columns(
            """
            id | COUNT! | Number of the act, the revision of the books that it made
            at | MOMENT! | When it was recorded
            actor | TEXT! | Who acted
            action | TEXT! | What was done
            subject | TEXT | What it was done to
            reason | TEXT | Why
            act | TEXT act | What was done, as a code; blank where the words of earlier books are \
                unknown
            """
        ),
        staff_datasets.history_rows,
        RECORDERS,
        key=("id",),
    ),
)

BY_NAME = {dataset.name: dataset for dataset in DATASETS}
