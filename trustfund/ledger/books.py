"""The open books: what rules look things up in, while one transaction holds the book lock."""

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from trustfund.accounts.people import as_of_now
from trustfund.domain.act_codes import ActCode
from trustfund.domain.classifications import CountryFacts, Graduated
from trustfund.domain.fields import Field
from trustfund.domain.fund_rules import Rules, version_on
from trustfund.domain.fund_terms import NO_END
from trustfund.domain.problems import Code, Problems, Refused, refusal
from trustfund.domain.roles import VISITOR, Actor
from trustfund.domain.same_money import Cash
from trustfund.domain.texts import skeleton
from trustfund.ledger.entries import Owner, live_entries
from trustfund.ledger.same_money import Arrived
from trustfund.ledger.standing import Standing, standings
from trustfund.ledger.void import is_void
from trustfund.store import many
from trustfund.store.base import Base, named_by
from trustfund.store.chain import nonce
from trustfund.store.engine import Store, today, utc_now
from trustfund.store.tables import (
    CertifiedYear,
    Contribution,
    Country,
    Entry,
    Event,
    Fund,
    History,
    Objective,
    PoolBalance,
    Rate,
)
from trustfund.store.terms import versions

D = TypeVar("D", bound=Base)
LONG_AGO = date(2000, 1, 1)
"""Nothing of such a fund is older: an earlier day is a slip of the pen."""
AT_HAND = (Country, Event, PoolBalance)
"""What acts look up again and again: a session forgets what nobody holds."""
_CERTIFIED = sa.select(CertifiedYear.__table__.c.year)  # type: ignore[attr-defined]
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
def _spelt(table: type[Base]) -> sa.Select[Any]:
    """The documents of a reference or a name, however it is spelt, void ones too."""
    rows = table.__table__  # type: ignore[attr-defined]
    spelt = rows.c.skeleton == sa.bindparam("skeleton")
    return sa.select(table).where(spelt).order_by(*rows.primary_key)


@functools.cache
def _newest(table: type[Base]) -> sa.Select[Any]:
    """The name of the newest document."""
    rows = table.__table__  # type: ignore[attr-defined]
    return sa.select(rows.c[named_by(rows)]).order_by(rows.c.id.desc()).limit(1)


@functools.cache
def _known(table: type[Base]) -> sa.Select[Any]:
    return _spelt(table).where(~is_void(table))


def name_of(document: Base) -> str:
    """The reference, the name or the code of a document."""
    return str(getattr(document, named_by(document.__table__)))  # type: ignore[attr-defined]


def meant(documents: Sequence[D], name: str) -> Sequence[D]:
    """Of documents whose names are alike, the one that is spelt exactly so; else all of them."""
    if len(documents) < 2:
        return documents
    return [each for each in documents if name_of(each) == name.strip()] or documents


def ambiguous(field: Field, name: str, documents: Iterable[Base]) -> Refused:
    """A name that several documents have, none of them spelt so."""
    names = " or ".join(f'"{name_of(each)}"' for each in documents)
    return refusal(field, Code.AMBIGUOUS, name, f"may be {names}", "Write it exactly so")


