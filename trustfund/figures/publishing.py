"""Who publishes the fund in IATI, and how an IATI file names everybody else.

Illustrative books never bear a real identifier: their file names examples, whatever the settings.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from trustfund.domain.catalogue import terms as fields
from trustfund.domain.iati import (
    ADMINISTRATIVE_AGENT,
    EXAMPLE,
    GOVERNMENT,
    MULTILATERAL,
    OTHER,
    TYPE_OF_CONTRIBUTOR,
)
from trustfund.domain.problems import Code, Problems
from trustfund.figures.books import Frames
from trustfund.figures.rows import value_of
from trustfund.figures.view import View
from trustfund.store.tables import Allocation, Fund, Movement


@dataclass(frozen=True)
class Organization:
    """An organization as a file names it; ``reference`` is "" where it has none."""

    name: str
    type: str
    reference: str = ""
    activity: str = ""
    """The identifier of its activity, where that is the other end of a transaction."""


PUBLISHER = (
    fields.PUBLISHER_REFERENCE,
    fields.PUBLISHER_NAME,
    fields.PUBLISHER_TYPE,
    fields.ACTIVITY_IDENTIFIER,
)
"""What the fund must have to be published."""


@dataclass(frozen=True)
class Publisher:
    """Who publishes, and the identifier of the fund as an activity."""

    organization: Organization
    activity: str


def is_published(frames: Frames) -> bool:
    """Whether there is an IATI file of these books: illustrative ones name an example publisher."""
    return frames.illustrative or bool(frames.fund.publisher_reference)


def publisher(view: View) -> Publisher:
    """Who publishes the fund; raises Refused, naming all that is missing, where nobody does yet."""
    fund = view.frames.fund
    if view.frames.illustrative:
        reference = f"{EXAMPLE}-PUBLISHER"
        example_of_one = Organization("Example publisher", MULTILATERAL, reference)
        return Publisher(example_of_one, f"{reference}-ILLUSTRATIVE-FUND")
    problems = Problems()
    known = f" known at {view.filters.known_at}" if view.filters.known_at else ""
    for field in PUBLISHER:
        if not getattr(fund, field.key):
            reason = f"is missing in the settings{known}, so there is no file for IATI"
            remedy = "The administrator sets it on the page Settings"
            problems.add(field, Code.MISSING, "", reason, remedy)
    problems.refuse_if_any()
    organization = Organization(fund.publisher_name, fund.publisher_type, fund.publisher_reference)
    return Publisher(organization, fund.activity_identifier)


@dataclass(frozen=True)
class Organizations:
    """Everybody whom transactions name, as the books know them."""

    frames: Frames
    publisher: Publisher

    bank = Organization("Bank of the administrative agent", OTHER)
    unknown = Organization("Not stated", OTHER)
    delegations = Organization("Delegations of developing countries", GOVERNMENT)

    @cached_property
    def _of_contributors(self) -> dict[int, str]:
        rows = self.frames.organization_references.values()
        return {row["contributor_id"]: row["reference"] for row in rows if row["contributor_id"]}

    @cached_property
    def _of_others(self) -> dict[str, str]:
        names = {
            self.frames.contributors[key].name: reference
            for key, reference in self._of_contributors.items()
            if key in self.frames.contributors
        }
        rows = self.frames.organization_references.values()
        own = {row["organization"]: row["reference"] for row in rows if row["organization"]}
        mine = self.publisher.organization
        return {**names, **own, mine.name: mine.reference}

    def _reference(self, name: str, known: str | None) -> str:
        return example(name) if self.frames.illustrative else known or ""

    def contributor(self, key: int) -> Organization:
        """A contributor, by its id."""
        row = self.frames.contributors[key]
        kind = TYPE_OF_CONTRIBUTOR[row.contributor_type]
        reference = self._reference(row.name, self._of_contributors.get(key))
        return Organization(row.name, kind, reference)

    def named(self, name: str) -> Organization:
        """An organization of the United Nations system, by its name; ``unknown`` without one."""
        if not name:
            return self.unknown
        return Organization(name, MULTILATERAL, self._reference(name, self._of_others.get(name)))

    @property
    def agent(self) -> Organization:
        """The administrative agent."""
        return self.named(ADMINISTRATIVE_AGENT)

    @property
    def managing(self) -> Organization:
        """The managing organization, whose expenditure the trips are."""
        return self.named(str(self.frames.fund.managing_organization))


def numbers(books: Frames) -> dict[str, int]:
    """The number of each organization's activity: in the order in which acts first named them.

    Nothing is deleted, so an organization keeps its number for ever, also one that is named no
    more: by a document that was corrected since, or came with a file that was taken back.
    """
    named: dict[str, int] = {}
    documents: tuple[tuple[type[Any], dict[Any, Any], str], ...] = (
        (Fund, {1: books.fund}, "managing_organization"),
        (Movement, books.movements, "organization"),
        (Allocation, books.allocations | books.void.get(Allocation, {}), "organization"),
    )
    for table, rows, field in documents:
        values = {key: value_of(row, field) for key, row in rows.items()}
        spelt: list[tuple[str, int]] = []
        for change in books.changes:  # newest first: what a document said after a change of it
            if change.table is table and field in change.before:
                spelt.append((values[change.key], change.act))
                values[change.key] = change.before[field]
        spelt += [(name, value_of(rows[key], "act_id") or 0) for key, name in values.items()]
        for name, act in spelt:
            named[name] = min(act, named.get(name, act))
    first = sorted((act, name) for name, act in named.items() if name)
    return {name: number for number, (_, name) in enumerate(first, start=1)}


def example(name: str) -> str:
    """A reference that is marked as an example, made of a name; "" for one without Latin letters.

    Illustrative data says by it that an organization would have a reference, and which one has not.
    """
    letters = unicodedata.normalize("NFKD", name.upper()).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[A-Z0-9]+", letters))
    return f"{EXAMPLE}-{words}" if words else ""
