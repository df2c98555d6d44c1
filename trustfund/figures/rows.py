"""Small documents as typed rows: events, contributors, contributions and terms."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

from trustfund.domain.kinds import ContributorType, DatePrecision, EventKind, EventStatus

R = TypeVar("R", bound="EventRow | ContributorRow | ContributionRow | Terms")


@dataclass(frozen=True, slots=True)
class EventRow:
    """A meeting of the process."""

    code: str
    kind: EventKind
    title: str
    city: str
    country: str | None
    announced: str
    starts_on: date | None
    ends_on: date | None
    date_precision: DatePrecision
    phase: str
    status: EventStatus
    held: bool
    class_kept_on: date | None
    act_id: int | None
    void: bool
    version: int


@dataclass(frozen=True, slots=True)
class ContributorRow:
    """Who gives."""

    id: int
    name: str
    contributor_type: ContributorType
    country: str | None
    parent_id: int | None
    apart: str
    act_id: int
    void: bool
    version: int


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """A contribution and its arrangement; what it is worth stands in entries."""

    id: int
    reference: str
    contributor_id: int
    currency: str
    agreement_reference: str
    agreement_link: str
    note: str
    act_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The fund's own terms, and how it is published."""

    code: str
    name: str
    starts_on: date
    ends_on: date
    agent_fee_basis_points: int
    indirect_cost_basis_points: int
    managing_organization: str
    illustrative: bool
    publisher_reference: str
    publisher_name: str
    publisher_type: str
    activity_identifier: str
    publishes_instalments: bool


def typed_row(kind: type[R], row: Mapping[str, Any]) -> R:
    """A row of the store as a typed one."""
    return kind(**{field.name: row[field.name] for field in fields(kind)})


def put_back(row: Any, before: Mapping[str, Any]) -> Any:
    """A row, typed or not, with earlier values of some of its columns."""
    if isinstance(row, dict):
        return {**row, **before}
    return replace(row, **{name: value for name, value in before.items() if hasattr(row, name)})


def value_of(row: Any, column: str) -> Any:
    """A value of a row, typed or not; None where it has no such column."""
    return row.get(column) if isinstance(row, dict) else getattr(row, column, None)
