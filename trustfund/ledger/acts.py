"""An act on the books: permission, entries, balances and the history line, together or not at all.

``open_books`` begins one transaction with the book lock held. Inside it, a function decorated with
``act`` does one thing: it refuses with sentences, or it posts and returns what it did. Its history
line, whose number is the new revision of the books, is written when all the rest is.
"""

import functools
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlmodel import select

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import act as fields
from trustfund.domain.catalogue.history import REASON
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fields import Field
from trustfund.domain.kinds import EntryKind
from trustfund.domain.names import holds_name
from trustfund.domain.permissions import ACTS
from trustfund.domain.problems import Code, Problems, Refused, refusal
from trustfund.domain.roles import BOOK_READERS
from trustfund.ledger import moments, typed
from trustfund.ledger.balances import BalanceChanges
from trustfund.ledger.books import Books, D
from trustfund.ledger.entries import Owner, Valuation
from trustfund.store.base import Base
from trustfund.store.chain import last_act, seal
from trustfund.store.covered import APPEND_ONLY, NEWEST
from trustfund.store.many import inserting
from trustfund.store.tables import Contribution, Deposit, Entry, History, Movement

P = ParamSpec("P")
T = TypeVar("T")
_HISTORY = inserting(History.__table__)  # type: ignore[attr-defined]
REMOVED = "(removed)"
"""What history has in place of a text that may not be kept."""


PAR = Decimal(1)
"""The rate of what is in US dollars."""


class Posting(NamedTuple):
    """An entry to be. ``amount`` is in minor units of ``currency``; the act gives a reason."""

    kind: EntryKind
    value_date: date
    pool: str
    amount: int
    currency: str
    usd_cents: int | None
    rate: Decimal | None
    rate_effective_on: date | None
    contribution_id: int | None
    deposit_id: int | None
    trip_id: int | None
    movement_id: int | None
    reason: str | None


@dataclass(frozen=True)
class Done:
    """What an act did, for the person who did it."""

    reference: str
    sentence: str
    warnings: tuple[str, ...] = ()


