"""Killed while it upgrades the books of an earlier schema: it is done whole, or not at all."""

import os
import signal
from itertools import count

import pytest
import sqlalchemy as sa

from tests.reliability.processes import context, open_here, starting
from tests.store.test_earlier_schemas import made_by, oldest_and_newest, rows_of
from trustfund.figures import checks
from trustfund.store import schema
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready


def _upgrade_until(url: str, deadly: int) -> None:
    """Upgrade, and die before the statement of this number."""
    store, seen = open_here(url), count()

    def die(*_: object) -> None:
        if next(seen) == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(store.engine, "before_cursor_execute", die)
    make_ready(store)


def statements_of_an_upgrade(version: str, url: sa.URL) -> int:
    store, seen = made_by(version, url), []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *_: seen.append(1))
    make_ready(store)
    store.engine.dispose()
    return len(seen)


@pytest.mark.parametrize("version", oldest_and_newest(pytest.mark.deep))
@pytest.mark.parametrize(
    "part", [30, pytest.param(15, marks=pytest.mark.deep), pytest.param(5, marks=pytest.mark.deep)]
)
def test_a_killed_upgrade_leaves_the_earlier_books_and_the_next_one_ends_well(
    empty_url, version, part, tmp_path, set_today
):
    statements = statements_of_an_upgrade(version, sa.make_url(f"sqlite:///{tmp_path}/other.db"))
    earlier = made_by(version, empty_url)
    before = rows_of(earlier)
    earlier.engine.dispose()
    deadly = statements * part // 100
    process = context().Process(
        target=_upgrade_until, args=(empty_url.render_as_string(hide_password=False), deadly)
    )
    with starting():
        process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    store = Store(empty_url)
    if schema.version(store) != schema.newest():  # late in it, all is done but for the rest of init
        assert rows_of(store) == before
    make_ready(store)
    assert schema.version(store) == schema.newest()
    assert list(checks.problems(store)) == []
    store.engine.dispose()
