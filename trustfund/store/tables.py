"""The tables of the books: documents, one append-only ledger, and history.

Money is BIGINT minor units, never a float or a NUMERIC (which SQLite keeps as REAL); a rate is
its exact decimal text. Codes are text with a CHECK. Facts about money live in ``entry`` alone:
documents hold what is not money.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from trustfund.domain import kinds, travel
from trustfund.domain.act_codes import ActCode
from trustfund.store.base import Base, BigId, Numbered, codes, key_of, skeleton_of

NOT_STATED = {"server_default": ""}
"""Of a text that earlier books have not."""
IN_FORCE = {"server_default": sa.false()}
"""Of ``void`` and ``taken_back``: set when an import, and with it what it brought, is taken back.

Nothing is deleted: a void document is nowhere shown or used, but where the books are asked as they
were known before. Contributions, deposits, movements and trips need none: without a standing entry
or step they are void (a deposit or movement that a person reversed is not; see ``ledger/void.py``).
"""


class Fund(Base, table=True):
    """One row: the fund's settings, its revision, and the lock that every act takes first."""

    __table_args__ = (
        sa.CheckConstraint("id = 1", name="single"),
        sa.CheckConstraint("agent_fee_basis_points BETWEEN 0 AND 10000", name="fee"),
        sa.CheckConstraint("indirect_cost_basis_points BETWEEN 0 AND 10000", name="indirect"),
    )

    id: int = Field(default=1, primary_key=True)
    revision: int = Field(default=0, sa_type=BigId)
    code: str
    name: str
    starts_on: date
    ends_on: date
    # What the newest terms charge; acts ask ``FundTerms``, which have days.
    agent_fee_basis_points: int
    indirect_cost_basis_points: int
    managing_organization: str  # whose expenditure the trips are
    books_date: date | None = None
    illustrative: bool = False
    # Under whose name the fund is published in IATI; "" until the administrator says so.
    publisher_reference: str = Field(default="", sa_column_kwargs=NOT_STATED)
    publisher_name: str = Field(default="", sa_column_kwargs=NOT_STATED)
    publisher_type: str = Field(default="", sa_column_kwargs=NOT_STATED)
    activity_identifier: str = Field(default="", sa_column_kwargs=NOT_STATED)
    publishes_instalments: bool = Field(
        default=False, sa_column_kwargs={"server_default": sa.false()}
    )
    version: int = 1


class History(Base, table=True):
    """One line for every act on the books; its id is the revision the act made."""

    id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    at: datetime
    actor: str
    # None: earlier books, with words that no program wrote. No CHECK: a new kind of act would have
    # every line of history written anew.
    act: ActCode | None = Field(default=None, sa_type=codes(ActCode, "act", checked=False))
    action: str  # the same in words
    subject: str
    outcome: str
    reason: str = ""
    changes: str = ""  # JSON: what a document's fields were and became; never a person's name
    token: str | None = Field(default=None, unique=True)
    # Which columns the hash covers, and the hash: store/chain.py works it out.
    hash_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    hash: str = Field(default="", sa_column_kwargs=NOT_STATED)


def _act(*, nullable: bool = False, index: bool = False) -> "sa.Column[int]":
    """The act that made a row. Deferred, because history is written when the act is complete.

    With each line of history SQLite looks for the rows that wait for it: where a table grows with
    the books it needs the ``index``, or it reads the whole table for each act.
    """
    history = sa.ForeignKey("history.id", deferrable=True, initially="DEFERRED")
    return sa.Column(BigId, history, nullable=nullable, index=index)


class Digest(Numbered, table=True):
    """The SHA-256 of a document, or of a reference row, as an act left it."""

    act_id: int = Field(sa_column=_act(index=True))
    document: str  # the table
    key: str  # JSON: the values of its key
    sha256: str


class Country(Base, table=True):
    """A country or area of M49 with its classifications; see data/README.md."""

    iso3: str = Field(primary_key=True)
    iso2: str = Field(unique=True)
    m49: str = Field(unique=True)
    name: str = Field(unique=True)
    un_member: bool
    un_group: str
    m49_region: str
    m49_subregion: str
    developing: bool
    ldc: bool
    ldc_until: date | None = None
    ldc_scheduled_until: date | None = None
    lldc: bool
    sids: bool


