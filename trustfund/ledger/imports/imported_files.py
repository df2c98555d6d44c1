"""Files that were imported: what each did, and taking it back as one act."""

from collections.abc import Sequence

from sqlmodel import col, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue.file import IMPORT
from trustfund.domain.permissions import FILES
from trustfund.domain.problems import Code, refusal
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.books import Books
from trustfund.ledger.imports import built_on, offices, undoing
from trustfund.store import many
from trustfund.store.tables import History, ImportedFile


def recent(books: Books, limit: int = 20) -> list[ImportedFile]:
    """The newest imports first, those taken back too."""
    newest = select(ImportedFile).order_by(col(ImportedFile.id).desc()).limit(limit)
    return list(books.session.exec(newest))


def history(books: Books, files: Sequence[ImportedFile]) -> dict[int, History]:
    """The line of history of each, by its act: who brought it, and when."""
    acts = [file.act_id for file in files]
    found = books.session.exec(select(History).where(col(History.id).in_(acts)))
    return {line.id: line for line in found if line.id is not None}


def required(books: Books, imported_id: int) -> ImportedFile:
    """The import of that number, or a sentence."""
    found = books.session.get(ImportedFile, imported_id)
    if found is None:
        remedy = "Use a number from the list of imports"
        raise refusal(IMPORT, Code.UNKNOWN, imported_id, "is not an import", remedy)
    return found


@act(ActCode.FILE_IMPORTED)
def record_import(
    act: Act, kind: str, file: str, rows: tuple[int, int, int], first_act_id: int
) -> Done:
    """Close an import; ``rows`` are those new, changed and the same, from ``first_act_id`` on."""
    act.books.actor.require(FILES[kind], f"Importing {kind}")
    new, changed, same = rows
    act.add(
        ImportedFile(
            kind=kind, file=file, new=new, changed=changed, same=same, first_act_id=first_act_id
        )
    )
    return Done(
        file,
        f"{kind}: new {new}, changed {changed}, same {same}; acts {first_act_id} to {act.id}",
    )


@act(ActCode.IMPORT_TAKEN_BACK)
def take_back_import(act: Act, imported_id: int, reason: str, seen: int | None = None) -> Done:
    """Undo all that an import did, unless something was built on it since."""
    act.require_reason(reason)
    own = act.need(required, imported_id)
    offices.check(act.problems, act.books, own)
    # act.change refuses what somebody changed meanwhile, and names who it was.
    changed_meanwhile = seen not in {None, own.version}
    if own.taken_back and not changed_meanwhile:
        why, remedy = "is taken back already", "Nothing is left to do"
        act.problems.add(IMPORT, Code.REVERSED, own.file, why, remedy)
    elif not changed_meanwhile:
        built_on.check(act.problems, act.session, own)
    act.problems.refuse_if_any()
    act.change(own, seen, taken_back=True)
    file, kind, new, changed = own.file, own.kind, own.new, own.changed
    with many.room(act.session.connection()):
        warnings = undoing.put_back(act, own)
    return Done(
        file,
        f"The import of {file} is taken back: {kind}, {new} new and {changed} changed.",
        warnings,
    )
