"""Processes of their own for the work of others, quickly: the program is imported only once."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext
from types import ModuleType
from typing import Any, TypeVar

from trustfund.store.engine import Store

TODAY = "2018-07-16"
Job = TypeVar("Job")
Done = TypeVar("Done")
Start = Callable[[], None]
_start: Any = None


def context() -> ForkServerContext:
    """Starts processes as copies of one that has imported everything and opened no store."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["tests.reliability.rehearsal"])
    return found


def open_here(url: str) -> Store:
    """This process's own store, on the fixed day of the tests."""
    os.environ["TRUSTFUND_TODAY"] = TODAY
    return Store(url)


@contextmanager
def starting() -> Iterator[None]:
    """Start processes inside this: they would otherwise run what a test of a page left as main."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _take_part(start: Any) -> None:
    global _start
    _start = start


def _work(work: Callable[[Job, Start], Done], job: Job) -> Done:
    return work(job, lambda: _start.wait(300))


def at_once(work: Callable[[Job, Start], Done], jobs: Iterable[Job]) -> list[Done]:
    """Do each job in a process of its own; all go on from their start at the same moment."""
    all_jobs = list(jobs)
    here = context()
    with starting():
        pool = here.Pool(len(all_jobs), _take_part, (here.Barrier(len(all_jobs)),))
    with pool:
        return pool.starmap(_work, [(work, job) for job in all_jobs], chunksize=1)
