"""Whatever people do, in whatever order, on whatever days: the sums are right to the cent.

Hypothesis makes up sequences of acts. Each is done on the books and by a naive bookkeeper, who adds
everything up from scratch. The books do what is legal, refuse what is not and then change nothing,
and every figure is the bookkeeper's: in yen and francs without decimals, in dinars with three.
"""

import shutil
from copy import deepcopy

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests import iati_rules, iati_sums
from tests.books import a_contributor, day, publish
from tests.examples import examples
from tests.invariants import assert_books_foot, assert_read_as_anew
from tests.keys import broken
from tests.ledger.sequences.bookkeeping import GIVER, REASON, UNITS
from tests.ledger.sequences.compared import assert_a_statement_foots, assert_figures_agree
from tests.ledger.sequences.naive_documents import TODAY
from tests.ledger.sequences.naive_model import Naive
from tests.ledger.sequences.rules_for_cash import RulesForCash
from tests.ledger.sequences.rules_for_gifts import RulesForGifts
from tests.ledger.sequences.rules_for_travel import RulesForTravel
from tests.reading import view
from trustfund.figures import checks, contributions, statements
from trustfund.ledger import amendments, deposits, giving_up, movements, trip_steps


class Sequence(RulesForGifts, RulesForCash, RulesForTravel, RuleBasedStateMachine):
    """All that can be done, on a copy of the opening books."""

    def __init__(self, store, opening):
        file, model = opening
        store.engine.dispose()
        shutil.copyfile(file, store.path)
        RuleBasedStateMachine.__init__(self)
        RulesForGifts.__init__(self, store, deepcopy(model))

    def teardown(self):
        assert_figures_agree(self.store, self.model)
        assert list(checks.problems(self.store)) == []
        assert_books_foot(self.store)
        assert_read_as_anew(self.store)
        for query in ("", "as_of=2017-05-15", "as_of=2017-07-01"):
            assert broken(view(self.store, query)) == []
            assert_a_statement_foots(view(self.store, f"contributor={GIVER}&{query}".rstrip("&")))
        publish(self.store, publishes_instalments=True)
        made = iati_sums.file(self.store)
        assert iati_rules.wrong(made, TODAY.isoformat()) == []
        assert iati_sums.sums(made) == iati_sums.sums_of_ledger(self.store)
        for query in ("", "as_of=2017-05-15", "as_of=2017-07-01"):
            iati_sums.assert_adds_up(self.store, query)


class UndoneSequence(Sequence):
    """In the end everything is taken back again: last things first, where money asks for it."""

    def teardown(self):
        while sum(self._undone(*act) for act in self._acts_left()):
            continue  # what waited for another act may be undone now
        super().teardown()
        assert {naively for naively, *_ in self._acts_left()} <= {"take_back_amendment"}
        assert not any(statements.funding_status(view(self.store)).values())
        for row in contributions.contribution_rows(view(self.store)):
            assert (row["deposited_amount"], row["written_off_amount"]) == (0, 0)

    def _undone(self, naively, act, key):
        return self.book(lambda naive: getattr(naive, naively)(key), act, key, REASON)

    def _acts_left(self):
        """What undoes each document that still says something, newest documents first."""
        model = self.model
        left = {
            ("take_back_step", trip_steps.take_back): _where(
                model.trips, lambda t: len(t.steps) > 1
            ),
            ("reverse_movement", movements.reverse_movement): _where(
                model.moved, lambda moved: moved.parts
            ),
            ("reverse_deposit", deposits.reverse_deposit): _where(
                model.cash, lambda cash: cash.parts
            ),
            ("expect_again", giving_up.take_back): _where(
                model.gifts, lambda gift: gift.withdrawn or gift.written_off
            ),
            ("take_back_amendment", amendments.take_back_amendment): _where(
                model.gifts, lambda gift: gift.amendments
            ),
        }
        return [(*how, key) for how, keys in left.items() for key in keys]


def _where(documents, says):
    return [key for key in reversed(documents) if says(documents[key])]


@pytest.fixture(scope="module")
def opening(ready_file, sqlite_books, tmp_path_factory):
    """Books with rates, two arrangements that money came for, and two trips, one settled."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TRUSTFUND_TODAY", TODAY.isoformat())
        begun = Sequence(sqlite_books, (ready_file, Naive()))
        a_contributor(sqlite_books, GIVER)
        for currency in UNITS:
            begun.record_rate(currency, day("2017-05-01"), 100)
        begun.commit("USD", day("2017-05-01"), 1_000_000, ("1", "unearmarked", 600))
        begun.commit("JPY", day("2017-05-01"), 500_001, ("2", "3", 333))
        for which in (1, 2):
            begun.deposit(which, day("2017-05-15"), 500, None, None)
            begun.nominate(day("2017-05-20"), 150_000 * which, 99)
            begun.authorise(0, day("2017-06-15"), None)
        begun.end(1, "settled", day("2017-10-03"), 0)
        begun.write_off(1, day("2017-07-01"))
    sqlite_books.engine.dispose()
    path = tmp_path_factory.mktemp("opening") / "opening.db"
    return shutil.copyfile(sqlite_books.path, path), begun.model


@pytest.fixture
def run(opening, sqlite_books, set_today):
    """Lets Hypothesis make up sequences of a kind."""
    set_today(TODAY.isoformat())

    def run_many(kind, number):
        run_state_machine_as_test(
            lambda: kind(sqlite_books, opening),  # type: ignore[arg-type] # a factory will do
            settings=settings(max_examples=examples(number), stateful_step_count=25),
        )

    yield run_many
    sqlite_books.engine.dispose()
    sqlite_books.path.unlink()


def test_whatever_is_done_every_sum_is_right_to_the_cent(run):
    run(Sequence, 16)


def test_reversing_everything_returns_every_balance_to_zero(run):
    run(UndoneSequence, 8)
