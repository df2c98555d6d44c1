"""What a line of a bank statement is, or may be: candidates with named reasons, never a decision.

A document of the books is given to one line at most, and a line to one document.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from trustfund.domain.bank import Part
from trustfund.domain.kinds import MovementKind
from trustfund.domain.texts import listed, skeleton, without_accents

NEAR = 7
"""Days between the bank's value date and that of the books that are still close."""
LARGEST_CHARGE = 500_00
"""US dollar cents up to which a debit with the words of a charge is taken for one."""
_WORD = re.compile(r"[^\s,;:()\[\]\"']+")


class Reason(StrEnum):
    """What speaks for a candidate, in words."""

    BANK_REFERENCE = "same bank reference"
    DOCUMENT = "its reference is named"
    AMOUNT = "same amount"
    ARRANGEMENT = "its arrangement is named"
    PAYER = "same payer"
    DAY = "same value date"
    NEAR_DAY = "value date close by"
    INSTALMENT = "an instalment of this amount is expected"
    OUTSTANDING = "this is what is outstanding"
    WORDS = "the words say so"
    ORGANIZATION = "the organization is named"
    TWIN = "another statement has a line of this day and amount"


POINTS: Mapping[Reason, int] = {
    Reason.BANK_REFERENCE: 50,
    Reason.DOCUMENT: 50,
    Reason.AMOUNT: 40,
    Reason.ARRANGEMENT: 30,
    Reason.OUTSTANDING: 30,
    Reason.INSTALMENT: 30,
    Reason.PAYER: 20,
    Reason.ORGANIZATION: 20,
    Reason.WORDS: 20,
    Reason.DAY: 15,
    Reason.NEAR_DAY: 5,
    Reason.TWIN: 0,
}
STRONG = frozenset({Reason.BANK_REFERENCE, Reason.DOCUMENT})
WORDS: Mapping[MovementKind, tuple[bool, str]] = {
    MovementKind.BANK_CHARGE: (
        False,
        "charge charges fee fees commission commissions frais gebuhr gebuhren comision spesen chrg",
    ),
    MovementKind.INTEREST: (True, "interest interet interets zinsen intereses inte int"),
}
"""The words of a kind of movement, and whether it comes in."""


@dataclass(frozen=True)
class Line:
    """A line that is not settled. ``amount`` is in minor units of the account's currency."""

    key: int
    currency: str
    booked_on: date
    value_on: date
    amount: int
    counterparty: str = ""
    reference: str = ""
    text: str = ""
    paid: tuple[str, int] | None = None
    """Currency and amount before the bank changed it."""
    has_twin: bool = False
    """Whether another statement of the account has a line that may be the same."""

    @cached_property
    def words(self) -> frozenset[str]:
        """What stands in it, word by word, as references are compared."""
        texts = f"{self.reference} {self.counterparty} {self.text}"
        found = (skeleton(word).strip("./") for word in _WORD.findall(texts))
        return frozenset(found) | {skeleton(self.reference)}

    @cached_property
    def sentence(self) -> str:
        """The same as one text, in which names are looked for."""
        return f" {' '.join(_plain(f'{self.counterparty} {self.text}'))} "

    @cached_property
    def sums(self) -> frozenset[tuple[str, int]]:
        """What it brought, above zero in and below zero out, in each currency that it names."""
        own = {(self.currency, self.amount)}
        if self.paid:
            currency, amount = self.paid
            own.add((currency, abs(amount) if self.amount > 0 else -abs(amount)))
        return frozenset(own)


@dataclass(frozen=True)
class Booked:
    """Something of the books that the bank must have, too."""

    part: Part
    reference: str
    day: date
    sums: frozenset[tuple[str, int]]
    """Currency and amount, above zero where it came in; in US dollars and as it was paid."""
    names: tuple[str, ...] = ()
    bank_reference: str = ""
    arrangement: str = ""
    agreement: str = ""


@dataclass(frozen=True)
class Promise:
    """An arrangement under which more is expected."""

    contribution: str
    names: tuple[str, ...]
    currency: str
    outstanding: int
    instalments: frozenset[int] = frozenset()
    agreement: str = ""


@dataclass(frozen=True)
class Expected:
    """All that lines are compared with."""

    booked: Sequence[Booked] = ()
    promises: Sequence[Promise] = ()
    organizations: Sequence[str] = ()
    givers: Mapping[str, str] = field(default_factory=dict)
    """The names of contributors, and the contribution that a refund to them would be of."""


