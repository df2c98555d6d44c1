"""Figures are worked out once for everybody who asks the same, and for nobody else."""

import threading
from datetime import date

from tests.books import a_commitment, a_deposit
from trustfund.figures import contributions, frames, overview
from trustfund.figures.filters import Filters
from trustfund.figures.kept import Answers, kept, weight
from trustfund.figures.view import View

TODAY = date(2018, 7, 16)


def test_a_figure_is_worked_out_once_for_all_who_look_at_the_same(sample):
    worked_out = []

    @kept
    def count(view: View, of: str) -> int:
        worked_out.append(of)
        return len(view.entries)

    loaded, today = sample
    for _ in range(3):
        assert count(View(loaded, today), "entries") == 1_105
    assert worked_out == ["entries"]
    count(View(loaded, today), "something else")
    count(View(loaded, date(2018, 1, 1)), "entries")
    count(View(loaded, today, Filters(as_of="2017-12-31")), "entries")
    count(View(loaded, today, reads_travel=True), "entries")
    assert len(worked_out) == 5  # another question, day, filter or reader


def test_a_booking_makes_new_figures(sqlite_store):
    gift = a_commitment(sqlite_store, "1000")
    a_deposit(sqlite_store, gift, "400")
    assert overview.overview(View(*frames.load(sqlite_store))).deposited == 400_00
    a_deposit(sqlite_store, gift, "100")
    assert overview.overview(View(*frames.load(sqlite_store))).deposited == 500_00


def test_many_who_ask_at_once_wait_for_one_answer():
    answers, worked_out, together = Answers(), [], threading.Barrier(20)

    def work_out() -> str:
        worked_out.append(threading.get_ident())
        return "an answer"

    def ask() -> None:
        together.wait()
        assert answers.once("a question", work_out) == "an answer"

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(worked_out) == 1


def test_who_asks_for_a_thousand_days_does_not_fill_the_memory():
    answers = Answers(ceiling=100_000)
    for day in range(1_000):
        answers.once(day, lambda: "x" * 1_000)
    assert len(answers._known) < 100
    assert answers.once("long", lambda: "x" * 200_000) == "x" * 200_000  # too long to be kept


def test_what_an_answer_weighs_grows_with_its_rows(sample):
    rows = contributions.contribution_rows(View(*sample))
    assert 2 * weight(rows[:20]) > weight(rows[:30]) > weight(rows[:20]) > 20 * 500
    deposits = contributions.deposit_rows(View(*sample))
    assert weight(deposits) == deposits.columns.nbytes > 78 * 8 * 6


def test_an_answer_that_fails_is_asked_for_again():
    answers = Answers()
    for _ in range(2):
        try:
            answers.once("a question", lambda: 1 // 0)
        except ZeroDivisionError:
            continue
        raise AssertionError
    assert answers.once("a question", lambda: 7) == 7
