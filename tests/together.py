"""People who do something at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from trustfund.domain.problems import Refused


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run these at the same moment; what each returned, or the refusal it met."""
    ready = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        ready.wait()
        try:
            return work()
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(works)) as people:
        return list(people.map(run, works))
