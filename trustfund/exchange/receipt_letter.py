"""The receipt letter: what one deposit of a contributor came to."""

from collections.abc import Iterator
from typing import Any

from trustfund.domain import aid, money
from trustfund.domain.roles import Actor
from trustfund.exchange import pdf
from trustfund.figures.giving import Row
from trustfund.figures.receipt_letters import DepositReceipt, deposit_receipt
from trustfund.figures.view import View
from trustfund.figures.wording import exact_usd, pool

FIGURES = ("deposited", "deposit_fee")


def check(view: View, _who: Actor) -> None:
    """Raises Refused where the deposit does not stand: see ``deposit_receipt``."""
    deposit_receipt(view)


def pieces(view: View, _who: Actor) -> Iterator[bytes]:
    """The letter as a PDF; the same for every reader."""
    found = deposit_receipt(view)
    row = found.row
    amount = money.text(row["amount"], row["currency"])
    thanks = (
        f"The {view.frames.fund_name} received {amount} from {row['contributor']}, with value date "
        f"{row['value_date']}. Thank you."
    )
    content = {
        "sender": f"{aid.AGENT}, administrative agent of the fund",
        "addressee": _addressee(found),
        "day": view.as_of,
        "not_real": "no such money was received.",
        "before": [thanks],
        "lines": _lines(found),
        "after": [_earmark(found, view)],
        "listing": _parts(found, view) if found.parts[1:] else None,
    }
    yield pdf.make("letter", f"Receipt for {row['reference']}", view, content, FIGURES)


def _parts(found: DepositReceipt, view: View) -> dict[str, Any]:
    return {
        "columns": [["Given for", False], ["Amount", True], ["US dollars", True]],
        "rows": [
            [
                pool(part["objective"], view.frames.objectives),
                money.text(part["amount"], found.row["currency"]),
                exact_usd(part["usd_amount"]),
            ]
            for part in found.parts
        ],
        "bold": [],
    }


def _addressee(found: DepositReceipt) -> list[str]:
    of = [f"Agency of {found.parent}"] if found.parent else []
    return [found.contributor.name, *of]


def _rate(row: Row) -> str:
    if row["currency"] == "USD":
        return "None: given in US dollars"
    units = f"{row['rate']} {row['currency']} for 1 US dollar"
    if row["rate_effective_on"]:
        return f"{units}, the UN operational rate in effect since {row['rate_effective_on']}"
    return f"{units}, as the bank gave US dollars"


def _lines(found: DepositReceipt) -> list[list[str]]:
    row, document = found.row, found.contribution
    named = " · ".join(filter(None, (document.reference, document.agreement_reference)))
    return [
        ["Deposit", row["reference"]],
        ["Arrangement", f"{named}, signed on {found.signed_on}"],
        ["Value date", row["value_date"]],
        ["Amount received", money.text(row["amount"], row["currency"])],
        ["Rate of exchange", _rate(row)],
        ["In US dollars", exact_usd(row["usd_amount"])],
        ["Administrative agent fee", exact_usd(row["fee_usd"])],
        ["Net for the fund", exact_usd(row["net_usd"])],
    ]


def _earmark(found: DepositReceipt, view: View) -> str:
    row = found.row
    if not row["earmarked_usd"]:
        return "It is un-earmarked: it goes where it is needed most, as the fund asks."
    if found.parts[1:]:
        return "It is divided as the contributor chose in the arrangement, before the fee:"
    named = pool(found.parts[0]["objective"], view.frames.objectives)
    return f"It is for one objective of the fund, as the contributor chose. {named}."
