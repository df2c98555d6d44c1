"""One hash for each act: nothing booked is changed unseen. docs/reliability.md has its form.

Rows are read as the database keeps them, past all types, so that a damaged value is seen as it is.
When an act is booked SQLite itself writes their lines of JSON, in a quarter of the time; who looks
again has Python write them.
"""

import functools
import hashlib
import json
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from trustfund.store import many
from trustfund.store.covered import APPEND_ONLY, NEWEST, VERSIONS, documents, key

ROWS_A_TIME = 1000
PROGRAM = "the program"
"""Who acts when a store is made or upgraded."""
Touched = Mapping[str, Collection[tuple[Any, ...]] | None]
"""The keys of the documents that an act touched, by table; None: all rows of the table."""
Reading = sa.Select[Any]


def _put(value: Any) -> Any:
    """A value that JSON has no form for."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    if isinstance(value, date):
        return value.isoformat()
    return bytes(value).hex()


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_put).encode


def canonical(*values: Any) -> bytes:
    """A line of what is hashed: a JSON array in UTF-8; a flag is 0 or 1."""
    plain = [int(value) if isinstance(value, bool) else value for value in values]
    return f"{_json(plain)}\n".encode("utf-8", "surrogatepass")


@functools.cache
def table(name: str) -> sa.TableClause:
    """A table without types: its values are what the database keeps."""
    columns = dict.fromkeys(column for each in VERSIONS.values() for column in each.get(name, ()))
    return sa.table(name, *map(sa.column, columns))


def _columns(name: str, version: int) -> list[sa.ColumnClause[Any]]:
    return [table(name).c[column] for column in VERSIONS[version][name]]


@functools.cache
def _of_act(name: str, version: int) -> Reading:
    rows = table(name)
    mine = rows.c.act_id == sa.bindparam("act")
    return sa.select(*_columns(name, version)).where(mine).order_by(rows.c.id)


@functools.cache
def _lines_of_act(name: str, version: int) -> Reading:
    """The same, each as its line of JSON: in SQLite alone it is what ``canonical`` writes."""
    columns = _of_act(name, version).selected_columns
    return _of_act(name, version).with_only_columns(sa.func.json_array(name, *columns))


def _written_by(
    connection: sa.Connection, name: str, version: int, act: int, options: Mapping[str, Any]
) -> Iterator[bytes]:
    """What a hash covers of the rows that an act wrote."""
    if connection.dialect.name == "sqlite":
        lines = _lines_of_act(name, version)
        for line in connection.execute(lines, {"act": act}, execution_options=options).scalars():
            yield f"{line}\n".encode()
    else:
        rows = _of_act(name, version)
        for row in connection.execute(rows, {"act": act}, execution_options=options):
            yield canonical(name, *row)


@functools.cache
def _document_rows(name: str, version: int, are_all: bool) -> Reading:
    """Documents, those of the parameter ``keys`` or all of them, in the order of their keys."""
    own = [table(name).c[column] for column in key(name)]
    reading = sa.select(*_columns(name, version)).order_by(*own)
    named = own[0] if len(own) == 1 else sa.tuple_(*own)
    wanted: sa.BindParameter[Any] = sa.bindparam("keys", expanding=True)
    return reading if are_all else reading.where(named.in_(wanted))


@functools.cache
def _document_lines(name: str, version: int, are_all: bool) -> Reading:
    """The same, each as its key and its line of JSON."""
    own = [table(name).c[column] for column in key(name)]
    line = sa.func.json_array(name, *_columns(name, version))
    reading = _document_rows(name, version, are_all)
    return reading.with_only_columns(sa.func.json_array(*own), line)


_HISTORY, _DIGEST = table("history"), table("digest")
_HASH: sa.ColumnClause[Any] = sa.column("hash")
_ID: sa.ColumnClause[Any] = sa.column("id")
_PREVIOUS = sa.select(_HASH).select_from(_HISTORY).where(_HISTORY.c.id == sa.bindparam("id"))


def _rows(connection: sa.Connection, reading: Reading) -> Iterator[sa.Row[Any]]:
    """Rows one after the other; a million never lie in memory together."""
    with connection.execute(reading, execution_options={"yield_per": ROWS_A_TIME}) as found:
        yield from found


def _some(
    connection: sa.Connection,
    reading: Callable[[str, int, bool], Reading],
    name: str,
    version: int,
    keys: Collection[tuple[Any, ...]] | None,
) -> Iterator[sa.Row[Any]]:
    """What a reading finds of these keys, or of all."""
    if keys is None:
        yield from _rows(connection, reading(name, version, True))
        return
    in_text = connection.dialect.name == "sqlite"
    waiting = iter(sorted(keys))
    while some := list(islice(waiting, ROWS_A_TIME)):
        wanted = [tuple(_put(v) if in_text and isinstance(v, date) else v for v in k) for k in some]
        given = [own[0] for own in wanted] if len(wanted[0]) == 1 else wanted
        yield from connection.execute(reading(name, version, False), {"keys": given})


def _documents(
    connection: sa.Connection,
    name: str,
    version: int,
    keys: Collection[tuple[Any, ...]] | None,
) -> Iterator[tuple[str, bytes]]:
    """Documents of these keys, or all: the key as JSON, and the line that its digest is of."""
    if connection.dialect.name == "sqlite":
        for own, line in map(tuple, _some(connection, _document_lines, name, version, keys)):
            yield own, f"{line}\n".encode()
        return
    places = [VERSIONS[version][name].index(column) for column in key(name)]
    for row in _some(connection, _document_rows, name, version, keys):
        yield _json([row[place] for place in places]), canonical(name, *row)


def digest(name: str, row: Iterable[Any]) -> str:
    """The digest of a document: its covered columns."""
    return hashlib.sha256(canonical(name, *row)).hexdigest()


def last_act(connection: sa.Connection, document: Any) -> int | None:
    """The newest act that touched a document; None where none is known."""
    name = sa.inspect(document).mapper.local_table.name
    own = _json([getattr(document, column) for column in key(name)])
    mine = (_DIGEST.c.document == name, _DIGEST.c.key == own)
    return connection.execute(sa.select(sa.func.max(_DIGEST.c.act_id)).where(*mine)).scalar()


def _write_digests(
    connection: sa.Connection, act: int, version: int, touched: Touched
) -> Iterator[bytes]:
    """Keep the digest of each document touched; what the hash covers of each is given."""
    for name in sorted(touched):
        documents = _documents(connection, name, version, touched[name])
        while some := list(islice(documents, ROWS_A_TIME)):
            keys = [own for own, _ in some]
            hashes = [hashlib.sha256(line).hexdigest() for _, line in some]
            acts, names = [act] * len(some), [name] * len(some)
            columns: dict[str, list[Any]] = {"act_id": acts, "document": names}
            columns |= {"key": keys, "sha256": hashes}
            many.insert(connection, _DIGEST, columns)
            begins = f'["digest",{act},{_json(name)},'  # as ``canonical`` writes it, for many
            for own, found in zip(keys, hashes, strict=True):
                yield f'{begins}{_json(own)},"{found}"]\n'.encode("utf-8", "surrogatepass")


def _begun(version: int, previous: str, line: Iterable[Any]) -> Any:
    begun = hashlib.sha256(canonical(version, previous))
    begun.update(canonical("history", *line))
    return begun


def seal(
    connection: sa.Connection,
    line: Mapping[str, Any],
    touched: Touched,
    wrote: Collection[str] = APPEND_ONLY,
    previous: str | None = None,
) -> str:
    """Digest the documents that an act touched, and work out its hash; its line comes after.

    ``wrote`` are the append-only tables in which it may have rows; ``previous`` is the hash of the
    act before it, where that is known.
    """
    act, version = line["id"], line["hash_version"]
    if previous is None:
        previous = connection.execute(_PREVIOUS, {"id": act - 1}).scalar() or ""
    found = _begun(version, previous, (line[column] for column in VERSIONS[version]["history"]))
    many = any(len(keys or ()) > ROWS_A_TIME for keys in touched.values())
    streamed = {"yield_per": ROWS_A_TIME} if many else {}  # an import; to others it is a burden
    for name in APPEND_ONLY:
        if name in wrote and name != "digest":
            for written in _written_by(connection, name, version, act, streamed):
                found.update(written)
    for part in _write_digests(connection, act, version, touched):
        found.update(part)
    return str(found.hexdigest())


NONCE = "nonce:"


def nonce() -> str:
    """What a line of history has that no form brought: nobody can guess it.

    Hashes are published; without it, who knows the form of a line and guesses what it holds (who
    was nominated, and is not public) could try until the hash is the same.
    """
    return NONCE + secrets.token_hex(16)


def write_line(
    connection: sa.Connection,
    number: int,
    code: str,
    words: str,
    subject: str,
    outcome: str,
    at: datetime,
    filled: Iterable[str],
    version: int = NEWEST,
    token: str = "",
    wrote: Collection[str] = (),
) -> None:
    """Write the program's own line of history, with digests of all rows of the tables it filled.

    ``wrote`` are the append-only tables in which it has rows.
    """
    line = dict.fromkeys(VERSIONS[version]["history"], "") | {
        "id": number,
        "hash_version": version,
        "at": _put(at) if connection.dialect.name == "sqlite" else at,
        "actor": PROGRAM,
        "act": code,
        "action": words,
        "subject": subject,
        "outcome": outcome,
        "token": token or nonce(),
    }
    line["hash"] = seal(connection, line, dict.fromkeys(filled), wrote)
    connection.execute(sa.insert(sa.table("history", *map(sa.column, line))).values(line))


def note_migration(
    connection: sa.Connection,
    outcome: str,
    filled: Iterable[str],
    version: int,
    wrote: Collection[str] = (),
) -> None:
    """Write the line of history of a migration that filled values of these tables.

    ``version`` is the one that was the newest when the migration was written. ``wrote`` are the
    append-only tables in which it has rows, of the act after the newest.
    """
    fund = connection.execute(sa.text("SELECT code, revision FROM fund")).first()
    if fund is None:
        return  # a new store gets its first line when it is made ready
    number = fund.revision + 1
    connection.execute(sa.text("UPDATE fund SET revision = :number"), {"number": number})
    now = datetime.now(UTC)
    newest = connection.execute(sa.text("SELECT MAX(at) FROM history")).scalar() or now
    if isinstance(newest, str):  # as SQLite keeps it
        newest = datetime.fromisoformat(newest).replace(tzinfo=UTC)
    code, words = "migration", "upgraded the store"
    at = max(now, newest)
    write_line(
        connection, number, code, words, fund.code, outcome, at, filled, version, wrote=wrote
    )


# Looking again


class _Written:
    """The rows of an append-only table, handed out act by act."""

    def __init__(self, connection: sa.Connection, name: str) -> None:
        self.name = name
        rows = table(name)
        self.rows = _rows(connection, sa.select(*rows.c, _ID.label("number")).order_by(_ID))
        self.next = next(self.rows, None)

    def of(self, act: int) -> Iterator[sa.Row[Any]]:
        while self.next is not None and self.next.act_id == act:
            yield self.next
            self.next = next(self.rows, None)


@dataclass(frozen=True)
class Line:
    """A line of history, the hash that it has, and the one that the books give it now."""

    id: int
    at: str
    action: str
    subject: str
    hash: str
    found: str


def recomputed(connection: sa.Connection, fresh: int | None = None) -> Iterator[Line]:
    """Every line of history with its hash worked out again; each builds on the one before it.

    ``fresh`` is the version with which books are hashed that have no hashes yet. Rows of no act, or
    out of the order of the acts, end it: ValueError.
    """
    there = VERSIONS[fresh or NEWEST]
    written = [_Written(connection, name) for name in APPEND_ONLY if name in there]
    previous = ""
    lines = sa.select(*_HISTORY.c, _HASH).order_by(_HISTORY.c.id)
    for line in _rows(connection, lines):
        version = fresh or line.hash_version
        if version not in VERSIONS:
            raise ValueError(f"act {line.id} has a hash of a version that is not known, {version}")
        covered = VERSIONS[version]
        values = {**line._mapping, "hash_version": version}
        found = _begun(version, previous, (values[column] for column in covered["history"]))
        for rows in (each for each in written if each.name in covered):
            name = rows.name
            cells = attrgetter(*covered[name])
            for row in rows.of(line.id):
                found.update(canonical(name, *cells(row)))
        became = str(found.hexdigest())
        yield Line(line.id, str(line.at), line.action, line.subject, line.hash, became)
        previous = became if fresh else line.hash
    for rows in written:
        if rows.next is not None:
            what = rows.name.replace("_", " ")
            raise ValueError(f"{what} {rows.next.number} belongs to no act, or to another one")


def changed_acts(connection: sa.Connection, until: int | None = None) -> Iterator[str]:
    """The acts that are not as they were booked, in sentences; up to an act, or all."""
    try:
        for line in recomputed(connection):
            if line.hash != line.found:
                yield (
                    f"act {line.id} ({line.action}, {line.subject}, {line.at[:16]}) is not as it "
                    "was booked: its line of history, its hash or a row that it wrote was changed"
                )
            if line.id == until:
                return
    except ValueError as error:
        yield str(error)


@dataclass(frozen=True)
class _Last:
    """The newest digest of a document: its act, and the version of its hash."""

    act: int
    version: int
    sha256: str


def changed_documents(connection: sa.Connection, until: int | None = None) -> Iterator[str]:
    """The documents and reference rows that are not what the last act that touched them left.

    ``until``: only those that no act after it touched.
    """
    last: dict[str, dict[str, _Last]] = {name: {} for name in documents()}
    kept = sa.select(*_DIGEST.c, _HISTORY.c.hash_version).join_from(
        _DIGEST, _HISTORY, _HISTORY.c.id == _DIGEST.c.act_id
    )
    for row in _rows(connection, kept.order_by(sa.text("digest.id"))):
        last.setdefault(row.document, {})[row.key] = _Last(row.act_id, row.hash_version, row.sha256)
    for name, digests in last.items():
        if name not in VERSIONS[NEWEST]:
            yield f"a digest is of {name}, which is no table of the books"
            continue
        yield from _changed(connection, name, digests, until)


def _changed(
    connection: sa.Connection, name: str, digests: dict[str, _Last], until: int | None
) -> Iterator[str]:
    what = name.replace("_", " ")
    own, order = attrgetter(*key(name)), [table(name).c[column] for column in key(name)]
    for row in _rows(connection, sa.select(*table(name).c).order_by(*order)):
        known = own(row)
        last = digests.pop(_json([*known] if isinstance(known, tuple) else [known]), None)
        if until is not None and (last is None or last.act > until):
            continue
        called = getattr(row, "reference", None) or getattr(row, "name", None) or known
        if last is None:
            yield f"{what} {called} was written by no act"
            continue
        covered = VERSIONS.get(last.version, {}).get(name)
        if covered is None or digest(name, attrgetter(*covered)(row)) != last.sha256:
            yield f"{what} {called} is not what act {last.act} left: it was changed by no act"
    for gone, last in digests.items():
        if until is None or last.act <= until:
            yield f"{what} {gone} is gone, which act {last.act} had written"
