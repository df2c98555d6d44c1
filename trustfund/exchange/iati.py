"""The fund and its organizations as an IATI 2.03 activity file, transaction by transaction.

Text of the books is text: markup in it is escaped, and what XML has no place for is replaced.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from trustfund.domain import aid, money
from trustfund.domain.fund_terms import NO_END
from trustfund.domain.iati import ADMINISTRATIVE_AGENT
from trustfund.domain.roles import Actor
from trustfund.exchange.tables import ILLUSTRATIVE
from trustfund.figures import passports
from trustfund.figures.filters import REGION_NAMES
from trustfund.figures.iati import Activity, Budget, PlannedDisbursement, Publication
from trustfund.figures.iati_transactions import Transaction
from trustfund.figures.publishing import Organization
from trustfund.figures.view import View

VERSION = "2.03"
LANGUAGE = "en"
SECTOR = "15190"
"""DAC purpose: facilitation of orderly, safe, regular and responsible migration and mobility."""
DEVELOPING_COUNTRIES = {"code": "998", "vocabulary": "1"}
"""DAC region: developing countries, unspecified."""
REGIONAL_GROUPS = {
    "vocabulary": "99",  # of the publisher
    "vocabulary-uri": "https://www.un.org/dgacm/en/content/regional-groups",
}
DEFAULTS = (
    ("collaboration-type", "4"),  # multilateral outflows
    ("default-flow-type", "10"),  # official development assistance
    ("default-finance-type", "110"),  # grant
)
UNTIED, GLOBAL, GENERAL_ENQUIRIES = "5", "1", "1"
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
PIPELINE, IMPLEMENTATION, FINALISATION = "1", "2", "3"
PIECE = 1 << 16  # bytes

Node = tuple[str, dict[str, str], "str | list[Node]"]
"""An element: its name, its attributes, and its text or the elements in it."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check(view: View, _who: Actor) -> None:
    """Raise Refused, with all that is missing, where the fund has no publisher yet."""
    _ = Publication(view).publisher


def pieces(view: View, _who: Actor) -> Iterator[bytes]:
    """The file, in pieces: the same for every reader, because publishers pass it on."""
    publication = Publication(view)
    buffer = BytesIO()
    xml = XMLGenerator(buffer, "utf-8", short_empty_elements=True)
    xml.startDocument()
    if view.frames.illustrative:
        xml.ignorableWhitespace(f"<!-- {ILLUSTRATIVE} -->\n")
    xml.startElement("iati-activities", AttributesImpl({"version": VERSION}))
    for activity in publication.activities():
        _start(xml, publication, activity)
        for node in _elements(publication, activity):
            _write(xml, node, 2)
            if buffer.tell() >= PIECE:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
        xml.ignorableWhitespace("\n  ")
        xml.endElement("iati-activity")
    xml.ignorableWhitespace("\n")
    xml.endElement("iati-activities")
    xml.ignorableWhitespace("\n")
    yield buffer.getvalue()


def _start(xml: XMLGenerator, publication: Publication, activity: Activity) -> None:
    updated = publication.last_updated()
    attributes = {
        **({"last-updated-datetime": updated} if updated else {}),
        "xml:lang": LANGUAGE,
        "default-currency": "USD",
        "humanitarian": "0",
        "hierarchy": str(activity.hierarchy),
    }
    xml.ignorableWhitespace("\n  ")
    xml.startElement("iati-activity", AttributesImpl(attributes))


def _write(xml: XMLGenerator, node: Node, depth: int) -> None:
    name, attributes, content = node
    xml.ignorableWhitespace("\n" + "  " * depth)
    clean = {key: _clean(value) for key, value in attributes.items()}
    xml.startElement(name, AttributesImpl(clean))
    if isinstance(content, str):
        xml.characters(_clean(content))
    else:
        for child in content:
            _write(xml, child, depth + 1)
        if content:
            xml.ignorableWhitespace("\n" + "  " * depth)
    xml.endElement(name)


