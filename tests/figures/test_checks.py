"""Every invariant is broken on purpose, and seen to be reported."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.books import a_commitment, a_deposit, a_rate, a_step, an_authorised_trip, day, perform
from trustfund.commands.program import main
from trustfund.figures import checks, frames, settling
from trustfund.figures.checks import CHECKS, problems, promise
from trustfund.ledger.allocations import AllocationDraft, record_allocation
from trustfund.ledger.deposits import reverse_deposit
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.store.engine import Store

BROKEN = {
    checks._history: ("DELETE FROM history WHERE id = 3", "history has"),
    checks._void: (
        "UPDATE contributor SET void = TRUE",
        "contribution MCS00-C-0001 stands, and its contributor is void",
    ),
    checks._reversals: (
        "UPDATE entry SET amount = amount + 1 WHERE reverses IS NOT NULL AND currency = 'EUR'",
        "does not mirror entry",
    ),
    checks._half_years: (
        "INSERT INTO published_half_year VALUES ('9998-06-30')",
        "the half-year until 9998-06-30 is published",
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
    checks._balances_by_day: (
        "UPDATE balance_change SET usd_cents = usd_cents + 1 WHERE pool = 'agent'",
        "what 2017-05-15 changed of the balance with the agent is kept at USD",
    ),
    checks._splits: (
        "UPDATE entry SET contribution_id = 2 WHERE kind = 'deposit'",
        "deposit MCS00-D-0001 has entries of another contribution",
    ),
    checks._arrangements: (
        "UPDATE entry SET value_date = '2018-01-01' WHERE kind = 'commitment'",
        "has no arrangement signed by 2017-05-15",
    ),
    checks._documents: (
        "DELETE FROM entry WHERE kind = 'bank_charge'",
        "movement MCS00-M-0001 has nothing booked",
    ),
    checks._moments: (
        "UPDATE trip_step SET recorded_at = '2017-05-01 08:00:00.000000' WHERE id = 1",
        "step 1 is recorded at another moment than its act",
    ),
    checks._fees: (
        "UPDATE entry SET usd_cents = 9900000 WHERE kind = 'administrative_agent_fee'",
        "the fee of USD 99,000.00 on 2017-05-15 is not that of the deposit MCS00-D-0001",
    ),
    checks._movements: (
        "UPDATE movement SET kind = 'interest' WHERE kind = 'bank_charge'",
        "movement MCS00-M-0001 has an entry of another kind, bank_charge",
    ),
    checks._refunds: (
        "UPDATE entry SET contribution_id = 2 WHERE kind = 'refund_to_contributor'",
        "MCS00-C-0002 gave USD 0.00 to pool unearmarked, and USD 7.00 of it are refunded",
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
    for movement in (
        MovementDraft("bank_charge", day("2017-06-01"), "5"),
        MovementDraft("refund_to_contributor", day("2017-06-02"), "7", contribution=gift),
        MovementDraft(
            "transfer_to_organization", day("2017-06-03"), "900", organization="An agency"
        ),
    ):
        perform(store, record_movement, movement)
    decision = AllocationDraft("A-1", day("2017-06-01"), "IOM", "900")
    perform(store, record_allocation, decision)
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


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (
            "UPDATE entry SET value_date = '2017-05-02' WHERE kind = 'transfer_to_organization'",
            "the balance with the agent is overdrawn by USD 900.00 on 2017-05-02",
        ),
        (
            "UPDATE pool_balance SET usd_cents = usd_cents - 1 WHERE pool = 'agent'",
            "the balance with the agent is kept at USD",
        ),
        (
            "UPDATE entry SET kind = 'surplus_release' WHERE kind = 'bank_charge'",
            "surplus release MCS00-M-0001 does not go from objective 1 to objective 2",
        ),
        ("UPDATE allocation SET decided_on = '2018-07-17'", "A-1 is dated after today, 2018-07-16"),
        ("DELETE FROM trip_step", "trip MCS00-T-0001 has nothing booked"),
        ("UPDATE trip SET act_id = 999", "trip MCS00-T-0001 was made by no act in history"),
        ("UPDATE entry SET act_id = 999", "act 999 has entries and no line of history"),
        (
            "UPDATE entry SET deposit_id = NULL WHERE kind = 'administrative_agent_fee'",
            "is a fee of no deposit",
        ),
        (
            "UPDATE entry SET value_date = '2018-07-17' WHERE kind = 'bank_charge'",
            "is dated after today, 2018-07-16",
        ),
    ],
)
def test_other_ways_to_break_the_books_are_reported_too(books_of_a_week, how, said):
    break_books(books_of_a_week, how)
    found = list(problems(books_of_a_week))
    assert any(said in line for line in found), found


def test_the_command_says_what_is_wrong_and_fails(sample_file, configure, capsys):
    store = configure(sample_file)
    assert main(["check"]) == 0
    assert f"All {len(checks.PROMISES)} invariants hold" in capsys.readouterr().out
    break_books(store, BROKEN[checks._balances][0])
    assert main(["check"]) == 1
    assert "is kept at" in capsys.readouterr().err


def test_what_is_to_be_settled_is_no_fault_unless_asked_strictly(
    sample_file, configure, capsys, monkeypatch
):
    twins = "Sweden and SWEDEN are one name. Give one of them another"
    monkeypatch.setattr(settling, "SETTLE", (lambda _books: [twins],))
    store = configure(sample_file)
    assert main(["check"]) == 0
    said = capsys.readouterr()
    assert said.out.endswith(
        f"To settle (these are no faults; nothing stops for them):\n- {twins}\n"
    )
    assert said.err == ""
    assert main(["check", "--strict"]) == 1
    assert capsys.readouterr().err == f"Books: {twins}. Settle it, or leave out --strict.\n"
    break_books(store, BROKEN[checks._balances][0])
    assert main(["check"]) == 1
    said = capsys.readouterr()
    assert (twins in said.out, twins in said.err) == (True, False)
    assert "is kept at" in said.err


def test_strict_books_with_nothing_to_settle_are_in_order(sample_file, configure):
    configure(sample_file)
    assert main(["check", "--strict"]) == 0
