"""What a crowd may have done wrong, in sentences; nothing when all is well."""

from collections import Counter
from collections.abc import Iterator

from sqlmodel import col, select

from tests import books
from tests.reliability.crowd import Meeting
from trustfund.domain.kinds import EntryKind
from trustfund.figures import checks
from trustfund.ledger import deposits
from trustfund.ledger.books import read_books
from trustfund.store.chain import NONCE
from trustfund.store.tables import History, Trip, TripStep

TOO_LITTLE, TOO_LATE = "more than is available", "was changed meanwhile by "


def wrong(met: Meeting) -> Iterator[str]:
    """Everything that should not have happened; nothing when all is well."""
    for asked in met.ended("failed"):
        yield f"{asked.officer} could not {asked.what}: {asked.said}"
    expected = {"authorise": TOO_LITTLE, "correct": f"{TOO_LATE}Officer "}
    for asked in met.ended("refused"):
        if expected.get(asked.what, "?") not in asked.said:
            yield f"{asked.officer} was refused to {asked.what}: {asked.said}"
    yield from checks.problems(met.store)
    yield from _history(met)
    yield from _money(met)
    yield from _shared_deposit(met)


def is_free(line: History) -> bool:
    """Whether no form brought an act."""
    return str(line.token).startswith(NONCE)


def _history(met: Meeting) -> Iterator[str]:
    """History has each act that somebody was told of, once, and no other."""
    lines = books.history(met.store)[met.history_before :]
    without_form = [asked for asked in met.ended("booked") if not asked.token]
    told = Counter((asked.officer, asked.said) for asked in without_form)
    if told != Counter((line.actor, line.outcome) for line in lines if is_free(line)):
        yield "history is not what the officers were told"
    forms = {(asked.token, asked.said) for asked in met.ended("booked") if asked.token}
    if sorted(forms) != sorted((line.token, line.outcome) for line in lines if not is_free(line)):
        yield "a form that was sent several times was not booked once"


def _money(met: Meeting) -> Iterator[str]:
    """The money sent as many as it covers; what came in is what is held, spent, charged or left."""
    with met.store.reading() as session:
        sent = session.exec(select(TripStep).where(col(TripStep.status) == "authorised")).all()
        trips = len(session.exec(select(Trip)).all())
    if len(sent) != met.covered or trips != 2 * met.covered:
        yield f"{len(sent)} of {trips} trips are authorised, and the money covers {met.covered}"
    left = books.available(met.store)
    if left.get("1") or left.get("unearmarked"):
        yield f"money for travel is left: {left}"
    total = {
        kind: sum(line.usd or 0 for line in books.lines(met.store, kind)) for kind in EntryKind
    }
    gone = total[EntryKind.AGENT_FEE] + total[EntryKind.EXPENDITURE]
    held = total[EntryKind.OBLIGATION] + total[EntryKind.RELEASE]
    if gone + held + sum(left.values()) != total[EntryKind.DEPOSIT]:
        yield f"deposits are not what is spent, held, charged and left: {total}, {left}"


def _shared_deposit(met: Meeting) -> Iterator[str]:
    """The deposit that all corrected has every change that somebody was told of."""
    corrected = met.ended("booked", "correct")
    with read_books(met.store) as looked:
        found = deposits.required(looked, met.shared_deposit)
        draft, version = deposits.as_draft(looked, found), found.version
    marks = Counter(draft.note.split()[1:])
    if marks != Counter(asked.officer.split()[1] for asked in corrected):
        yield f"changes of the shared deposit are lost: {draft.note}"
    cents = int(draft.amount.replace(".", ""))
    if (cents, version) != (500_000 + len(corrected), 1 + len(corrected)):
        yield f"the shared deposit is {draft.amount} after {len(corrected)} cents were added"
