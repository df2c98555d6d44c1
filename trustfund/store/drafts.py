"""Where drafts of forms lie: beside the books, never in them.

On PostgreSQL in a table of its own. On SQLite in a file of its own, so that who types neither waits
for who books nor keeps them waiting. No backup, no copy of the store and no hash has them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel

from trustfund.store.base import NAMING
from trustfund.store.engine import Store, sqlite_engine

PATIENCE = timedelta(milliseconds=200)
"""How long a draft waits for another one to be written."""


class Beside(SQLModel, registry=registry(metadata=sa.MetaData(naming_convention=NAMING))):
    """What the table of drafts stands on: not the base of the books."""


class DraftRow(Beside, table=True):
    """What one person typed into one form about one document, and has not booked yet."""

    __tablename__ = "draft"

    owner: str = Field(primary_key=True)  # as history names them
    form: str = Field(primary_key=True)
    about: str = Field(primary_key=True)  # the document; "" for none
    fields: str  # JSON; may hold a delegate's name
    token: str  # the form's, so that it is still booked only once
    seen: int | None = None  # the version of the document
    kept_at: datetime = Field(index=True)


def path_of(store: Store) -> Path | None:
    """The file of drafts beside a SQLite store."""
    return store.path and store.path.with_name(f"{store.path.name}-drafts")


def is_any(store: Store) -> bool:
    """Whether there may be drafts: without one there is no file."""
    path = path_of(store)
    return path is None or path.exists()


@contextmanager
def reading(store: Store) -> Iterator[Session]:
    """A look at the drafts."""
    path = path_of(store)
    if path is None:
        with store.reading() as session:
            yield session
        return
    with Session(_engine(path)) as session:
        yield session


@contextmanager
def writing(store: Store, patience: timedelta = PATIENCE) -> Iterator[Session]:
    """One small change of the drafts; StoreError where it cannot be made within the patience."""
    path = path_of(store)
    if path is None:
        with store.noting(patience) as session:
            yield session
        return
    with suppress(FileExistsError):  # nobody else's to read, like the store
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    bind = _engine(path).execution_options(writer=True, patience=patience)
    with Session(bind) as session, session.begin():
        Beside.metadata.create_all(session.connection())
        yield session


@cache
def _engine(path: Path) -> sa.Engine:
    """Keeps no connection open: most of the time nobody writes a draft."""
    url = sa.URL.create("sqlite", database=str(path))
    return sqlite_engine(url, PATIENCE, poolclass=sa.NullPool)