class Act:
    """One act being written."""

    def __init__(self, books: Books, code: ActCode) -> None:
        self.books = books
        self.session = books.session
        self.id = books.fund.revision + 1
        self.recorded_at = moments.moment(books, code)
        self._changes: list[dict[str, Any]] = []
        self._touched: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
        self._wrote: set[str] = set()
        self.problems = Problems()
        self.balances = BalanceChanges(books.session, self.id)
        self.reason = ""
        """Why, for history and for the entries."""

    def require_reason(self, reason: str, when: bool = True) -> None:
        """Take the reason why the books change; note a missing one when it is needed."""
        self.reason = reason.strip()
        check_reason(self.problems, reason, when)

    def attempt(
        self, rule: Callable[Concatenate[Books, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Return what a rule finds in the books, or None after noting what it refused."""
        return self.problems.attempt(rule, self.books, *args, **kwargs)

    def need(
        self, rule: Callable[Concatenate[Books, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what a rule finds in the books; what it refuses ends the search for more."""
        return self.problems.need(rule, self.books, *args, **kwargs)

    def sound(self, value: T | None) -> T:
        """Return a value that is there when nothing is wrong; else refuse with all problems."""
        return self.problems.sound(value)

    def add(self, document: Any) -> None:
        """Add a document: it gets its id, and knows the act that made it."""
        document.act_id = self.id
        self.session.add(document)
        self.session.flush()
        self.wrote(document)

    def append(self, table: type[Base], **values: Any) -> int:
        """Write a row of an append-only table, all its values given; its id is returned."""
        rows: sa.Table = table.__table__  # type: ignore[attr-defined]
        values["act_id"] = self.id
        written = self.session.connection().execute(inserting(rows), values)
        self._wrote.add(rows.name)
        return int(written.inserted_primary_key[0])  # type: ignore[index]

    def wrote(self, document: Any) -> None:
        """Note that the act wrote to a document: its hash covers what the document is then."""
        table = sa.inspect(document).mapper.local_table
        self.wrote_rows(table, [tuple(getattr(document, c.name) for c in table.primary_key)])

    def wrote_rows(self, table: sa.Table, keys: Iterable[tuple[Any, ...]] = ()) -> None:
        """Note which rows of a table a statement of the act wrote; of an append-only one that."""
        if table.name in APPEND_ONLY:
            self._wrote.add(table.name)
        else:
            self._touched[table.name].update(keys)

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
            raise _changed_meanwhile(self.books, document)
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
        self.wrote(document)
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
        rate: Decimal | None = PAR,
        rate_effective_on: date | None = None,
        contribution_id: int | None = None,
        deposit_id: int | None = None,
        trip_id: int | None = None,
        movement_id: int | None = None,
        reason: str | None = None,
    ) -> None:
        """Write one entry. ``amount`` is in minor units of ``currency``; the act gives reasons."""
        valued = (currency, usd_cents, rate, rate_effective_on)
        owners = (contribution_id, deposit_id, trip_id, movement_id)
        self.post_all([Posting(kind, value_date, pool, amount, *valued, *owners, reason)])

    def post_all(self, postings: Iterable[Posting]) -> None:
        """Write entries in their order; column by column, for an import brings a million."""
        columns: dict[str, Sequence[Any]]
        columns = dict(zip(Posting._fields, zip(*postings, strict=True), strict=False))
        if not columns:
            return
        rates, valued = columns["rate"], ("amount", "currency", "usd_cents", "rate")
        columns["usd_cents"] = [
            amount if currency == "USD" and rate is not None else cents
            for amount, currency, cents, rate in zip(*(columns[n] for n in valued), strict=True)
        ]
        texts = {rate: None if rate is None else f"{rate:f}" for rate in set(rates)}
        columns["rate"] = [texts[rate] for rate in rates]
        pools = columns.pop("pool")
        columns["objective"] = [None if pool == UNEARMARKED else pool for pool in pools]
        columns["reason"] = [self.reason if why is None else why for why in columns["reason"]]
        self._write(columns | {"reverses": [None] * len(pools)})

    def post_parts(
        self,
        kind: EntryKind,
        day: date,
        contribution: Contribution,
        parts: Mapping[str, int],
        valuation: Valuation | None,
        reason: str | None = None,
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

    def reverse(self, entries: Iterable[Entry]) -> None:
        """Take entries back: the same facts with the opposite sign, on the same value date."""
        for entry in entries:
            facts = entry.model_dump(exclude={"id", "act_id", "recorded_at"})
            facts["amount"] = -entry.amount
            facts["usd_cents"] = None if entry.usd_cents is None else -entry.usd_cents
            facts |= {"reverses": entry.id, "reason": self.reason}
            self._write({name: [value] for name, value in facts.items()})

    def reverse_document(self, own: Deposit | Movement, itself: Field, seen: int | None) -> None:
        """Reverse all that stands of a document; where nothing does it is reversed already."""
        owner: Owner = "deposit_id" if isinstance(own, Deposit) else "movement_id"
        booked = self.books.live_entries(owner, own.id)
        if not booked:
            why, remedy = "is reversed already", "Nothing is left to do"
            self.problems.add(itself, Code.REVERSED, own.reference, why, remedy)
        self.problems.refuse_if_any()
        self.change(own, seen)
        self.reverse(booked)

    def _write(self, columns: dict[str, Sequence[Any]]) -> None:
        count = len(columns["kind"])
        columns |= {"act_id": [self.id] * count, "recorded_at": [self.recorded_at] * count}
        for name, values in columns.items():
            self.books.unwritten.setdefault(name, []).extend(values)
        self._wrote.add("entry")
        moved: dict[tuple[EntryKind, str | None, date], int] = defaultdict(int)
        facts = ("kind", "objective", "value_date", "usd_cents")
        for kind, objective, day, cents in zip(*(columns[n] for n in facts), strict=True):
            moved[kind, objective, day] += cents or 0
        for (kind, objective, day), cents in moved.items():
            self.balances.track(kind, objective, cents, day)

    def close(self, code: ActCode, done: Done) -> None:
        """Write the history line and move the books to their new revision."""
        self.books.fund.revision = self.id
        self.books.write_entries()
        line: dict[str, Any] = {
            "id": self.id,
            "at": self.recorded_at,
            "actor": self.books.actor.name,
            "act": code,
            "action": code.words,
            "subject": done.reference,
            "outcome": done.sentence,
            "reason": self.reason,
            "changes": json.dumps(self._changes, default=str) if self._changes else "",
            "token": self.books.token or self.books.nonce(),
            "hash_version": NEWEST,
        }
        self.books.newest = self.recorded_at
        self.session.flush()
        connection = self.session.connection()
        newest, known = self.books.sealed
        previous = known if newest == self.id - 1 else None
        sealed = seal(connection, line, self._touched, self._wrote, previous)
        connection.execute(_HISTORY, line | {"hash": sealed})
        self.books.sealed = self.id, sealed


_CODES: dict[Callable[..., Done], ActCode] = {}


def code_of(performed: Callable[..., Done]) -> ActCode | None:
    """The code of an act; None of what is none, such as what is done beside the books."""
    return _CODES.get(performed)


def check_reason(problems: Problems, reason: str, when: bool = True) -> None:
    """Note a missing reason when one is needed."""
    if when and not reason.strip():
        problems.missing(REASON, "Say in a few words why the books change")


def act(
    code: ActCode,
) -> Callable[[Callable[Concatenate[Act, P], Done]], Callable[Concatenate[Books, P], Done]]:
    """Make a function one act on the books, open to the roles that ``permissions`` names."""
    allowed = ACTS[code]

    def decorate(
        rule: Callable[Concatenate[Act, P], Done],
    ) -> Callable[Concatenate[Books, P], Done]:
        @functools.wraps(rule)
        def perform(books: Books, /, *args: P.args, **kwargs: P.kwargs) -> Done:
            books.actor.require(allowed, code.words.capitalize())
            if books.token and (earlier := _booked_before(books)):
                return earlier
            args, kwargs = typed.taken(rule, args, kwargs)  # type: ignore[assignment]
            try:
                with books.session.begin_nested():  # a caught refusal leaves nothing to commit
                    writing = Act(books, code)
                    done = rule(writing, *args, **kwargs)
                    writing.balances.settle()
                    writing.close(code, done)
            finally:
                books.unwritten.clear()
            return done

        _CODES[perform] = code
        return perform

    return decorate


def _booked_before(books: Books) -> Done | None:
    """What was done by an act already booked with this form's token: a second click books once."""
    line = books.session.exec(select(History).where(History.token == books.token)).first()
    return Done(line.subject, line.outcome) if line else None


def _changed_meanwhile(books: Books, document: Any) -> Refused:
    """Who changed a document since somebody looked at it, and how; a mission reads no names."""
    name = next(
        getattr(document, field)
        for field in ("reference", "code", "name", "file")
        if hasattr(document, field)
    )
    act = last_act(books.session.connection(), document)
    line = books.session.get(History, act) if act else None
    who = f"{line.actor} at {line.at:%Y-%m-%d %H:%M} UTC ({line.action})" if line else "somebody"
    if not books.actor.may(BOOK_READERS):
        who = "your mission or by the offices of the fund"
    why = f"was changed meanwhile by {who}"
    remedy = "Look at the new values, then make your change again"
    return refusal(fields.RECORD, Code.CHANGED_MEANWHILE, name, why, remedy)
