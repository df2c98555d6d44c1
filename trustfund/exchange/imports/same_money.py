"""Rows of deposits whose money may be there already: a person says once whether it is the same."""

from collections.abc import Iterable, Iterator, Sequence

from trustfund.domain import same_money
from trustfund.domain.problems import Code
from trustfund.domain.same_money import Cash
from trustfund.domain.texts import skeleton
from trustfund.exchange.imports.kind import Planned
from trustfund.exchange.imports.line import Line
from trustfund.exchange.imports.outcome import SameMoney
from trustfund.exchange.imports.rows import ALL
from trustfund.ledger import deposits
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.imports.ahead import BooksAhead
from trustfund.store.tables import Deposit

LEAVE_OUT = "Is it the same money? Then leave the row out; if it is other money, say why"
REVERSE = "If it is the same money, reverse one of the two deposits; if it is other money, say why"


def like(books: BooksAhead, draft: DepositDraft, own: Deposit | None = None) -> tuple[Cash, ...]:
    """The deposits that a row looks like, in the books or before it; then it is counted too."""
    cash = deposits.cash_of(books, draft)
    if cash is None:
        return ()  # booking it says what is wrong
    found = tuple(deposits.looks_like(books, cash, own))
    books.arrived.add(cash)
    return found


def answer(line: Line) -> str | None:
    """What a person said of a row: "" the same money, else why it is other; None: nothing."""
    given = line.same_money
    return given.get(skeleton(line.text("reference")), given.get(ALL))


def ask(
    books: BooksAhead, line: Line, draft: DepositDraft, asks: Sequence[Cash], *, is_known: bool
) -> None:
    """Note what a person has to say of a row."""
    cash = deposits.cash_of(books, draft)
    if asks and cash:
        field, shown, why = same_money.asked(cash, asks)
        line.note(field.key, Code.SAME_MONEY, shown, why, REVERSE if is_known else LEAVE_OUT)


def questions(plans: Iterable[tuple[Line, Planned]]) -> Iterator[SameMoney]:
    """The rows that a person is asked about."""
    for line, planned in plans:
        if planned.asks:
            like = tuple(map(str, planned.asks))
            yield SameMoney(line.place, line.text("reference"), like, planned.known)


def left_out(plans: Iterable[tuple[Line, Planned]]) -> dict[str, str]:
    """The references left out, and the deposits that stand whose money it is."""
    found = {line.text("reference"): each.left_out for line, each in plans if each.left_out}
    for reference, other in found.items():
        while other in found:  # which was left out itself
            other = found[other]
        found[reference] = other
    return found


def remarks(plans: Iterable[tuple[Line, Planned]]) -> Iterator[str]:
    """What was left out, row by row."""
    for line, each in plans:
        if each.left_out:
            what = line.text("reference")
            yield f'{line.place}: "{what}" is left out, its money is there as "{each.left_out}".'
