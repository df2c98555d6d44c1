"""Finding records by what people type: names, references and words, however they are spelt.

All words of the records of one kind are a column of text, which is searched whole: no loop goes
over records. A name stands in it as a line of its own with a blank before it, so that "is a name",
"begins a name" and "begins a word" are searches for a piece of text.
"""

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from trustfund.domain.texts import words_of
from trustfund.figures.columns import Numbers

MOST_LETTERS, MOST_WORDS, LONGEST_NAME = 80, 8, 400
"""More of what is typed is not looked at: whoever sends a book makes nobody wait."""
MOST = 20
"""Records that are shown."""
IN_TURN = 4
"""Records of one kind that come before the others get their turn."""
SHORTEST_STEM = 4
NEAREST = 5
COMPARED = 3_000
"""Fewer names are compared letter by letter with one that is not known."""
Marks = npt.NDArray[np.bool_]


class Fit(IntEnum):
    """How well a record answers, the best first."""

    NAME = 0
    END_OF_REFERENCE = 1
    START_OF_NAME = 2
    WORDS = 3
    PARTS = 4


class Hit(NamedTuple):
    """A record that was found; ``key`` is what an address names it by."""

    fit: Fit
    kind: str
    key: str


@dataclass(frozen=True)
class Words:
    """Texts of records, folded; ``places`` has which text is whose, where many share one."""

    texts: pa.Array
    places: Numbers | None = None

    def having(self, piece: str) -> Marks:
        """Which records have a piece of text."""
        found = np.asarray(pc.match_substring(self.texts, piece).to_numpy(zero_copy_only=False))
        return found if self.places is None else found[self.places]

    def only(self, rows: Numbers) -> "Words":
        """The same of some records."""
        if self.places is None:
            return Words(self.texts.take(pa.array(rows)))
        return Words(self.texts, self.places[rows])

    @property
    def nbytes(self) -> int:
        """What they take in memory."""
        return int(self.texts.nbytes) + (0 if self.places is None else int(self.places.nbytes))


@dataclass(frozen=True)
class Shelf:
    """The records of one kind, in the order in which they are shown."""

    kind: str
    keys: pa.Array
    names: Words
    """What each is called: one text a record."""
    others: tuple[Words, ...] = ()
    """What else it is found by: who, where, how it stands."""
    have_references: bool = False

    @property
    def nbytes(self) -> int:
        """What it takes in memory."""
        return int(self.keys.nbytes) + sum(words.nbytes for words in (self.names, *self.others))

    def having(self, piece: str) -> Marks:
        """Which records have a piece of text anywhere."""
        found = self.names.having(piece)
        for words in self.others:
            found = found | words.having(piece)
        return found

    def having_all(self, pieces: Iterable[str]) -> Marks:
        """Which records have all of these pieces."""
        found = np.ones(len(self.keys), dtype=np.bool_)
        for piece in pieces:
            if found.any():
                found &= self.having(piece)
        return found

    def hits(self, typed: str, parts: Sequence[str], most: int) -> list[Hit]:
        """The records that answer best, in the order of the shelf where they answer alike."""
        found = self._only(np.flatnonzero(self.having_all(parts)))
        fits = np.full(len(found.keys), Fit.PARTS)
        tests: dict[Fit, Callable[[], Marks]] = {
            Fit.WORDS: lambda: found.having_all(f" {part}" for part in parts),
            Fit.START_OF_NAME: lambda: found.names.having(f"\n {typed}"),
            Fit.END_OF_REFERENCE: lambda: found.ending(typed),
            Fit.NAME: lambda: found.names.having(f"\n {typed}\n"),
        }
        for fit, test in tests.items():  # the best is noted last
            fits[test()] = fit
        best = np.argsort(fits, kind="stable")[:most]
        keys = found.keys.take(pa.array(best)).to_pylist()
        both = zip(fits[best].tolist(), keys, strict=True)
        return [Hit(Fit(fit), self.kind, key) for fit, key in both]

    def _only(self, rows: Numbers) -> "Shelf":
        """The same with some of its records."""
        others = tuple(words.only(rows) for words in self.others)
        return replace(
            self, keys=self.keys.take(pa.array(rows)), names=self.names.only(rows), others=others
        )

    def ending(self, typed: str) -> Marks:
        """Which records have a reference that ends so: "d-0031" of MCS00-D-0031."""
        is_end = self.have_references and any(letter.isdecimal() for letter in typed)
        return self.names.having(f" {typed}\n") if is_end else np.zeros(len(self.keys), np.bool_)


