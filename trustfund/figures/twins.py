"""Names and references in the books that are spellings of one: to be settled, merged by nobody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from trustfund.domain.kinds import ContributorType, EntryKind, EventStatus, ReceiptStatus
from trustfund.domain.same_money import Cash, Mark
from trustfund.domain.texts import skeleton
from trustfund.figures.books import Frames
from trustfund.figures.checks import Books

DIFFERENT = (
    "Rename one, or give an agency its parent; if both are right, say under Record a contribution, "
    "Correct, why one is another"
)
ONE_REFERENCE = (
    "Take back the one that is wrong and record it under another reference; until then each is "
    "found by its exact spelling"
)
ONE_MONEY = (
    "Reverse the one that was booked twice, or correct it; if it is other money, say so under "
    "Record a contribution, Correct"
)
ONE_NAME = "Correct the movements and allocations of the one that is wrong"


def twins(books: Books) -> Iterator[str]:
    """No two contributors, references or organizations are spellings of one."""
    frames = books.frames
    asked = [row for row in frames.contributors.values() if not row.apart]
    for names in _alike(row.name for row in asked):
        yield f"the contributors {names} are called alike. {DIFFERENT}"
    states: dict[str, list[str]] = defaultdict(list)
    for row in asked:
        if row.contributor_type is ContributorType.MEMBER_STATE and row.parent_id is None:
            states[row.country or ""].append(row.name)
    for country, of in states.items():
        if of[1:]:
            yield f"{_quoted(of)} are each the Member State of {country}. {DIFFERENT}"
    for what, references in _references(frames):
        for names in _alike(references):
            yield f"the {what} {names} have one reference. {ONE_REFERENCE}"
    for names in _same_money(frames):
        yield f"the deposits {names} may be the same money. {ONE_MONEY}"
    named = (*frames.movements.values(), *frames.allocations.values())
    for names in _alike({row["organization"] for row in named}):
        yield f"the organizations {names} are called alike. {ONE_NAME}"


def _references(frames: Frames) -> Iterator[tuple[str, list[str]]]:
    """The references of each kind of document, but of what was reversed, sent back or cancelled."""
    entries = frames.entries
    stands = entries[(entries["reverses"] == 0) & ~entries["id"].isin(entries["reverses"])]
    for what, documents in (("deposits", frames.deposits), ("movements", frames.movements)):
        standing = set(stands[what[:-1]])
        yield what, [row["reference"] for key, row in documents.items() if key in standing]
    yield "contributions", [row.reference for row in frames.contributions.values()]
    yield "trips", [row["reference"] for row in frames.trips.values()]
    kept = (row for row in frames.allocations.values() if not row["cancelled"])
    yield "allocations", [row["reference"] for row in kept]
    there = (row for row in frames.receipts.values() if row["status"] != ReceiptStatus.RETURNED)
    yield "receipts", [row["reference"] for row in there]
    held = (row for row in frames.events.values() if row.status is not EventStatus.CANCELLED)
    yield "events", [row.code for row in held]


def _same_money(frames: Frames) -> Iterator[str]:
    """The deposits that stand and look like one, but those of which somebody said why."""
    entries = frames.entries
    brought = entries[(entries["kind"] == EntryKind.DEPOSIT) & (entries["amount"] != 0)]
    by = ["deposit", "value_date", "currency"]
    sums = brought.groupby(by, observed=True, sort=False)["amount"].sum()
    found = sums[sums != 0].reset_index()
    gifts = frames.contributions
    like: dict[Mark, list[str]] = defaultdict(list)
    texts = ("reference", "contribution_id", "bank_reference", "apart")
    rows = frames.deposits.some(found["deposit"], *texts)
    facts = found[["value_date", "currency", "amount"]].itertuples(index=False, name=None)
    for (_, reference, gift, bank, apart), (day, currency, amount) in zip(rows, facts, strict=True):
        if not apart:
            giver = gifts[gift].contributor_id
            cash = Cash(reference, giver, day, currency, amount, bank, gifts[gift].reference)
            for mark in cash.marks():
                like[mark].append(reference)
    groups = (tuple(sorted(names)) for names in like.values() if names[1:])
    return map(_quoted, dict.fromkeys(groups))  # those that have both in common, once


def _alike(names: Iterable[str]) -> Iterator[str]:
    """The names that are spellings of one, as a sentence has them."""
    spelt: dict[str, list[str]] = defaultdict(list)
    for name in names:
        spelt[skeleton(name)].append(name)
    return (_quoted(of) for of in spelt.values() if of[1:])


def _quoted(names: Iterable[str]) -> str:
    return " and ".join(f'"{name}"' for name in sorted(names))