def _clean(text: str) -> str:
    """Text without what XML may not hold, such as control characters."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _elements(publication: Publication, activity: Activity) -> Iterator[Node]:
    """What an activity holds, in the order of the schema."""
    transactions = activity.transactions()
    first = next(transactions, None)
    yield from _head(publication, activity)
    yield _coded("activity-scope", GLOBAL)
    if first is None:  # otherwise each transaction says who benefits
        yield "recipient-region", DEVELOPING_COUNTRIES, []
    yield "sector", {"vocabulary": "1", "code": SECTOR}, []
    yield from (_coded(name, code) for name, code in DEFAULTS)
    yield _coded("default-tied-status", UNTIED)
    yield from map(_budget, activity.budgets)
    for planned in activity.planned:
        yield _planned(planned, publication)
    if first is not None:
        yield from map(_transaction, chain([first], transactions))
    for kind, identifier in activity.related:
        yield "related-activity", {"ref": identifier, "type": kind}, []


def _head(publication: Publication, activity: Activity) -> Iterator[Node]:
    """Who publishes what: identifier, title, descriptions, organizations, dates and contact."""
    view, publisher = publication.view, publication.publisher.organization
    marked = f" ({ILLUSTRATIVE})" if view.frames.illustrative else ""
    yield "iati-identifier", {}, activity.identifier
    yield _organization("reporting-org", publisher)
    yield "title", {}, [_narrative(activity.title + marked)]
    objectives = "; ".join(f"{code} {name}" for code, name in view.frames.objectives.items())
    stated = "; ".join(f"{label}: {text}" for label, text in passports.stated_for(view))
    basis = f"Basis of the figures. {stated}"
    summary = f"{activity.summary}{marked}"
    for kind, text in (("1", summary), ("2", f"Objectives: {objectives}"), ("4", basis)):
        yield "description", {"type": kind}, [_narrative(text)]
    for role, each in activity.participating:
        yield _participating(each, role, is_real=not view.frames.illustrative)
    yield from _status_and_dates(view)
    named: Node = "organisation", {}, [_narrative(publisher.name)]
    yield "contact-info", {"type": GENERAL_ENQUIRIES}, [named]


def _status_and_dates(view: View) -> Iterator[Node]:
    terms = view.frames.fund
    first, last = terms.starts_on.isoformat(), terms.ends_on.isoformat()
    begun, over = first <= view.as_of, last <= view.as_of
    status = FINALISATION if over else IMPLEMENTATION if begun else PIPELINE
    yield _coded("activity-status", status)
    dates = [(PLANNED_START, first), *([(ACTUAL_START, first)] if begun else [])]
    if terms.ends_on != NO_END:
        dates += [(PLANNED_END, last), *([(ACTUAL_END, last)] if over else [])]
    for kind, day in dates:
        yield "activity-date", {"type": kind, "iso-date": day}, []


def _budget(budget: Budget) -> Node:
    attributes = {"type": "2" if budget.revised else "1", "status": "2"}
    return (
        "budget",
        attributes,
        [
            _day("period-start", f"{budget.year}-01-01"),
            _day("period-end", f"{budget.year}-12-31"),
            _value(budget.usd_cents, "USD", budget.day),
        ],
    )


def _planned(planned: PlannedDisbursement, publication: Publication) -> Node:
    return (
        "planned-disbursement",
        {"type": "1"},
        [
            _day("period-start", planned.due_on),
            _day("period-end", planned.due_on),
            _value(planned.amount, planned.currency, publication.view.as_of),
            _organization("provider-org", planned.provider),
            _organization("receiver-org", publication.organizations.agent),
        ],
    )


def _transaction(made: Transaction) -> Node:
    benefits: Node = ("recipient-region", DEVELOPING_COUNTRIES, [])
    if made.region:
        narrative = [_narrative(REGION_NAMES.get(made.region, made.region))]
        benefits = "recipient-region", {"code": made.region, **REGIONAL_GROUPS}, narrative
    content = [
        _coded("transaction-type", made.type),
        _day("transaction-date", made.day),
        _value(made.amount, made.currency, made.day),
        ("description", {}, [_narrative(made.text)]),
        *([_organization("provider-org", made.provider)] if made.provider else ()),
        _organization("receiver-org", made.receiver),
        benefits,
        *(_aid_types(made.aid) if made.aid else ()),
    ]
    return "transaction", {"ref": made.reference}, content


def _coded(name: str, code: str) -> Node:
    return name, {"code": code}, []


def _day(name: str, day: str) -> Node:
    return name, {"iso-date": day}, []


def _narrative(text: str) -> Node:
    return "narrative", {}, text


def _value(minor: int, currency: str, day: str) -> Node:
    amount = f"{money.to_decimal(minor, currency):f}"
    return "value", {"currency": currency, "value-date": day}, amount


def _organization(name: str, organization: Organization) -> Node:
    known = {"ref": organization.reference} if organization.reference else {}
    if organization.activity:
        end = name.removesuffix("org").removeprefix("participating-")
        known[f"{end}activity-id"] = organization.activity
    return name, {**known, "type": organization.type}, [_narrative(organization.name)]


def _participating(organization: Organization, role: str, *, is_real: bool) -> Node:
    name, attributes, content = _organization("participating-org", organization)
    is_agent = is_real and organization.name == ADMINISTRATIVE_AGENT
    channel = {"crs-channel-code": aid.CHANNEL} if is_agent else {}
    return name, {**attributes, "role": role, **channel}, content


def _aid_types(found: aid.AidType) -> Iterable[Node]:
    """The DAC type of aid, and IATI's earmarking category beside it where money is given."""
    for vocabulary, code in (("1", found.code), ("2", found.earmarking)):
        if code:
            yield "aid-type", {"vocabulary": vocabulary, "code": code}, []
