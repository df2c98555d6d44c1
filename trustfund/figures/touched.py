"""The documents of a store: read at a start, and after acts those that they touched."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from sqlmodel import Session

from trustfund.domain.kinds import DelegateRole, Gender
from trustfund.figures import reading
from trustfund.figures.books import DOCUMENTS, Frames, iso
from trustfund.figures.documents import Documents
from trustfund.figures.rows import typed_row
from trustfund.store.base import skeletons, typed
from trustfund.store.tables import CountryListing, Deposit, Digest, Rate, Trip

Touched = Mapping[str, Sequence[tuple[Any, ...]]]
"""The keys of documents that acts touched, by table."""
MANY: dict[type[Any], dict[str, Any]] = {
    Deposit: {},
    Trip: {"role": DelegateRole, "gender": Gender},
}
"""Documents of which there may be so many that they are kept as columns, and their codes."""
DATED: dict[type[Any], tuple[str, str]] = {
    Rate: ("currency", "effective_on"),
    CountryListing: ("country", "listed_on"),
}
"""Documents that are known by what they are of and by a day."""
PERSONAL = "name"
"""Of these documents: it has no business in a cache. Skeletons are a help to the store alone."""
KEYS_A_TIME = 500


def records(
    session: Session, table: type[Any], *where: sa.ColumnElement[bool]
) -> list[dict[str, Any]]:
    """Rows of a table in the order of their keys."""
    source = table.__table__
    asked = (column for column in source.c if column.name not in skeletons(source))
    rows = session.execute(sa.select(*asked).where(*where).order_by(*source.primary_key)).mappings()
    return [dict(row) for row in rows]


def _by_key(table: type[Any], kind: type[Any] | None, rows: list[dict[str, Any]]) -> dict[Any, Any]:
    """Documents by their id or code, or by what they are of and their day."""
    if table in DATED:
        of, day = DATED[table]
        return {(row[of], iso(row[day])): row for row in rows}
    (key,) = (column.name for column in table.__table__.primary_key)
    return {row[key]: typed_row(kind, row) if kind else row for row in rows}


def _among(table: type[Any], keys: Sequence[tuple[Any, ...]]) -> sa.ColumnElement[bool]:
    own: list[Any] = list(table.__table__.primary_key)
    if len(own) == 1:
        return sa.and_(own[0].in_([key[0] for key in keys]))
    dated = [tuple(typed(table, c.name, v) for c, v in zip(own, key, strict=True)) for key in keys]
    return sa.tuple_(*own).in_(dated)


def documents(
    session: Session, name: str, before: Frames | None, keys: Sequence[tuple[Any, ...]]
) -> Any:
    """Documents with those of these keys as they are now; all of them where none is known yet."""
    table, _, kind = DOCUMENTS[name]
    parts = [keys[n : n + KEYS_A_TIME] for n in range(0, len(keys), KEYS_A_TIME)]
    if table in MANY:
        many = getattr(before, name) if before else Documents(_many(session, table), MANY[table])
        for some in parts:
            many = many.with_rows(_many(session, table, [key for (key,) in some]))
        return many
    known = getattr(before, name) | before.void.get(table, {}) if before else {}
    for where in [_among(table, some) for some in parts] if before else [sa.true()]:
        known |= _by_key(table, kind, records(session, table, where))
    return dict(sorted(known.items()))


def touched_after(session: Session, after: int) -> tuple[Touched, int]:
    """What acts touched after a digest, and the newest digest."""
    found: dict[str, dict[tuple[Any, ...], None]] = defaultdict(dict)
    digest = Digest.__table__.c  # type: ignore[attr-defined]
    asked = sa.select(digest.id, digest.document, digest.key).where(digest.id > after)
    rows = session.execute(asked).all()
    for _, document, key in rows:
        found[document][tuple(json.loads(key))] = None
    touched = {name: list(keys) for name, keys in found.items()}
    return touched, max((number for number, _, _ in rows), default=after)


def _many(session: Session, table: type[Any], ids: Sequence[int] | None = None) -> pa.Table:
    source: sa.Table = table.__table__
    left_out = {PERSONAL, *skeletons(source)}
    asked = [column.name for column in source.c if column.name not in left_out]
    return reading.read(session, source, asked, among=ids)
