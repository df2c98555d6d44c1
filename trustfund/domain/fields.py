"""What a field of a document is: described once, for files, forms, problems and documentation."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial


class Cell(StrEnum):
    """What a field holds, and so how it is written."""

    TEXT = "text"
    DAY = "ISO date"
    MOMENT = "moment (UTC)"
    USD = "US dollars"
    MONEY = "amount in the row's currency"
    RATE = "units per 1 USD"
    SHARE = "fraction with 4 decimals"
    COUNT = "whole number"
    FLAG = "true or false"


class Kept(StrEnum):
    """A list that the store keeps, of which a field holds a code, a name or a reference."""

    COUNTRY = "country"  # ISO 3166 alpha-3
    CURRENCY = "currency"  # ISO 4217
    OBJECTIVE = "objective"  # the fund's own, and "unearmarked"
    EARMARK = "earmark"  # an objective, or a split by objective
    EVENT = "event"
    CONTRIBUTOR = "contributor"
    CONTRIBUTION = "contribution"
    ORGANIZATION = "organization"
    ENTRY = "entry"


NUMBERS = frozenset({Cell.USD, Cell.MONEY, Cell.RATE, Cell.SHARE, Cell.COUNT})


def in_words(key: str) -> str:
    """A column's name as a heading: ``usd_amount`` is "USD amount"."""
    words = key.replace("_", " ").replace("usd", "USD")
    for short in ("un", "m49", "ldc", "lldc", "sids"):
        words = re.sub(rf"\b{short}\b", short.upper(), words)
    words = words.replace("unearmarked", "un-earmarked")
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, eq=False)
class Field:
    """A field of a document, or a column that the program works out."""

    identity: str
    """The document and the key: ``deposit.value_date``. It never changes."""
    cell: Cell = Cell.TEXT
    meaning: str = ""
    label: str = ""
    """What forms, headings and problems call it; the key in words where it is not given."""
    codes: type[StrEnum] | tuple[str, ...] | Kept = ()
    """A closed list of codes, or the list of the store."""
    example: str = ""
    """What stands in the example row of a template."""
    help: str = ""
    """What a person who fills it in should know besides, in sentences."""
    synonyms: str = ""
    """What other files call its column, besides the label; commas stand between."""
    required: bool = False
    """Whether an import file must have it."""
    is_input: bool = True
    """Whether an import file can have it; else it is worked out, and imports only compare it."""
    is_published: bool = True
    """Whether exports have it."""
    never_blank: bool = False
    """Whether exports never leave it blank; so it is with what is required."""
    signed: bool = False
    """Whether a number can be below zero."""
    blank_is_not_zero: bool = False
    """Whether nothing stated and zero are two things."""
    is_name: bool = False
    """Whether it is what somebody or something is called, so never an amount."""
    is_free: bool = False
    """Whether a text stays as somebody wrote it."""
    has_lines: bool = False
    """Whether a text may have several lines."""
    key: str = dataclasses.field(init=False)
    """The name of the column in files."""

    def __post_init__(self) -> None:
        def settle(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        settle("key", self.identity.rpartition(".")[2])
        settle("label", self.label or in_words(self.key))
        settle("never_blank", self.never_blank or self.required)
        named = self.codes in (Kept.CONTRIBUTOR, Kept.ORGANIZATION)
        settle("is_name", self.is_name or named)

    @property
    def choices(self) -> tuple[str, ...]:
        """The codes of a closed list; none where there is none, or the store keeps it."""
        return () if isinstance(self.codes, Kept) else tuple(map(str, self.codes))

    @property
    def shape(self) -> str:
        """The regular expression that a code matches whole; "" where there is none."""
        return "[A-Z]{3}" if self.codes in (Kept.COUNTRY, Kept.CURRENCY) else ""

    @property
    def least(self) -> int | None:
        """The smallest number; None where there is no limit."""
        return 0 if self.cell in NUMBERS and not self.signed else None

    def heading(self, unit: str = "") -> str:
        """What stands above it in a form or a table: the label, and the unit of amounts."""
        unit = unit or ("USD" if self.cell is Cell.USD else "")
        says_it = not unit or unit in self.label or "dollar" in self.label
        return self.label if says_it else f"{self.label} ({unit})"

    @property
    def takes(self) -> str:
        """What a person can write in it: the meaning and the help, without the last full stop."""
        return f"{self.meaning}. {self.help}".rstrip(". ") if self.help else self.meaning


output = partial(Field, is_input=False, never_blank=True)
"""A column that the program works out: exports have it, imports only compare it."""
or_blank = partial(output, never_blank=False)
"""The same, where exports may leave it blank."""
asked = partial(Field, is_input=False, is_published=False)
"""A field that stands in no file: only a form asks for it."""


@dataclass(frozen=True, eq=False)
class Document:
    """A document, or rows that the program works out: its fields in the order of the files."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    """The columns that identify a row; none where there is no file."""

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        """The fields by the names of their columns."""
        return {field.key: field for field in self.fields}

    @cached_property
    def input_fields(self) -> tuple[Field, ...]:
        """What an import file can have, the required columns first."""
        found = [field for field in self.fields if field.is_input]
        return tuple(sorted(found, key=lambda field: not field.required))

    @cached_property
    def published_fields(self) -> tuple[Field, ...]:
        """What exports have."""
        return tuple(field for field in self.fields if field.is_published)

    @cached_property
    def itself(self) -> Field:
        """The document as problems name it: "Deposit", where its reference is wrong or it is."""
        return Field(f"{self.name}.{self.key[0]}", label=in_words(self.name))
