"""What people typed, as acts take it: normalised once, and without letters that deceive.

All that an act is given passes here, whether a form, a file or a command gave it.
"""

import functools
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import is_dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any, ParamSpec, TypeVar

from trustfund.domain.catalogue.history import REASON
from trustfund.domain.catalogue.trip import DOCUMENT as TRIP
from trustfund.domain.fields import Field
from trustfund.domain.problems import Code, Place, Problems
from trustfund.domain.texts import normalised, refused_character

P = ParamSpec("P")
T = TypeVar("T")
CALLED = {
    "contribution_reference": "contribution",
    "ticket_usd": "ticket",
    "dsa_usd": "dsa",
    "terminal_usd": "terminal",
    "other_usd": "other",
}
"""Fields that drafts call otherwise than files."""
LOOKED_UP = frozenset({"reference", "contributor", "organization", "known_as"})
"""Arguments that name what is there: older books may call it by letters that no new text has."""
AT_ONCE = 1000
"""So many drafts of a list are looked at together: what is at hand to the processor."""
_SIMPLE = {str, date, int, bool, type(None)}
_OF_TRIPS = frozenset(TRIP.fields)


def taken(
    rule: Callable[..., Any], given: tuple[Any, ...], named: Mapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """What a rule is given beside the books, normalised; or a sentence for each text refused."""
    problems = Problems()
    known = fields_of(rule.__module__)
    names = _parameters(rule)

    def one(name: str, value: Any) -> Any:
        if name in LOOKED_UP and isinstance(value, str):
            return normalised(value)
        return _taken(problems, known, name, value)

    first = tuple(one(*pair) for pair in zip(names, given, strict=False))
    more = {name: one(name, value) for name, value in named.items()}
    problems.refuse_if_any()
    return first, more


@functools.cache
def _parameters(rule: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(inspect.signature(rule).parameters)[1:]


@functools.cache
def fields_of(module: str) -> Mapping[str, Field]:
    """The fields of the document that a module of the ledger is about, as its drafts call them."""
    catalogue = vars(vars(sys.modules[module]).get("fields", sys))
    found = [each for each in catalogue.values() if isinstance(each, Field)]
    if document := catalogue.get("DOCUMENT"):
        found += document.fields  # the last of a key has it
    return {"reason": REASON} | {CALLED.get(each.key, each.key): each for each in found}


def _taken(problems: Problems, known: Mapping[str, Field], name: str, value: Any) -> Any:
    if isinstance(value, str):
        if value.isascii() and value.isprintable():  # nearly all there is
            return value.strip()
        return _text(problems, known.get(name) or Field(f"act.{name}"), value)
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        pieces = (value[start : start + AT_ONCE] for start in range(0, len(value), AT_ONCE))
        if all(map(_are_plain, pieces)):
            return value
        return type(value)(_taken(problems, known, name, each) for each in value)
    if is_dataclass(value):
        return _draft(problems, value)
    return value


def _draft(problems: Problems, draft: Any) -> Any:
    names = draft.__dataclass_fields__
    values = [getattr(draft, name) for name in names]
    if _is_plain(values):
        return draft
    own = fields_of(type(draft).__module__)
    taken = [_taken(problems, own, *pair) for pair in zip(names, values, strict=True)]
    if all(after is before for after, before in zip(taken, values, strict=True)):
        return draft
    return replace(draft, **dict(zip(names, taken, strict=True)))


def _is_plain(values: Sequence[Any]) -> bool:
    """Whether all is as it is to be."""
    texts = [value for value in values if type(value) is str]
    joined = "".join(texts)
    return (
        set(map(type, values)) <= _SIMPLE
        and joined.isascii()
        and joined.isprintable()
        and list(map(str.strip, texts)) == texts
    )


def _are_plain(values: Sequence[Any]) -> bool:
    """The same of values or drafts of one kind, field by field: an import brings a million."""
    kinds = set(map(type, values))
    if kinds == {Place}:
        return True
    if len(kinds) == 1 and is_dataclass(kind := kinds.pop()):
        columns = (map(attrgetter(name), values) for name in kind.__dataclass_fields__)
        return all(_are_plain(list(column)) for column in columns)
    return kinds <= _SIMPLE and _is_plain(list(set(values)))


def _text(problems: Problems, field: Field, typed: str) -> str:
    text = normalised(typed, lines=field.has_lines)
    if character := refused_character(text):
        # A free text of a trip may hold its delegate's name, which no message repeats.
        is_private = field.is_free and field in _OF_TRIPS
        problems.add(field, Code.UNSEEN, "" if is_private else text, *refused(character))
    return text


def refused(character: str) -> tuple[str, str]:
    """Why a text with a character that nobody sees is refused, and what to do about it."""
    return f"contains {character}", "Take it out: nobody sees it"