class Index(tuple[Shelf, ...]):
    """All shelves that somebody may look at."""

    def find(self, typed: str, most: int = MOST) -> list[Hit]:
        """The records that answer best to what somebody typed, some of each kind first."""
        typed = " ".join(typed[:MOST_LETTERS].split()[:MOST_WORDS])
        whole = folded(typed)
        together = [self._known(part) for part in map(folded, typed.split()) if part]
        apart = [self._known(part) for part in whole.split()]  # of "KEN-TS-4" no signs are kept
        return self._found(whole, together, most) or self._found(whole, apart, most)

    def _found(self, whole: str, parts: Sequence[str], most: int) -> list[Hit]:
        if not parts:
            return []
        found: list[tuple[int, Hit]] = []
        for shelf in self:
            hits = shelf.hits(whole, parts, most)
            found += [(place // IN_TURN, hit) for place, hit in enumerate(hits)]
        order = {shelf.kind: place for place, shelf in enumerate(self)}
        best = sorted(found, key=lambda each: (each[0], each[1].fit, order[each[1].kind]))[:most]
        return sorted((hit for _, hit in best), key=lambda hit: (hit.fit, order[hit.kind]))

    def exact(self, kind: str, name: str) -> str:
        """The key of the record of that name, however it is spelt; "" where there is none."""
        name = name[:LONGEST_NAME]
        for shelf in self:
            if shelf.kind == kind:
                keys = shelf.keys.filter(pa.array(shelf.names.having(f"\n {folded(name)}\n")))
                listed = keys.to_pylist() if folded(name) else []
                return name if name in listed else (listed or [""])[0]
        return ""

    def near(self, kind: str, text: str, most: int = NEAREST) -> list[str]:
        """The keys of records of one kind that a text may mean."""
        shelf, text = next(each for each in self if each.kind == kind), text[:MOST_LETTERS]
        own = Index([shelf])
        hits = own.find(text, most)
        if not hits and len(shelf.keys) < COMPARED:
            known = {folded(key): key for key in shelf.keys.to_pylist()}
            close = difflib.get_close_matches(folded(text), known, most)
            return [known[name] for name in close]
        while not hits and len(text) > SHORTEST_STEM:
            text = text[:-1]
            hits = own.find(text, most)
        return [hit.key for hit in hits]

    def _known(self, part: str) -> str:
        """A word, or as much of it as begins the name of a country: "norw" of "norwegian"."""
        if any(shelf.having(f" {part}").any() for shelf in self):
            return part
        least = max(SHORTEST_STEM, len(part) // 2)
        for length in range(len(part) - 1, least - 1, -1):
            stem = part[:length]
            for shelf in self:
                if shelf.kind == "country" and shelf.names.having(f"\n {stem}").any():
                    return stem
        return part


def folded(text: str) -> str:
    """A text as it is searched: words without capitals, accents and punctuation."""
    return " ".join(words_of(text))


def lines(names: Iterable[str]) -> str:
    """Names of one record, each a line."""
    found = dict.fromkeys(map(folded, names))
    return "".join(f"\n {name}\n" for name in found if name)


def texts(records: Iterable[Iterable[str]]) -> pa.Array:
    """The text of each record."""
    return pa.array([lines(names) for names in records], pa.string())


def references(column: pa.ChunkedArray) -> pa.Array:
    """The text of each record that has a reference, of which there may be many.

    A reference is found with its signs and without them.
    """
    found = column.combine_chunks()
    if isinstance(found, pa.ChunkedArray):  # nothing is there
        return pa.array([], pa.string())
    if not pc.all(pc.string_is_ascii(found)).as_py():
        return texts((each, folded(each).replace(" ", "")) for each in found.to_pylist())
    words = pc.utf8_trim_whitespace(
        pc.replace_substring_regex(pc.utf8_lower(found), "[^a-z0-9]+", " ")
    )
    joined = pc.replace_substring(words, " ", "")
    return pc.binary_join_element_wise("\n ", words, "\n\n ", joined, "\n", "")
