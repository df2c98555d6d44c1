"""The options of ``import``: what they mean, and which of them answers a problem."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from trustfund.domain.catalogue import file as fields
from trustfund.domain.fields import Field
from trustfund.domain.problems import Code, Problem, Refused, refusal
from trustfund.domain.texts import normalised, skeleton
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.outcome import Outcome, SameMoney
from trustfund.exchange.imports.reading.looks import FORMATS, IGNORE, QUESTIONS
from trustfund.exchange.imports.rows import ALL, Choices
from trustfund.ledger import event_changes

ANSWERS = tuple(f"{each.about}={answer}" for each in QUESTIONS.values() for answer in each.answers)
"""What ``--answer`` takes."""


def choices(
    kind: Kind,
    sheet: str,
    columns: Iterable[str],
    values: Iterable[str],
    another: Iterable[str],
    header: int,
    answers: Iterable[str],
    constants: Iterable[str],
    decided: Iterable[str],
    same_money: Iterable[str],
    other_money: Iterable[str],
    *,
    leaves_out: bool,
) -> Choices:
    """What the options choose; refused where one cannot be understood."""
    chosen, also = _columns(kind, columns)
    return Choices(
        sheet,
        chosen,
        _values(kind, values),
        _another(another),
        header,
        also,
        _constants(kind, constants),
        leaves_out,
        _answers(answers),
        _decided(decided),
        _same_money(same_money, other_money),
    )


def _columns(kind: Kind, given: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Each ``--column "HEADER=COLUMN"``; nothing behind the sign leaves the header out.

    A header that is given twice feeds a second column, which comes apart, with its header.
    """
    chosen: dict[str, str] = {}
    also = {}
    for text in given:
        header, sign, column = (part.strip() for part in text.rpartition("="))
        if not sign or not header:
            raise _unclear(fields.COLUMN_OPTION, text, 'Write it like "Donor=contributor"')
        if column:
            _check(kind, fields.COLUMN_OPTION, column)
        if column and chosen.get(header):
            also[column] = header
        else:
            chosen[header] = column
    return chosen, also


def _constants(kind: Kind, given: Iterable[str]) -> Mapping[str, str]:
    """Each ``--constant "COLUMN=VALUE"``."""
    chosen = {}
    for text in given:
        column, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not value:
            raise _unclear(fields.CONSTANT_OPTION, text, 'Write it like "currency=USD"')
        _check(kind, fields.CONSTANT_OPTION, column)
        if column in chosen:
            raise _unclear(fields.CONSTANT_OPTION, text, f"Give {column} one value")
        chosen[column] = value
    return chosen


def _values(kind: Kind, given: Iterable[str]) -> Mapping[tuple[str, str], str]:
    """Each ``--value "COLUMN:TEXT=MEANT"``."""
    chosen = {}
    for text in given:
        column, colon, rest = (part.strip() for part in text.partition(":"))
        written, sign, meant = (part.strip() for part in rest.rpartition("="))
        if not colon or not sign or not written:
            raise _unclear(fields.VALUE_OPTION, text, 'Write it like "country:Turkey=TUR"')
        _check(kind, fields.VALUE_OPTION, column)
        chosen[column, written] = meant
    return chosen


def _another(given: Iterable[str]) -> Mapping[str, str]:
    """Each ``--another "NAME=WHY"``."""
    chosen = {}
    for text in given:
        name, sign, why = (part.strip() for part in text.partition("="))
        if not sign or not name or not why:
            example = 'Write it like "SWEDEN=A foundation of that name"'
            raise _unclear(fields.ANOTHER_OPTION, text, example)
        chosen[normalised(name)] = why
    return chosen


def _answers(given: Iterable[str]) -> Mapping[str, str]:
    """Each ``--answer "ABOUT=ANSWER"``."""
    chosen = {}
    for text in given:
        about, _, answer = (part.strip() for part in text.partition("="))
        question = QUESTIONS.get(about)
        if question is None or answer not in question.answers:
            raise _unclear(fields.ANSWER_OPTION, text, f"Use one of {', '.join(ANSWERS)}")
        chosen[about] = answer
    return chosen


def _decided(given: Iterable[str]) -> Mapping[tuple[str, str], str]:
    """Each ``--decide "EVENT:WHAT=DECISION"``."""
    chosen = {}
    known = {each.key: each.choices for each in event_changes.KINDS}
    for text in given:
        event, _, rest = (part.strip() for part in text.rpartition(":"))
        what, _, decision = (part.strip() for part in rest.partition("="))
        if not event or decision not in known.get(what, ()):
            all_of_them = "; ".join(f"{key}={' or '.join(each)}" for key, each in known.items())
            remedy = f'Write it like "TS-4:seats=release"; there are {all_of_them}'
            raise _unclear(fields.DECIDE_OPTION, text, remedy)
        chosen[event, what] = decision
    return chosen


