"""Whether anything was built on an import since: then it cannot be taken back."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import Session, col, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue.file import IMPORT
from trustfund.domain.problems import Code, Problems
from trustfund.ledger.imports import traces
from trustfund.ledger.imports.traces import Document, Within
from trustfund.store.base import Base
from trustfund.store.tables import Contribution, Contributor, Entry, History, ImportedFile

NAMED = 5
"""How many acts in the way are named; of the others their number is."""


def summary(imported: ImportedFile) -> str:
    """An import in words."""
    return f"import {imported.id} ({imported.kind}, {imported.file})"


def check(problems: Problems, session: Session, own: ImportedFile) -> None:
    """Note the acts since that wrote to documents of an import, or refer to them."""
    acts = sorted(_acts_since(session, own))
    imports = session.exec(
        select(ImportedFile).where(col(ImportedFile.taken_back).is_(False))
    ).all()
    in_the_way: dict[tuple[type[Base], int | None], None] = {}
    for act in acts:
        brought = next((i for i in imports if i.first_act_id <= act <= i.act_id), None)
        in_the_way[(ImportedFile, brought.id) if brought else (History, act)] = None
    if not in_the_way:
        return
    named = [_in_words(session.get_one(*key)) for key in list(in_the_way)[:NAMED]]
    rest = len(in_the_way) - len(named)
    more = f" and {rest} more" if rest else ""
    remedy = "Take back the later imports first, the newest of them first"
    if any(table is History for table, _ in in_the_way):
        remedy = "What was done by hand since stays: correct or reverse the rows themselves"
    why = f"has been built on since: {', '.join(named)}{more}"
    problems.add(IMPORT, Code.BUILT_ON, own.file, why, remedy)


def _in_words(found: Base) -> str:
    if isinstance(found, ImportedFile):
        return summary(found)
    assert isinstance(found, History)
    return f"{found.subject} ({found.action}, {found.at:%Y-%m-%d})"


def _acts_since(session: Session, own: ImportedFile) -> set[int]:
    """The later acts, but those of imports taken back, that have to do with those documents."""
    mine = traces.during(own)
    documents = {document for _, document in traces.written(session, mine)}
    new = {document for _, document in traces.made(session, mine)}
    beneath = documents | set(_moved_from(session, mine))
    since = _since(session, own)
    acts = {act for act, document in traces.written(session, since) if document in beneath}
    for act, document in traces.referred(session, since):
        # A contributor that was only corrected may have got contributions since.
        if document in (new if document[0] is Contributor else documents):
            acts.add(act)
    return acts


def _since(session: Session, own: ImportedFile) -> Within:
    gone = session.exec(select(ImportedFile).where(col(ImportedFile.taken_back).is_(True))).all()
    undone = sa.select(History.id).where(col(History.act) == ActCode.IMPORT_TAKEN_BACK)  # type: ignore[call-overload]
    return lambda column: sa.and_(
        column > own.act_id,
        column.not_in(undone),
        *(~column.between(other.first_act_id, other.act_id) for other in gone),
    )


def _moved_from(session: Session, mine: Within) -> Iterator[Document]:
    """What the documents were under before the file moved them, and will be again."""
    before, reversal = Entry.__table__.alias(), Entry.__table__.alias()  # type: ignore[attr-defined]
    contributions = (
        sa.select(before.c.contribution_id)
        .join(reversal, reversal.c.reverses == before.c.id)
        .where(mine(reversal.c.act_id), before.c.deposit_id.is_not(None))
    )
    for key in session.execute(contributions.distinct()):
        yield Contribution, tuple(key)
    for _, _, fields in traces.changes(session, mine):
        if "parent_id" in fields:
            yield Contributor, (fields["parent_id"][0],)
        if "contribution_id" in fields and fields["contribution_id"][0]:
            yield Contribution, (fields["contribution_id"][0],)
