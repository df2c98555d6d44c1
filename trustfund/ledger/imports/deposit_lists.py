"""Lists of deposits: those of a file, booked in its order as one act.

Each deposit is checked by the rules of the form and booked as the form books it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import deposit as fields
from trustfund.domain.problems import Code, Place, Problem, Refused, refusal
from trustfund.ledger import deposits
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.deposits import DepositDraft, Plan
from trustfund.ledger.imports.ahead import AT_ONCE, BooksAhead
from trustfund.store import many
from trustfund.store.tables import Deposit


@dataclass(frozen=True, slots=True)
class Listed:
    """A deposit of a list: as typed, where it stands, and what its entries say of that."""

    draft: DepositDraft
    at: Place
    reason: str


class RefusedEach(Refused):
    """A list with problems, by the number of the deposit that has them. Nothing is booked."""

    def __init__(self, listed: Sequence[Listed], found: Mapping[int, tuple[Problem, ...]]) -> None:
        super().__init__(
            *(
                replace(problem, at=listed[number].at._replace(column=problem.place))
                for number, problems in found.items()
                for problem in problems
            )
        )
        self.found = found


@act(ActCode.DEPOSITS_RECORDED)
def record_deposits(
    act: Act,
    listed: Sequence[Listed],
    reason: str = "",
    progress: Callable[[int], None] = lambda _: None,
) -> Done:
    """Book a list of deposits in its order, all of them or none."""
    act.reason = reason
    with many.room(act.session.connection()):
        warnings, usd, fees = _checked_and_booked(act, listed, progress)
    first, last = listed[0].draft.reference.strip(), listed[-1].draft.reference.strip()
    what, which = (f"{len(listed)} deposits", f", {first} to {last}") if listed[1:] else (first, "")
    return Done(
        what,
        f"Recorded {what}{which}: {money.text(usd, 'USD')}, fees {money.text(fees, 'USD')}.",
        tuple(warnings),
    )


def _checked_and_booked(
    act: Act, listed: Sequence[Listed], progress: Callable[[int], None]
) -> tuple[list[str], int, int]:
    """Warnings, and the US dollar cents of all deposits and of their fees."""
    ahead = BooksAhead.of(act.books)
    found: dict[int, tuple[Problem, ...]] = {}
    warnings: list[str] = []
    usd = fees = 0
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        ahead.look_up([each.draft for each in some])
        ready: list[tuple[Listed, Plan]] = []
        for number, each in enumerate(some, start):
            try:
                plan = _checked(ahead, each.draft)
            except Refused as refused:
                found[number] = refused.problems
                continue
            ready.append((each, plan))
            warnings += [f"{each.at}: {warning}" for warning in plan.warnings]
            usd += plan.valuation.usd_cents
            fees += plan.fee
        if not found:
            _book(act, ready, ahead.void)
        progress(start + len(some))
    if found:
        raise RefusedEach(listed, found)
    act.books.write_entries()
    return warnings, usd, fees


def _checked(ahead: BooksAhead, draft: DepositDraft) -> Plan:
    """A deposit checked as if all those before it were booked."""
    if not draft.reference.strip():
        remedy = "Give each deposit of a list its own"
        raise refusal(fields.REFERENCE, Code.MISSING, "", "is missing", remedy)
    plan = deposits.plan(ahead, draft)
    ahead.count(plan)
    return plan


def _book(act: Act, ready: Sequence[tuple[Listed, Plan]], void: Collection[str]) -> None:
    """Write the deposits, many at a time, and their entries; void ones are filled again."""
    documents = {each.draft.reference.strip(): (each.draft, plan) for each, plan in ready}
    table = Deposit.__table__  # type: ignore[attr-defined]
    keys: dict[str, int | None] = {}
    for reference in sorted(documents.keys() & void):  # brought by an import that was taken back
        own = act.session.exec(select(Deposit).where(Deposit.reference == reference)).one()
        draft, plan = documents[reference]
        texts = draft.texts | {"apart": plan.apart}
        act.change(own, None, (), contribution_id=plan.contribution_id, **texts)
        keys[reference] = own.id
    new = {name: booked for name, booked in documents.items() if name not in keys}
    columns: dict[str, list[Any]] = {
        "reference": list(new),
        "contribution_id": [plan.contribution_id for _, plan in new.values()],
        "apart": [plan.apart for _, plan in new.values()],
        "act_id": [act.id] * len(new),
        "version": [1] * len(new),
    }
    for field in ("bank_reference", "note"):
        columns[field] = [draft.texts[field] for draft, _ in new.values()]
    since = act.session.scalar(sa.select(sa.func.max(table.c.id))) or 0
    many.insert(act.session.connection(), table, columns)
    made = sa.select(table.c.reference, table.c.id).where(table.c.id > since)
    keys |= dict(act.session.execute(made).all())
    act.wrote_rows(table, [(key,) for key in keys.values()])
    deposits.book(
        act,
        ((keys[each.draft.reference.strip()], plan, each.reason) for each, plan in ready),
    )
