"""What the terms of a fund allow, from a day on: whom it takes money from, and what money pays for.

A version is a row of texts; what they say is read here, in the spelling of forms and files.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from trustfund.domain.classifications import ELIGIBLE_CLASSES
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import ContributorType
from trustfund.domain.texts import listed

OBJECTIVE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,15}")
"""What an objective may be called by."""


@dataclass(frozen=True)
class Rules:
    """One version of the terms that have days; the two charges in hundredths of a per cent."""

    act_id: int
    in_force_from: date | None
    """None: whatever the value date of what is booked after it."""
    agent_fee_basis_points: int
    indirect_cost_basis_points: int
    travel_pools: str
    """``1;unearmarked``: the pools that pay for travel, in the order in which they are drawn on."""
    surplus: str
    """``1>2;1>3``: from which pool a surplus may go to which; "" where none may."""
    contributors: str
    """A line each, ``member_state: Member States``: who may contribute, in the fund's words."""
    eligible: str
    """``ldc;sids``: the classes whose countries are eligible; "" where decisions alone say who."""
    phases: str
    """A line each, ``I: Consultations``."""
    purpose: str
    legal_basis: str
    contact: str
    giving: str
    """How one contributes, for everybody to read."""
    attending: str
    """How a delegation is funded, for everybody to read."""

    @cached_property
    def pools(self) -> tuple[str, ...]:
        """The pools that pay for travel, in their order."""
        return tuple(parts(self.travel_pools))

    @cached_property
    def travel_objectives(self) -> tuple[str, ...]:
        """The objectives among them; there may be none."""
        return tuple(pool for pool in self.pools if pool != UNEARMARKED)

    @cached_property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """From which pool to which a surplus may go."""
        return tuple(way(part) for part in parts(self.surplus))

    @cached_property
    def kinds(self) -> Mapping[ContributorType, str]:
        """The kinds of contributor that are admitted, with the fund's own word for several."""
        return {ContributorType(code): words for code, words in lines(self.contributors).items()}

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The classes of countries whose delegates may be funded."""
        return tuple(parts(self.eligible))

    @cached_property
    def phase_codes(self) -> tuple[str, ...]:
        """The phases by which events are listed; there may be none."""
        return tuple(lines(self.phases))

    @property
    def who_may_contribute(self) -> str:
        """The sentence that everybody else is refused with."""
        whom = listed(list(self.kinds.values()))
        return f"The fund receives contributions from {whom}, and from nobody else"

    @property
    def who_is_eligible(self) -> str:
        """The countries whose representatives the fund pays for, in words."""
        if not self.classes:
            return "the countries of its list"
        return listed([ELIGIBLE_CLASSES[each] for each in self.classes])

    def surplus_spelt(self, source: str, target: str) -> str:
        """A way of a surplus: its first pool alone, where that says it all."""
        targets = [end for start, end in self.ways if start == source]
        return source if targets == [target] else f"{source}>{target}"


def version_on(versions: Sequence[Rules], day: date | None) -> Rules:
    """The newest version that holds on a day; where none does yet, the first."""
    return next(
        (
            each
            for each in reversed(versions)
            if each.in_force_from is None or day is None or each.in_force_from <= day
        ),
        versions[0],
    )


def parts(text: str) -> list[str]:
    """What semicolons part."""
    return [part.strip() for part in text.split(";") if part.strip()]


def way(text: str) -> tuple[str, str]:
    """``1>2`` as its two pools; "" for the second where there is none."""
    start, _, end = (part.strip() for part in text.partition(">"))
    return start, end


def lines(text: str) -> dict[str, str]:
    """Lines such as ``I: Consultations``, by what stands before the colon."""
    pairs = (line.partition(":") for line in text.splitlines() if line.strip())
    return {code.strip(): words.strip() for code, _, words in pairs}


def spelt(named: Mapping[str, str]) -> str:
    """The inverse of :func:`lines`."""
    return "\n".join(f"{code}: {words}" for code, words in named.items())
