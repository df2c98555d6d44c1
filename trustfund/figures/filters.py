"""The filters of pages and exports: the same names, the same meaning, in the address."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from trustfund.domain import classifications
from trustfund.domain.catalogue.file import FILTER, filter_field
from trustfund.domain.classifications import NO_GROUP
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import ContributorType, LetterKind
from trustfund.domain.problems import Code, Problems
from trustfund.domain.texts import alphabetical, skeleton
from trustfund.figures.books import Frames

GROUPINGS = ("un_group", "m49")
GROUPING_NAMES = {"un_group": "UN regional groups", "m49": "UN M49 regions"}
REGION_NAMES = {
    "EEG": "Eastern European",
    "GRULAC": "Latin American and Caribbean",
    "WEOG": "Western European and others",
}
"""UN regional groups whose codes are abbreviations, in words."""
UN_GROUPS = (*classifications.UN_GROUPS, NO_GROUP)
M49_REGIONS = (*classifications.M49_REGIONS, NO_GROUP)
DATES = ("from", "to", "as_of", "known_at", "due_on")
OF_ONE = ("deposit", "kind", "contribution", "due_on", "trip")
"""Which letter is asked for, and of what."""
SINGLE = (*dict.fromkeys((*DATES, "grouping", *OF_ONE)),)
NAMED = ("contributor", "event", "deposit", "contribution")
FIELDS = {"from": "date_from", "to": "date_to"}
"""The fields of ``Filters`` that are called otherwise than their filter."""
FIRST_DAY, LAST_DAY = "2000-01-01", "2099-12-31"


@dataclass(frozen=True)
class Filters:
    """What is asked for; empty means all. Days are ISO text, "" for no limit."""

    date_from: str = ""
    date_to: str = ""
    contributor: tuple[str, ...] = ()
    contributor_type: tuple[str, ...] = ()
    objective: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    deposit: str = ""
    kind: str = ""
    contribution: str = ""
    due_on: str = ""
    trip: str = ""
    grouping: str = "un_group"
    as_of: str = ""
    known_at: str = ""

    def parameters(self) -> list[tuple[str, str]]:
        """The query parameters that reproduce these filters."""
        found = [("from", self.date_from), ("to", self.date_to)]
        for name in ("contributor", "contributor_type", "objective", "event", "region"):
            found += [(name, value) for value in getattr(self, name)]
        found += [(name, getattr(self, name)) for name in OF_ONE]
        if self.grouping != "un_group":
            found.append(("grouping", self.grouping))
        found += [("as_of", self.as_of), ("known_at", self.known_at)]
        return [(name, value) for name, value in found if value]

    def only(self, names: Collection[str]) -> "Filters":
        """These filters as far as they are among ``names``, as a dataset takes them."""
        kept = [FIELDS.get(name, name) for name in names]
        return Filters(**{field: getattr(self, field) for field in kept})


def regions(grouping: str) -> tuple[str, ...]:
    """The regions of a grouping, in their usual order."""
    return M49_REGIONS if grouping == "m49" else UN_GROUPS


def choices(frames: Frames, name: str, grouping: str = "un_group") -> Collection[str] | None:
    """The values that a filter can take; None for one without a closed list."""
    match name:
        case "contributor":
            return sorted((row.name for row in frames.contributors.values()), key=alphabetical)
        case "contributor_type":
            return tuple(ContributorType)
        case "objective":
            return (UNEARMARKED, *frames.objectives)
        case "event":
            return tuple(sorted(frames.events, key=lambda code: event_order(frames, code)))
        case "region":
            return regions(grouping)
        case "grouping":
            return GROUPINGS
        case "deposit":
            return dict.fromkeys(row["reference"] for row in frames.deposits.values())
        case "contribution":
            return dict.fromkeys(row.reference for row in frames.contributions.values())
        case "kind":
            return tuple(LetterKind)
    return None


def event_order(frames: Frames, code: str) -> tuple[str, str]:
    """Events sort by first day; those without one come last."""
    starts_on = frames.events[code].starts_on
    return (starts_on.isoformat() if starts_on else "9999", code)


def parse(
    parameters: Iterable[tuple[str, str]], allowed: Collection[str], frames: Frames
) -> Filters:
    """Read query parameters. Raises Refused, all problems at once, for what is not understood."""
    problems = Problems()
    given: dict[str, list[str]] = defaultdict(list)
    for name, value in parameters:
        if name not in allowed:
            remedy = f"Use {', '.join(allowed)}" if allowed else "This has no filters"
            problems.add(FILTER, Code.OUT_OF_PLACE, name, "does not apply here", remedy)
        elif value and value not in given[name]:
            given[name].append(value)
    for name in SINGLE:
        if len(given[name]) > 1:
            shown = ", ".join(given[name])
            problems.add(filter_field(name), Code.TWICE, shown, "is given twice", "Give one")
    for name in DATES:
        for value in given[name]:
            if not _is_day(value):
                remedy = "Write it like 2018-07-16"
                problems.add(filter_field(name), Code.NOT_A_DATE, value, "is not a date", remedy)
            elif not FIRST_DAY <= value <= LAST_DAY:
                why, remedy = "is out of range", f"Use {FIRST_DAY} to {LAST_DAY}"
                problems.add(filter_field(name), Code.OUT_OF_RANGE, value, why, remedy)
    grouping = next(iter(given["grouping"]), "un_group")
    known_at = "" if problems else next(iter(given["known_at"]), "")  # what is void since was known
    known = frames.as_known(known_at)
    for name, values in given.items():
        possible = choices(known, name, grouping) if values else None
        if name in NAMED and possible is not None:
            values[:] = dict.fromkeys(_spelt(known, name, possible, value) for value in values)
        for value in values:
            if possible is not None and value not in possible:
                problems.add(
                    filter_field(name),
                    Code.UNKNOWN,
                    value,
                    "is not known",
                    f"Use one of {', '.join(possible)}" if 0 < len(possible) < 30 else "Check it",
                )
    problems.refuse_if_any()

    found: dict[str, Any] = {
        FIELDS.get(name, name): values[0] if name in SINGLE else tuple(values)
        for name, values in given.items()
        if values
    }
    return Filters(**found)


def _spelt(frames: Frames, name: str, possible: Collection[str], value: str) -> str:
    """The name or reference that is meant, if it is one that is only spelt in another way."""
    if value in possible:
        return value
    found = frames.answers.once(("spelt", name), lambda: _by_skeleton(possible))
    alike = found.get(skeleton(value), [])
    return alike[0] if len(alike) == 1 else value


def _by_skeleton(names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for each in names:
        found[skeleton(each)].append(each)
    return found


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