@dataclass
class Books:
    """The open books: what rules look things up in, and who acts."""

    session: Session
    fund: Fund
    today: date
    actor: Actor
    token: str | None = None
    clock: Callable[[], datetime] = utc_now
    duties_hold: bool = True
    nonce: Callable[[], str] = nonce
    newest: datetime | None = None
    """The newest moment that the books know, once an act has asked for it (``moments``)."""
    sealed: tuple[int, str] = (-1, "")
    """The newest act that was closed in these books, and its hash; -1: none yet."""
    versions: tuple[Rules, ...] | None = None
    """The versions of the terms that have days, once they were asked for."""
    certified: frozenset[int] | None = None
    """The years whose statements are certified, once an act has asked for them."""
    decisions: dict[str, list[tuple[date, bool]]] | None = None
    """Who is eligible by decision from which day on, the newest first, by country; likewise."""
    listings: dict[str, list[tuple[date, CountryFacts]]] | None = None
    """What newer lists say of countries, the oldest first, by country; once an act has asked."""
    graduated: dict[str, Graduated] | None = None
    """The newest decision on the graduation of each country; asked for with the lists."""
    unwritten: dict[str, list[Any]] = field(default_factory=dict, repr=False)
    """Entries that an act has posted, by column: all are written before anything is read."""

    def write_entries(self) -> None:
        """Write what was posted."""
        if self.unwritten:
            self.session.flush()
            many.insert(self.session.connection(), Entry.__table__, self.unwritten)  # type: ignore[attr-defined]
            self.unwritten.clear()

    @property
    def terms(self) -> tuple[Rules, ...]:
        """The versions of the terms that have days, the newest last."""
        if self.versions is None:
            self.versions = versions(self.session)
        return self.versions

    def rules_on(self, day: date | None) -> Rules:
        """What the terms allow on a day; where none is known, by the newest of them."""
        return version_on(self.terms, day)

    def objectives(self) -> list[str]:
        """The codes of the fund's objectives that are not retired, in order."""
        in_use = select(Objective.code).where(~col(Objective.retired))
        return list(self.session.exec(in_use.order_by(Objective.code)))

    def next_reference(self, table: type[Base], letter: str) -> str:
        """The next free reference such as ``MCS00-D-0081``.

        The one after the newest document's, which need not be counted; else by their number.
        """
        rows = table.__table__  # type: ignore[attr-defined]
        begins = f"{self.fund.code}-{letter}-"
        newest = self.session.scalar(_newest(table)) or ""
        number = newest.removeprefix(begins)
        if newest != number and re.fullmatch("[0-9]{4,12}", number):
            following = f"{begins}{int(number) + 1:04d}"
            if self._is_free(table, following):
                return following
        taken = self.session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0
        while not self._is_free(table, reference := f"{begins}{(taken := taken + 1):04d}"):
            pass
        return reference

    def _is_free(self, table: type[Base], reference: str) -> bool:
        given = {"skeleton": skeleton(reference)}
        return self.session.execute(_spelt(table), given).first() is None

    def spelt(self, table: type[D], name: str) -> Sequence[D]:
        """The documents that a reference or a name may mean, however it is spelt.

        One that is spelt exactly so is meant alone. Twins are in old books only.
        """
        given = {"skeleton": skeleton(name)}
        found: Sequence[D] = self.session.scalars(_known(table), given).all()
        return meant(found, name)

    def find(self, table: type[D], reference: str) -> D | None:
        """The document of a reference; None where there is none, it is void, or one of twins."""
        found = self.spelt(table, reference)
        return found[0] if len(found) == 1 else None

    def required(
        self,
        table: type[D],
        field: Field,
        reference: str,
        named: str,
        remedy: str = "Use a reference from the list",
    ) -> D:
        """The document of a reference given in a field, or a sentence; ``named``: "a deposit"."""
        found = self.spelt(table, reference)
        if len(found) > 1:
            raise ambiguous(field, reference, found)
        if not found:
            raise refusal(field, Code.UNKNOWN, reference, f"is not {named}", remedy)
        return found[0]

    def twins(self, table: str) -> frozenset[str]:
        """Skeletons that several documents of a table have."""
        rows = Base.metadata.tables[table]
        if not named_by(rows):
            return frozenset()
        several = sa.select(rows.c.skeleton).group_by(rows.c.skeleton).having(sa.func.count() > 1)
        return frozenset(self.session.execute(several).scalars())

    def is_taken(self, table: type[Base], reference: str, own: Base | None = None) -> str:
        """The reference of another document than ``own`` that is spelt so, or alike; else ""."""
        return next((name_of(each) for each in self.spelt(table, reference) if each is not own), "")

    def check_reference(
        self,
        problems: Problems,
        table: type[Base],
        field: Field,
        reference: str,
        own: Base | None = None,
    ) -> None:
        """Note a reference that another document than ``own`` has; a blank one is chosen later."""
        typed = reference.strip()
        if taken := self.is_taken(table, reference, own):
            why = "is used already" if taken == typed else f"is used already, as {taken}"
            problems.add(field, Code.TAKEN, typed, why, "Choose another or leave blank")

    def country(self, problems: Problems, field: Field, code: str) -> Country | None:
        """The country of a code given in a field; what is no code is noted as a problem."""
        found = self.session.get(Country, code.strip().upper())
        if found is None:
            why, remedy = "is not a country code", "Use ISO 3166 alpha-3, such as NPL"
            problems.add(field, Code.NOT_A_COUNTRY, code, why, remedy)
        return found

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
        end = "" if self.fund.ends_on == NO_END else f" to {self.fund.ends_on}"
        return (f"{day} lies outside the fund's term, {self.fund.starts_on}{end}.",)

    def is_certified(self, year: int) -> bool:
        """Whether the statements of a year are certified."""
        if self.certified is None:
            self.certified = frozenset(self.session.scalars(_CERTIFIED))
        return year in self.certified

    def rate_on(self, currency: str, day: date) -> Rate | None:
        """The UN operational rate of exchange of a currency that is in effect on a day."""
        return self.session.exec(_RATE_ON, params={"currency": currency, "day": day}).first()

    def live_entries(self, owner: Owner, key: int | None) -> list[Entry]:
        """The entries of a document that stand."""
        return live_entries(self.session, owner, key)

    def standing(self, contribution: Contribution, besides: int | None = None) -> Standing:
        """Where a contribution stands, leaving out the deposit ``besides``."""
        return standings(self.session, [contribution.id], besides)[contribution.id]

    def like(self, cash: Cash) -> list[Cash]:
        """The other deposits that stand and may be the same money."""
        arrived = Arrived(self.session)
        arrived.look_up_one(cash)
        return arrived.like(cash)

    def earlier_fees(self) -> list[tuple[int, int]]:
        """The acts that changed the administrative agent's fee, and its basis points before.

        They tell it of earlier books, in which terms had no versions.
        """
        lines = select(History.id, History.changes).where(History.act == ActCode.TERMS_CHANGED)
        return [
            (act_id, change["fields"]["agent_fee_basis_points"][0])
            for act_id, changes in self.session.exec(lines.order_by(col(History.id)))
            for change in json.loads(changes or "[]")
            if change["table"] == Fund.__tablename__
            and "agent_fee_basis_points" in change["fields"]
        ]

    def cautions(self, day: date) -> tuple[str, ...]:
        """Warnings about money booked on a day: outside the term, or in a certified year."""
        return (*self.outside_term(day), *self.if_certified(day.year))

    def if_certified(self, year: int) -> tuple[str, ...]:
        """A warning when the statements of a year are certified."""
        if not self.is_certified(year):
            return ()
        return (f"The statements of {year} are certified; this may change their figures.",)


@contextmanager
def open_books(
    store: Store,
    actor: Actor,
    *,
    token: str | None = None,
    clock: Callable[[], datetime] = utc_now,
    duties_hold: bool = True,
    doing: str = "a booking",
) -> Iterator[Books]:
    """Open the books for writing: all acts inside are committed together, or none.

    Divided duties do not hold for what was done elsewhere, which the command line loads. ``doing``
    is what others read who wait for it too long; they get InUse.
    """
    with store.writing(doing) as session:
        fund = session.get_one(Fund, 1)
        actor = as_of_now(session, actor)
        books = Books(session, fund, today(fund), actor, token, clock, duties_hold)
        sa.event.listen(session, "do_orm_execute", lambda _: books.write_entries())
        at_hand: list[Base] = []
        sa.event.listen(
            session,
            "loaded_as_persistent",
            lambda _, own: at_hand.append(own) if isinstance(own, AT_HAND) else None,
        )
        yield books


@contextmanager
def read_books(store: Store, actor: Actor = VISITOR) -> Iterator[Books]:
    """Open the books for looking things up; a preview is of what the ``actor`` would do."""
    with store.reading() as session:
        fund = session.get_one(Fund, 1)
        yield Books(session, fund, today(fund), actor)
