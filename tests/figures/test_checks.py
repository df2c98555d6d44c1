"""Every invariant is broken on purpose, and seen to be reported."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.books import a_commitment, a_deposit, a_rate, a_step, an_authorised_trip, perform
from trustfund.__main__ import main
from trustfund.figures import checks, frames
from trustfund.figures.checks import CHECKS, problems, promise
from trustfund.ledger.deposits import reverse_deposit
from trustfund.store.engine import Store

BROKEN = {
    checks._history: ("DELETE FROM history WHERE id = 3", "history has"),
    checks._reversals: (
        "UPDATE entry SET amount = amount + 1 WHERE reverses IS NOT NULL AND currency = 'EUR'",
        "does not mirror entry",
    ),
    checks._dates: (
        "UPDATE trip_step SET on_date = '2018-07-17' WHERE status = 'travelled'",
        "trip MCS00-T-0001 has a step after today, 2018-07-16",
    ),
    checks._never_overdrawn: (
        "UPDATE entry SET value_date = '2018-07-01' WHERE kind = 'deposit'",
        "pool unearmarked is overdrawn by USD",
    ),
    checks._balances: (
        "UPDATE pool_balance SET usd_cents = usd_cents + 1 WHERE pool = '1'",
        "pool 1 is kept at USD 0.01, and its entries say USD 0.00",
    ),
    checks._splits: (
        "UPDATE entry SET contribution_id = 2 WHERE kind = 'deposit'",
        "deposit MCS00-D-0001 has entries of another contribution",
    ),
    checks._arrangements: (
        "UPDATE entry SET value_date = '2018-01-01' WHERE kind = 'commitment'",
        "has no arrangement signed by 2017-05-15",
    ),
    checks._steps: (
        "UPDATE trip_step SET status = 'nominated' WHERE status = 'authorised'",
        "trip MCS00-T-0001 goes from nominated on",
    ),
}


@pytest.fixture
def books_of_a_week(
    ready_file: Path, configure: Callable[..., Store], set_today: Callable[[str], None]
) -> Store:
    """A store of its own: nobody looks afterwards whether it still foots."""
    store = configure(ready_file)
    set_today("2018-07-16")
    a_rate(store, "EUR", "0.8")
    gift = a_commitment(store, "100000", "EUR")
    a_commitment(store, "500", "EUR")
    a_deposit(store, gift, "10000", "EUR")
    wrong = a_deposit(store, gift, "20", "EUR")
    perform(store, reverse_deposit, wrong, "Another fund's")
    trip = an_authorised_trip(store)
    a_step(store, trip, "travelled", "2017-06-19")
    return store


def break_books(store: Store, how: str) -> None:
    """What no act can do: change the store behind the program's back."""
    with store.engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("PRAGMA ignore_check_constraints = ON")
        triggers = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in connection.execute(triggers).scalars().all():
            driver.execute(f"DROP TRIGGER {name}")
        driver.execute(how)
        connection.commit()
        driver.execute("PRAGMA ignore_check_constraints = OFF")
        driver.execute("PRAGMA foreign_keys = ON")
    frames._cache.clear()  # nobody acted, so the revision is the same


def test_the_books_of_a_week_and_of_the_sample_hold(books_of_a_week, sample_store):
    assert list(problems(books_of_a_week)) == []
    assert list(problems(sample_store)) == []


def test_every_invariant_has_a_test_that_breaks_it():
    assert set(BROKEN) == set(CHECKS)
    assert all(promise(check).endswith(".") for check in CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.strip("_"))
def test_a_broken_invariant_is_reported(books_of_a_week, check):
    how, said = BROKEN[check]
    break_books(books_of_a_week, how)
    found = list(problems(books_of_a_week))
    assert any(said in line for line in found), found


def test_the_command_says_what_is_wrong_and_fails(sample_file, configure, capsys):
    store = configure(sample_file)
    assert main(["check"]) == 0
    assert f"All {len(CHECKS)} invariants hold" in capsys.readouterr().out
    break_books(store, BROKEN[checks._balances][0])
    assert main(["check"]) == 1
    assert "is kept at" in capsys.readouterr().err
