"""What is wrong with an input: the place, the value, the reason and the remedy, in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """One thing that keeps an act from being booked."""

    place: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        shown = f'{self.place} "{self.value}"' if self.value else self.place
        end = "" if self.remedy.endswith("?") else "."
        return f"{shown}: {self.reason}. {self.remedy}{end}"


class Refused(Exception):
    """An act that may not be booked, with every reason at once. Nothing of it was booked."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Problems:
    """Collects problems so that a person learns of all of them at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def found(self) -> tuple[Problem, ...]:
        """What was noted so far."""
        return tuple(self._found)

    def add(self, place: str, value: object, reason: str, remedy: str) -> None:
        """Note one problem; go on looking for more."""
        self._found.append(Problem(place, "" if value is None else str(value), reason, remedy))

    def attempt(self, rule: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Return what ``rule`` returns, or None after noting what it refused."""
        try:
            return rule(*args, **kwargs)
        except Refused as refused:
            self._found.extend(refused.problems)
            return None

    def refuse_if_any(self) -> None:
        """Raise Refused with everything found so far."""
        if self._found:
            raise Refused(*self._found)
