"""The tables of bank statements, beside the books: none of them changes a figure or the revision.

A line names the document that it is matched with. No two lines name the same one: money that the
bank has once is booked once.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from trustfund.domain.kinds import BankLineStatus
from trustfund.store.base import Base, BigId, Numbered, codes, key_of


class BankStatement(Numbered, table=True):
    """A statement that was taken in: whose account, from which balance to which."""

    __tablename__ = "bank_statement"

    account: str = Field(index=True)
    currency: str
    number: str = ""  # the bank's own
    opens_on: date | None = None  # the balance at the end of this day
    opening: int | None = Field(default=None, sa_type=sa.BigInteger)
    closes_on: date | None = None
    closing: int | None = Field(default=None, sa_type=sa.BigInteger)
    file: str
    sha256: str = Field(index=True)  # of the file, which may hold several statements
    taken_by: str
    taken_at: datetime


class BankLine(Numbered, table=True):
    """A line of a statement, and what became of it. ``amount`` is above zero where money came in.

    The ``mark`` is the same where a statement with balances lists this line again.
    """

    __tablename__ = "bank_line"
    __table_args__ = (
        sa.CheckConstraint("amount <> 0", name="amount"),
        sa.CheckConstraint(
            "(CASE WHEN deposit_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN fee_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN movement_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN receipt_id IS NULL THEN 0 ELSE 1 END)"
            " = (CASE WHEN status = 'matched' THEN 1 ELSE 0 END)",
            name="matched",
        ),
        sa.CheckConstraint("(status = 'left_out') = (reason <> '')", name="reason"),
    )

    statement_id: int = Field(foreign_key="bank_statement.id", sa_type=BigId, index=True)
    number: int  # its place in the statement
    booked_on: date
    value_on: date
    amount: int = Field(sa_type=sa.BigInteger)
    # What was paid before the bank changed it, where the statement says so.
    paid_currency: str = ""
    paid_amount: int | None = Field(default=None, sa_type=sa.BigInteger)
    counterparty: str = ""
    reference: str = ""
    text: str = ""
    mark: str = Field(unique=True)
    status: BankLineStatus = Field(
        default=BankLineStatus.OPEN, sa_type=codes(BankLineStatus, "status")
    )
    reason: str = ""
    deposit_id: int | None = key_of("deposit", unique=True)
    fee_id: int | None = key_of("deposit", unique=True)  # the fee of that deposit
    movement_id: int | None = key_of("movement", unique=True)
    receipt_id: int | None = key_of("unidentified_receipt", unique=True)
    settled_by: str = ""
    settled_at: datetime | None = None
    version: int = 1


TABLES: tuple[type[Base], ...] = (BankStatement, BankLine)