class CountryListing(Base, table=True):
    """What a dated list says of a country, from its day on until a newer list says otherwise.

    What ``Country`` says holds before the first.
    """

    __tablename__ = "country_listing"

    country: str = Field(foreign_key="country.iso3", primary_key=True)
    listed_on: date = Field(primary_key=True)
    un_member: bool
    un_group: str
    m49_region: str
    m49_subregion: str
    developing: bool
    ldc: bool
    ldc_until: date | None = None
    ldc_scheduled_until: date | None = None
    lldc: bool
    sids: bool
    act_id: int = Field(default=0, sa_column=_act(index=True))
    void: bool = Field(default=False, sa_column_kwargs=IN_FORCE)


class Graduation(Numbered, table=True):
    """The administrator's decision on the graduation of a least developed country.

    It stopped being one on a day, or that day is moved, or given up; the newest decision counts.
    """

    country: str = Field(foreign_key="country.iso3", index=True)
    day: date | None = None
    confirmed: bool
    reason: str
    act_id: int = Field(default=0, sa_column=_act())  # set by Act.add


class EligibilityDecision(Numbered, table=True):
    """The administrator's dated decision that a country is, or is not, eligible from a day on."""

    __tablename__ = "eligibility_decision"

    country: str = Field(foreign_key="country.iso3", index=True)
    effective_on: date
    eligible: bool
    reason: str
    act_id: int = Field(default=0, sa_column=_act())  # set by Act.add


class FundTerms(Numbered, table=True):
    """A version of the terms that have days; ``domain/fund_rules.py`` says how its texts read.

    Nothing of a version changes. A later one decides from its own first day on.
    """

    __tablename__ = "fund_terms"
    __table_args__ = (
        sa.CheckConstraint("agent_fee_basis_points BETWEEN 0 AND 10000", name="fee"),
        sa.CheckConstraint("indirect_cost_basis_points BETWEEN 0 AND 10000", name="indirect"),
        sa.CheckConstraint("travel_pools <> ''", name="travel"),
    )

    act_id: int = Field(default=0, sa_column=_act(index=True))  # set by Act.append
    in_force_from: date | None = None
    agent_fee_basis_points: int
    indirect_cost_basis_points: int
    travel_pools: str
    surplus: str
    contributors: str
    eligible: str
    phases: str
    purpose: str
    legal_basis: str
    contact: str
    giving: str
    attending: str


class Objective(Base, table=True):
    """An objective of the fund, the finest thing a contributor may earmark to."""

    code: str = Field(primary_key=True)
    title: str
    description: str  # what its money is for
    retired: bool = Field(default=False, sa_column_kwargs=IN_FORCE)  # nothing new is given to it
    act_id: int | None = Field(default=None, sa_column=_act(nullable=True))  # None: from the start
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Event(Base, table=True):
    """A meeting of the process. ``starts_on`` and ``ends_on`` span what was announced."""

    __table_args__ = (sa.CheckConstraint("starts_on <= ends_on", name="span"),)

    code: str = Field(primary_key=True)
    skeleton: str = skeleton_of("code")
    kind: kinds.EventKind = Field(sa_type=codes(kinds.EventKind, "kind"))
    title: str
    city: str = ""
    country: str | None = Field(default=None, foreign_key="country.iso3")
    announced: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    date_precision: kinds.DatePrecision = Field(
        sa_type=codes(kinds.DatePrecision, "date_precision")
    )
    phase: str = ""
    status: kinds.EventStatus = Field(sa_type=codes(kinds.EventStatus, "status"))
    held: bool = Field(default=False, sa_column_kwargs=IN_FORCE)  # staff confirm: it took place
    # The first day for which staff decided that the classes of countries stay as they are frozen.
    class_kept_on: date | None = None
    act_id: int | None = Field(default=None, sa_column=_act(nullable=True))  # None: the programme
    void: bool = Field(default=False, sa_column_kwargs=IN_FORCE)
    version: int = 1


class Contributor(Numbered, table=True):
    """A State, regional legislative body, intergovernmental or philanthropic organization."""

    name: str = Field(unique=True)
    skeleton: str = skeleton_of("name")
    contributor_type: kinds.ContributorType = Field(
        sa_type=codes(kinds.ContributorType, "contributor_type")
    )
    country: str | None = Field(default=None, foreign_key="country.iso3")
    parent_id: int | None = key_of("contributor")
    # Why it is another than the one that is called alike, or is a Member State of its country too.
    apart: str = Field(default="", sa_column_kwargs=NOT_STATED)
    act_id: int = Field(default=0, sa_column=_act())  # set by Act.add
    void: bool = Field(default=False, sa_column_kwargs=IN_FORCE)
    version: int = 1


