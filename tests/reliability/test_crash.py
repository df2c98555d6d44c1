"""Killed while they book, in small: twenty writers on each engine."""

import pytest
import sqlalchemy as sa

from tests.examples import examples
from tests.reliability import crash
from tests.reliability.crash import Ordeal
from tests.reliability.writer import KINDS
from trustfund.store.engine import Store

KILLS = examples(6)


def address(store: Store) -> str:
    return store.url.render_as_string(hide_password=False)


def test_what_was_acknowledged_outlives_the_process_and_nothing_is_half(store):
    ordeal = crash.go_through(address(store), KILLS)
    assert ordeal.wrong == []
    assert ordeal.lives == KILLS + 1
    assert ordeal.told > KINDS  # some lived long enough to book


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        ("DELETE FROM history WHERE id = (SELECT max(id) FROM history)", "is lost"),
        ("DELETE FROM entry WHERE id = (SELECT max(id) FROM entry)", "is half"),
    ],
)
def test_the_ordeal_would_notice_what_is_lost(ready_file, tmp_path, set_today, loss, said):
    path = tmp_path / "trustfund.db"
    path.write_bytes(ready_file.read_bytes())
    ordeal = Ordeal(f"sqlite:///{path}")
    ordeal.prepare()
    assert ordeal.wrong == []
    engine = sa.create_engine(ordeal.url)
    with engine.begin() as connection:
        for trigger in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).scalars():
            connection.exec_driver_sql(f'DROP TRIGGER "{trigger}"')
        connection.exec_driver_sql(loss)
    engine.dispose()
    ordeal.look(told=KINDS)
    assert any(said in line for line in ordeal.wrong)
