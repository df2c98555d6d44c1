"""Letters to a contributor about an instalment of its payment schedule."""

from typing import Any

from trustfund.domain import aid, money
from trustfund.domain.catalogue.file import filter_field
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, refusal
from trustfund.domain.roles import Actor
from trustfund.figures import letters
from trustfund.figures.letters import Instalment
from trustfund.figures.view import View
from trustfund.figures.wording import counted, day


def request(view: View, _who: Actor) -> dict[str, Any]:
    """Asks for an instalment."""
    found = letters.instalment(view)
    was, by = ("was", "as soon as you can") if found.days_late else ("is", "by that day")
    giver = found.position.contributor.name
    why = (
        f"{giver} signed an arrangement with the {view.frames.fund_name}. Thank you. By its "
        f"payment schedule an instalment {was} due on {day(found.due_on)}."
    )
    return _letter(view, found, why, f"Please pay {_amount(found, found.unpaid)} {by}.")


def reminder(view: View, _who: Actor) -> dict[str, Any]:
    """Says that an instalment has not arrived. Raises Refused until the day after it was due."""
    found = letters.instalment(view)
    if not found.days_late:
        why, remedy = "is not past yet", "Use kind=payment_request"
        raise refusal(filter_field("due_on"), Code.WRONG_STEP, found.due_on, why, remedy)
    why = (
        f"{found.position.contributor.name} supports the {view.frames.fund_name}. Thank you. By "
        f"the payment schedule an instalment was due on {day(found.due_on)}, "
        f"{counted(found.days_late, 'day')} ago. The books of the fund do not show "
        f"{_amount(found, found.unpaid)} of it yet."
    )
    please = (
        "If you have paid it, please tell us the day and the bank's reference, so that we can find "
        "it. If you have not, please pay it, or tell us on which day you will."
    )
    return _letter(view, found, why, please)


def _amount(found: Instalment, amount: int) -> str:
    return money.text(amount, found.position.document.currency)


def _letter(view: View, found: Instalment, *before: str) -> dict[str, Any]:
    document, contributor = found.position.document, found.position.contributor
    parent = view.frames.contributors.get(contributor.parent_id or 0)
    agency = [f"Agency of {parent.name}"] if parent else []
    return {
        "about": document.reference,
        "sender": f"{aid.AGENT}, administrative agent of the fund",
        "addressee": [contributor.name, *agency],
        "day": view.as_of,
        "not_real": "no such payment is due.",
        "before": list(before),
        "lines": _lines(found),
        "after": [*_how_to_pay(view), f"Please state {document.reference} with the payment."],
        "listing": None,
    }


def _lines(found: Instalment) -> list[list[str]]:
    position, document = found.position, found.position.document
    named = " · ".join(filter(None, (document.reference, document.agreement_reference)))
    received = found.amount - found.unpaid
    lines = [
        ["Arrangement", f"{named}, signed on {position.signed_on}"],
        ["Due on", found.due_on],
        ["Instalment", _amount(found, found.amount)],
        ["Received of it", _amount(found, received)] if received else [],
        ["To be paid", _amount(found, found.unpaid)],
        ["Received in all", _amount(found, position.total(EntryKind.DEPOSIT))],
        ["Outstanding of the arrangement", _amount(found, position.outstanding)],
    ]
    return [line for line in lines if line]


def _how_to_pay(view: View) -> list[str]:
    """What the terms of the fund say of it; bank details are asked for where they say nothing."""
    ask = "Please ask the administrative agent for the bank account before you pay."
    return [view.rules.giving or ask, *contact(view)]


def contact(view: View) -> list[str]:
    """The office that the terms name for whoever has a question."""
    return [f"Contact: {view.rules.contact}"] if view.rules.contact else []
