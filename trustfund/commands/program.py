"""The command line: ``python -m trustfund``, or ``trustfund`` where it is installed."""

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import sqlalchemy.exc

from trustfund.accounts import drafts, log
from trustfund.commands import imports, serve, users, verify
from trustfund.commands.common import acting, add, erased, refuse_the_store, told, visibly
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import file as fields
from trustfund.domain.permissions import ACTS
from trustfund.domain.problems import Code, Problems, Refused, refusal
from trustfund.domain.roles import COMMAND_LINE, VISITOR, Role
from trustfund.exchange import fund_export, fund_folder, sample
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures import checking, checks, frames
from trustfund.ledger import clock, names, travel
from trustfund.ledger.books import open_books
from trustfund.store import backup, setup, soundness
from trustfund.store.engine import open_store
from trustfund.store.setup import ready_store
from trustfund.store.workplace import beside, sweep

DONE, REFUSED = 0, 1
FILTERS = sorted({name for download in DOWNLOADS.values() for name in download.filters})


def init(arguments: argparse.Namespace) -> None:
    """Create or upgrade the store."""
    store = open_store()
    if arguments.folder:
        for name in fund_folder.NAMES:
            refuse_the_store(store, str(Path(arguments.folder, name)))
        fund_folder.begin(store, Path(arguments.folder))
    setup.make_ready(store)
    if arguments.sample:
        sample.load(store)
    sample_note = " with the illustrative sample" if arguments.sample else ""
    print(f"The store is ready{sample_note}: {store.display_url}")


def export_setup(arguments: argparse.Namespace) -> None:
    """Write what the fund is, as files that begin another store."""
    fund_export.write(ready_store(), Path(arguments.folder))
    print(f"The folder {arguments.folder} holds the fund: begin another store with init --from")


def export(arguments: argparse.Namespace) -> None:
    """Write a file: the same bytes as a visitor gets at its address.

    A file that is not for visitors, and any with ``--full`` or ``--as``, is that of whoever acts.
    """
    forms = [each.form for each in DOWNLOADS.values() if each.name == arguments.name]
    form = arguments.format or forms[0]
    if form not in forms:
        why, remedy = f"does not exist of {arguments.name}", f"Use {', '.join(forms)}"
        raise refusal(fields.FORMAT, Code.NOT_A_CODE, form, why, remedy)
    download = DOWNLOADS[f"{arguments.name}.{form}"]
    store = ready_store()
    actor = acting(store, arguments)
    actor.require(download.readers, download.title)
    in_public = Role.VISITOR in download.readers and not (arguments.full or arguments.as_)
    reader = VISITOR if in_public else actor
    if arguments.output:
        refuse_the_store(store, arguments.output)
    loaded, today = frames.load(store)
    given = [(name, value) for name in FILTERS for value in getattr(arguments, name) or ()]
    view = download.view(loaded, today, given, reader)
    if download.is_logged(reader):
        log.exported(store, actor, arguments.name, "command line")
    with _target(arguments.output) as target:
        for piece in download.pieces(view, reader):
            target.write(piece)
        target.flush()


@contextlib.contextmanager
def _target(output: str | None) -> Iterator[BinaryIO]:
    """Where an export goes. A file appears, or is replaced, when all of it is written."""
    if output is None:
        yield sys.stdout.buffer
        return
    named = Path(output).resolve()
    is_device = named.exists() and not named.is_file()
    part = named if is_device else named.with_name(f".{named.name}-{os.getpid()}")
    try:
        with open(part, "wb") as file:
            yield file
        if not is_device:
            part.replace(named)
    finally:
        if not is_device:
            part.unlink(missing_ok=True)


def back_up(arguments: argparse.Namespace) -> None:
    """Copy the store into a file, while in use, and check the copy."""
    contents, wrong = backup.back_up(
        ready_store(), Path(arguments.file), checks.problems, arguments.damaged
    )
    if contents is None:
        print(f"The backup {arguments.file} is a copy of the damaged file, page by page")
    else:
        print(f"The backup {arguments.file} holds {contents}")
    if wrong:
        remedy = "The backup has this fault too: keep the last one without it"
        raise backup.faulty(wrong, remedy)


def restore(arguments: argparse.Namespace) -> None:
    """Fill an empty store from a backup, and check it."""
    store = open_store()
    if store.exists():
        ready_store()
    contents = backup.restore(store, Path(arguments.file), checks.problems)
    print(f"The store {store.display_url} holds {contents}")


def forget_names(arguments: argparse.Namespace) -> None:
    """Remove delegates' names from trips that are over."""
    store, removed = ready_store(), 0
    sweep(beside(store))  # what a killed program left may hold names
    problems = Problems()
    actor, named = acting(store, arguments), []
    with open_books(store, actor) as books:
        if arguments.older_than is not None:
            actor.require(ACTS[ActCode.DELEGATE_NAMES_REMOVED], "Remove names of delegates")
            removed = len(names.old(books, arguments.older_than))
            if removed:
                names.forget_old(books, arguments.older_than)
        for reference in dict.fromkeys(arguments.trip):
            trip = problems.attempt(travel.required, books, reference)
            named += [trip.reference] if trip else []
            if trip and names.is_kept(books, trip):
                removed += problems.attempt(names.forget, books, reference) is not None
        actor.require(ACTS[ActCode.DELEGATE_NAME_REMOVED], "Remove names of delegates")
        problems.refuse_if_any()
    if removed:
        print(f"Removed: {removed} {'name' if removed == 1 else 'names'}.")
    else:
        print("There is no name and no paper to remove.")
    try:
        for reference in named or [""]:
            drafts.forget_names(store, reference)
    finally:
        erased(store)


