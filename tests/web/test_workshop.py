"""Costly files are made by a process of their own, and nobody who wants many stops the others."""

import signal
import time
from dataclasses import replace
from datetime import date
from typing import Any

import anyio
import pytest
import sqlalchemy as sa
from anyio.abc import TaskGroup
from starlette.requests import Request

from trustfund.domain.roles import VISITOR
from trustfund.exchange.workshop import Made, Order, make
from trustfund.figures import frames
from trustfund.web import exports
from trustfund.web.workshop import LONGEST_LINE, SHARE, Busy, Workshop

BRIEF = Order("sqlite:///:memory:", "1", "brief.pdf", (), date(2018, 7, 16), VISITOR)


def on_day(day: int) -> Order:
    """The brief as of a day of June 2018: another file each day."""
    return replace(BRIEF, parameters=(("as_of", f"2018-06-{day:02}"),))


class Slow(Workshop):
    """A workshop whose process is one that takes as long as a test wants."""

    def __init__(self) -> None:
        super().__init__()
        self.open = False
        self.asked: list[Order] = []

    def _ask(self, order: Order) -> Made | Exception:
        self.asked.append(order)
        while not self.open:
            time.sleep(0.01)
        return Made(b"a file", order.stamp)


async def until(true: Any) -> None:
    """Wait for something that other tasks do."""
    with anyio.fail_after(30):
        while not true():
            await anyio.sleep(0.01)


def wait_for(workshop: Workshop, order: Order, address: str, tasks: TaskGroup) -> None:
    """Somebody asks for a file and waits."""
    tasks.start_soon(workshop.file, order, address)


def test_the_second_reader_of_a_file_pays_nothing():
    workshop = Slow()

    async def two_readers() -> None:
        async with anyio.create_task_group() as tasks:
            wait_for(workshop, BRIEF, "192.0.2.1", tasks)
            wait_for(workshop, BRIEF, "192.0.2.2", tasks)
            await until(lambda: workshop._line.total() == 2)
            workshop.open = True
        assert (await workshop.file(BRIEF, "192.0.2.3")).content == b"a file"

    anyio.run(two_readers)
    assert workshop.asked == [BRIEF]


def test_another_revision_of_the_books_is_another_file():
    workshop = Slow()
    workshop.open = True

    async def before_and_after() -> None:
        await workshop.file(BRIEF, "192.0.2.1")
        await workshop.file(replace(BRIEF, stamp="2"), "192.0.2.1")

    anyio.run(before_and_after)
    assert len(workshop.asked) == 2


def test_sixteen_readers_wait_and_the_next_one_is_asked_to_come_again():
    workshop = Slow()

    async def a_crowd() -> None:
        async with anyio.create_task_group() as tasks:
            for number in range(LONGEST_LINE + 1):  # one of them has the turn
                wait_for(workshop, on_day(number + 1), f"192.0.2.{number}", tasks)
            await until(lambda: workshop._line.total() == LONGEST_LINE + 1)
            with pytest.raises(Busy):
                await workshop.file(on_day(30), "198.51.100.1")
            workshop.open = True

    anyio.run(a_crowd)


def test_one_address_has_a_share_of_the_line_and_others_still_come_in():
    workshop = Slow()

    async def one_for_many() -> None:
        async with anyio.create_task_group() as tasks:
            for number in range(SHARE):
                wait_for(workshop, on_day(number + 1), "192.0.2.1", tasks)
            await until(lambda: workshop._line.total() == SHARE)
            with pytest.raises(Busy):
                await workshop.file(on_day(30), "192.0.2.1")
            wait_for(workshop, on_day(30), "198.51.100.1", tasks)
            await until(lambda: workshop._line["198.51.100.1"] == 1)
            workshop.open = True

    anyio.run(one_for_many)
    assert workshop.asked[-1] == on_day(30)


def test_a_file_whose_reader_went_before_its_turn_is_not_made():
    workshop = Slow()

    async def goes_away() -> None:
        async with anyio.create_task_group() as tasks:
            wait_for(workshop, on_day(1), "192.0.2.1", tasks)
            await until(lambda: workshop.asked)
            async with anyio.create_task_group() as gone:
                wait_for(workshop, on_day(2), "192.0.2.2", gone)
                await until(lambda: workshop._line.total() == 2)
                gone.cancel_scope.cancel()
            workshop.open = True

    anyio.run(goes_away)
    assert workshop.asked == [on_day(1)]
    assert workshop._line.total() == 0


