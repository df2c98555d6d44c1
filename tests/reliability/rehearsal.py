"""Imported by the process that others are copied from: it has booked everything once, elsewhere.

So each of them starts like a program that has been running for a while.
"""

import os
import tempfile
from pathlib import Path

import psycopg  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401

from tests.reliability import crash, crowd, writer  # noqa: F401
from tests.reliability.processes import TODAY
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready


def _rehearse() -> None:
    os.environ["TRUSTFUND_TODAY"] = TODAY
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'rehearsal.db'}")
        make_ready(store)
        gift = writer.endow(store)
        store.engine.dispose()
        writer.write(str(store.url), gift, 1, writer.KINDS, None)


_rehearse()
