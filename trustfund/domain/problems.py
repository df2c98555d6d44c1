"""What is wrong with an input: its field and a code for programs, a sentence for people."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, ParamSpec, TypeVar

from trustfund.domain.fields import Field
from trustfund.domain.texts import visible

P = ParamSpec("P")
T = TypeVar("T")


class Code(StrEnum):
    """Everything that can be wrong. Programs compare codes; sentences are for people."""

    # What is written
    MISSING = "missing"
    UNKNOWN = "unknown"  # nothing is recorded under it
    NOT_A_CONTRIBUTOR = "not_a_contributor"
    TAKEN = "taken"  # something else is recorded under it
    TWICE = "twice"
    UNDECIDED = "undecided"  # what hangs on a change: a person decides
    TWIN = "twin"  # what is recorded may be the same: a person decides
    SAME_MONEY = "same_money"  # it may be there already, as another deposit: a person decides
    UNSEEN = "unseen"  # a character that turns a text into another one, or a screen to its will
    NOT_A_CODE = "not_a_code"  # of a closed list
    NOT_A_COUNTRY = "not_a_country"
    NOT_A_CURRENCY = "not_a_currency"
    ENDED_CURRENCY = "ended_currency"
    NOT_AN_OBJECTIVE = "not_an_objective"
    NOT_A_DATE = "not_a_date"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_RATE = "not_a_rate"
    MALFORMED = "malformed"  # an address, a reference, a setting of another form
    AMBIGUOUS = "ambiguous"
    NOT_ABOVE_ZERO = "not_above_zero"
    TOO_MANY_DECIMALS = "too_many_decimals"
    TOO_LARGE = "too_large"  # for any sum of this fund
    OUT_OF_RANGE = "out_of_range"
    HOLDS_NAME = "holds_name"  # of a delegate
    # What does not go together
    DIFFERS = "differs"  # from what it has to agree with
    SHOWN_OTHERWISE = "shown_otherwise"  # by a number format that contradicts the column
    DOES_NOT_ADD_UP = "does_not_add_up"
    OUT_OF_PLACE = "out_of_place"  # it belongs to another kind or step
    NOT_ADMITTED = "not_admitted"  # as a contributor
    NOT_ELIGIBLE = "not_eligible"  # for funded travel
    NOT_A_PARENT = "not_a_parent"
    # Days
    FUTURE_DAY = "future_day"
    TOO_EARLY = "too_early"  # there was no such fund
    BEFORE_PLEDGE = "before_pledge"
    BEFORE_SIGNING = "before_signing"
    OUT_OF_ORDER = "out_of_order"  # the first day and the last, or the steps of a trip
    BEFORE_EVENT = "before_event"
    TOO_LATE = "too_late"  # the event began
    UNDATED = "undated"
    NOT_OVER = "not_over"
    CLOCK_BEHIND = "clock_behind"  # of what was recorded already
    # Where a document stands
    NOT_SIGNED = "not_signed"
    SIGNED = "signed"
    GIVEN_UP = "given_up"  # withdrawn or written off
    REVERSED = "reversed"  # or taken back
    CANCELLED = "cancelled"
    DONE_ALREADY = "done_already"
    NOTHING_TO_DO = "nothing_to_do"
    WRONG_STEP = "wrong_step"
    BUILT_ON = "built_on"  # what came later depends on it
    # Money
    NO_RATE = "no_rate"
    TOO_MUCH = "too_much"  # more than what it is taken from
    NOTHING_LEFT = "nothing_left"
    OVERDRAWN = "overdrawn"
    # People
    NOT_OPEN_TO_ROLE = "not_open_to_role"
    OWN = "own"  # nobody does it to their own work or account
    CHANGED_MEANWHILE = "changed_meanwhile"  # a form: look at the document again
    OUTDATED = "outdated"
    NO_ACCESS = "no_access"
    ONLY_ADMINISTRATOR = "only_administrator"
    WEAK_SECRET = "weak_secret"  # noqa: S105 (it is no secret itself)
    TRY_LATER = "try_later"
    # Files and stores
    NO_SUCH_COLUMN = "no_such_column"
    UNNAMED = "unnamed"  # a column
    YEARS = "years"  # a column for each
    OTHER_UNIT = "other_unit"
    UNEVEN = "uneven"
    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"  # others wait meanwhile
    IN_USE = "in_use"
    OTHER_VERSION = "other_version"
    FAULTY = "faulty"
    TO_SETTLE = "to_settle"  # no fault: somebody has to decide


class Place(NamedTuple):
    """Where in a file, or in a list that an act is given, a field stands."""

    sheet: str = ""
    row: int = 0
    """As a spreadsheet counts; 0 is no row."""
    column: str = ""
    """What the file calls the field; without a row, which part of the field."""
    of: str = "row"
    """What is counted."""

    def __str__(self) -> str:
        sheet = f'sheet "{self.sheet}"' if self.sheet else ""
        row = f"{self.of} {self.row}" if self.row else ""
        return ", ".join(filter(None, (sheet, row, self.column)))


NOWHERE = Place()


@dataclass(frozen=True)
class Problem:
    """One thing that keeps an act from being booked."""

    field: Field
    code: Code
    value: str
    reason: str
    remedy: str
    at: Place = NOWHERE

    @property
    def place(self) -> str:
        """Where it is, for people: in a file by row and column, else by the field's label."""
        label = "" if self.at.row else self.field.label
        return ", ".join(filter(None, (label, str(self.at))))

    @property
    def shown(self) -> str:
        """The value as it can be shown: no screen obeys it, and it takes one line."""
        return visible(self.value, lines=False)

    def __str__(self) -> str:
        shown = f'{self.place} "{self.shown}"' if self.value else self.place
        end = "" if self.remedy.endswith("?") else "."
        return f"{shown}: {self.reason}. {self.remedy}{end}"


class Refused(Exception):
    """An act that may not be booked, with every reason at once. Nothing of it was booked."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def refusal(
    field: Field, code: Code, value: object, reason: str, remedy: str, at: Place = NOWHERE
) -> Refused:
    """Refuse an act for one problem."""
    return Refused(Problem(field, code, "" if value is None else str(value), reason, remedy, at))


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

    def add(
        self,
        field: Field,
        code: Code,
        value: object,
        reason: str,
        remedy: str,
        at: Place = NOWHERE,
    ) -> None:
        """Note one problem; go on looking for more."""
        self._found.extend(refusal(field, code, value, reason, remedy, at).problems)

    def note(self, problem: Problem) -> None:
        """Note a problem that something else found."""
        self._found.append(problem)

    def missing(self, field: Field, remedy: str, at: Place = NOWHERE) -> None:
        """Note that nothing is given."""
        self.add(field, Code.MISSING, "", "is missing", remedy, at)

    def attempt(self, rule: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Return what ``rule`` returns, or None after noting what it refused."""
        try:
            return rule(*args, **kwargs)
        except Refused as refused:
            self._found.extend(refused.problems)
            return None

    def need(self, rule: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what ``rule`` returns; what it refuses ends the search for more."""
        found = self.attempt(rule, *args, **kwargs)
        if found is None:
            raise Refused(*self._found)
        return found

    def sound(self, value: T | None) -> T:
        """Return a value that is there when nothing is wrong; else refuse with all problems."""
        self.refuse_if_any()
        assert value is not None
        return value

    def refuse_if_any(self) -> None:
        """Raise Refused with everything found so far."""
        if self._found:
            raise Refused(*self._found)
