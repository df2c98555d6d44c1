"""What several commands need."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, TextIO

from trustfund.accounts import people
from trustfund.domain.catalogue import act
from trustfund.domain.catalogue.file import FILE
from trustfund.domain.problems import Code, Problem, refusal
from trustfund.domain.roles import COMMAND_LINE, Actor
from trustfund.domain.texts import visible
from trustfund.store.drafts import path_of
from trustfund.store.engine import Store
from trustfund.store.erasing import NOT_NOW, erase


class _Visible:
    """A stream on which no text of the books, of a file or of a name gives a screen orders."""

    def __init__(self, stream: TextIO) -> None:
        self.screen = stream

    def write(self, text: str) -> int:
        """Write a text as people are to see it."""
        return self.screen.write(visible(text))

    @property
    def buffer(self) -> Any:
        """For bytes: to a file or another program as they are, to a terminal as a text."""
        return _VisibleBytes(self) if self.screen.isatty() else self.screen.buffer

    def __getattr__(self, name: str) -> Any:
        return getattr(self.screen, name)


class _VisibleBytes:
    """The bytes of a file, on a terminal."""

    def __init__(self, stream: _Visible) -> None:
        self.put, self.flush = stream.write, stream.flush

    def write(self, piece: bytes) -> int:
        """Write a piece of a file as people are to see it."""
        return self.put(piece.decode(errors="backslashreplace").replace("\r\n", "\n"))


@contextmanager
def visibly() -> Iterator[None]:
    """All that is printed inside passes here: a control character is shown and not obeyed."""
    out: Any = _Visible(sys.stdout)
    err: Any = _Visible(sys.stderr)
    with redirect_stdout(out), redirect_stderr(err):
        yield


def screen(stream: Any) -> Any:
    """The stream itself, for what may order the screen about: a bar that draws over itself."""
    return getattr(stream, "screen", stream)


def add(
    commands: Any,
    name: str,
    perform: Callable[[argparse.Namespace], int | None],
    *parents: argparse.ArgumentParser,
) -> argparse.ArgumentParser:
    """Add a command; its help is the docstring of the function that performs it."""
    text = (perform.__doc__ or "").strip(".")
    command = commands.add_parser(name, parents=parents, help=text[:1].lower() + text[1:])
    command.set_defaults(perform=perform)
    return command  # type: ignore[no-any-return]


def acting(store: Store, arguments: argparse.Namespace) -> Actor:
    """Who a command acts as: the account of ``--as``, else the local administrator."""
    return people.acting_as(store, arguments.as_) if arguments.as_ is not None else COMMAND_LINE


def told(problem: Problem, arguments: argparse.Namespace) -> str:
    """A problem in words; what an account may not do is said of the account."""
    is_of_the_act = problem.field.identity == act.KIND
    if not is_of_the_act or problem.code is not Code.NOT_OPEN_TO_ROLE:
        return str(problem)
    return (
        f"{problem.place}: the account {arguments.as_} may not do this. {problem.remedy}. "
        "Use --as with an account that has it."
    )


def refuse_the_store(store: Store, file: str) -> None:
    """Nothing but SQLite may open the store: whoever closes the file again drops its locks."""
    own = [path.resolve() for path in (store.path, path_of(store)) if path]
    if Path(file).resolve() in own:
        raise refusal(FILE, Code.IN_USE, file, "is the store itself", "Choose another")


def erased(store: Store) -> None:
    """Delete from the store's files what a booked act removed, or print that it comes later."""
    try:
        if not erase(store):
            print("The -wal file beside the store is in use and may hold them a little longer.")
    except NOT_NOW:
        print(
            "What was removed is not deleted from the disk yet. The program does it within a day."
        )
