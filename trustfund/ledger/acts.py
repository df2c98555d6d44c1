"""An act on the books: permission, entries, balances and the history line, together or not at all.

``open_books`` begins one transaction with the book lock held. Inside it, a function decorated with
``act`` does one thing: it refuses with sentences, or it posts and returns a receipt. Its history
line, whose number is the new revision of the books, is written when all the rest is.
"""

import functools
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from trustfund.accounts.people import as_of_now
from trustfund.domain import money
from trustfund.domain.act_codes import WORDS, ActCode
from trustfund.domain.catalogue import act as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.entries import AGENT_EFFECT, POOL_EFFECT
from trustfund.domain.fields import Field
from trustfund.domain.kinds import AGENT, EntryKind
from trustfund.domain.names import holds_name
from trustfund.domain.problems import Code, Problems, Refused, refusal
from trustfund.domain.roles import RECORDERS, VISITOR, Actor, Role
from trustfund.ledger.balances import available, running, said_pool, take_back_first
from trustfund.ledger.void import is_reversal, is_void
from trustfund.store import many
from trustfund.store.engine import Store, today, utc_now
from trustfund.store.tables import (
    Base,
    CertifiedYear,
    Contribution,
    Entry,
    Fund,
    History,
    Objective,
    PoolBalance,
    Rate,
)

P = ParamSpec("P")
D = TypeVar("D", bound=Base)
LONG_AGO = date(2000, 1, 1)
"""Nothing of such a fund is older: an earlier day is a slip of the pen."""
_CERTIFIED = (
    select(CertifiedYear.id).where(col(CertifiedYear.year) == sa.bindparam("year")).limit(1)
)
_RATE_ON = (  # to build it takes longer than to run it
    select(Rate)
    .where(
        col(Rate.currency) == sa.bindparam("currency"),
        col(Rate.effective_on) <= sa.bindparam("day"),
        ~is_void(Rate),
    )
    .order_by(col(Rate.effective_on).desc())
    .limit(1)
)


@functools.cache
def _named(table: type[Base]) -> sa.Select[Any]:
    """The document of a reference, void or not."""
    rows = table.__table__  # type: ignore[attr-defined]
    return sa.select(table).where(rows.c.reference == sa.bindparam("reference"))


@functools.cache
def _known(table: type[Base]) -> sa.Select[Any]:
    return _named(table).where(~is_void(table))


REMOVED = "(removed)"
"""What history has in place of a text that may not be kept."""


@dataclass(frozen=True)
class Receipt:
    """What an act did, for the person who did it."""

    reference: str
    sentence: str
    warnings: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Valuation:
    """US dollars of an amount: the rate (units per 1 USD), its day (None: implied), the cents."""

    rate: Decimal
    effective_on: date | None
    usd_cents: int


