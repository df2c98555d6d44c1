"""What a text that the books do not know is probably meant for: "did you mean Türkiye (TUR)?"."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from trustfund.domain.fields import Kept
from trustfund.domain.money import OBSOLETE_CURRENCIES
from trustfund.domain.problems import Problem
from trustfund.exchange.imports import vocabulary
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.kinds import KINDS
from trustfund.exchange.imports.outcome import Suggestion, UnknownContributor
from trustfund.exchange.imports.rows import Row, Table
from trustfund.exchange.imports.vocabulary import Vocabulary
from trustfund.ledger.books import Books

Maker = Callable[[Books], Vocabulary]
GUESSES = 300
"""Of how many different texts close spellings are looked for: each takes a while."""
MAKERS: Mapping[object, Maker] = {
    Kept.COUNTRY: vocabulary.countries,
    Kept.CONTRIBUTOR: vocabulary.contributors,
    Kept.CURRENCY: vocabulary.currencies,
    Kept.EVENT: vocabulary.events,
    Kept.CONTRIBUTION: vocabulary.contributions,
    Kept.EARMARK: vocabulary.objectives,
    Kept.OBJECTIVE: vocabulary.objectives,
} | {
    field.codes: vocabulary.closed(field.codes)
    for kind in KINDS
    for field in kind.document.input_fields
    if isinstance(field.codes, type)
}
"""What a column may hold, by its list of codes; of a closed list a label is as good as its code."""


class Advisor:
    """Reads the official names of one file, and suggests what its unknown texts may mean."""

    def __init__(self, books: Books, kind: Kind) -> None:
        self._books = books
        self._kind = kind
        self._vocabularies: dict[str, Vocabulary | None] = {}
        self._meanings: dict[tuple[str, str], tuple[str, ...]] = {}
        self._guessed = 0

    def rows(self, table: Table) -> Iterable[Row]:
        """The rows, with codes for the names and labels that are as good as their code."""
        accepted: dict[str, Mapping[str, str]] = {}
        for column in set(table.columns) & set(self._kind.columns):
            codes = self._codes(column)
            takes_names = codes is Kept.COUNTRY or isinstance(codes, type)
            if takes_names and (words := self._takes(column)):
                accepted[column] = words.accepted
        return [self._in_codes(row, accepted) for row in table.rows] if accepted else table.rows

    def _in_codes(self, row: Row, accepted: Mapping[str, Mapping[str, str]]) -> Row:
        codes = {
            column: code
            for column, words in accepted.items()
            if (code := words.get(row.cells[column].casefold())) not in {None, row.cells[column]}
        }
        return replace(row, cells={**row.cells, **codes}) if codes else row

    def mend(self, problem: Problem, row: Row) -> Problem:
        """The problem, with what its text may mean as the remedy."""
        column = problem.at.column
        meant = self._meant(column, row.cells.get(column, ""))
        if not meant:
            return problem
        words = self._takes(column)
        assert words is not None
        names = [words.labels[code] for code in meant]
        choice = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
        if self._codes(column) is Kept.CONTRIBUTOR:
            return replace(problem, remedy=f"Did you mean {choice}? If not, record it first")
        return replace(problem, remedy=f"Did you mean {choice}?")

    def suggestions(self, table: Table) -> tuple[Suggestion, ...]:
        """The texts with a single meaning."""
        found = {key: meant[0] for key, meant in self._meanings.items() if len(meant) == 1}
        columns = {column for column, _ in found}
        stands = Counter(
            (column, row.cells[column])
            for row in (table.rows if columns else ())
            for column in columns
        )
        return tuple(
            Suggestion(*key, meant, self._vocabularies[key[0]].labels[meant], stands[key])  # type: ignore[union-attr]
            for key, meant in found.items()
        )

    def unknown_contributors(self) -> tuple[UnknownContributor, ...]:
        """The names that are no contributor's."""
        return tuple(
            UnknownContributor(text, meant[0] if len(meant) == 1 else "")
            for (column, text), meant in self._meanings.items()
            if self._codes(column) is Kept.CONTRIBUTOR
        )

    def knows(self, column: str, meant: str) -> bool:
        """Whether a column takes what a text was said to mean; one without a list takes all."""
        words = self._takes(column)
        return words is None or words.knows(meant) or meant.casefold() in words.accepted

    def is_word(self, column: str, text: str) -> bool:
        """Whether a text stands on the list of a column, or is a known word for what does."""
        words = self._takes(column)
        return words is not None and (
            self.knows(column, text) or bool(words.meanings(text, guess=False))
        )

    def _codes(self, column: str) -> object:
        field = self._kind.document.by_key.get(column)
        return field.codes if field else ()

    def _takes(self, column: str) -> Vocabulary | None:
        if column not in self._vocabularies:
            make = MAKERS.get(self._codes(column))
            self._vocabularies[column] = make(self._books) if make else None
        return self._vocabularies[column]

    def _meant(self, column: str, text: str) -> tuple[str, ...]:
        """What a text may mean; nothing where it is known, and something else is wrong with it."""
        if (column, text) in self._meanings:
            return self._meanings[column, text]
        words = self._takes(column) if text else None
        if words is None or words.knows(text):
            return ()
        if self._codes(column) is Kept.CURRENCY and text.strip().upper() in OBSOLETE_CURRENCIES:
            return ()  # it is no other spelling: its amounts are others
        # In a slipped row any cell may be a name, and no name is suggested.
        guess = not self._kind.personal and self._guessed < GUESSES
        self._guessed += guess
        self._meanings[column, text] = words.meanings(text, guess=guess)
        return self._meanings[column, text]
