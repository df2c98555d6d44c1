"""Rows of files that were left out because their money is there already, as a deposit."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain.act_codes import ActCode
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.imports.ahead import AT_ONCE
from trustfund.store import many
from trustfund.store.tables import Deposit, SameMoney


@act(ActCode.SAME_MONEY_LEFT_OUT)
def leave_out(act: Act, rows: Mapping[str, str], reason: str) -> Done:
    """Remember the references of rows, and the deposits whose money they are: nobody asks again."""
    act.require_reason(reason)
    act.problems.refuse_if_any()
    named = sorted(set(rows.values()))
    keys: dict[str, int | None] = {}
    for start in range(0, len(named), AT_ONCE):
        some = col(Deposit.reference).in_(named[start : start + AT_ONCE])
        keys |= dict(act.session.exec(select(Deposit.reference, Deposit.id).where(some)).all())
    table = SameMoney.__table__  # type: ignore[attr-defined]
    count = len(rows)
    columns: dict[str, list[Any]] = {
        "reference": list(rows),
        "deposit_id": [keys[other] for other in rows.values()],
        "act_id": [act.id] * count,
        "void": [False] * count,
        "version": [1] * count,
    }
    many.insert(act.session.connection(), table, columns)
    made = act.session.execute(sa.select(table.c.id).where(table.c.act_id == act.id))
    act.wrote_rows(table, map(tuple, made))
    what = f"{count} deposits" if count > 1 else next(iter(rows))
    verb = "are" if count > 1 else "is"
    which = "" if count > 1 else f" as {next(iter(rows.values()))}"
    return Done(what, f"{what} of a file {verb} left out: the money is there already{which}.")