class ContributorName(Numbered, table=True):
    """Another name by which files call a contributor: a spelling, or an agency of a State."""

    __tablename__ = "contributor_name"

    name: str = Field(unique=True)
    skeleton: str = skeleton_of("name")
    contributor_id: int = Field(foreign_key="contributor.id", sa_type=BigId, index=True)
    act_id: int = Field(default=0, sa_column=_act())  # set by Act.add
    void: bool = Field(default=False, sa_column_kwargs=IN_FORCE)
    version: int = 1


class OrganizationReference(Numbered, table=True):
    """How IATI calls a contributor, or an organization that the books name."""

    __tablename__ = "organization_reference"
    __table_args__ = (
        sa.CheckConstraint("(contributor_id IS NULL) <> (organization IS NULL)", name="of_one"),
    )

    contributor_id: int | None = key_of("contributor", unique=True)
    organization: str | None = Field(default=None, unique=True)
    reference: str
    act_id: int = Field(default=0, sa_column=_act())  # set by Act.add
    void: bool = Field(default=False, sa_column_kwargs=IN_FORCE)
    version: int = 1


class Contribution(Numbered, table=True):
    """A gift from first word to last cent: its agreement. What it is worth stands in entries."""

    reference: str = Field(unique=True)
    skeleton: str = skeleton_of("reference")
    contributor_id: int = Field(foreign_key="contributor.id", sa_type=BigId, index=True)
    currency: str
    agreement_reference: str = ""
    agreement_link: str = ""
    note: str = ""
    act_id: int = Field(default=0, sa_column=_act(index=True))  # set by Act.add
    version: int = 1


class Instalment(Numbered, table=True):
    """A line of a payment schedule. A new schedule ends the lines of the one before."""

    __table_args__ = (sa.CheckConstraint("amount > 0", name="amount"),)

    contribution_id: int = Field(foreign_key="contribution.id", sa_type=BigId, index=True)
    due_on: date
    amount: int = Field(sa_type=sa.BigInteger)
    act_id: int = Field(default=0, sa_column=_act(index=True))  # set by Act.add
    ended_by_act_id: int | None = Field(default=None, sa_column=_act(nullable=True, index=True))


class Deposit(Numbered, table=True):
    """Cash that arrived; its amounts, rate and fee stand in entries."""

    reference: str = Field(unique=True)
    skeleton: str = skeleton_of("reference")
    contribution_id: int = Field(foreign_key="contribution.id", sa_type=BigId, index=True)
    bank_reference: str = ""
    bank_skeleton: str = skeleton_of("bank_reference")
    note: str = ""
    # Why it is other money than the deposits that look like it: people said so.
    apart: str = Field(default="", sa_column_kwargs=NOT_STATED)
    act_id: int = Field(default=0, sa_column=_act(index=True))  # set by Act.add
    version: int = 1


class SameMoney(Numbered, table=True):
    """A reference under which a file had money that is there, as a deposit: people said so."""

    __tablename__ = "same_money"

    reference: str
    skeleton: str = skeleton_of("reference")
    deposit_id: int = Field(foreign_key="deposit.id", sa_type=BigId, index=True)
    act_id: int = Field(default=0, sa_column=_act(index=True))
    void: bool = Field(default=False, sa_column_kwargs=IN_FORCE)
    version: int = 1


class Rate(Base, table=True):
    """A UN operational rate of exchange: units of a currency per 1 USD from a day on."""

    currency: str = Field(primary_key=True)
    effective_on: date = Field(primary_key=True)
    units_per_usd: str  # exact decimal text
    source: str = ""
    act_id: int = Field(default=0, sa_column=_act())  # set by Act.add
    void: bool = Field(default=False, sa_column_kwargs=IN_FORCE)


class Trip(Numbered, table=True):
    """A seat at an event for a country's delegate. Costs are the estimate, in US dollar cents."""

    __table_args__ = (
        sa.CheckConstraint(
            "ticket >= 0 AND dsa >= 0 AND terminal >= 0 AND other >= 0", name="costs"
        ),
    )

    reference: str = Field(unique=True)
    skeleton: str = skeleton_of("reference")
    event: str = Field(foreign_key="event.code", index=True)
    country: str = Field(foreign_key="country.iso3", index=True)
    role: kinds.DelegateRole | None = Field(default=None, sa_type=codes(kinds.DelegateRole, "role"))
    gender: kinds.Gender | None = Field(default=None, sa_type=codes(kinds.Gender, "gender"))
    name: str = ""  # personal data: never in history, an export or a public page
    note_verbale: str = ""
    note: str = ""
    ticket: int = Field(default=0, sa_type=sa.BigInteger)
    dsa: int = Field(default=0, sa_type=sa.BigInteger)
    terminal: int = Field(default=0, sa_type=sa.BigInteger)
    other: int = Field(default=0, sa_type=sa.BigInteger)
    act_id: int = Field(default=0, sa_column=_act(index=True))  # set by Act.add
    version: int = 1


