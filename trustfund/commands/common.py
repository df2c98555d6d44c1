"""What several commands need."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trustfund.accounts import people
from trustfund.domain.catalogue.file import FILE
from trustfund.domain.problems import Code, refusal
from trustfund.domain.roles import COMMAND_LINE, Actor
from trustfund.store.engine import Store


def add(
    commands: Any,
    name: str,
    perform: Callable[[argparse.Namespace], None],
    *parents: argparse.ArgumentParser,
) -> argparse.ArgumentParser:
    """Add a command; its help is the docstring of the function that performs it."""
    text = (perform.__doc__ or "").strip(".")
    command = commands.add_parser(name, parents=parents, help=text[:1].lower() + text[1:])
    command.set_defaults(perform=perform)
    return command  # type: ignore[no-any-return]


def acting(store: Store, arguments: argparse.Namespace) -> Actor:
    """Who a command acts as: the staff account of ``--as``, else the local administrator."""
    return people.staff_of(store, arguments.as_) if arguments.as_ is not None else COMMAND_LINE


def refuse_the_store(store: Store, file: str) -> None:
    """Nothing but SQLite may open the store: whoever closes the file again drops its locks."""
    if store.path and Path(file).resolve() == store.path.resolve():
        raise refusal(FILE, Code.IN_USE, file, "is the store itself", "Choose another")