@dataclass
class Books:
    """The open books: what rules look things up in, and who acts."""

    session: Session
    fund: Fund
    today: date
    actor: Actor
    token: str | None = None
    clock: Callable[[], datetime] = utc_now
    loading: bool = False  # a file tells it
    duties_hold: bool = True  # not for what was done elsewhere, which the command line loads
    unwritten: list[dict[str, Any]] = field(default_factory=list, repr=False)
    """Entries that an act has posted: all are written before anything is read."""
    earlier_fees: dict[int, list[tuple[int, int]]] = field(default_factory=dict, repr=False)
    """By version of the terms, once asked for; see ``terms.earlier_fees``."""
    standings: dict[int, Any] = field(default_factory=dict, repr=False)
    """Where contributions stand, of books that were read ahead; see ``ahead``."""

    def write_entries(self) -> None:
        """Write what was posted."""
        if self.unwritten:
            self.session.flush()
            many.insert(self.session.connection(), Entry.__table__, self.unwritten)  # type: ignore[attr-defined]
            self.unwritten.clear()

    def objectives(self) -> list[str]:
        """The codes of the fund's objectives, in order."""
        return list(self.session.exec(select(Objective.code).order_by(Objective.code)))

    def next_reference(self, table: type[Base], letter: str) -> str:
        """The next free reference such as ``MCS00-D-0081``."""
        rows = table.__table__  # type: ignore[attr-defined]
        taken = self.session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0
        while True:
            taken += 1
            reference = f"{self.fund.code}-{letter}-{taken:04d}"
            if self.session.execute(_named(table), {"reference": reference}).first() is None:
                return reference

    def find(self, table: type[D], reference: str) -> D | None:
        """The document of a reference, None where there is none or it is void."""
        given = {"reference": reference.strip()}
        found: D | None = self.session.scalars(_known(table), given).first()
        return found

    def required(self, table: type[D], field: Field, reference: str, named: str) -> D:
        """The document of a reference given in a field, or a sentence; ``named``: "a deposit"."""
        found = self.find(table, reference)
        if found is None:
            remedy = "Use a reference from the list"
            raise refusal(field, Code.UNKNOWN, reference, f"is not {named}", remedy)
        return found

    def is_taken(self, table: type[Base], reference: str, own: Base | None = None) -> bool:
        """Whether another document than ``own`` has a reference."""
        namesake = self.find(table, reference)
        return namesake is not None and namesake is not own

    def check_reference(
        self,
        problems: Problems,
        table: type[Base],
        field: Field,
        reference: str,
        own: Base | None = None,
    ) -> None:
        """Note a reference that another document than ``own`` has; a blank one is chosen later."""
        if self.is_taken(table, reference, own):
            remedy = "Choose another or leave blank"
            problems.add(field, Code.TAKEN, reference.strip(), "is used already", remedy)

    def check_day(self, problems: Problems, field: Field, day: date | None) -> date:
        """The day given in a field; a missing or future one is noted as a problem."""
        if day is None:
            problems.missing(field, "Give the day")
        elif day < LONG_AGO:
            problems.add(field, Code.TOO_EARLY, day, f"is before {LONG_AGO}", "Check the year")
        elif day > self.today:
            why = f"is in the future: today is {self.today}"
            remedy = "Book it on or after that day; what is expected belongs to the instalments"
            problems.add(field, Code.FUTURE_DAY, day, why, remedy)
        return day or self.today

    def outside_term(self, day: date) -> tuple[str, ...]:
        """A warning when a day lies outside the fund's term."""
        if self.fund.starts_on <= day <= self.fund.ends_on:
            return ()
        return (
            f"{day} lies outside the fund's term, {self.fund.starts_on} to {self.fund.ends_on}.",
        )

    def is_certified(self, year: int) -> bool:
        """Whether the statements of a year are certified."""
        return self.session.exec(_CERTIFIED, params={"year": year}).first() is not None

    def rate_on(self, currency: str, day: date) -> Rate | None:
        """The UN operational rate of exchange of a currency that is in effect on a day."""
        return self.session.exec(_RATE_ON, params={"currency": currency, "day": day}).first()

    def live_entries(self, owner: "Owner", key: int | None) -> list[Entry]:
        """The entries of a document that stand: neither reversed nor reversals."""
        return live_entries(self.session, owner, key)

    def cautions(self, day: date) -> tuple[str, ...]:
        """Warnings about money booked on a day: outside the term, or in a certified year."""
        return (*self.outside_term(day), *self.if_certified(day.year))

    def if_certified(self, year: int) -> tuple[str, ...]:
        """A warning when the statements of a year are certified."""
        if not self.is_certified(year):
            return ()
        return (f"The statements of {year} are certified; this may change their figures.",)


