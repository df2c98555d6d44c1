"""Import files of contributions: pledges, and the arrangements that make them commitments."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from trustfund.domain import catalogue, earmarking
from trustfund.domain.catalogue.contribution import EARMARK
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, Refused
from trustfund.exchange.imports.kind import (
    Change,
    Kind,
    Line,
    Planned,
    Step,
    amount_typed,
    minor_units,
    step,
    written,
)
from trustfund.ledger import contributions, contributors
from trustfund.ledger.books import Books
from trustfund.ledger.contributions import AgreementDraft, ContributionDraft
from trustfund.ledger.standing import Standing
from trustfund.store.tables import Contribution

TEXTS = ("agreement_reference", "agreement_link", "agreement_signed_on", "pledged_on", "note")
PLEDGE_FIELDS = frozenset({"contributor", "currency", "pledged_on"})
"""What the signing of an arrangement leaves as it was pledged."""
EMPTY = ContributionDraft("", "", "")


def plan(books: Books, line: Line) -> Planned:
    """A contribution is known by its reference."""
    own = books.find(Contribution, line.text("reference"))
    if own is None:
        draft = line.fill(EMPTY, catalogue.contribution.DOCUMENT)
        on = draft.pledged_on or draft.agreement_signed_on
        return Planned(False, (step(contributions.record_contribution, draft, on=on),))
    found = books.standing(own)
    now = contributions.as_draft(books, own, found)
    draft = line.fill(now, catalogue.contribution.DOCUMENT)
    signs = bool(draft.agreement_reference or draft.agreement_signed_on)
    if not signs and not draft.agreement_link:  # an export tells of arrangements once signed
        draft = replace(draft, agreement_link=now.agreement_link)
    changed = _changed(books, line, draft, now, found)
    if not changed:
        return Planned(True)
    if not {"amount", "earmark"} & set(changed):  # as signed, whichever of them the row gives
        draft = replace(draft, amount=now.amount, earmark=now.earmark)
    elif found.amended:
        why = "is of an arrangement with amendments, and differs from the books"
        remedy = "Amend or correct it under Record contribution"
        line.note("amount", Code.BUILT_ON, draft.amount, why, remedy)
    told = tuple(_told(books, line, draft, now, changed))
    if found.signed_on is None and signs:
        return Planned(True, tuple(_sign(line, draft, now, changed)), told)
    correct = step(contributions.correct_contribution, draft, line.reason)
    return Planned(True, (correct,), told)


def _sign(
    line: Line, draft: ContributionDraft, now: ContributionDraft, changed: Sequence[str]
) -> Iterator[Step]:
    """Sign the arrangement of a pledge, after correcting what was pledged where that differs."""
    if PLEDGE_FIELDS & set(changed) or (now.note and not draft.note):
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


def _changed(
    books: Books,
    line: Line,
    draft: ContributionDraft,
    now: ContributionDraft,
    found: Standing,
) -> tuple[str, ...]:
    """The columns in which a row differs from the books."""
    changed = [name for name in TEXTS if getattr(draft, name) != getattr(now, name)]
    giver = contributors.find(books, draft.contributor)
    if giver is None or giver.name != now.contributor:
        changed.append("contributor")
    if draft.currency.upper() != now.currency:
        changed.append("currency")
    if not any(
        _says(books, line, now.currency, amount, parts) for amount, parts in _readings(found)
    ):
        amounts = {amount for amount, _ in _readings(found)}
        same_amount = minor_units(draft.amount, now.currency) in amounts
        changed.append("earmark" if same_amount else "amount")
    return tuple(changed)


def _told(
    books: Books,
    line: Line,
    draft: ContributionDraft,
    now: ContributionDraft,
    changed: Sequence[str],
) -> Iterator[Change]:
    """The changed columns with what they say; a split that changes with its amount is told too."""
    earmark = _earmark_typed(books, draft)
    splits = "amount" in changed and line.has("earmark") and earmark != now.earmark
    for column in (*changed, *(["earmark"] if splits else [])):
        after = getattr(draft, column)
        if column == "amount":
            after = amount_typed(draft.amount, draft.currency.upper())
        yield Change(
            column,
            written(getattr(now, column)),
            earmark if column == "earmark" else written(after),
        )


def _earmark_typed(books: Books, draft: ContributionDraft) -> str:
    """The earmark of a row as an export would write it; as it is where an act will object."""
    currency = draft.currency.upper()
    amount = minor_units(draft.amount, currency) or 0
    try:
        parts = earmarking.parse_choice(
            EARMARK, draft.earmark, amount, currency, books.objectives()
        )
    except Refused:
        return draft.earmark
    return earmarking.choice_text(parts, currency)


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


def _says(books: Books, line: Line, currency: str, amount: int, parts: dict[str, int]) -> bool:
    """Whether a row gives this amount, earmarked so; a split of nothing adds up to its parts."""
    if minor_units(line.text("amount"), currency) != amount:
        return False
    if not line.has("earmark"):
        return True
    kept = {pool: part for pool, part in parts.items() if part}
    try:
        typed = earmarking.parse_choice(
            EARMARK, line.text("earmark"), sum(kept.values()), currency, books.objectives()
        )
    except Refused:
        return False
    return typed == kept


def remarks(plans: Sequence[tuple[Line, Planned]]) -> Iterator[str]:
    """That new contributions are un-earmarked because the file says nothing of earmarks."""
    if any(not planned.known and not line.has("earmark") for line, planned in plans):
        yield "The file has no column earmark: what is new counts as un-earmarked."


CONTRIBUTIONS = Kind(
    name="contributions",
    document=catalogue.contribution.DOCUMENT,
    plan=plan,
    remarks=remarks,
)
