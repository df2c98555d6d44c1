"""Import files of contributions: pledges, and the arrangements that make them commitments."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from trustfund.domain import catalogue, earmarking
from trustfund.domain.catalogue.contribution import EARMARK
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, Problems
from trustfund.exchange.imports.cells import amount_written, minor_units
from trustfund.exchange.imports.kind import Kind, Planned, Step, step
from trustfund.exchange.imports.line import Change, Line
from trustfund.ledger import contributions, contributors
from trustfund.ledger.books import Books
from trustfund.ledger.contributions import AgreementDraft, ContributionDraft
from trustfund.ledger.standing import Standing
from trustfund.store.tables import Contribution

PLAIN = tuple(
    field
    for field in catalogue.contribution.DOCUMENT.input_fields
    if field.key not in {"reference", "amount", "earmark"}
)
"""Fields that are compared as they are written."""
PLEDGE_FIELDS = frozenset({"contributor", "currency", "pledged_on"})
"""What the signing of an arrangement leaves as it was pledged."""
EMPTY = ContributionDraft("", "", "")


def plan(books: Books, line: Line) -> Planned:
    """A contribution is known by its reference."""
    own = books.find(Contribution, line.text("reference"))
    if own is None:
        draft = line.fill(EMPTY)
        on = draft.pledged_on or draft.agreement_signed_on
        return Planned(False, (step(contributions.record_contribution, draft, on=on),))
    found = books.standing(own)
    now = contributions.as_draft(books, own, found)
    draft = line.fill(now)
    contributor = contributors.find(books, draft.contributor)
    if contributor:
        draft = replace(draft, contributor=contributor.name)
    signs = bool(draft.agreement_reference or draft.agreement_signed_on)
    if not signs and not draft.agreement_link:  # an export has arrangements once signed
        draft = replace(draft, agreement_link=now.agreement_link)
    changed = tuple(_changes(books, line, draft, now, found))
    if not changed:
        return Planned(True)
    columns = {change.column for change in changed}
    if not {"amount", "earmark"} & columns:  # as signed, whichever of them the row gives
        draft = replace(draft, amount=now.amount, earmark=now.earmark)
    elif found.amended:
        why = "is of an arrangement with amendments, and differs from the books"
        remedy = "Amend or correct it under Record contribution"
        line.note("amount", Code.BUILT_ON, draft.amount, why, remedy)
    if found.signed_on is None and signs:
        return Planned(True, tuple(_sign(line, draft, now, columns)), changed)
    correct = step(contributions.correct_contribution, draft, line.reason)
    return Planned(True, (correct,), changed)


def _sign(
    line: Line, draft: ContributionDraft, now: ContributionDraft, changed: Set[str]
) -> Iterator[Step]:
    """Sign the arrangement of a pledge, after correcting what was pledged where that differs."""
    if PLEDGE_FIELDS & changed or (now.note and not draft.note):
        pledge = replace(draft, agreement_reference="", agreement_link="", agreement_signed_on=None)
        yield step(contributions.correct_contribution, pledge, line.reason)
    agreement = AgreementDraft(
        draft.reference,
        draft.agreement_reference,
        draft.agreement_signed_on,
        draft.agreement_link,
        draft.amount,
        draft.earmark or UNEARMARKED,
        draft.note,
    )
    yield step(contributions.sign_agreement, agreement, on=draft.agreement_signed_on)


def _changes(
    books: Books,
    line: Line,
    draft: ContributionDraft,
    now: ContributionDraft,
    found: Standing,
) -> Iterator[Change]:
    """The columns in which a row differs; with the amount a split that changes with it."""
    yield from line.changes(now, draft, PLAIN)
    readings = tuple(_readings(found))
    if any(_gives(books, line, now.currency, *reading) for reading in readings):
        return
    same_amount = minor_units(draft.amount, now.currency) in {amount for amount, _ in readings}
    currency = draft.currency.upper()
    if not same_amount:
        yield Change("amount", now.amount, amount_written(draft.amount, currency))
    parts = _parts(books, draft.earmark, minor_units(draft.amount, currency), currency)
    earmark = earmarking.choice_text(parts, currency) if parts else draft.earmark
    if same_amount or (line.has("earmark") and earmark != now.earmark):
        yield Change("earmark", now.earmark, earmark)


def _parts(books: Books, earmark: str, amount: int | None, currency: str) -> dict[str, int] | None:
    """An amount divided by an earmark; None where an act will object."""
    return Problems().attempt(
        earmarking.parse_choice, EARMARK, earmark, amount or 0, currency, books.objectives()
    )


def _readings(found: Standing) -> Iterator[tuple[int, dict[str, int]]]:
    """Amount and earmark as signed, and as exports give them: amended, net of what is given up."""
    signed = dict(found.choice)
    promised = found.promised or signed
    net = dict(promised)
    for entry in found.of_kind(EntryKind.WITHDRAWAL, EntryKind.WRITE_OFF):
        net[entry.objective or UNEARMARKED] += entry.amount
    yield sum(signed.values()), signed
    yield sum(promised.values()), promised
    yield sum(net.values()), net if any(net.values()) else signed


def _gives(books: Books, line: Line, currency: str, amount: int, parts: dict[str, int]) -> bool:
    """Whether a row gives this amount, earmarked so; a split of nothing adds up to its parts."""
    if minor_units(line.text("amount"), currency) != amount:
        return False
    kept = {pool: part for pool, part in parts.items() if part}
    return not line.has("earmark") or kept == _parts(
        books, line.text("earmark"), sum(kept.values()), currency
    )


def remarks(_books: Books, plans: Sequence[tuple[Line, Planned]]) -> Iterator[str]:
    """That new contributions are un-earmarked, where the file has no column for it."""
    if any(not planned.known and not line.has("earmark") for line, planned in plans):
        yield "The file has no column earmark: what is new counts as un-earmarked."


CONTRIBUTIONS = Kind(
    name="contributions",
    document=catalogue.contribution.DOCUMENT,
    plan=plan,
    remarks=remarks,
)
