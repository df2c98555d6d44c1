"""The terms of a fund as somebody types them, or as ``fund.toml`` has them, and their rules."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from trustfund.domain.catalogue import terms as fields
from trustfund.domain.catalogue.file import KEY
from trustfund.domain.classifications import ELIGIBLE_CLASSES
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.fields import Field
from trustfund.domain.fund_rules import Rules, lines, parts, spelt, way
from trustfund.domain.kinds import ContributorType
from trustfund.domain.problems import Code, Problems, refusal

NO_END = date.max
"""The last day of a fund that has none."""


@dataclass(frozen=True)
class TermsDraft:
    """The terms as typed, the two charges in per cent; None: as they are now.

    ``domain/fund_rules.py`` says how the texts of what has days are spelt.
    """

    code: str
    name: str
    starts_on: date | None
    ends_on: date | None
    """None: the fund has no last day."""
    agent_fee: str
    indirect_cost: str
    managing_organization: str
    in_force_from: date | None = None
    """The first day of what has days; None: whatever the value date of what is booked then."""
    travel_pools: str | None = None
    surplus: str | None = None
    contributors: str | None = None
    eligible: str | None = None
    phases: str | None = None
    purpose: str | None = None
    legal_basis: str | None = None
    contact: str | None = None
    giving: str | None = None
    attending: str | None = None

    def over(self, now: Rules) -> "TermsDraft":
        """The same with what is not given as it is now."""
        missing = {name: getattr(now, name) for name in TEXTS if getattr(self, name) is None}
        return replace(self, **missing)


TEXTS = (
    *("travel_pools", "surplus", "contributors", "eligible", "phases"),
    *("purpose", "legal_basis", "contact", "giving", "attending"),
)
"""What of the terms is text that has days."""


def percent(basis_points: int) -> str:
    """Hundredths of a per cent as somebody types them: ``0.75``."""
    return f"{Decimal(basis_points).scaleb(-2).normalize():f}"


def as_draft(fund: Any, now: Rules) -> TermsDraft:
    """The terms as somebody would type them; ``fund`` has those without days."""
    return TermsDraft(
        fund.code,
        fund.name,
        fund.starts_on,
        None if fund.ends_on == NO_END else fund.ends_on,
        percent(now.agent_fee_basis_points),
        percent(now.indirect_cost_basis_points),
        fund.managing_organization,
        now.in_force_from,
        **{name: getattr(now, name) for name in TEXTS},
    )


@dataclass(frozen=True)
class Checked:
    """Terms without a fault, as the tables have them."""

    fund: Mapping[str, Any]
    """Columns of ``fund``."""
    dated: Mapping[str, Any]
    """Columns of ``fund_terms``."""


def checked(problems: Problems, draft: TermsDraft, objectives: Collection[str]) -> Checked | None:
    """The terms, checked against every rule; None after noting what is wrong.

    ``objectives`` are the codes of those that are not retired.
    """
    before = problems.found
    for field, text in (
        (fields.CODE, draft.code),
        (fields.NAME, draft.name),
        (fields.MANAGING_ORGANIZATION, draft.managing_organization),
    ):
        if not text.strip():
            problems.missing(field, "Give it as the fund's terms of reference do")
    if draft.code.strip() and not re.fullmatch(r"[A-Za-z0-9-]+", draft.code.strip()):
        why = "may hold only A-Z, a-z, 0-9 and -"
        problems.add(fields.CODE, Code.MALFORMED, draft.code, why, "Correct it")
    fee = problems.attempt(_basis_points, fields.AGENT_FEE, draft.agent_fee)
    indirect = problems.attempt(_basis_points, fields.INDIRECT_COST, draft.indirect_cost)
    ends_on = draft.ends_on or NO_END
    if draft.starts_on is None:
        problems.missing(fields.STARTS_ON, "Give the first day of the fund")
    elif ends_on < draft.starts_on:
        why, remedy = "is before the first day", "Correct one of the two"
        problems.add(fields.ENDS_ON, Code.OUT_OF_ORDER, ends_on, why, remedy)
    pools = (UNEARMARKED, *objectives)
    texts = {name: (getattr(draft, name) or "").strip() for name in TEXTS}
    texts["travel_pools"] = ";".join(_travel(problems, texts["travel_pools"], pools))
    texts["surplus"] = ";".join(_ways(problems, texts["surplus"], pools))
    texts["contributors"] = _kinds(problems, texts["contributors"])
    texts["eligible"] = ";".join(_classes(problems, texts["eligible"]))
    texts["phases"] = _phases(problems, texts["phases"])
    if problems.found != before:
        return None
    return Checked(
        {
            "code": draft.code.strip(),
            "name": draft.name.strip(),
            "starts_on": draft.starts_on,
            "ends_on": ends_on,
            "managing_organization": " ".join(draft.managing_organization.split()),
            "agent_fee_basis_points": fee,
            "indirect_cost_basis_points": indirect,
        },
        {
            "in_force_from": draft.in_force_from,
            "agent_fee_basis_points": fee,
            "indirect_cost_basis_points": indirect,
            **texts,
        },
    )


def _basis_points(field: Field, text: str) -> int:
    """A percentage typed in a field, in hundredths of a per cent."""
    try:
        typed = Decimal(text.strip())
    except ArithmeticError:
        typed = Decimal(-1)
    sound = typed.is_finite() and 0 <= typed <= 100
    points = typed * 100 if sound else Decimal(-1)
    if points < 0 or points != int(points):
        why, remedy = "is not a percentage", "Give 0 to 100 with at most 2 decimals"
        raise refusal(field, Code.OUT_OF_RANGE, text, why, remedy)
    return int(points)


def _once(problems: Problems, field: Field, named: Iterable[str]) -> list[str]:
    """What is named, without what is named twice, which is noted."""
    found: list[str] = []
    for each in named:
        if each in found:
            problems.add(field, Code.TWICE, each, "is named twice", "Name it once")
        else:
            found.append(each)
    return found


def _travel(problems: Problems, text: str, pools: Collection[str]) -> list[str]:
    found = _once(problems, fields.TRAVEL_POOLS, parts(text))
    if not found:
        problems.missing(fields.TRAVEL_POOLS, f"Name at least one of {', '.join(pools)}")
    for pool in found:
        _check_pool(problems, fields.TRAVEL_POOLS, pool, pools)
    return found


def _check_pool(problems: Problems, field: Field, pool: str, pools: Collection[str]) -> None:
    if pool not in pools:
        why, remedy = "is not an objective in use", f"Use {', '.join(pools)}"
        problems.add(field, Code.NOT_AN_OBJECTIVE, pool, why, remedy)


def _ways(problems: Problems, text: str, pools: Collection[str]) -> list[str]:
    found = []
    for part in parts(text):
        start, end = way(part)
        if not start or not end or start == end:
            why = "does not say from where to where"
            remedy = "Write the two as in 1>2, with a semicolon between two such rules"
            problems.add(fields.SURPLUS, Code.MALFORMED, part, why, remedy)
            continue
        for pool in (start, end):
            _check_pool(problems, fields.SURPLUS, pool, pools)
        found.append(f"{start}>{end}")
    return _once(problems, fields.SURPLUS, found)


def _kinds(problems: Problems, text: str) -> str:
    named = lines(text)
    if not named:
        remedy = f"Name at least one of {', '.join(ContributorType)}"
        problems.missing(fields.CONTRIBUTORS, remedy)
    for code in named:
        if code not in list(ContributorType):
            why = "is not one of the four kinds"
            remedy = f"Use {', '.join(ContributorType)}, each with the fund's own words"
            problems.add(fields.CONTRIBUTORS, Code.NOT_A_CODE, code, why, remedy)
    return spelt(
        {code: words or OWN_WORDS.get(code, "") for code, words in named.items()},
    )


OWN_WORDS: Mapping[str, str] = {
    ContributorType.MEMBER_STATE: "Member States",
    ContributorType.REGIONAL_LEGISLATIVE_BODY: "regional legislative bodies",
    ContributorType.INTERGOVERNMENTAL_ORGANIZATION: "inter-governmental organizations",
    ContributorType.PHILANTHROPIC_ORGANIZATION: "philanthropic organizations",
}
"""What the kinds are called where the fund has no words of its own."""


def _classes(problems: Problems, text: str) -> list[str]:
    found = _once(problems, fields.ELIGIBLE, parts(text))
    for each in found:
        if each not in ELIGIBLE_CLASSES:
            why = "is not a class of countries"
            remedy = f"Use {', '.join(ELIGIBLE_CLASSES)}, or nothing where a list says who"
            problems.add(fields.ELIGIBLE, Code.NOT_A_CODE, each, why, remedy)
    return found


def _phases(problems: Problems, text: str) -> str:
    named = lines(text)
    for code, words in named.items():
        if not code or not words:
            why = "does not say what the phase is"
            remedy = "Write a line each, as in I: Consultations"
            problems.add(fields.PHASES, Code.MALFORMED, code or words, why, remedy)
    return spelt(named)


LISTS = frozenset({"travel_pools", "surplus", "eligible"})
"""What ``fund.toml`` has as a list of texts."""
PAIRS = frozenset({"contributors", "phases"})
"""What it has as a table of texts."""
DAYS = frozenset({"starts_on", "ends_on", "in_force_from"})
REQUIRED = frozenset({"code", "name", "starts_on", "managing_organization"})
PER_CENT = frozenset({"agent_fee", "indirect_cost"})


def from_toml(problems: Problems, given: Mapping[str, Any]) -> TermsDraft:
    """The terms of a parsed ``fund.toml``; what is not of its form is noted, and left out."""
    names = TermsDraft.__dataclass_fields__
    for name in given.keys() - names.keys():
        why, remedy = "is no key of fund.toml", f"Use {', '.join(names)}"
        problems.add(KEY, Code.NO_SUCH_COLUMN, name, why, remedy)
    for name in sorted(REQUIRED - given.keys()):
        problems.missing(fields.DOCUMENT.by_key[name], "Give it as the terms of reference do")
    draft: dict[str, Any] = dict.fromkeys(names, "") | dict.fromkeys(DAYS)
    draft |= dict.fromkeys(PER_CENT, "0")
    for name in names.keys() & given.keys():
        try:
            draft[name] = _from_toml(name, given[name])
        except ValueError as error:
            value = str(given[name])
            why, remedy = "is not of its form", f"Write {error}"
            problems.add(fields.DOCUMENT.by_key[name], Code.MALFORMED, value, why, remedy)
    return TermsDraft(**draft)


def _from_toml(name: str, value: Any) -> Any:
    """A value as it is typed in a form; ValueError says how it is written."""
    if name in DAYS:
        if type(value) is not date:
            raise ValueError("a day without quotes, such as 2026-01-01")
        return value
    if name in PER_CENT:
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
            raise ValueError("per cent, such as 1 or 0.75")
        return str(value)
    if name in LISTS:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise ValueError('a list of texts, such as ["1", "unearmarked"]')
        return ";".join(value)
    if name in PAIRS:
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise ValueError('a table of texts, such as member_state = "Member States"')
        return spelt({code: " ".join(words.split()) for code, words in value.items()})
    if not isinstance(value, str):
        raise ValueError("a text in quotes")
    return value


def as_toml(draft: TermsDraft) -> dict[str, Any]:
    """The inverse of :func:`from_toml`, without what is blank."""
    written: dict[str, Any] = {}
    for name in TermsDraft.__dataclass_fields__:
        value = getattr(draft, name)
        if name in LISTS:
            value = parts(value)
        elif name in PAIRS:
            value = lines(value)
        if value:
            written[name] = value
    return written
