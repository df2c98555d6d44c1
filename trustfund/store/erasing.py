"""What was removed is gone from the files too.

SQLite overwrites removed text (``secure_delete``), but old pages wait in the file beside it, the
``-wal``, until they are written over. PostgreSQL keeps dead rows until VACUUM: docs/deploy.md.
"""

from trustfund.store.engine import Store
from trustfund.store.papers import drop_removed


def erase(store: Store) -> bool:
    """Delete what removed papers held, and write through; whether nobody was in the way."""
    drop_removed(store)
    return write_through(store)


def write_through(store: Store) -> bool:
    """Empty a SQLite store's ``-wal`` into the store; whether nobody was in the way."""
    if not store.is_sqlite:
        return True
    raw = store.engine.raw_connection()  # outside any transaction, which would be in its own way
    try:
        (busy, *_) = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.close()
    return not busy
