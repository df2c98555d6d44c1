"""Open pages follow the books without all asking, or all being drawn, at the same moment."""

import threading
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from tests.books import a_contributor
from tests.people import acting
from trustfund.domain.roles import VISITOR, Role
from trustfund.figures import frames
from trustfund.screens import following, watch
from trustfund.screens.following import WITHIN, Follower, looks_to_wait, pause
from trustfund.screens.watch import Now, Watch
from trustfund.store.engine import StoreError

OFFICER = acting(Role.STAFF, "officer@example.org", 1)
OLD, NEW = Now("7", {}), Now("8", {})


def looks(chance: Random, opened: float, booked: float, is_visitor: bool) -> Iterator[float]:
    """The moments at which a page that was opened at one looks at the books."""
    follower = Follower(VISITOR, OLD.stamp, pause(chance, is_visitor=is_visitor), chance)
    at = opened + follower.every
    while not follower.is_due(VISITOR, NEW if at >= booked else OLD):
        yield at
        at += follower.every
    yield at


@pytest.mark.parametrize("is_visitor", [True, False])
@pytest.mark.parametrize("booked", [1, 8, 30, 200])
def test_a_page_is_drawn_again_within_half_a_minute_of_a_booking(booked, is_visitor):
    for seed in range(500):
        *_, drawn = looks(Random(seed), 0, booked, is_visitor)
        assert booked <= drawn < booked + WITHIN


@pytest.mark.parametrize("is_visitor", [True, False])
def test_fifty_pages_opened_together_are_not_drawn_again_together(is_visitor):
    for booked in range(0, 120, 7):
        chance = Random(booked)
        moments = [list(looks(chance, 0, booked, is_visitor))[-1] for _ in range(50)]
        each_second = Counter(int(moment) for moment in moments)
        assert max(each_second.values()) <= 15
        assert max(moments) - min(moments) > 8


def test_nothing_booked_draws_nothing():
    follower = Follower(VISITOR, "7", 10, Random(0))
    assert not any(follower.is_due(VISITOR, OLD) for _ in range(100))


def test_a_page_that_shows_no_books_does_not_follow_them():
    follower = Follower(OFFICER, "", 3, Random(0))
    assert not any(follower.is_due(OFFICER, NEW) for _ in range(100))


def test_who_was_signed_out_is_shown_out_at_the_next_look():
    assert Follower(OFFICER, "", 3).is_due(VISITOR, OLD)
    lowered = acting(Role.VIEWER, OFFICER.name, OFFICER.account)
    assert Follower(OFFICER, "7", 3).is_due(lowered, OLD)


def test_a_second_booking_does_not_put_it_off():
    follower = Follower(VISITOR, "7", 3, Random(3))
    waited = looks_to_wait(Random(3), 3)
    assert waited > 2
    seen = [follower.is_due(VISITOR, Now(str(8 + look), {})) for look in range(waited + 1)]
    assert seen == [False] * waited + [True]


# One question for all


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """What the store was asked for the newest state of the books."""
    said: list[str] = []
    ask = frames.stamp

    def stamp(store):
        said.append(ask(store))
        return said[-1]

    monkeypatch.setattr(frames, "stamp", stamp)
    return said


def test_many_pages_ask_the_store_once(sqlite_store, asked):
    together = Watch()
    pages = [threading.Thread(target=together.now, args=(sqlite_store,)) for _ in range(30)]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert len(asked) == 1


def test_what_is_booked_is_seen_when_the_answer_is_old(sqlite_store, asked, monkeypatch):
    together = Watch()
    before = together.now(sqlite_store)
    a_contributor(sqlite_store, "Norway")
    assert together.now(sqlite_store) is before
    monkeypatch.setattr(watch, "LASTS", 0)
    assert together.now(sqlite_store).stamp == frames.stamp(sqlite_store) != before.stamp


def test_another_store_is_asked_itself(sqlite_store, sample_store):
    together = Watch()
    assert together.now(sqlite_store).stamp != together.now(sample_store).stamp


def test_a_store_that_was_down_is_asked_again(sqlite_store, monkeypatch):
    together = Watch()
    with monkeypatch.context() as down:
        down.setattr(watch, "_asked", lambda _store: StoreError("down"))
        with pytest.raises(StoreError):
            together.now(sqlite_store)
    assert together.now(sqlite_store).stamp == frames.stamp(sqlite_store)


def test_who_waited_for_a_store_that_is_down_does_not_wait_again(sqlite_store, monkeypatch):
    together, waits, goes_on = Watch(), threading.Event(), threading.Event()
    questions: list[int] = []

    def slowly(_store):
        questions.append(1)
        waits.set()
        assert goes_on.wait(60)
        return StoreError("down")

    def look() -> None:
        with pytest.raises(StoreError):
            together.now(sqlite_store)

    monkeypatch.setattr(watch, "_asked", slowly)
    pages = [threading.Thread(target=look) for _ in range(9)]
    for page in pages:
        page.start()
    assert waits.wait(60)
    while threading.active_count() < 10:  # all of them wait
        pass
    goes_on.set()
    for page in pages:
        page.join()
    assert len(questions) <= 2  # one may have come only then


def test_the_pauses_leave_room_for_a_look_after_the_last_wait():
    for longest in (following.VISITORS_LOOK[1], following.SIGNED_IN_LOOK[1]):
        chance = Random(0)
        most = max(looks_to_wait(chance, longest) for _ in range(1000))
        assert (1 + most) * longest <= WITHIN - following.SLACK