class Act:
    """One act being written."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.session = books.session
        self.id = books.fund.revision + 1
        self.recorded_at = books.clock()
        self._changes: list[dict[str, Any]] = []
        self._changed: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))

    def add(self, document: Any) -> None:
        """Add a document: it gets its id, and knows the act that made it."""
        document.act_id = self.id
        self.session.add(document)
        self.session.flush()

    def put(self, table: type[D], named: Mapping[str, Any], secret: str = "", **values: Any) -> D:
        """The document so named, with these values: a new one, or one that is void filled again.

        Of a text that holds the name ``secret`` history keeps that it was changed, and no more.
        """
        found = self.session.exec(select(table).filter_by(**named)).first()
        if found is None:
            document = table(**named, **values)
            self.add(document)
            return document
        texts = {name for name in values if isinstance(getattr(found, name), str)}
        private = {name for name in texts if holds_name(getattr(found, name), secret)}
        if "void" in type(found).model_fields:
            values["void"] = False
        self.change(found, None, private, **values)
        self.session.flush()
        return found

    def change(
        self, document: Any, seen: int | None = None, private: Collection[str] = (), **values: Any
    ) -> None:
        """Set fields of a document; history keeps what they were, so old reports can be made.

        ``seen`` is the version the person looked at; another one by now refuses the change. Of a
        ``private`` field history keeps that it was changed, and no more.
        """
        if seen is not None and document.version != seen:
            raise _changed_meanwhile(self.session, document)
        table = sa.inspect(document).mapper.local_table
        fields = {
            name: [REMOVED if name in private else getattr(document, name), value]
            for name, value in values.items()
            if getattr(document, name) != value
        }
        for name, (_, value) in fields.items():
            setattr(document, name, value)
        if hasattr(document, "version"):
            document.version += 1
        if fields:
            key = [getattr(document, column.name) for column in table.primary_key]
            self._changes.append({"table": table.name, "key": key, "fields": fields})

    def post(
        self,
        kind: EntryKind,
        value_date: date,
        pool: str,
        amount: int,
        *,
        currency: str = "USD",
        usd_cents: int | None = None,
        rate: Decimal | None = Decimal(1),
        rate_effective_on: date | None = None,
        contribution_id: int | None = None,
        deposit_id: int | None = None,
        trip_id: int | None = None,
        movement_id: int | None = None,
        reason: str = "",
    ) -> None:
        """Write one entry. ``amount`` is in minor units of ``currency``."""
        if currency == "USD" and rate is not None:
            usd_cents = amount
        self._write(
            {
                "value_date": value_date,
                "kind": kind,
                "contribution_id": contribution_id,
                "deposit_id": deposit_id,
                "trip_id": trip_id,
                "movement_id": movement_id,
                "objective": None if pool == UNEARMARKED else pool,
                "currency": currency,
                "amount": amount,
                "rate": None if rate is None else f"{rate:f}",
                "rate_effective_on": rate_effective_on,
                "usd_cents": usd_cents,
                "reverses": None,
                "reason": reason,
            }
        )

    def post_parts(
        self,
        kind: EntryKind,
        day: date,
        contribution: Contribution,
        parts: Mapping[str, int],
        valuation: Valuation | None,
        reason: str = "",
    ) -> None:
        """One entry for each pool; the parts of the US dollars add up to the cent."""
        usd: list[int | None] = [None] * len(parts)
        if valuation is not None:
            usd = list(money.split(valuation.usd_cents, [abs(part) for part in parts.values()]))
        for (pool, amount), usd_cents in zip(parts.items(), usd, strict=True):
            self.post(
                kind,
                day,
                pool,
                amount,
                currency=contribution.currency,
                usd_cents=usd_cents,
                rate=valuation.rate if valuation else None,
                rate_effective_on=valuation.effective_on if valuation else None,
                contribution_id=contribution.id,
                reason=reason,
            )

    def reverse(self, entries: Sequence[Entry], reason: str) -> None:
        """Take entries back: the same facts with the opposite sign, on the same value date."""
        for entry in entries:
            facts = entry.model_dump(exclude={"id"})
            facts["amount"] = -entry.amount
            facts["usd_cents"] = None if entry.usd_cents is None else -entry.usd_cents
            self._write(facts | {"reverses": entry.id, "reason": reason})

    def _write(self, facts: dict[str, Any]) -> None:
        facts["act_id"] = self.id
        facts["recorded_at"] = self.recorded_at
        self.books.unwritten.append(facts)
        self.weigh(facts["kind"], facts["objective"], facts["usd_cents"] or 0, facts["value_date"])

    def weigh(self, kind: EntryKind, objective: str | None, usd_cents: int, day: date) -> None:
        """Count what entries of a kind and day change of the balances that are judged."""
        in_pool, with_agent = POOL_EFFECT.get(kind, 0), AGENT_EFFECT.get(kind, 0)
        if in_pool and usd_cents:
            pool = objective or UNEARMARKED
            self._changed[pool][day] += in_pool * usd_cents
        if with_agent and usd_cents:
            self._changed[AGENT][day] += with_agent * usd_cents

    def _change(self, balance: str) -> int:
        """What this act changes of a pool's balance, or of the agent's, so far."""
        return sum(self._changed[balance].values())

    def _lowers(self, pool: str) -> bool:
        """Whether a balance is lower on some day for this act; what only adds needs no judging."""
        by_day = self._changed[pool]
        return any(change < 0 for change in accumulate(by_day[day] for day in sorted(by_day)))

    def available(self, pool: str, day: date) -> int:
        """What can be spent from a pool on a day, with what this act did so far."""
        return available(self.session, pool, day, self._change(pool))

    def settle_balances(self) -> None:
        """Judge the act on its net effect: no balance below zero on any day. Keep balances."""
        problems = Problems()
        for pool in filter(self._lowers, list(self._changed)):
            since = min(self._changed[pool])
            days = running(self.session, pool, since, self._change(pool))
            low, day = min((balance, day) for day, balance in days)
            if low < 0:
                first = next(day for day, balance in days if balance < 0)
                since_then = f" from {first} on," if first < day else ""
                problems.add(
                    fields.balance(said_pool(pool)),
                    Code.OVERDRAWN,
                    "",
                    f"would be overdrawn{since_then} by {money.text(-low, 'USD')} on {day}",
                    take_back_first(self.session, pool, -low, day, self.id),
                )
        problems.refuse_if_any()
        for pool in self._changed:
            self.session.get_one(PoolBalance, pool).usd_cents += self._change(pool)
        self.session.flush()

    def close(self, code: ActCode, receipt: Receipt) -> None:
        """Write the history line and move the books to their new revision."""
        self.books.write_entries()
        self.session.add(
            History(
                id=self.id,
                at=self.recorded_at,
                actor=self.books.actor.name,
                act=code,
                action=WORDS[code],
                subject=receipt.reference,
                outcome=receipt.sentence,
                reason=receipt.reason,
                changes=json.dumps(self._changes, default=str) if self._changes else "",
                token=self.books.token,
            )
        )
        self.books.fund.revision = self.id
        self.session.flush()


def act(
    code: ActCode, allowed: frozenset[Role] = RECORDERS
) -> Callable[[Callable[Concatenate[Act, P], Receipt]], Callable[Concatenate[Books, P], Receipt]]:
    """Make a function one act on the books, open to the ``allowed`` roles only."""

    def decorate(
        rule: Callable[Concatenate[Act, P], Receipt],
    ) -> Callable[Concatenate[Books, P], Receipt]:
        @functools.wraps(rule)
        def perform(books: Books, /, *args: P.args, **kwargs: P.kwargs) -> Receipt:
            books.actor.require(allowed, WORDS[code].capitalize())
            if books.token and (earlier := _booked_before(books)):
                return earlier
            try:
                with books.session.begin_nested():  # a caught refusal leaves nothing to commit
                    writing = Act(books)
                    receipt = rule(writing, *args, **kwargs)
                    writing.settle_balances()
                    writing.close(code, receipt)
            finally:
                books.unwritten.clear()
            return receipt

        return perform

    return decorate


def _booked_before(books: Books) -> Receipt | None:
    """The receipt of an act already booked with this form's token: a second click books once."""
    line = books.session.exec(select(History).where(History.token == books.token)).first()
    return Receipt(line.subject, line.outcome) if line else None


