"""Files imported and taken back in any order: what stands is always what the files left say."""

import random

import pytest

from tests.books import perform
from tests.examples import examples
from tests.exchange.test_taking_back import CHANGED, FILES, KINDS, brought, figures
from tests.invariants import assert_read_as_anew
from trustfund.domain.problems import Refused
from trustfund.figures import checks
from trustfund.ledger.imports.imported_files import take_back_import

PREPARED = KINDS[:5]
STEPS = 8


@pytest.mark.parametrize("seed", range(min(examples(2), 8)))
def test_whatever_the_order_the_newest_import_goes_without_a_trace(sqlite_store, bring, seed):
    choose = random.Random(seed)
    empty = figures(sqlite_store)
    texts = [(kind, text) for files in (FILES, CHANGED) for kind, text in files.items()]
    standing = []  # the figures before each import, None where something earlier went since
    for kind in PREPARED:
        before = figures(sqlite_store)
        standing.append((before, brought(sqlite_store, bring, kind, FILES[kind])))
    for _ in range(STEPS):
        before = figures(sqlite_store)
        if choose.random() < 0.6:
            kind, text = choose.choice(texts)
            number = bring(sqlite_store, kind, text).imported
            if number is None:  # nothing new, or a problem
                assert figures(sqlite_store) == before
            else:
                standing.append((before, number))
        elif standing:
            place = choose.randrange(len(standing))
            try:
                perform(sqlite_store, take_back_import, standing[place][1], "The wrong file")
            except Refused:
                assert figures(sqlite_store) == before
            else:
                later = [(None, number) for _, number in standing[place + 1 :]]
                standing[place:] = later
        assert list(checks.problems(sqlite_store)) == []
        assert_read_as_anew(sqlite_store)
    for before, number in reversed(standing):
        perform(sqlite_store, take_back_import, number, "The wrong file")
        assert before is None or figures(sqlite_store) == before
    assert figures(sqlite_store) == empty