class TripStep(Numbered, table=True):
    """A status a trip reached on a day. ``reverses`` takes an earlier step back."""

    __tablename__ = "trip_step"

    act_id: int = Field(default=0, sa_column=_act(index=True))  # set by Act.append
    recorded_at: datetime
    trip_id: int = Field(foreign_key="trip.id", sa_type=BigId, index=True)
    status: travel.TripStatus = Field(sa_type=codes(travel.TripStatus, "status"))
    on_date: date
    reason: str = ""
    reverses: int | None = key_of("trip_step", unique=True)


class AuthorisedClass(Numbered, table=True):
    """What the country of a trip was, when the trip was authorised, on the event's first day.

    That of the earliest authorisation that stands is the class of the country at the event.
    """

    __tablename__ = "authorised_class"

    act_id: int = Field(default=0, sa_column=_act(index=True))  # set by Act.append
    step_id: int = Field(foreign_key="trip_step.id", sa_type=BigId, unique=True)
    judged_on: date
    un_group: str
    m49_region: str
    m49_subregion: str
    ldc: bool
    lldc: bool
    sids: bool
    eligible: bool


class Movement(Numbered, table=True):
    """Interest, charges, transfers, refunds and the like; amounts stand in entries."""

    reference: str = Field(unique=True)
    skeleton: str = skeleton_of("reference")
    kind: kinds.MovementKind = Field(sa_type=codes(kinds.MovementKind, "kind"))
    organization: str = ""
    contribution_id: int | None = key_of("contribution", index=True)
    note: str = ""
    act_id: int = Field(default=0, sa_column=_act(index=True))  # set by Act.add
    version: int = 1


class Allocation(Numbered, table=True):
    """A decision of the Special Representative to allocate money. It moves no cash."""

    __table_args__ = (sa.CheckConstraint("usd_cents > 0", name="amount"),)

    reference: str = Field(unique=True)
    skeleton: str = skeleton_of("reference")
    decided_on: date
    organization: str
    usd_cents: int = Field(sa_type=sa.BigInteger)
    objective: str | None = Field(default=None, foreign_key="objective.code")
    note: str = ""
    cancelled: bool = False
    act_id: int = Field(default=0, sa_column=_act())  # set by Act.add
    void: bool = Field(default=False, sa_column_kwargs=IN_FORCE)
    version: int = 1


class UnidentifiedReceipt(Numbered, table=True):
    """Cash that arrived without an arrangement: outside every total until it can be booked."""

    __tablename__ = "unidentified_receipt"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.CheckConstraint("(status = 'booked') = (deposit_id IS NOT NULL)", name="deposit"),
    )

    reference: str = Field(unique=True)
    skeleton: str = skeleton_of("reference")
    received_on: date
    currency: str
    amount: int = Field(sa_type=sa.BigInteger)
    payer: str = ""
    bank_reference: str = ""
    note: str = ""
    status: kinds.ReceiptStatus = Field(
        default=kinds.ReceiptStatus.OPEN, sa_type=codes(kinds.ReceiptStatus, "status")
    )
    deposit_id: int | None = key_of("deposit", index=True)
    act_id: int = Field(default=0, sa_column=_act())  # set by Act.add
    version: int = 1


class CertifiedYear(Numbered, table=True):
    """The statements of a year as they were certified; a later certification replaces one."""

    __tablename__ = "certified_year"

    year: int = Field(index=True)
    statements: str  # JSON: US dollar cents by line
    act_id: int = Field(default=0, sa_column=_act())  # set by Act.add


class ImportedFile(Numbered, table=True):
    """A file that was imported: all acts from ``first_act_id`` to ``act_id`` are its own."""

    __tablename__ = "imported_file"

    kind: str
    file: str
    new: int
    changed: int
    same: int
    first_act_id: int = Field(sa_column=_act())
    act_id: int = Field(default=0, sa_column=_act())  # set by Act.add
    taken_back: bool = Field(default=False, sa_column_kwargs=IN_FORCE)
    version: int = 1