def test_a_reader_who_hangs_up_leaves_the_line(sample_site, monkeypatch):
    workshop = Slow()
    monkeypatch.setattr(exports, "workshop", workshop)
    scope = {"type": "http", "method": "GET", "query_string": b"", "headers": []}
    messages = [{"type": "http.request"}, {"type": "http.disconnect"}]

    async def hang_up() -> None:
        with anyio.fail_after(30):
            await workshop._turn.acquire()  # somebody else's file is being made
            request = Request(
                scope | {"path_params": {"file": "/brief.pdf"}}, lambda: _next(messages)
            )
            await exports.export(request)

    async def _next(messages: list[dict[str, str]]) -> dict[str, str]:
        return messages.pop(0)

    anyio.run(hang_up)
    assert workshop.asked == []


def test_finished_files_are_kept_up_to_a_limit_the_newest_first(monkeypatch):
    monkeypatch.setattr("trustfund.web.workshop.MOST_KEPT", 2 * len(b"a file"))
    workshop = Slow()
    workshop.open = True

    async def three_files() -> None:
        for day in (1, 2, 3, 3, 2, 1):
            await workshop.file(on_day(day), "192.0.2.1")

    anyio.run(three_files)
    assert workshop.asked == [on_day(1), on_day(2), on_day(3), on_day(1)]


def test_a_file_beyond_the_line_is_refused_with_a_sentence(visitor, sample_site, monkeypatch):
    class Full(Workshop):
        async def file(self, order: Order, address: str) -> Made:
            raise Busy

    monkeypatch.setattr(exports, "workshop", Full())
    answer = visitor.get("/exports/brief.pdf")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "20"
    assert answer.text == "Many files are being made now. Try again in 20 seconds."


def test_files_that_are_written_row_by_row_do_not_wait(visitor, sample_site, monkeypatch):
    class Full(Workshop):
        async def file(self, order: Order, address: str) -> Made:
            raise Busy

    monkeypatch.setattr(exports, "workshop", Full())
    assert visitor.get("/exports/deposits.csv").status_code == 200
    assert visitor.get("/exports/deposits.json").status_code == 200


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes otherwise")
def test_a_process_that_dies_is_replaced(visitor, sample_site, monkeypatch):
    workshop = Workshop()
    monkeypatch.setattr(exports, "workshop", workshop)
    assert visitor.get("/exports/brief.pdf").status_code == 200
    assert workshop._process is not None
    workshop._process.send_signal(signal.SIGSTOP)  # it takes the next order, and never answers
    with monkeypatch.context() as hurry:
        hurry.setattr("trustfund.web.workshop.LONGEST", 1)
        answer = visitor.get("/exports/brief.pdf?as_of=2018-06-01")
    assert (answer.status_code, answer.text) == (
        503,
        "The file could not be made. Try again in 20 seconds.",
    )
    assert visitor.get("/exports/brief.pdf?as_of=2018-06-01").status_code == 200
    workshop.close()


def test_the_process_makes_the_file_that_this_one_would_make(visitor, sample_site):
    books, today = frames.load(sample_site)
    order = Order(str(sample_site.url), books.stamp, "brief.pdf", (), today, VISITOR)
    assert visitor.get("/exports/brief.pdf").content == make(order, sample_site).content


def test_the_process_ends_with_the_program():
    workshop = Workshop()
    process = workshop._running()
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(60) == 0
    workshop.close()


def test_the_process_opens_the_store_with_its_password(visitor, sample_site, monkeypatch):
    url = sa.make_url("postgresql+psycopg://fund:a-secret@localhost/fund")
    workshop = Slow()
    workshop.open = True
    monkeypatch.setattr(exports, "workshop", workshop)
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", "of the test")
    monkeypatch.setattr(sample_site, "url", url)
    visitor.get("/exports/brief.pdf")
    (order,) = workshop.asked
    assert order.store == "postgresql+psycopg://fund:a-secret@localhost/fund"
