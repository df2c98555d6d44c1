"""What was decided of a file, kept under a name and offered for the next file of that form.

Kept beside the books: nothing of it is booked, and nothing of it is applied by itself.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from trustfund.accounts import people
from trustfund.domain.catalogue import file as catalogue
from trustfund.domain.problems import Code, Problems, refusal
from trustfund.domain.roles import RECORDERS, Actor
from trustfund.domain.texts import alike, normalised, refused_character
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.reading import guesses
from trustfund.exchange.imports.rows import ALL, Choices, Table
from trustfund.exchange.imports.suggestions import Advisor
from trustfund.figures import wording
from trustfund.ledger.books import Books, read_books
from trustfund.ledger.typed import refused
from trustfund.store.access_tables import KeptAnswers
from trustfund.store.engine import Store, utc_now

LONGEST = 80
NOTHING = Choices()
NOT_SHOWN = "(not shown)"
KEPT = ("sheet", "columns", "also", "constants", "leaves_out", "answers", "values")
"""What the next file may need again. What was decided of one contributor or event is over, and the
row of the header is found by its shape."""
Answer = tuple[str, object]
"""What of the choices, and its key; "" where it has none."""


@dataclass(frozen=True)
class Kept:
    """Answers under a name."""

    name: str
    choices: Choices
    by: str
    at: datetime

    def __str__(self) -> str:
        return f'"{self.name}" of {wording.day(self.at.date().isoformat())}'

    def fits(self, table: Table) -> bool:
        """Whether a file has the headers of the one that was answered, wherever they stand."""
        return bool(self.choices.shape) and self.choices.shape in table.shapes


def kept(store: Store, actor: Actor, kind: Kind) -> list[Kept]:
    """All answers about files of a kind, the newest first."""
    actor.require(RECORDERS, "Importing")
    newest = select(KeptAnswers).where(KeptAnswers.kind == kind.name)
    with store.reading() as session:
        rows = session.exec(newest.order_by(col(KeptAnswers.kept_at).desc())).all()
    return [Kept(row.name, _read(row), row.kept_by, row.kept_at) for row in rows]


def named(store: Store, actor: Actor, kind: Kind, name: str) -> Kept:
    """The answers of that name, or a sentence."""
    found = kept(store, actor, kind)
    for each in found:
        if alike(each.name, name):
            return each
    names = ", ".join(f'"{each.name}"' for each in found)
    remedy = f"Use one of {names}" if names else "Keep some first, with --save-answers"
    why = f"names no answers about files of {kind.name}"
    raise refusal(catalogue.ANSWERS, Code.UNKNOWN, name, why, remedy)


def keep(store: Store, actor: Actor, kind: Kind, name: str, table: Table, choices: Choices) -> str:
    """Keep what was decided of a file, in the place of what was kept under the same name."""
    typed = checked(name)
    with read_books(store) as books:
        safe = replace(_without_names(books, kind, choices), shape=table.shape)
    given = {name: getattr(safe, name) for name in KEPT}
    if not any(given.values()):
        return "There is nothing to keep: nothing was decided of the file that another could use."
    given["values"] = [[*key, meant] for key, meant in safe.values.items()]
    with store.writing("keeping answers") as session:
        people.as_of_now(session, actor).require(RECORDERS, "Keeping answers")
        rows = session.exec(select(KeptAnswers).where(KeptAnswers.kind == kind.name))
        before = next((row for row in rows if alike(row.name, typed)), None)
        row = before or KeptAnswers(kind=kind.name, name=typed, kept_at=utc_now())
        row.shape, row.answers = safe.shape, json.dumps(given, ensure_ascii=False)
        row.kept_by, row.kept_at = actor.name, utc_now()
        session.add(row)
    lines = [f'The answers are kept as "{typed}", for files of {kind.name} with these headers.']
    if before:
        lines.append("They replace those that were kept under that name.")
    count = sum(name in KEPT for name, _ in described(kind, choices))
    if missing := count - len(described(kind, safe)):
        lines.append(f"Not kept, for a name may stand in it: {wording.counted(missing, 'answer')}.")
    return " ".join(lines)


def usable(books: Books, kind: Kind, found: Kept) -> tuple[Choices, tuple[str, ...]]:
    """The answers as far as program and books still know what they name; a sentence on the rest."""
    advisor, choices = Advisor(books, kind), found.choices
    stale: set[Answer] = {
        ("values", (column, text))
        for (column, text), meant in choices.values.items()
        if column not in kind.columns or not advisor.knows(column, meant)
    }
    stale |= {
        (name, key)
        for name, named in (("columns", choices.columns.items()),
                            ("also", ((column, column) for column in choices.also)),
                            ("constants", ((column, column) for column in choices.constants)))
        for key, column in named
        if column and column not in kind.columns
    }  # fmt: skip
    words = described(kind, choices)
    lines = (f"No longer of use, so not used: {words[each]}." for each in words if each in stale)
    return without(choices, stale), tuple(lines)


def described(kind: Kind, choices: Choices) -> dict[Answer, str]:
    """Each answer in words; of a file about people without what could be a name."""

    def shown(text: str) -> str:
        return f'"{kind.shown(text) or NOT_SHOWN}"' if text else "(empty)"

    def lines() -> Iterator[tuple[str, object, str]]:
        if choices.sheet:
            yield "sheet", "", f"the sheet is {shown(choices.sheet)}"
        if choices.header:
            yield "header", "", f"the headers stand in row {choices.header}"
        for header, column in choices.columns.items():
            known = f'"{header}"' if guesses.has_word(kind.document, header) else shown(header)
            yield "columns", header, f"{known} is {column or 'left out'}"
        for column, header in choices.also.items():
            yield "also", column, f"{shown(header)} is {column}, too"
        for column, text in choices.constants.items():
            yield "constants", column, f"{column} is {shown(text)} in every row"
        if choices.leaves_out:
            yield "leaves_out", "", "all other headers are left out"
        for about, answer in choices.answers.items():
            yield "answers", about, f"{about}: {answer}"
        for (column, text), meant in choices.values.items():
            yield "values", (column, text), f"{column} {shown(text)} means {shown(meant)}"
        for name, why in choices.another.items():
            yield "another", name, f"{shown(name)} is another contributor: {why}"
        for (event, what), decision in choices.decided.items():
            yield "decided", (event, what), f"{what} of {event}: {decision}"
        for reference, why in choices.same_money.items():
            one = "what looks like money that is there" if reference == ALL else f'"{reference}"'
            said = f"other money: {why}" if why else "the same money, and left out"
            yield "same_money", reference, f"{one} is {said}"

    return {(name, key): words for name, key, words in lines()}


def without(choices: Choices, taken: Collection[Answer]) -> Choices:
    """The choices without some answers."""
    left: dict[str, Any] = {}
    for each in fields(choices):
        value = getattr(choices, each.name)
        if isinstance(value, Mapping):
            value = {key: text for key, text in value.items() if (each.name, key) not in taken}
        elif (each.name, "") in taken:
            value = getattr(NOTHING, each.name)
        left[each.name] = value
    return Choices(**left)


def _read(row: KeptAnswers) -> Choices:
    given = json.loads(row.answers)
    given["values"] = {(column, text): meant for column, text, meant in given["values"]}
    return Choices(**given, shape=row.shape)


def checked(name: str) -> str:
    """A name for answers as it is kept, or a sentence."""
    typed, problems = normalised(name), Problems()
    if not typed:
        problems.missing(catalogue.ANSWERS, "Give a name under which to keep them")
    elif character := refused_character(typed):
        problems.add(catalogue.ANSWERS, Code.UNSEEN, typed, *refused(character))
    elif len(typed) > LONGEST:
        why = f"has more than {LONGEST} characters"
        problems.add(catalogue.ANSWERS, Code.OUT_OF_RANGE, typed, why, "Shorten it")
    problems.refuse_if_any()
    return typed


def _without_names(books: Books, kind: Kind, choices: Choices) -> Choices:
    """The choices without what could be a delegate's name, also where a row has slipped."""
    safe = without(choices, {each for each in described(kind, choices) if each[0] not in KEPT})
    if not kind.personal:
        return safe
    advisor, document = Advisor(books, kind), kind.document

    def is_word(column: str, text: str) -> bool:
        return column != "name" and (kind.shown(text) == text or advisor.is_word(column, text))

    def is_header(text: str) -> bool:
        return kind.shown(text) == text or guesses.has_word(document, text)

    named: set[Answer] = {("values", key) for key in safe.values if not is_word(*key)}
    named |= {("constants", key) for key, text in safe.constants.items() if not is_word(key, text)}
    named |= {("columns", text) for text in safe.columns if not is_header(text)}
    named |= {("also", key) for key, text in safe.also.items() if not is_header(text)}
    if kind.shown(safe.sheet) != safe.sheet:
        named.add(("sheet", ""))
    return without(safe, named)
