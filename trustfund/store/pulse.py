"""Whether the store answers. Nothing here needs what the program loads to work with the store.

So it can be asked as soon as the process runs, and while somebody holds all connections.
"""

import os
import sqlite3
from contextlib import closing
from urllib.parse import quote

from trustfund.store.places import stores

DEFAULT_URL = "sqlite:///data/trustfund.db"
PATIENCE = 5
"""Seconds that SQLite waits for a file that is locked."""
_IN_A_FILE = "sqlite:///"
_ASKED = "SELECT revision FROM fund WHERE id = 1"


def answers() -> bool:
    """Whether the store that TRUSTFUND_DATABASE_URL names has a fund and tells its revision."""
    url = os.environ.get("TRUSTFUND_DATABASE_URL") or DEFAULT_URL
    if not url.startswith(_IN_A_FILE) or "?" in url:
        return _library_answers()
    file = quote((stores() / url.removeprefix(_IN_A_FILE)).as_posix(), safe="/:")
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", PATIENCE, uri=True)) as asked:
            return asked.execute(_ASKED).fetchone() is not None
    except sqlite3.Error:
        return False


def _library_answers() -> bool:
    """The same of PostgreSQL, and of a URL that says more than a file."""
    import sqlalchemy as sa  # takes longer than all the rest of a start

    from trustfund.domain.problems import Refused
    from trustfund.store.engine import open_store

    try:
        with open_store().reading() as session:
            return session.execute(sa.text(_ASKED)).first() is not None
    except (sa.exc.SQLAlchemyError, Refused):
        return False
