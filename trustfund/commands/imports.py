"""``python -m trustfund import`` and what belongs to it: spreadsheets in, from the command line."""

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trustfund.accounts import people
from trustfund.commands import import_options
from trustfund.domain.catalogue import file as fields
from trustfund.domain.problems import Code, Refused, refusal
from trustfund.domain.roles import COMMAND_LINE, Actor
from trustfund.exchange import templates
from trustfund.exchange.imports import kinds
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rejected import rejected_rows
from trustfund.exchange.imports.rows import Source
from trustfund.figures import frames
from trustfund.ledger import contributors
from trustfund.ledger.acts import Done
from trustfund.ledger.books import open_books, read_books
from trustfund.ledger.imports import imported_files
from trustfund.store import erasing
from trustfund.store.engine import Store
from trustfund.store.setup import ready_store

BAR = 30
"""The width of the progress bar, in characters."""


def import_file(arguments: argparse.Namespace) -> None:
    """Plan a file; apply all of it, or nothing."""
    kind = kinds.BY_NAME[arguments.kind]
    choices = import_options.choices(kind, arguments.sheet, arguments.column, arguments.value)
    store = ready_store()
    refuse_the_store(store, arguments.file)
    if arguments.rejected and Path(arguments.rejected).exists():
        why, remedy = "is there already", "Name a new one"
        raise refusal(fields.FILE, Code.TAKEN, arguments.rejected, why, remedy)
    actor = acting(store, arguments)
    try:
        source = Source.of(Path(arguments.file))
    except Refused as refused:
        outcome = Outcome(problems=refused.problems)
    else:
        dry_run = arguments.dry_run
        outcome = run(store, actor, kind, source, choices, dry_run=dry_run, progress=_bar())
    _tell(outcome, arguments)


def acting(store: Store, arguments: argparse.Namespace) -> Actor:
    """Who a command acts as: the staff account of ``--as``, else the local administrator."""
    return people.staff_of(store, arguments.as_) if arguments.as_ is not None else COMMAND_LINE


def refuse_the_store(store: Store, file: str) -> None:
    """Nothing but SQLite may open the store: whoever closes the file again drops its locks."""
    if store.path and Path(file).resolve() == store.path.resolve():
        raise refusal(fields.FILE, Code.IN_USE, file, "is the store itself", "Choose another")


def _tell(outcome: Outcome, arguments: argparse.Namespace) -> None:
    for sentence in outcome.sentences:
        print(sentence)
    if arguments.rejected:
        print(_keep_rejected(outcome, arguments.rejected))
    if outcome.problems:
        print("Nothing is booked: a file with one problem applies nothing.")
    elif arguments.dry_run:
        print("Nothing is booked: this was a dry run.")
    print(outcome)
    if outcome.problems:
        sys.stdout.flush()  # the problems come after it, also where both streams are one
        raise Refused(*import_options.told(outcome))


def _keep_rejected(outcome: Outcome, file: str) -> str:
    """Write the rows that have a problem, where there are any; say so."""
    if not outcome.rejected:
        return f"No row is rejected: {file} is not written."
    _write_new(file, rejected_rows(outcome).encode("utf-8-sig"))
    rows = len(outcome.rejected)
    return f"{rows:,} rejected {'row is' if rows == 1 else 'rows are'} in {file}, to mend."


def _write_new(file: str, content: bytes) -> None:
    with open(file, "xb") as target:  # what somebody has filled in already is not overwritten
        target.write(content)


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
        why, remedy = "ends in no form of template", "Name a file that ends in .csv or .xlsx"
        raise refusal(fields.FILE, Code.MALFORMED, arguments.file, why, remedy)
    _write_new(arguments.file, content)
    print(f"The template of {kind.name} is {arguments.file}.")


def take_back(arguments: argparse.Namespace) -> None:
    """Take an import back as one act, or list the imports."""
    store = ready_store()
    if arguments.imported is None:
        _list_imports(store)
        return
    with open_books(store, acting(store, arguments)) as books:
        receipt = imported_files.take_back_import(books, arguments.imported, arguments.reason)
    _say(receipt)
    erasing.write_through(store)  # a trip that is void keeps no name


def _list_imports(store: Store) -> None:
    """The newest imports, tab between columns."""
    with read_books(store) as books:
        files = imported_files.recent(books)
        lines = imported_files.history(books, files)
    print("import", "recorded", "actor", "kind", "file", "rows", "state", sep="\t")
    for file in files:
        line = lines[file.act_id]
        rows = f"new {file.new}, changed {file.changed}, same {file.same}"
        state = "taken back" if file.taken_back else "booked"
        at = f"{line.at:%Y-%m-%d %H:%M}"
        print(file.id, at, line.actor, file.kind, file.file, rows, state, sep="\t")


def also_known_as(arguments: argparse.Namespace) -> None:
    """Say whose other name a name in files is, or that it is none any more."""
    act = contributors.not_known_as if arguments.no_more else contributors.also_known_as
    store = ready_store()
    with open_books(store, acting(store, arguments)) as books:
        receipt = act(books, arguments.name, arguments.contributor, arguments.reason)
    _say(receipt)


def _say(receipt: Done) -> None:
    for sentence in (receipt.sentence, *receipt.warnings):
        print(sentence)


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
    command.add_argument(
        "--rejected", metavar="FILE", help="a new file for the rows that have a problem"
    )
    command.set_defaults(perform=import_file)
    command = commands.add_parser("template", help="write a file to fill in and import")
    _add_kind(command)
    command.add_argument("file", metavar="FILE", help="a new file that ends in .csv or .xlsx")
    command.set_defaults(perform=template)
    command = commands.add_parser(
        "take-back", parents=[acting_as], help="undo all that an import did, or list the imports"
    )
    command.add_argument(
        "imported", nargs="?", type=int, metavar="IMPORT", help="its number; without it, the list"
    )
    _add_reason(command)
    command.set_defaults(perform=take_back)
    command = commands.add_parser(
        "also-known-as", parents=[acting_as], help="say whose other name a name in files is"
    )
    command.add_argument("name", metavar="NAME", help="the name that files use")
    command.add_argument("contributor", metavar="CONTRIBUTOR", help="the contributor it means")
    command.add_argument("--no-more", action="store_true", help="it means the contributor no more")
    _add_reason(command)
    command.set_defaults(perform=also_known_as)


def _add_reason(command: argparse.ArgumentParser) -> None:
    command.add_argument("--reason", default="", metavar="TEXT", help="why, for history")


def _add_kind(command: argparse.ArgumentParser) -> None:
    names = sorted(kinds.BY_NAME)
    command.add_argument("kind", choices=names, metavar="KIND", help=", ".join(names))
