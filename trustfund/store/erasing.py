"""What was removed is gone from the files too.

SQLite overwrites removed text (``secure_delete``), but old pages wait in the file beside it, the
``-wal``, until they are written over. PostgreSQL keeps dead rows until VACUUM: docs/deploy.md.
"""

from trustfund.store.engine import InUse, Store, StoreError
from trustfund.store.papers import drop_removed

NOT_NOW = (InUse, StoreError, OSError)
"""What keeps something from being deleted: others that write, a disk. It is tried again later."""


def erase(store: Store) -> bool:
    """Delete what removed papers held, and write through; whether nobody was in the way.

    Raises one of ``NOT_NOW`` where papers cannot be deleted; the name is written through even then.
    """
    try:
        drop_removed(store)
    finally:
        is_through = write_through(store)
    return is_through


def write_through(store: Store) -> bool:
    """Empty a SQLite store's ``-wal`` into the store; whether nobody was in the way."""
    if not store.is_sqlite:
        return True
    raw = store.engine.raw_connection()  # outside any transaction, which would be in its own way
    try:
        (busy, *_) = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except store.engine.dialect.loaded_dbapi.Error:  # of the library itself, outside any wrapping
        return False
    finally:
        raw.close()
    return not busy