class Paper(Numbered, table=True):
    """A file that somebody attached to a record; ``store/papers.py`` has its content."""

    __table_args__ = (sa.Index("ix_paper_of", "record", "reference"),)

    record: kinds.RecordKind = Field(sa_type=codes(kinds.RecordKind, "record"))
    reference: str
    title: str  # "" once its trip's names are removed: it may hold one
    media_type: kinds.MediaType = Field(sa_type=codes(kinds.MediaType, "media_type"))
    size: int = Field(sa_type=sa.BigInteger)
    sha256: str = Field(index=True)
    act_id: int = Field(default=0, sa_column=_act(index=True))  # set by Act.add
    removed_by_act_id: int | None = Field(default=None, sa_column=_act(nullable=True, index=True))
    version: int = 1


class PaperContent(Base, table=True):
    """A content where it is no file: on PostgreSQL, and in a backup."""

    __tablename__ = "paper_content"

    sha256: str = Field(primary_key=True)
    content: bytes


class PublishedHalfYear(Base, table=True):
    """A half-year that was seen to be over, so that numbers about few people are published of it.

    They stay as they are, because nothing is recorded on or before its last day any more, whatever
    the clock says later.
    """

    __tablename__ = "published_half_year"

    last_day: date = Field(primary_key=True)


def _of_those_with(column: str) -> sa.Index:
    """An index of the entries that have something in a column."""
    has_it = sa.text(f"{column} IS NOT NULL")
    name = f"ix_entry_{column}"
    return sa.Index(name, column, sqlite_where=has_it, postgresql_where=has_it)


class Entry(Numbered, table=True):
    """One immutable fact about money. Every figure is a sum over entries.

    ``objective`` None is un-earmarked. ``amount`` is in minor units of ``currency`` and
    ``usd_cents`` in US dollar cents; a pledge has none. ``rate_effective_on`` None beside a
    rate other than 1 means the rate was implied by the bank's US dollar amount.
    """

    __table_args__ = (
        sa.CheckConstraint(
            "currency <> 'USD' OR usd_cents IS NULL OR amount = usd_cents", name="usd"
        ),
        sa.CheckConstraint("amount <> 0 OR usd_cents <> 0", name="not_empty"),
        sa.CheckConstraint(
            "kind IN ('pledge', 'withdrawal') OR usd_cents IS NOT NULL", name="valued"
        ),
        sa.CheckConstraint("contribution_id IS NULL OR trip_id IS NULL", name="one_document"),
        sa.CheckConstraint("movement_id IS NULL OR trip_id IS NULL", name="movement"),
        sa.Index("ix_entry_day", "value_date"),
        # Most entries are of neither, and need no place in their indexes.
        _of_those_with("trip_id"),
        _of_those_with("movement_id"),
    )

    act_id: int = Field(default=0, sa_column=_act(index=True))
    recorded_at: datetime
    value_date: date
    kind: kinds.EntryKind = Field(sa_type=codes(kinds.EntryKind, "kind"))
    contribution_id: int | None = key_of("contribution", index=True)
    deposit_id: int | None = key_of("deposit", index=True)
    trip_id: int | None = key_of("trip")
    movement_id: int | None = key_of("movement")
    objective: str | None = Field(default=None, foreign_key="objective.code")
    currency: str
    amount: int = Field(sa_type=sa.BigInteger)
    rate: str | None = None
    rate_effective_on: date | None = None
    usd_cents: int | None = Field(default=None, sa_type=sa.BigInteger)
    reverses: int | None = key_of("entry", unique=True)
    reason: str = ""


class PoolBalance(Base, table=True):
    """What is available in a pool, and the balance with the agent, kept by the acts.

    So nothing can be spent twice: the database itself refuses a balance below zero.
    """

    __tablename__ = "pool_balance"
    __table_args__ = (sa.CheckConstraint("usd_cents >= 0", name="not_overdrawn"),)

    pool: str = Field(primary_key=True)
    usd_cents: int = Field(default=0, sa_type=sa.BigInteger)


class BalanceChange(Base, table=True):
    """What the entries of a day changed of a balance, kept by the acts.

    So an act that is dated in the past looks at days, of which there are few, not at entries.
    """

    __tablename__ = "balance_change"

    pool: str = Field(primary_key=True, foreign_key="pool_balance.pool")
    day: date = Field(primary_key=True)
    usd_cents: int = Field(sa_type=sa.BigInteger)