def _same_money(same: Iterable[str], other: Iterable[str]) -> Mapping[str, str]:
    """Each ``--same-money REFERENCE`` and ``--other-money "REFERENCE=WHY"``."""
    chosen = {skeleton(reference): "" for reference in same}
    for text in other:
        reference, _, why = (part.strip() for part in text.partition("="))
        if not reference or not why:
            example = 'Write it like "D-7=A second transfer of that day", or "all=WHY"'
            raise _unclear(fields.OTHER_MONEY_OPTION, text, example)
        chosen[skeleton(reference)] = normalised(why)
    return chosen


def _check(kind: Kind, option: Field, column: str) -> None:
    if column not in kind.columns:
        why, remedy = f"is not a column of {kind.name}", f"Use one of {', '.join(kind.columns)}"
        raise refusal(option, Code.NO_SUCH_COLUMN, column, why, remedy)


def _unclear(option: Field, text: str, remedy: str) -> Refused:
    return refusal(option, Code.MALFORMED, text, "cannot be understood", remedy)


def problems_with_options(outcome: Outcome) -> Iterator[Problem]:
    """The problems, each with the option that answers it; a text that comes again has it once."""
    headers = outcome.table.headers if outcome.table else ()
    columns = {header.text: header.column for header in headers if header.is_guess}
    meant = {(each.column, each.text): each.meant for each in outcome.suggestions}
    twins = {("name", each.name): each.known[0] for each in outcome.twins if len(each.known) == 1}
    meant |= twins
    asked = {each.place: each for each in outcome.same_money}
    answered = set()
    for problem in outcome.problems:
        column, text = problem.at.column, problem.value
        if problem.code is Code.SHOWN_OTHERWISE:
            yield replace(problem, remedy=f'{problem.remedy}: --answer "{FORMATS.about}={IGNORE}"')
        elif problem.field is fields.SHEET:
            options = [f'--answer "{each}"' for each in ANSWERS if each.startswith(f"{text}=")]
            yield replace(problem, remedy=f"{problem.remedy}: {' or '.join(options)}")
        elif problem.code is Code.UNDECIDED:
            yield replace(problem, remedy=_of_an_event(problem))
        elif problem.code is Code.SAME_MONEY:
            row = asked[str(problem.at._replace(column=""))]
            yield replace(problem, remedy=_of_money(problem, row))
        elif problem.field in (fields.COLUMN, fields.COLUMNS):
            yield replace(problem, remedy=_of_a_header(problem, columns))
        elif text and (column, text) not in answered:
            answered.add((column, text))
            yield replace(problem, remedy=_of_a_value(problem, meant.get((column, text), "")))
        else:
            yield problem


def _of_an_event(problem: Problem) -> str:
    what = f'--decide "{problem.value}:{problem.field.key}='
    return "Add " + " or ".join(f'{what}{each}"' for each in problem.field.choices)


def _of_money(problem: Problem, asked: SameMoney) -> str:
    other = f'--other-money "{asked.reference}=WHY"'
    if asked.is_known:
        return f"{problem.remedy}: {other}"
    same = f'--same-money "{asked.reference}"'
    return f"{problem.remedy}: {same} or {other}; {ALL} in place of the reference answers for all"


def _of_a_header(problem: Problem, columns: Mapping[str, str]) -> str:
    text = problem.value
    if problem.code is Code.MISSING:
        each = f'or what it is in every row with --constant "{text}=VALUE"'
        return f'{problem.remedy}: say which header it is with --column "HEADER={text}", {each}'
    if problem.field is fields.COLUMNS and problem.code is Code.NO_SUCH_COLUMN:
        return 'Leave each out with --column "HEADER=", or say which column it is'
    if text not in columns or problem.code not in (Code.NO_SUCH_COLUMN, Code.TWICE):
        return problem.remedy
    leave_out = f'to leave it out, --column "{text}="'
    if column := columns[text]:
        return f'Did you mean {column}? Then add --column "{text}={column}"; {leave_out}'
    return f'Say which column it is with --column "{text}=COLUMN"; {leave_out}'


def _of_a_value(problem: Problem, meant: str) -> str:
    text = problem.value
    option = f'--value "{problem.at.column}:{text}={meant}"'
    if problem.code is Code.TWIN:
        same = f"add {option}" if meant else "write it so"
        return f'Is it the same? Then {same}; if it is another, add --another "{text}=WHY"'
    if problem.code is Code.NOT_A_CONTRIBUTOR:
        if meant:
            always = f'also-known-as "{text}" "{meant}"'
            return f"Did you mean {meant}? Then add {option}, or for every file: {always}"
        always = f'also-known-as "{text}" CONTRIBUTOR'
        return f"{problem.remedy}, or say whose other name it is: {always}"
    return f"{problem.remedy} Then add {option}" if meant else problem.remedy