def settle_clock(arguments: argparse.Namespace) -> None:
    """Accept what a wrong clock left in the books."""
    store = ready_store()
    with open_books(store, acting(store, arguments)) as books:
        done = clock.settle_clock(books, arguments.reason)
    print(done.sentence)


def check(arguments: argparse.Namespace) -> None:
    """Run every invariant over the store; list what is to be settled."""
    store = ready_store()
    made = checking.check(store, COMMAND_LINE)
    wrong, unsettled = made.faults, made.unsettled
    if not wrong:
        print(f"All {len(checks.PROMISES)} invariants hold:")
        for invariant in checks.PROMISES:
            print(f"- {invariant}")
    if unsettled and not arguments.strict:
        print("To settle (these are no faults; nothing stops for them):")
        for line in unsettled:
            print(f"- {line}")
    problems = Problems()
    for line in wrong:
        remedy = "Change nothing, and compare with the last backup"
        problems.add(fields.BOOKS, Code.FAULTY, "", line, remedy)
    for line in unsettled if arguments.strict else ():
        remedy = "Settle it, or leave out --strict"
        problems.add(fields.BOOKS, Code.TO_SETTLE, "", line.removesuffix("."), remedy)
    problems.refuse_if_any()


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    made = argparse.ArgumentParser(prog="python -m trustfund", description=__doc__)
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    acting_as = argparse.ArgumentParser(add_help=False)
    acting_as.add_argument("--as", dest="as_", metavar="EMAIL", help="act as this staff account")
    command = add(commands, "init", init)
    what = command.add_mutually_exclusive_group()
    what.add_argument(
        "--sample", action="store_true", help="load the illustrative fund into an empty store"
    )
    what.add_argument(
        "--from", dest="folder", metavar="FOLDER", help="begin a fund of your own, of plain files"
    )
    command = add(commands, "export-setup", export_setup)
    command.add_argument("folder", metavar="FOLDER", help="gets fund.toml and the lists beside it")
    command = add(commands, "check", check)
    command.add_argument(
        "--strict", action="store_true", help="end with 1 if anything is to be settled, too"
    )
    command = add(commands, "settle-clock", settle_clock, acting_as)
    command.add_argument("reason", metavar="REASON", help="what was wrong with the clock")
    serve.add_to(commands)
    imports.add_to(commands, acting_as)
    command = add(commands, "backup", back_up)
    command.add_argument("file", metavar="FILE", help="a file that is not there yet")
    command.add_argument(
        "--damaged", action="store_true", help="copy a store with faults too, as far as it goes"
    )
    command = add(commands, "restore", restore)
    command.add_argument("file", metavar="FILE", help="a file that backup made")
    command = add(commands, "forget-names", forget_names, acting_as)
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--older-than", type=int, metavar="DAYS", help="of trips that ended so many days ago"
    )
    which.add_argument("trip", nargs="*", default=[], metavar="TRIP", help="of these trips")
    command = add(commands, "export", export)
    who = command.add_mutually_exclusive_group()
    who.add_argument("--full", action="store_true", help="all that the local administrator may see")
    who.add_argument("--as", dest="as_", metavar="EMAIL", help="all that this account may see")
    files = sorted({each.name for each in DOWNLOADS.values()})
    command.add_argument("name", choices=files, metavar="NAME", help=", ".join(files))
    command.add_argument("-o", "--output", metavar="FILE", help="write here, not to the screen")
    forms = sorted({each.form for each in DOWNLOADS.values()})
    command.add_argument("--format", choices=forms, help="kind of file")
    for name in FILTERS:
        command.add_argument(
            f"--{name}", action="append", metavar="VALUE", help="filter; may be repeated"
        )
    users.add_to(commands)
    verify.add_to(commands)
    return made


def main(words: Sequence[str] | None = None) -> int:
    """Carry out one command; return its exit status."""
    with visibly():
        return _carried_out(parser().parse_args(words))


def _carried_out(arguments: argparse.Namespace) -> int:
    try:
        return int(arguments.perform(arguments) or DONE)
    except Refused as refused:
        for problem in refused.problems:
            print(told(problem, arguments), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # the reader, such as head, has seen enough
        _drop_what_is_unwritten()
        return DONE
    except OSError as error:
        place = getattr(arguments, "output", None) or error.filename
        if place is None:
            _drop_what_is_unwritten()
        print(f'File "{place or "output"}": {error.strerror}. Choose another.', file=sys.stderr)
        return REFUSED
    except soundness.SIGNS as error:
        print(_in_words(error), file=sys.stderr)
        return REFUSED


def _in_words(error: Exception) -> str:
    """A store that is damaged, or does not answer, in sentences; other errors are the program's."""
    damage = soundness.blamed(open_store(), error)
    if damage:
        remedy = "Change nothing, keep the file, and restore the last backup"
        return str(backup.faulty(damage, remedy))
    if not isinstance(error, sqlalchemy.exc.DatabaseError):
        raise error
    why = " ".join(str(error.orig).split())  # PostgreSQL says it in several lines
    remedy = "Check that it is there, can be written, and has room on its disk"
    return f"Store: does not answer: {why}. {remedy}."


def _drop_what_is_unwritten() -> None:
    """Keep Python from trying again, at its end, to write what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
