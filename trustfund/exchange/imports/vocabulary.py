"""What can stand in a column that holds names or codes, and other words for it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from fractions import Fraction
from functools import cache, cached_property

from babel import Locale
from babel.numbers import get_currency_name
from sqlmodel import select

from trustfund.domain import money
from trustfund.domain.country_names import OTHER_NAMES
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import ContributorType, label
from trustfund.domain.texts import skeleton, words_of
from trustfund.exchange.imports.reading.words import SIGNS
from trustfund.exchange.imports.synonyms import LISTS, UNEARMARKED_WORDS
from trustfund.figures.country_words import LANGUAGES, territories
from trustfund.ledger.books import Books
from trustfund.ledger.contributors import other_names
from trustfund.ledger.void import is_void
from trustfund.store.tables import Contribution, Contributor, Country, Event, Objective

CLOSE = Fraction(80, 100)
"""How alike two spellings are that may mean the same."""
DOUBT = Fraction(6, 100)
"""Two spellings that are so nearly as close: nobody knows which is meant."""
SHORTEST = 4
"""Fewer letters are like too many others."""
MOST_MEANT = 3
"""Of a sign that many currencies share."""


def fold(text: str) -> str:
    """The words of a text without capitals, accents and punctuation."""
    words = words_of(text.replace("&", " and "))
    return " ".join("saint" if word == "st" else word for word in words)


def squash(text: str) -> str:
    """The letters and digits of a reference or a code, whatever stands between them."""
    return fold(text).replace(" ", "")


@dataclass(frozen=True)
class Vocabulary:
    """What a column takes."""

    labels: Mapping[str, str]
    """Every code or name that is known, and what people call it."""
    accepted: Mapping[str, str] = field(default_factory=dict)
    """Texts without capitals that are as good as the code: the official names."""
    other: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other words, folded, and what they may mean."""
    spelt: Mapping[str, str] = field(default_factory=dict)
    """Names, folded, of which a file may have another spelling."""
    spelling: Callable[[str], str] = str
    """What of a text has to be that of a code or name."""

    def knows(self, text: str) -> bool:
        """Whether a text is good as it stands."""
        return self.spelling(text.strip()) in self._known

    @cached_property
    def _known(self) -> set[str]:
        return {self.spelling(name) for name in self.labels}

    def meanings(self, text: str, *, guess: bool) -> tuple[str, ...]:
        """What a text that is not known may mean; several where nobody can tell."""
        for key in (text.strip().casefold(), fold(text), squash(text)):
            if key in self.other:
                return self.other[key]
        return self._alike(fold(text)) if guess else ()

    def _alike(self, key: str) -> tuple[str, ...]:
        if len(key) < SHORTEST:
            return ()
        found: dict[str, Fraction] = {}
        matcher = SequenceMatcher(b=key)
        for name, code in self.spelt.items():
            matcher.set_seq1(name)
            measures = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
            if all(measure() >= CLOSE for measure in measures):  # the quick ones first
                alike = Fraction(matcher.ratio())
                found[code] = max(alike, found.get(code, alike))
        best = max(found.values(), default=CLOSE)
        return tuple(code for code, alike in found.items() if alike > best - DOUBT)


