"""What is attached to records: each content once, under its SHA-256.

A SQLite store keeps contents as files in a folder beside its own file, readable by its owner only.
PostgreSQL, and the one file of a backup, have them in the table ``paper_content``. No name that
somebody gave is part of a path.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.store.engine import Store
from trustfund.store.tables import Paper, PaperContent

FOLDER = "-papers"
"""What the folder is called, after the name of the store's file."""
_HASH = re.compile("[0-9a-f]{64}")
_TABLE: sa.Table = PaperContent.__table__  # type: ignore[attr-defined]
_STANDS = col(Paper.removed_by_act_id).is_(None)


def hash_of(content: bytes) -> str:
    """The SHA-256 under which a content is kept."""
    return hashlib.sha256(content).hexdigest()


def folder_of(store: Path) -> Path:
    """The folder beside the file of a SQLite store."""
    return store.with_name(store.name + FOLDER)


def _folder(connection: sa.Connection) -> Path | None:
    """The same of the store that is open; None where contents are in its table."""
    url = connection.engine.url
    in_a_file = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
    return folder_of(Path(str(url.database))) if in_a_file else None


def keep(connection: sa.Connection, content: bytes) -> None:
    """Keep a content, within the transaction of an act. Raises StoreError on a full disk."""
    name = hash_of(content)
    if read(connection, name) is not None:
        return
    folder = _folder(connection)
    if folder is None:
        put(connection, content)
        return
    try:
        _write(folder, name, content)
    except OSError as error:
        raise sa.exc.OperationalError("a paper", None, error) from error


def put(connection: sa.Connection, content: bytes) -> None:
    """Keep a content in the table, in the place of a damaged one too."""
    connection.execute(sa.delete(_TABLE).where(_TABLE.c.sha256 == hash_of(content)))
    connection.execute(sa.insert(_TABLE), {"sha256": hash_of(content), "content": content})


def _write(folder: Path, name: str, content: bytes) -> None:
    """A new file, whole or not at all, also when the power fails."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for half in _halves(folder):
        half.unlink(missing_ok=True)
    made = Path(folder, f".{name}-{secrets.token_hex(8)}")
    try:
        file = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        made.replace(Path(folder, name))
    finally:
        made.unlink(missing_ok=True)
    if os.name == "posix":  # elsewhere no folder can be opened
        there = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(there)
        finally:
            os.close(there)


def _halves(folder: Path | None) -> list[Path]:
    """Files that a killed program did not finish: who asks in one's turn knows that nobody will."""
    return list(folder.glob(".*-*")) if folder else []


def read(connection: sa.Connection, name: str) -> bytes | None:
    """The content under a hash, exactly as it was kept; None where it is missing or changed."""
    found = connection.scalar(sa.select(_TABLE.c.content).where(_TABLE.c.sha256 == name))
    folder = _folder(connection)
    if found is None and folder is not None and _HASH.fullmatch(name):
        with suppress(OSError):
            found = Path(folder, name).read_bytes()
    return found if found is not None and hash_of(found) == name else None


def standing(connection: sa.Connection) -> list[str]:
    """The hashes of the papers that are not removed."""
    found = select(Paper.sha256).where(_STANDS).distinct().order_by(Paper.sha256)
    return list(connection.scalars(found))


def of_content(name: str) -> Any:
    """The papers that have a content: number, kind and reference of the record."""
    own = select(Paper.id, Paper.record, Paper.reference)
    return own.where(Paper.sha256 == name, _STANDS).order_by(col(Paper.id))


def contents(connection: sa.Connection) -> Iterator[bytes]:
    """What is attached, one after the other, without what is missing or changed."""
    for name in standing(connection):
        content = read(connection, name)
        if content is not None:
            yield content


def missing(connection: sa.Connection) -> list[str]:
    """The hashes of papers whose content is not there as it was attached."""
    return [name for name in standing(connection) if read(connection, name) is None]


def strays(connection: sa.Connection) -> list[str]:
    """Contents that belong to no paper: an act that was not committed may leave one."""
    return sorted(_kept(connection) - {*standing(connection)})


def _kept(connection: sa.Connection) -> set[str]:
    return _files(_folder(connection)) | {*connection.scalars(sa.select(_TABLE.c.sha256))}


def _files(folder: Path | None) -> set[str]:
    if folder is None or not folder.is_dir():
        return set()
    return {file.name for file in folder.iterdir() if _HASH.fullmatch(file.name)}


def _left(connection: sa.Connection) -> list[str]:
    """Contents of removed papers that are still there; what no paper ever was is left alone."""
    removed = set(connection.scalars(select(Paper.sha256).where(~_STANDS)))
    return sorted(removed & {*strays(connection)}) if removed else []


def drop_removed(store: Store) -> None:
    """Delete the contents of removed papers, in one's turn: nobody attaches one meanwhile."""
    with store.reading() as session:
        connection = session.connection()
        if not _left(connection) and not _halves(_folder(connection)):
            return
    with store.writing("the removal of papers") as session:
        connection = session.connection()
        folder, left = _folder(connection), _left(connection)
        own = [Path(folder, name) for name in left] if folder else []
        for file in (*_halves(folder), *own):
            file.unlink(missing_ok=True)
        connection.execute(sa.delete(_TABLE).where(_TABLE.c.sha256.in_(left)))


@contextmanager
def all_or_none(connection: sa.Connection) -> Iterator[None]:
    """Delete the files that were kept inside where it ends in an error; rows go by themselves."""
    folder = _folder(connection)
    before = _files(folder)
    try:
        yield
    except BaseException:
        if folder:
            for name in _files(folder) - before:
                Path(folder, name).unlink(missing_ok=True)
        raise


def move(source: Path, target: Path) -> None:
    """Move the contents of one SQLite store to another one beside it."""
    there = folder_of(target)
    if not folder_of(source).is_dir():
        return
    there.mkdir(mode=0o700, exist_ok=True)
    for file in folder_of(source).iterdir():
        file.replace(Path(there, file.name))
