"""What a reader of an IATI file adds up, and what every entry of the ledger comes to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from lxml import etree
from sqlmodel import select

from tests.books import entries
from tests.reading import Loaded, rows, view
from trustfund.domain import money
from trustfund.domain.roles import VISITOR
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures import frames
from trustfund.figures.publishing import publisher
from trustfund.figures.statements import funding_status
from trustfund.store.engine import Store
from trustfund.store.tables import Fund, Movement

OF_FUND = {
    "pledge": ("13", 1),
    "withdrawal": ("13", 1),
    "commitment": ("11", 1),
    "amendment": ("11", 1),
    "write_off": ("11", 1),
    "deposit": ("1", 1),
    "interest": ("1", 1),
    "organization_interest": ("1", 1),
    "other_income": ("1", 1),
    "refund_to_contributor": ("1", -1),
    "transfer_to_organization": ("3", 1),
    "refund_from_organization": ("3", -1),
    "transfer_to_fund": ("3", 1),
    "administrative_agent_fee": ("4", 1),
    "bank_charge": ("4", 1),
    "direct_cost": ("4", 1),
}
OF_ORGANIZATIONS = {
    "transfer_to_organization": ("1", 1),
    "refund_from_organization": ("1", -1),
    "organization_expenditure": ("4", 1),
    "travel_expenditure": ("4", 1),
}
"""Type of transaction and sign of each kind of entry that moves or promises money, by level."""

Sums = dict[tuple[str, str, str], int]


def sums(made: bytes) -> Sums:
    """Minor units by hierarchy, type of transaction and currency, as a reader adds them up."""
    found: Sums = defaultdict(int)
    for activity in etree.fromstring(made):
        for code, currency, amount, _ in _amounts(activity):
            found[activity.get("hierarchy"), code, currency] += amount
    return {key: amount for key, amount in found.items() if amount}


def _amounts(activity: Any) -> Iterator[tuple[str, str, int, str]]:
    """Type, currency, minor units and reference of each transaction."""
    for transaction in activity.iter("transaction"):
        value = transaction.find("value")
        currency = value.get("currency")
        amount = Decimal(value.text).scaleb(money.decimals(currency) or 0)
        assert amount == int(amount) != 0
        code = transaction.find("transaction-type").get("code")
        yield code, currency, int(amount), transaction.get("ref")


def sums_of_ledger(store: Store, until: str = "9999") -> Sums:
    """The same from every entry of the ledger, reversals too."""
    found: Sums = defaultdict(int)
    for entry in entries(store):
        for level, kinds in (("1", OF_FUND), ("2", OF_ORGANIZATIONS)):
            if entry.kind.value in kinds and entry.value_date.isoformat() <= until:
                kind, sign = kinds[entry.kind.value]
                found[level, kind, entry.currency] += sign * entry.amount
    return {key: amount for key, amount in found.items() if amount}


def left(made: bytes, worth: Mapping[str, int]) -> dict[str, int]:
    """What came in less what went out, in US dollar cents, by identifier of the activity.

    ``worth`` has the US dollar cents of cash in other currencies, by reference of its document.
    """
    signs = {"1": 1, "3": -1, "4": -1}
    found: dict[str, int] = {}
    for activity in etree.fromstring(made).iter("iati-activity"):
        sum_, converted = 0, set()
        for code, currency, amount, reference in _amounts(activity):
            if code in signs and currency == "USD":
                sum_ += signs[code] * amount
            elif code in signs:
                converted.add((reference.split(":")[1], 1 if amount > 0 else -1))
        found[activity.findtext("iati-identifier")] = sum_ + sum(
            sign * worth[document] for document, sign in converted
        )
    return found


def left_by_ledger(store: Store, until: str = "9999") -> dict[str, int]:
    """What each organization got less what it spent, from every entry of the ledger."""
    with store.reading() as session:
        named = {row.id: row.organization for row in session.exec(select(Movement))}
        managing = session.get_one(Fund, 1).managing_organization
    found = {managing: 0}
    for entry in entries(store):
        if entry.kind.value in OF_ORGANIZATIONS and entry.value_date.isoformat() <= until:
            code, sign = OF_ORGANIZATIONS[entry.kind.value]
            who = named[entry.movement_id] if entry.movement_id else managing
            spent = -1 if code == "4" else 1
            found[who] = found.get(who, 0) + spent * sign * (entry.usd_cents or 0)
    return found


def names(made: bytes) -> dict[str, str]:
    """The identifier of each organization's activity, by the organization that does the work."""
    return {
        activity.findtext("participating-org[@role='4']/narrative"): activity.findtext(
            "iati-identifier"
        )
        for activity in etree.fromstring(made).iter("iati-activity")
        if activity.get("hierarchy") == "2"
    }


def assert_adds_up(store: Store, query: str = "") -> None:
    """Each level by itself is what the ledger says, and the fund pays no more than came in."""
    made, seen = file(store, query), view(store, query)
    worth = {
        row["reference"]: row["usd_amount"]
        for dataset in ("deposits", "movements")
        for row in rows(store, dataset, query)
    }
    by_activity, known = left(made, worth), names(made)
    parent = by_activity.pop(publisher(seen).activity)
    assert parent == funding_status(seen)["balance_with_agent"] >= 0
    by_ledger = left_by_ledger(store, seen.as_of)
    assert {who: cents for who, cents in by_ledger.items() if cents} == {
        who: by_activity[own] for who, own in known.items() if by_activity[own]
    }


def file(source: Store | Loaded, query: str = "") -> bytes:
    """The file as it is downloaded."""
    loaded, today = frames.load(source) if isinstance(source, Store) else source
    download = DOWNLOADS["iati.xml"]
    asked = download.view(loaded, today, parse_qsl(query, strict_parsing=bool(query)))
    return b"".join(download.pieces(asked, VISITOR))
