"""Many at once, in small: eight processes on each engine."""

import pytest

from tests.reliability import crowd
from tests.reliability.crowd import Meeting
from tests.reliability.verdict import TOO_LATE, wrong

PROCESSES = 8


@pytest.fixture
def met(store) -> Meeting:
    return crowd.meet(store, PROCESSES, rounds=1)


def test_a_crowd_overdraws_nothing_loses_nothing_and_shows_nobody_an_error(met):
    assert list(wrong(met)) == []
    # All of it did happen: half of the trips, both ends of a form, changes that came too late.
    assert len(met.ended("booked", "authorise")) == met.covered
    assert len(met.ended("refused", "authorise")) == met.covered
    forms = [asked.token for asked in met.ended("booked", "deposit") if asked.token]
    assert (len(forms), len(set(forms))) == (2 * PROCESSES, PROCESSES // 2)
    assert met.ended("refused", "correct")
    assert met.ended("booked", "correct")
    assert all(f"{TOO_LATE}Officer " in one.said for one in met.ended("refused", "correct"))
    longest, usual = met.waits()
    assert 0 < usual <= longest < 60  # not for ever; how long, the full size says


def test_the_crowd_would_notice_what_is_lost(sqlite_store):
    met = crowd.meet(sqlite_store, 2, rounds=1)
    assert list(wrong(met)) == []
    kept = list(met.asked)
    for what in ("authorise", "correct", "deposit"):
        met.asked.remove(next(one for one in met.ended("booked", what) if not one.token))
        assert list(wrong(met)), f"an act that nobody was told of: {what}"
        met.asked[:] = kept
