"""Whatever people try, in whatever order and with whatever days: the books foot.

Hypothesis makes up the sequences. An attempt is booked or refused with sentences; nothing else may
happen, and no pool is overdrawn on any value date, as known after any act.
"""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.books import a_commitment, day, perform
from tests.invariants import assert_books_foot
from trustfund.domain.problems import Refused
from trustfund.ledger import deposits
from trustfund.ledger.acts import read_books
from trustfund.ledger.deposits import (
    DepositDraft,
    correct_deposit,
    record_deposit,
    reverse_deposit,
)
from trustfund.ledger.travel import (
    CostsDraft,
    NominationDraft,
    StepDraft,
    advance,
    correct_step,
    nominate,
    take_back,
)
from trustfund.store.engine import Store

DAYS = st.integers(0, 240).map(lambda later: day("2017-05-01") + timedelta(later))
DOLLARS = st.integers(1, 400_000).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")
WHICH = st.integers(0, 3)
STATUSES = st.sampled_from(["ticketed", "settled", "withdrawn", "cancelled_after_ticket"])
ATTEMPTS = st.lists(
    st.one_of(
        st.tuples(st.just("give"), st.integers(0, 9), DAYS, DOLLARS),
        st.tuples(st.just("correct a gift"), WHICH, DAYS, DOLLARS),
        st.tuples(st.just("reverse a gift"), WHICH),
        st.tuples(st.just("authorise"), WHICH, DAYS, DOLLARS),
        st.tuples(st.just("go on"), WHICH, STATUSES, DAYS, DOLLARS),
        st.tuples(st.just("correct a step"), WHICH, STATUSES, DAYS, DOLLARS),
        st.tuples(st.just("take back"), WHICH),
    ),
    min_size=8,
    max_size=30,
)
EARMARKS = ["1", "unearmarked", "1:30000;unearmarked:70000", "1:50000;2:50000"]


def attempt(store: Store, what: str, which: int, *rest) -> None:
    gift, trip, reason = f"D-{which}", f"T-{which}", "A reason"
    if what == "give":
        on, amount = rest
        draft = DepositDraft(f"C-{which % 4}", on, "USD", amount, reference=gift, note="A note")
        perform(store, record_deposit, draft)
    elif what == "correct a gift":
        on, amount = rest
        with read_books(store) as books:
            draft = deposits.as_draft(books, deposits.required(books, gift))
        draft = replace(draft, value_date=on, amount=amount)
        perform(store, correct_deposit, draft, reason)
    elif what == "reverse a gift":
        perform(store, reverse_deposit, gift, reason)
    elif what == "authorise":
        on, cost = rest
        draft = StepDraft(trip, "authorised", on, reason=reason, costs=CostsDraft(cost))
        perform(store, advance, draft)
    elif what == "take back":
        perform(store, take_back, trip, reason)
    else:
        status, on, cost = rest
        actual = "" if status in {"ticketed", "withdrawn"} else cost
        act = advance if what == "go on" else correct_step
        perform(store, act, StepDraft(trip, status, on, actual, reason))


@pytest.fixture(scope="module")
def lively_file(ready_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Books with little money left beside what four trips hold."""
    path = tmp_path_factory.mktemp("lively") / "lively.db"
    shutil.copyfile(ready_file, path)
    store = Store(f"sqlite:///{path}")
    for number, earmark in enumerate(EARMARKS):
        a_commitment(store, "100000", earmark=earmark, reference=f"C-{number}")
        attempt(store, "give", number, day(f"2017-0{5 + number}-15"), "3000")
    for number in range(4):
        draft = NominationDraft("ST", "NPL", day("2017-05-01"), reference=f"T-{number}")
        perform(store, nominate, draft)
        attempt(store, "authorise", number, day(f"2017-0{6 + number}-01"), "2000")
    store.engine.dispose()
    return path


@settings(max_examples=30)
@given(ATTEMPTS)
def test_no_sequence_of_attempts_overdraws_a_pool(lively_file, attempts):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "trustfund.db"
        shutil.copyfile(lively_file, path)
        store = Store(f"sqlite:///{path}")
        for what in attempts:
            try:
                attempt(store, *what)
            except Refused:
                continue
        assert_books_foot(store)
        store.engine.dispose()