def _other(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Words and what they may mean; the first code that claims a word has it."""
    found: dict[str, tuple[str, ...]] = {}
    for word, code in pairs:
        for key in filter(None, (word.strip().casefold(), fold(word))):
            found.setdefault(key, (code,))
    return found


def countries(books: Books) -> Vocabulary:
    """Codes, official names, two-letter codes and numbers, former and foreign names."""
    rows = books.session.exec(select(Country)).all()
    by_iso2 = {row.iso2: row.iso3 for row in rows}
    official = {row.name: row.iso3 for row in rows}
    typed = {name.replace("’", "'"): iso3 for name, iso3 in official.items()}

    def words() -> Iterator[tuple[str, str]]:
        yield from official.items()
        for row in rows:
            yield from ((text, row.iso3) for text in (row.iso2, row.m49, row.m49.lstrip("0")))
        yield from former
        for iso2, name in territories():
            if iso2 in by_iso2:
                yield name, by_iso2[iso2]

    english = Locale("en").territories
    everyday = ((english.get(row.iso2, row.name), row.iso3) for row in rows)
    former = [(name, iso3) for iso3, names in OTHER_NAMES.items() for name in names]
    return Vocabulary(
        labels={row.iso3: f"{row.name} ({row.iso3})" for row in rows},
        accepted={name.casefold(): iso3 for name, iso3 in (official | typed).items()},
        other=_other(words()),
        spelt={fold(name): iso3 for name, iso3 in (*former, *everyday, *official.items())},
        spelling=str.casefold,
    )


@cache
def _monies() -> Vocabulary:
    known = money.currencies()
    english = Locale("en")

    def words() -> Iterator[tuple[str, str]]:
        yield from ((english.currency_symbols.get(code, code), code) for code in known)
        for code in known:
            yield get_currency_name(code, count=2, locale="en"), code
            for language in LANGUAGES:
                yield Locale(language).currencies.get(code, code), code

    labels = {code: f"{english.currencies.get(code, code)} ({code})" for code in known}
    spelt = {fold(english.currencies[code]): code for code in known if code in english.currencies}
    signs = {sign: codes[:MOST_MEANT] for sign, codes in SIGNS.items()}
    return Vocabulary(labels, {}, _other(words()) | signs, spelt, str.casefold)


def currencies(_books: Books) -> Vocabulary:
    """Codes, names and symbols."""
    return _monies()


def contributors(books: Books) -> Vocabulary:
    """Contributors by name, other name, close name, and by what their State is called."""
    named = books.session.exec(select(Contributor).where(~is_void(Contributor))).all()
    states = {
        row.country: row.name
        for row in named
        if row.contributor_type is ContributorType.MEMBER_STATE and row.parent_id is None
    }
    known = {row.name: row.name for row in named}
    known |= {each.name: each.contributor for each in other_names(books)}
    lands = countries(books)
    other = {
        key: (states[codes[0]],) for key, codes in lands.other.items() if codes[0] in states
    } | {iso3.casefold(): (name,) for iso3, name in states.items() if iso3}
    spelt = {fold(name): contributor for name, contributor in known.items()}
    by_words = {key: (contributor,) for key, contributor in spelt.items()}
    return Vocabulary(known, {}, other | by_words, spelt, skeleton)


def events(books: Books) -> Vocabulary:
    """Codes and titles."""
    rows = books.session.exec(select(Event).where(~is_void(Event))).all()
    titles = {fold(row.title): row.code for row in rows}
    other = {squash(row.code): (row.code,) for row in rows}
    return Vocabulary(
        labels={row.code: f"{row.title} ({row.code})" for row in rows},
        other=other | {title: (code,) for title, code in titles.items()},
        spelt=titles,
        spelling=skeleton,
    )


def contributions(books: Books) -> Vocabulary:
    """References of contributions, also with other signs in them. Close ones are others."""
    references = books.session.exec(
        select(Contribution.reference).where(~is_void(Contribution))
    ).all()
    other: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for reference in references:
        other[squash(reference)] += (reference,)
    labels = {reference: reference for reference in references}
    return Vocabulary(labels, other=other, spelling=skeleton)


def objectives(books: Books) -> Vocabulary:
    """Codes and titles, and the words for money that is not earmarked."""
    rows = books.session.exec(select(Objective)).all()
    titles = {fold(row.title): row.code for row in rows}
    other = {f"{word} {row.code}": (row.code,) for row in rows for word in ("objective", "window")}
    other |= {title: (code,) for title, code in titles.items()}
    other |= dict.fromkeys(UNEARMARKED_WORDS.split(", "), (UNEARMARKED,))
    labels = {row.code: f"{row.title} ({row.code})" for row in rows}
    return Vocabulary(labels | {UNEARMARKED: "un-earmarked"}, {}, other, titles)


def closed(codes: type[StrEnum]) -> Callable[[Books], Vocabulary]:
    """The vocabulary of a closed list: its codes and labels, and other words for them."""
    by_label = {label(code.value): code.value for code in codes}
    accepted = {text.casefold(): code for text, code in by_label.items()}
    accepted |= {code.value.casefold(): code.value for code in codes}
    synonyms = LISTS.get(codes, {})
    other = _other(
        (word, code.value) for code, words in synonyms.items() for word in words.split(",")
    )
    other |= {squash(code.value): (code.value,) for code in codes}
    vocabulary = Vocabulary(
        labels={
            code: code if text == code else f"{text} ({code})" for text, code in by_label.items()
        },
        accepted=accepted,
        other=other,
        spelt={fold(text): code for text, code in by_label.items()},
    )
    return lambda _books: vocabulary
