"""The full size: ``python -m tests.reliability``; ends with 1 when anything was lost or wrong."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack

from tests.reliability import crash, crowd
from tests.reliability.places import Server, a_folder, a_server, ready
from tests.reliability.processes import TODAY
from tests.reliability.verdict import wrong as wrong_with

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
ROUNDS = 2
SERVER_STOPS = 5


def _table(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def _head(title: str, *columns: str) -> None:
    print(f"\n{title}\n")
    _table(*columns)
    _table(*["---"] * len(columns))


def meet(url: str, engine: str, processes: int) -> Iterator[str]:
    """A crowd on one store: a row of the table, and what went wrong."""
    store = ready(url)
    met = crowd.meet(store, processes, ROUNDS)
    wrong = list(wrong_with(met))
    longest, usual = met.waits()
    refused = len(met.ended("refused", "authorise")), len(met.ended("refused", "correct"))
    told = len(met.ended("booked")), *refused, len(met.ended("failed"))
    _table(engine, processes, len(met.asked), *told, f"{longest:.2f}", f"{usual:.2f}", len(wrong))
    store.engine.dispose()
    yield from wrong


def die(url: str, engine: str, kills: int, server: Server | None) -> Iterator[str]:
    """Kill after kill on one store: a row of the table, and what went wrong."""
    ready(url).engine.dispose()
    ordeal = crash.go_through(url, kills)
    stops = SERVER_STOPS if server else 0
    for _ in range(stops):
        assert server is not None
        ordeal.outlive(server.stop_at_once, server.start, after=0.5)
    _table(engine, kills, stops, ordeal.told, ordeal.untold, ordeal.lines, len(ordeal.wrong))
    yield from ordeal.wrong


def main() -> int:
    """Both ordeals on both engines, and a table of each."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("--processes", type=int, default=32, help="how many book at once")
    parser.add_argument("--kills", type=int, default=300, help="how many writers are killed")
    given = parser.parse_args()
    os.environ["TRUSTFUND_TODAY"] = TODAY
    wrong: list[str] = []
    with ExitStack() as stack:
        folder, server = stack.enter_context(a_folder()), stack.enter_context(a_server())

        def place(engine: str, name: str) -> str:
            return f"sqlite:///{folder / name}.db" if engine == "sqlite" else server.database(name)

        _head(
            "Many at once; waits in seconds",
            *("engine", "processes", "acts asked for", "booked", "refused for want of money"),
            *("refused as changed meanwhile", "failed", "longest wait", "95 of 100 within"),
            "wrong",
        )
        for engine, said in ENGINES.items():
            wrong += meet(place(engine, "crowd"), said, given.processes)
        _head(
            "Killed while they book",
            *("engine", "writers killed", "server stopped", "acknowledged"),
            *("complete, though nobody was told", "acts in the books", "lost, half or wrong"),
        )
        for engine, said in ENGINES.items():
            stopped = server if engine == "postgresql" else None
            wrong += die(place(engine, "crash"), said, given.kills, stopped)
    print("", *(wrong or ["Nothing was lost, and every invariant holds."]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
