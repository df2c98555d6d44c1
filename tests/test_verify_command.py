"""``python -m trustfund verify``: is what stood before a hash still there, unchanged?"""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.books import a_commitment, a_deposit, a_pledge, history
from trustfund.commands import verify
from trustfund.commands.program import main
from trustfund.figures import frames
from trustfund.store.engine import Store


@pytest.fixture
def store(
    ready_file: Path, configure: Callable[..., Store], set_today: Callable[[str], None]
) -> Store:
    made = configure(ready_file)
    set_today("2018-07-16")
    gift = a_commitment(made, "1000")  # acts 1 and 2
    a_deposit(made, gift, "400")  # act 3
    a_deposit(made, gift, "500")
    return made


def change(store: Store, how: str) -> None:
    """What no act can do."""
    with store.engine.begin() as connection:
        triggers = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in connection.execute(triggers).scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(how)
    frames._cache.clear()


def hash_of(store: Store, act: int) -> str:
    return next(line.hash for line in history(store) if line.id == act)


def test_an_earlier_hash_names_its_act_and_says_that_nothing_before_it_changed(store, capsys):
    whole = hash_of(store, 3)
    for typed in (whole, whole.upper(), whole[:16], "\u200b".join(whole), f" {whole} "):
        assert main(["verify", typed]) == 0
        said = capsys.readouterr().out.splitlines()
        assert said[0].startswith("The hash is that of act 3 (recorded a deposit, MCS00-D-0001), ")
        assert said[1:] == [
            "The books up to it are unchanged: every act was worked out again.",
            "Acts since: 1.",
        ]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("UPDATE entry SET reason = 'x' WHERE act_id = 2", "act 2 (recorded a contribution"),
        ("UPDATE deposit SET note = 'x' WHERE id = 1", "deposit MCS00-D-0001 is not what act 3"),
        ("UPDATE country SET ldc = 1 WHERE iso3 = 'NOR'", "country Norway is not what act 0 left"),
    ],
)
def test_what_was_changed_before_it_is_told(store, capsys, how, said):
    change(store, how)
    assert main(["verify", hash_of(store, 3)]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("The hash is that of act 3 ")
    assert said in told.err
    assert "The books up to it were changed" in told.err


def test_what_was_changed_after_it_is_no_matter_of_this_hash(store, capsys):
    earlier = hash_of(store, 3)
    change(store, "UPDATE entry SET reason = 'x' WHERE act_id = 4")
    assert main(["verify", earlier]) == 0
    assert main(["verify", hash_of(store, 4)]) == 1


def test_a_hash_of_other_books_is_said_to_be_of_no_act(store, capsys):
    assert main(["verify", "f" * 64]) == 1
    assert "is of no act of these books: they are others, or an act" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["", "abc", "g" * 16, "0" * 15, "0" * 65])
def test_what_is_no_hash_is_refused(store, capsys, typed):
    assert main(["verify", typed]) == 1
    assert "is no hash: that is 64 digits 0-9 and a-f" in capsys.readouterr().err


def test_the_beginning_of_several_hashes_is_refused(store, capsys, monkeypatch):
    monkeypatch.setattr(verify, "SHORTEST", 1)
    first = {line.hash[0] for line in history(store)}
    while len(first) == len(history(store)):
        a_pledge(store, "7")
        first = {line.hash[0] for line in history(store)}
    digits = [line.hash[0] for line in history(store)]
    twice = next(digit for digit in digits if digits.count(digit) > 1)
    assert main(["verify", twice]) == 1
    assert "is the beginning of several hashes" in capsys.readouterr().err