@dataclass(frozen=True)
class Proposal:
    """What a line may be. With a ``part`` it is booked already, under ``reference``."""

    part: Part | None
    reference: str = ""
    kind: MovementKind | None = None
    """Else it is a movement of this kind, a deposit of the contribution ``reference``,"""
    organization: str = ""
    reasons: tuple[Reason, ...] = ()
    is_sure: bool = False

    @property
    def score(self) -> int:
        """How much speaks for it."""
        return sum(POINTS[reason] for reason in self.reasons)

    @property
    def why(self) -> str:
        """What speaks for it as a text, and what a person has to look at."""
        speaks = [reason.value for reason in self.reasons if reason is not Reason.TWIN]
        twin = f"look twice: {Reason.TWIN}" if Reason.TWIN in self.reasons else ""
        return "; ".join(filter(None, (listed(speaks), twin)))


def propose(lines: Sequence[Line], expected: Expected) -> dict[int, Proposal]:
    """What each line may be, by its key; nothing of lines that nobody expects."""
    found = _booked_already(lines, expected.booked)
    taken: set[str] = set()
    names = _Names(expected)
    for line in lines:
        if line.key not in found and (proposal := _new(line, expected, names, taken)):
            found[line.key] = proposal
    return found | {
        line.key: _for_a_person(found[line.key])
        for line in lines
        if line.has_twin and line.key in found
    }


def _for_a_person(proposal: Proposal) -> Proposal:
    """The proposal for a line that may be there twice."""
    return replace(proposal, is_sure=False, reasons=(*proposal.reasons, Reason.TWIN))


def _booked_already(lines: Sequence[Line], booked: Sequence[Booked]) -> dict[int, Proposal]:
    """Lines and documents that go together best, each once."""
    index: dict[object, list[int]] = defaultdict(list)
    for place, each in enumerate(booked):
        for key in (*each.sums, skeleton(each.bank_reference), skeleton(each.reference)):
            if key:
                index[key].append(place)
    pairs: list[tuple[int, int, int, Proposal]] = []
    for line in lines:
        keys = (*line.sums, *line.words)
        places = dict.fromkeys(place for key in keys for place in index.get(key, ()))
        for place in places:
            proposal = _compared(line, booked[place])
            if proposal:
                pairs.append((-proposal.score, line.key, place, proposal))
    pairs.sort(key=lambda pair: pair[:3])
    rivals = Counter((score, number) for score, number, _, _ in pairs)
    rivals_of = Counter((score, place) for score, _, place, _ in pairs)
    found: dict[int, Proposal] = {}
    given: set[int] = set()
    for score, number, place, proposal in pairs:
        if number in found or place in given:
            continue
        given.add(place)
        alone = rivals[score, number] == 1 and rivals_of[score, place] == 1
        found[number] = proposal if alone else replace(proposal, is_sure=False)
    return found


def _compared(line: Line, own: Booked) -> Proposal | None:
    """What speaks for a document that money of the same direction may be; None where too little."""
    if any((amount > 0) is not (line.amount > 0) for _, amount in own.sums):
        return None
    reasons = []
    if own.bank_reference and skeleton(own.bank_reference) in line.words:
        reasons.append(Reason.BANK_REFERENCE)
    if skeleton(own.reference) in line.words:
        reasons.append(Reason.DOCUMENT)
    if line.sums & own.sums:
        reasons.append(Reason.AMOUNT)
    if {skeleton(own.arrangement), skeleton(own.agreement)} & line.words - {""}:
        reasons.append(Reason.ARRANGEMENT)
    if any(_named(name, line) for name in own.names):
        reasons.append(Reason.PAYER)
    apart = abs((line.value_on - own.day).days)
    if apart <= NEAR:
        reasons.append(Reason.NEAR_DAY if apart else Reason.DAY)
    has = set(reasons)
    same = Reason.AMOUNT in has
    if not has & STRONG and not (same and apart <= NEAR):
        return None
    is_sure = same and bool(has & (STRONG | {Reason.DAY}))
    return Proposal(own.part, own.reference, reasons=tuple(reasons), is_sure=is_sure)


def _plain(text: str) -> Iterator[str]:
    return (word for word in re.split(r"\W+", without_accents(text).casefold()) if word)


def _named(name: str, line: Line) -> bool:
    words = " ".join(_plain(name))
    return bool(words) and f" {words} " in line.sentence


