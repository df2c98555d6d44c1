"""What was removed is gone from the file too.

SQLite overwrites removed text (``secure_delete``), but old pages wait in the file beside it, the
``-wal``, until they are written over. PostgreSQL keeps dead rows until VACUUM: docs/deploy.md.
"""

from trustfund.store.engine import Store


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
