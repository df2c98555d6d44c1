"""What ``import`` is told by its options, and which option answers a problem."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from trustfund.domain.problems import Problem, Refused
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.outcome import Outcome, place_of
from trustfund.exchange.imports.rows import Choices

GIVERS = {"contributor", "parent"}
"""The columns that name contributors."""


def choices(kind: Kind, sheet: str, columns: Iterable[str], values: Iterable[str]) -> Choices:
    """What the options say; refused where one cannot be understood."""
    return Choices(sheet, _columns(kind, columns), _values(kind, values))


def _columns(kind: Kind, given: Iterable[str]) -> Mapping[str, str]:
    """What ``--column "HEADER=COLUMN"`` says; nothing behind the sign leaves the header out."""
    chosen = {}
    for text in given:
        header, sign, column = (part.strip() for part in text.rpartition("="))
        if not sign or not header:
            raise _unclear("--column", text, 'Write it like "Donor=contributor"')
        if column:
            _check(kind, "--column", column)
        chosen[header] = column
    return chosen


def _values(kind: Kind, given: Iterable[str]) -> Mapping[tuple[str, str], str]:
    """What ``--value "COLUMN:TEXT=MEANT"`` says."""
    chosen = {}
    for text in given:
        column, colon, rest = (part.strip() for part in text.partition(":"))
        said, sign, meant = (part.strip() for part in rest.rpartition("="))
        if not colon or not sign or not said:
            raise _unclear("--value", text, 'Write it like "country:Turkey=TUR"')
        _check(kind, "--value", column)
        chosen[column, said] = meant
    return chosen


def _check(kind: Kind, option: str, column: str) -> None:
    if column not in kind.columns:
        known = f"Use one of {', '.join(kind.columns)}"
        raise Refused(Problem(option, column, f"is not a column of {kind.name}", known))


def _unclear(option: str, text: str, remedy: str) -> Refused:
    return Refused(Problem(option, text, "cannot be understood", remedy))


def told(outcome: Outcome) -> Iterator[Problem]:
    """The problems, with the option that answers one; of a text that comes again, once."""
    headers = outcome.table.headers if outcome.table else ()
    columns = {header.text: header.column for header in headers if header.is_guess}
    meant = {(each.column, each.text): each.meant for each in outcome.suggestions}
    answered = set()
    for problem in outcome.problems:
        column, text = place_of(problem).column, problem.value
        if column in {"column", "columns"}:
            yield replace(problem, remedy=_of_a_header(problem, columns))
        elif text and (column, text) not in answered:
            answered.add((column, text))
            yield replace(problem, remedy=_of_a_value(problem, meant.get((column, text), "")))
        else:
            yield problem


def _of_a_header(problem: Problem, columns: Mapping[str, str]) -> str:
    text = problem.value
    if problem.reason == "is missing":
        return f'{problem.remedy}: say which header it is with --column "HEADER={text}"'
    if problem.reason.startswith("are not columns of"):
        return 'Leave each out with --column "HEADER=", or say which column it is'
    if text not in columns or not problem.reason.startswith(("is not a column of", "stands for")):
        return problem.remedy
    leave_out = f'to leave it out, --column "{text}="'
    if column := columns[text]:
        return f'Did you mean {column}? Then add --column "{text}={column}"; {leave_out}'
    return f'Say which column it is with --column "{text}=COLUMN"; {leave_out}'


def _of_a_value(problem: Problem, meant: str) -> str:
    text, column = problem.value, place_of(problem).column
    option = f'--value "{column}:{text}={meant}"'
    if column in GIVERS and problem.reason.startswith("is not a contributor"):
        if meant:
            always = f'also-known-as "{text}" "{meant}"'
            return f"Did you mean {meant}? Then add {option}, or for every file: {always}"
        always = f'also-known-as "{text}" CONTRIBUTOR'
        return f"{problem.remedy}, or say whose other name it is: {always}"
    return f"{problem.remedy} Then add {option}" if meant else problem.remedy