class _Names:
    """Names by their first words, so that a line is compared with few."""

    def __init__(self, expected: Expected) -> None:
        self.promises = self._by_word(
            (name, place) for place, each in enumerate(expected.promises) for name in each.names
        )
        self.organizations = self._by_word((name, name) for name in expected.organizations)
        self.givers = self._by_word((name, of) for name, of in expected.givers.items())
        self.references: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(expected.promises):
            for reference in (each.contribution, each.agreement):
                if key := skeleton(reference):
                    self.references[key].append(place)

    @staticmethod
    def _by_word(pairs: Iterable[tuple[str, object]]) -> dict[str, list[tuple[str, object]]]:
        found: dict[str, list[tuple[str, object]]] = defaultdict(list)
        for name, of in pairs:
            if first := next(_plain(name), ""):
                found[first].append((name, of))
        return found

    @staticmethod
    def named(by_word: Mapping[str, list[tuple[str, object]]], line: Line) -> list[object]:
        """What the names are of that a line has."""
        words = dict.fromkeys(line.sentence.split())
        pairs = (pair for word in words for pair in by_word.get(word, ()))
        return list(dict.fromkeys(of for name, of in pairs if _named(name, line)))


def _new(line: Line, expected: Expected, names: _Names, taken: set[str]) -> Proposal | None:
    """What a line may be that nobody has booked yet."""
    if proposal := _movement(line, names):
        return proposal
    if line.amount < 0:
        return None
    found = sorted(_promised(line, expected, names), key=lambda each: -each.score)
    if not found:
        return Proposal(Part.RECEIPT)
    best = found[0]
    alone = len(found) == 1 or found[1].score < best.score
    is_sure = best.is_sure and alone and best.reference not in taken
    taken.add(best.reference)
    return replace(best, is_sure=is_sure)


def _promised(line: Line, expected: Expected, names: _Names) -> Iterator[Proposal]:
    by_name = [place for place in names.named(names.promises, line) if isinstance(place, int)]
    by_reference = [place for word in line.words for place in names.references.get(word, ())]
    for place in sorted({*by_name, *by_reference}):
        each = expected.promises[place]
        amounts = [amount for currency, amount in line.sums if currency == each.currency]
        if not amounts:
            continue
        reasons = [Reason.ARRANGEMENT] if place in by_reference else []
        reasons += [Reason.PAYER] if place in by_name else []
        if each.outstanding in amounts:
            reasons.append(Reason.OUTSTANDING)
        elif each.instalments & set(amounts):
            reasons.append(Reason.INSTALMENT)
        is_sure = bool({Reason.OUTSTANDING, Reason.INSTALMENT} & set(reasons))
        yield Proposal(None, each.contribution, reasons=tuple(reasons), is_sure=is_sure)


def _movement(line: Line, names: _Names) -> Proposal | None:
    words = set(line.sentence.split())
    for kind, (comes_in, said) in WORDS.items():
        if (line.amount > 0) is comes_in and words & set(said.split()):
            usd = [amount for currency, amount in line.sums if currency == "USD"]
            small = bool(usd) and -usd[0] <= LARGEST_CHARGE
            if comes_in or small or not usd:
                is_sure = not comes_in and line.currency == "USD"  # else a person gives the dollars
                return Proposal(None, kind=kind, reasons=(Reason.WORDS,), is_sure=is_sure)
    named = names.named(names.organizations, line)
    if len(named) == 1:
        out, back = MovementKind.TRANSFER_TO_ORGANIZATION, MovementKind.REFUND_FROM_ORGANIZATION
        kind = back if line.amount > 0 else out
        reasons = (Reason.ORGANIZATION,)
        return Proposal(None, kind=kind, organization=str(named[0]), reasons=reasons)
    givers = names.named(names.givers, line) if line.amount < 0 else []
    if givers:
        kind = MovementKind.REFUND_TO_CONTRIBUTOR
        return Proposal(None, str(givers[0]), kind, reasons=(Reason.PAYER,))
    return None


def said(proposal: Proposal) -> str:
    """A proposal as a sentence."""
    why = f": {proposal.why}" if proposal.reasons else ""
    if proposal.part is Part.RECEIPT and not proposal.reference:
        return f"New unidentified receipt{why or ': nobody expects this cash'}"
    if proposal.part is not None:
        return f"Booked already, {proposal.part.words} {proposal.reference}{why}"
    if proposal.kind is not None:
        what = proposal.kind.value.replace("_", " ")
        of = proposal.organization or proposal.reference
        return f"New movement, {what}{f' ({of})' if of else ''}{why}"
    return f"New deposit for {proposal.reference}{why}"
