"""``python -m trustfund import`` and what belongs to it: spreadsheets in, from the command line."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trustfund.commands import import_options
from trustfund.commands.common import acting, add, erased, refuse_the_store, screen
from trustfund.domain.catalogue import file as fields
from trustfund.domain.problems import Code, Refused, refusal
from trustfund.domain.roles import ADMINISTRATORS, RECORDERS, Actor
from trustfund.exchange import templates
from trustfund.exchange.imports import answers, kinds
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rejected import rejected_rows
from trustfund.exchange.imports.rows import Choices, Source
from trustfund.figures import frames, wording
from trustfund.ledger import contributors
from trustfund.ledger.acts import Done
from trustfund.ledger.books import open_books, read_books
from trustfund.ledger.imports import imported_files
from trustfund.store.engine import Store
from trustfund.store.setup import ready_store

BAR = 30
"""The width of the progress bar, in characters."""


def import_file(arguments: argparse.Namespace) -> None:
    """Plan a file, then apply all of it or nothing."""
    kind = kinds.BY_NAME[arguments.kind]
    choices = import_options.choices(
        kind,
        arguments.sheet,
        arguments.column,
        arguments.value,
        arguments.another,
        arguments.header,
        arguments.answer,
        arguments.constant,
        arguments.decide,
        arguments.same_money,
        arguments.other_money,
        leaves_out=arguments.leave_out_others,
    )
    store = ready_store()
    refuse_the_store(store, arguments.file)
    actor = acting(store, arguments)
    if arguments.save_answers:
        answers.checked(arguments.save_answers)
    if arguments.answers:
        choices = _with_answers(store, actor, kind, arguments.answers, choices)
    if arguments.rejected and Path(arguments.rejected).exists():
        why, remedy = "is there already", "Name a new one"
        raise refusal(fields.FILE, Code.TAKEN, arguments.rejected, why, remedy)
    if arguments.hold:
        actor.require(ADMINISTRATORS, "Keeping others waiting")
    try:
        source = Source.of(Path(arguments.file))
    except Refused as refused:
        outcome = Outcome(problems=refused.problems)
    else:
        how = {"dry_run": arguments.dry_run, "hold": arguments.hold}
        outcome = run(store, actor, kind, source, choices, **how, progress=_bar())
    if outcome.table and not arguments.answers:
        for each in answers.kept(store, actor, kind):
            if each.fits(outcome.table):
                print(f'The answers {each} fit this file: use them with --answers "{each.name}".')
    if outcome.table and arguments.save_answers:
        print(answers.keep(store, actor, kind, arguments.save_answers, outcome.table, choices))
    _print_outcome(outcome, arguments)


def _with_answers(store: Store, actor: Actor, kind: Kind, name: str, choices: Choices) -> Choices:
    """The choices beside the kept answers of that name, which are printed."""
    found = answers.named(store, actor, kind, name)
    with read_books(store) as books:
        used, stale = answers.usable(books, kind, found)
    both = choices.beside(used)
    mine = answers.described(kind, choices)
    said = [words for each, words in answers.described(kind, both).items() if each not in mine]
    print(f"Answered as in {found}, by {found.by}: {'; '.join(said) or 'nothing'}.")
    for sentence in stale:
        print(sentence)
    return both


def _print_outcome(outcome: Outcome, arguments: argparse.Namespace) -> None:
    """Print what an import did or would do; its problems are refused."""
    for sentence in outcome.sentences:
        print(sentence)
    if arguments.rejected:
        print(_write_rejected(outcome, arguments.rejected))
    if held := outcome.held_back:
        more = wording.counted(len(held), "more sentence depends", "more sentences depend")
        print(f"{more} on the answers to those below.")
    if outcome.problems:
        print("Nothing is booked: a file with one problem applies nothing.")
    elif arguments.dry_run:
        print("Nothing is booked: this was a dry run.")
    print(outcome)
    if outcome.problems:
        sys.stdout.flush()  # the problems come after it, also where both streams are one
        raise Refused(*import_options.problems_with_options(outcome))


def _write_rejected(outcome: Outcome, file: str) -> str:
    """Write the rows that have a problem; a sentence on how many there are."""
    if not outcome.rejected:
        return f"No row is rejected: {file} is not written."
    _write_new(file, rejected_rows(outcome).encode("utf-8-sig"))
    rows = len(outcome.rejected)
    return f"{rows:,} rejected {'row is' if rows == 1 else 'rows are'} in {file}, to mend."


def _write_new(file: str, content: bytes) -> None:
    """Write a file that its owner alone may read: rows of travel hold names."""
    made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # and none is overwritten
    with open(made, "wb") as target:
        target.write(content)


def _bar() -> Callable[[int, int], None]:
    """Draws how far the import is on a terminal; where errors go to a file, nothing."""
    if not sys.stderr.isatty():
        return lambda *_: None
    on = screen(sys.stderr)
    width = min(BAR, shutil.get_terminal_size().columns - 20)

    def draw(done: int, rows: int) -> None:
        filled = width * done // max(rows, 1)
        bar = "#" * filled + "." * (width - filled)
        end = "\r\033[K" if done >= rows else ""  # gone when it is done
        print(f"\r[{bar}] {done:,} of {rows:,}{end}", end="", file=on, flush=True)

    return draw


def template(arguments: argparse.Namespace) -> None:
    """Write a file to fill in and import."""
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
    """Undo all that an import did, or list the imports."""
    store = ready_store()
    actor = acting(store, arguments)
    if arguments.imported is None:
        actor.require(RECORDERS, "The list of imports")
        _list_imports(store)
        return
    with open_books(store, actor) as books:
        done = imported_files.take_back_import(books, arguments.imported, arguments.reason)
    _print_done(done)
    erased(store)  # what is void keeps no paper, and a trip no name


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
    """Map a name that files use to its contributor."""
    act = contributors.not_known_as if arguments.no_more else contributors.also_known_as
    store = ready_store()
    with open_books(store, acting(store, arguments)) as books:
        done = act(books, arguments.name, arguments.contributor, arguments.reason)
    _print_done(done)


def _print_done(done: Done) -> None:
    print(done.sentence, *done.warnings, sep="\n")


def add_to(commands: Any, acting_as: argparse.ArgumentParser) -> None:
    """Add the commands that take spreadsheets in."""
    command = add(commands, "import", import_file, acting_as)
    _add_kind(command)
    command.add_argument("file", metavar="FILE", help="a CSV file or a workbook")
    command.add_argument("--dry-run", action="store_true", help="plan only, book nothing")
    command.add_argument(
        "--hold",
        action="store_true",
        help="with --dry-run on PostgreSQL: keep others waiting for more than a minute",
    )
    command.add_argument("--sheet", default="", metavar="NAME", help="the sheet of a workbook")
    command.add_argument(
        "--header", type=int, default=0, metavar="ROW", help="the number of the row of headers"
    )
    command.add_argument(
        "--leave-out-others",
        action="store_true",
        help="leave out all headers that are no columns and were not chosen",
    )
    command.add_argument(
        "--answers", default="", metavar="NAME", help="use the answers kept under this name"
    )
    command.add_argument(
        "--save-answers", default="", metavar="NAME", help="keep the answers, for the next file"
    )
    for option, form, help_ in (
        ("--constant", "COLUMN=VALUE", "what stands in every row of a column the file lacks"),
        ("--answer", "QUESTION=ANSWER", "what hidden rows, merged cells or formats mean"),
        ("--column", "HEADER=COLUMN", "which column a header of the file is"),
        ("--value", "COLUMN:TEXT=MEANT", "what a text in a column means"),
        ("--another", "NAME=WHY", "a contributor to record though one may be the same"),
        ("--same-money", "REFERENCE", "a deposit to leave out: its money is there; or all"),
        ("--other-money", "REFERENCE=WHY", "a deposit that is other money than it looks; or all"),
        ("--decide", "EVENT:WHAT=DECISION", "what becomes of what hangs on an event that changes"),
    ):
        command.add_argument(
            option, action="append", default=[], metavar=form, help=f"{help_}; may be repeated"
        )
    command.add_argument(
        "--rejected", metavar="FILE", help="a new file for the rows that have a problem"
    )
    command = add(commands, "template", template)
    _add_kind(command)
    command.add_argument("file", metavar="FILE", help="a new file that ends in .csv or .xlsx")
    command = add(commands, "take-back", take_back, acting_as)
    command.add_argument(
        "imported", nargs="?", type=int, metavar="IMPORT", help="its number; without it, the list"
    )
    _add_reason(command)
    command = add(commands, "also-known-as", also_known_as, acting_as)
    command.add_argument("name", metavar="NAME", help="the name that files use")
    command.add_argument("contributor", metavar="CONTRIBUTOR", help="the contributor it means")
    command.add_argument("--no-more", action="store_true", help="remove this alias")
    _add_reason(command)


def _add_reason(command: argparse.ArgumentParser) -> None:
    command.add_argument("--reason", default="", metavar="TEXT", help="why, for history")


def _add_kind(command: argparse.ArgumentParser) -> None:
    names = sorted(kinds.BY_NAME)
    command.add_argument("kind", choices=names, metavar="KIND", help=", ".join(names))
