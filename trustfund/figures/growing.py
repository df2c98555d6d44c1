"""The frames that only grow: what follows the last entry or step known is new."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from sqlmodel import Session

from trustfund.domain.earmarking import UNEARMARKED
from trustfund.figures import columns, reading
from trustfund.store.tables import AuthorisedClass, Entry, TripStep

Names = Mapping[str, str]
"""Columns of a frame, and those of the table."""
ENTRY_NUMBERS = {
    "id": "id",
    "act": "act_id",
    "contribution": "contribution_id",
    "deposit": "deposit_id",
    "trip": "trip_id",
    "movement": "movement_id",
    "amount": "amount",
    "usd": "usd_cents",
    "reverses": "reverses",
}
ENTRY_TEXTS = {
    "value_date": "value_date",
    "kind": "kind",
    "pool": "objective",
    "currency": "currency",
    "rate": "rate",
    "rate_effective_on": "rate_effective_on",
    "reason": "reason",
}
STEP_NUMBERS = {"id": "id", "act": "act_id", "trip": "trip_id", "reverses": "reverses"}
STEP_TEXTS = {"status": "status", "on_date": "on_date"}
CLASS_NUMBERS = {"id": "id", "step": "step_id"}
CLASS_TEXTS = {name: name for name in ("judged_on", "un_group", "m49_region", "m49_subregion")}
CLASS_FLAGS = {name: name for name in ("ldc", "lldc", "sids", "eligible")}
ABSENT = {"objective": UNEARMARKED}
"""What stands where a text is not stated; "" in other columns."""


def entries(session: Session, known: pd.DataFrame | None) -> pd.DataFrame:
    """All entries; where those of earlier books are given, with what came after them."""
    return _longer(session, Entry, ENTRY_NUMBERS, ENTRY_TEXTS, known)


def steps(session: Session, known: pd.DataFrame | None) -> pd.DataFrame:
    """The same of the steps of trips."""
    return _longer(session, TripStep, STEP_NUMBERS, STEP_TEXTS, known)


def classes(session: Session, known: pd.DataFrame | None) -> pd.DataFrame:
    """The same of what countries counted as when travel was authorised."""
    return _longer(session, AuthorisedClass, CLASS_NUMBERS, CLASS_TEXTS, known, CLASS_FLAGS)


def _longer(
    session: Session,
    table: type[Any],
    numbers: Names,
    texts: Names,
    known: pd.DataFrame | None,
    flags: Names = MappingProxyType({}),
) -> pd.DataFrame:
    last = 0 if known is None or known.empty else int(known["id"].iloc[-1])
    again = {column: ABSENT.get(column, "") for column in texts.values()}
    asked = [*numbers.values(), *again, *flags.values()]
    found = reading.read(session, table.__table__, asked, after=last, again=again)
    cells = dict(zip(asked, found.columns, strict=True))
    del found  # so that a column goes when it is made
    further: dict[str, Any] = {
        name: columns.numbers(cells.pop(column)) for name, column in numbers.items()
    }
    further |= {name: columns.texts(cells.pop(column)) for name, column in texts.items()}
    further |= {
        name: cells.pop(column).to_numpy().astype(np.bool_) for name, column in flags.items()
    }
    if known is None:
        return pd.DataFrame(further, copy=False)
    return known if not len(further["id"]) else _joined(known, further)


def _joined(rows: pd.DataFrame, further: Mapping[str, Any]) -> pd.DataFrame:
    """Rows, and further ones below them."""
    joined: dict[str, Any] = {}
    for name, column in rows.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            joined[str(name)] = columns.both(column.array, further[str(name)])
        else:
            joined[str(name)] = np.concatenate([column.to_numpy(), further[str(name)]])
    return pd.DataFrame(joined, copy=False)