def _changed_meanwhile(session: Session, document: Any) -> Refused:
    """Who changed a document since somebody looked at it, and how."""
    name = next(
        getattr(document, field)
        for field in ("reference", "code", "name", "file")
        if hasattr(document, field)
    )
    line = session.exec(
        select(History).where(History.subject == name).order_by(col(History.id).desc())
    ).first()
    who = f"{line.actor} at {line.at:%Y-%m-%d %H:%M} UTC ({line.action})" if line else "somebody"
    why = f"was changed meanwhile by {who}"
    remedy = "Look at the new values, then make your change again"
    return refusal(fields.RECORD, Code.CHANGED_MEANWHILE, name, why, remedy)


def require_reason(problems: Problems, reason: str) -> None:
    """Every correction says why."""
    if not reason.strip():
        problems.missing(REASON, "Say in a few words why the books change")


Owner = Literal["contribution_id", "deposit_id", "movement_id", "trip_id"]


@functools.cache  # to build it takes longer than to run it
def _live(owner: Owner) -> SelectOfScalar[Entry]:
    reversal = sa.orm.aliased(Entry)
    taken_back = sa.exists().where(reversal.reverses == Entry.id)  # type: ignore[arg-type]
    mine = Entry.__table__.c[owner] == sa.bindparam("key")  # type: ignore[attr-defined]
    standing = (mine, ~is_reversal(col(Entry.reverses)), ~taken_back)
    return select(Entry).where(*standing).order_by(col(Entry.id))


def live_entries(session: Session, owner: Owner, key: int | None) -> list[Entry]:
    """The entries of a document that stand: neither reversed nor reversals."""
    return list(session.exec(_live(owner), params={"key": key}))


@contextmanager
def open_books(
    store: Store,
    actor: Actor,
    *,
    token: str | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Iterator[Books]:
    """Open the books for writing: all acts inside are committed together, or none."""
    with store.writing() as session:
        fund = session.get_one(Fund, 1)
        books = Books(session, fund, today(fund), as_of_now(session, actor), token, clock)
        sa.event.listen(session, "do_orm_execute", lambda _: books.write_entries())
        yield books


@contextmanager
def read_books(store: Store) -> Iterator[Books]:
    """Open the books for looking things up, as previews do."""
    with store.reading() as session:
        fund = session.get_one(Fund, 1)
        yield Books(session, fund, today(fund), VISITOR)
