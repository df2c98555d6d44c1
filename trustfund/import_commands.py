"""``python -m trustfund import`` and ``template``: spreadsheets in, from the command line."""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from trustfund.accounts import people
from trustfund.domain.problems import Problem, Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange import templates
from trustfund.exchange.imports import kinds
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Choices, Source
from trustfund.figures import frames
from trustfund.store.engine import Store
from trustfund.store.setup import ready_store

BAR = 30
"""The width of the progress bar, in characters."""


def import_file(arguments: argparse.Namespace) -> None:
    """Plan a file; apply all of it, or nothing."""
    kind = kinds.BY_NAME[arguments.kind]
    choices = Choices(
        arguments.sheet,
        _columns(kind, arguments.column),
        _values(kind, arguments.value),
    )
    store = ready_store()
    refuse_the_store(store, arguments.file)
    actor = COMMAND_LINE if arguments.as_ is None else people.staff_of(store, arguments.as_)
    try:
        source = Source.of(Path(arguments.file))
    except Refused as refused:
        outcome = Outcome(problems=refused.problems)
    else:
        dry_run = arguments.dry_run
        outcome = run(store, actor, kind, source, choices, dry_run=dry_run, progress=_bar())
    _tell(outcome, arguments.dry_run)


def refuse_the_store(store: Store, file: str) -> None:
    """Nothing but SQLite may open the store: whoever closes the file again drops its locks."""
    if store.path and Path(file).resolve() == store.path.resolve():
        raise Refused(Problem("File", file, "is the store itself", "Choose another"))


def _tell(outcome: Outcome, dry_run: bool) -> None:
    for sentence in outcome.sentences:
        print(sentence)
    if outcome.problems:
        print("Nothing is booked: a file with one problem applies nothing.")
    elif dry_run:
        print("Nothing is booked: this was a dry run.")
    print(outcome)
    if outcome.problems:
        sys.stdout.flush()  # the problems come after it, also where both streams are one
        raise Refused(*map(_on_the_command_line, outcome.problems))


def _on_the_command_line(problem: Problem) -> Problem:
    """A problem of a header also names the option that says what is meant."""
    if not problem.place.endswith(", column") or not problem.value:
        return problem
    option = f'--column "{problem.value}=COLUMN"'
    remedy = f"{problem.remedy.rstrip('.')}. Here: {option}; nothing behind the = leaves it out"
    return Problem(problem.place, problem.value, problem.reason, remedy)


def _columns(kind: Kind, given: Iterable[str]) -> Mapping[str, str]:
    """What ``--column "HEADER=COLUMN"`` says; nothing behind the sign leaves the header out."""
    chosen = {}
    for text in given:
        header, sign, column = (part.strip() for part in text.rpartition("="))
        if not sign or not header:
            raise _unclear("--column", text, 'Write it like "Donor=contributor"')
        if column and column not in kind.columns:
            known = f"Use one of {', '.join(kind.columns)}"
            raise Refused(Problem("--column", column, f"is not a column of {kind.name}", known))
        chosen[header] = column
    return chosen


def _values(kind: Kind, given: Iterable[str]) -> Mapping[tuple[str, str], str]:
    """What ``--value "COLUMN:TEXT=MEANT"`` says."""
    chosen = {}
    for text in given:
        column, colon, rest = (part.strip() for part in text.partition(":"))
        said, sign, meant = (part.strip() for part in rest.rpartition("="))
        if not colon or not sign or not said:
            raise _unclear("--value", text, 'Write it like "country:Turkey=TUR"')
        if column not in kind.columns:
            known = f"Use one of {', '.join(kind.columns)}"
            raise Refused(Problem("--value", column, f"is not a column of {kind.name}", known))
        chosen[column, said] = meant
    return chosen


def _unclear(option: str, text: str, remedy: str) -> Refused:
    return Refused(Problem(option, text, "cannot be understood", remedy))


def _bar() -> Callable[[int, int], None]:
    """Draws how far the import is on a terminal; where the errors go to a file, nothing."""
    if not sys.stderr.isatty():
        return _no_bar
    width = min(BAR, shutil.get_terminal_size().columns - 20)

    def draw(done: int, rows: int) -> None:
        filled = width * done // max(rows, 1)
        bar = "#" * filled + "." * (width - filled)
        end = "\r\033[K" if done >= rows else ""  # gone when it is done
        print(f"\r[{bar}] {done:,} of {rows:,}{end}", end="", file=sys.stderr, flush=True)

    return draw


def _no_bar(_done: int, _rows: int) -> None:
    """Nothing: what is written to a file is for reading."""


def template(arguments: argparse.Namespace) -> None:
    """Write a template to fill in: CSV or a workbook, as the file's name ends."""
    kind = kinds.BY_NAME[arguments.kind]
    path = Path(arguments.file)
    if path.suffix.lower() == ".csv":
        content = templates.csv_template(kind).encode()
    elif path.suffix.lower() == ".xlsx":
        content = templates.xlsx_template(kind, frames.load(ready_store())[0])
    else:
        raise Refused(Problem("File", arguments.file, "ends in no form of template",
                              "Name a file that ends in .csv or .xlsx"))  # fmt: skip
    with open(path, "xb") as file:  # what somebody has filled in already is not overwritten
        file.write(content)
    print(f"The template of {kind.name} is {arguments.file}.")


def add_to(commands: Any, acting_as: argparse.ArgumentParser) -> None:
    """Add the commands that take spreadsheets in."""
    command = commands.add_parser(
        "import", parents=[acting_as], help="plan a file, then apply all of it or nothing"
    )
    _add_kind(command)
    command.add_argument("file", metavar="FILE", help="a CSV file or a workbook")
    command.add_argument(
        "--dry-run", action="store_true", help="plan only: say what would be booked"
    )
    command.add_argument("--sheet", default="", metavar="NAME", help="the sheet of a workbook")
    command.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADER=COLUMN",
        help="what a header of the file stands for; may be repeated",
    )
    command.add_argument(
        "--value",
        action="append",
        default=[],
        metavar="COLUMN:TEXT=MEANT",
        help="what a text in a column means; may be repeated",
    )
    command.set_defaults(perform=import_file)
    command = commands.add_parser("template", help="write a file to fill in and import")
    _add_kind(command)
    command.add_argument("file", metavar="FILE", help="a new file that ends in .csv or .xlsx")
    command.set_defaults(perform=template)


def _add_kind(command: argparse.ArgumentParser) -> None:
    names = sorted(kinds.BY_NAME)
    command.add_argument("kind", choices=names, metavar="KIND", help=", ".join(names))
