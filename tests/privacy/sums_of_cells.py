"""Every sum and difference of up to four published cells, and which of them are sets of trips."""

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

import numpy as np

A_WORD = 16
"""Places in 64 bits, four bits each: numbers from 0 to 15."""
MIDDLE = 4
"""What 0 is written as: four cells make -4 to 4 of a trip."""


def sets_of_trips(cells: Sequence[frozenset[int]]) -> Iterator[list[frozenset[int]]]:
    """All sets of trips, none of them empty, whose cost is such a sum; in portions.

    A cell is the set of the trips that it adds up. A sum in which a trip counts twice, or is taken
    away, is the cost of no set.
    """
    trips = sorted(frozenset().union(*cells))
    member = np.array([[trip in cell for trip in trips] for cell in set(cells)], dtype=np.int8)
    kinds, place = np.unique(member, axis=1, return_inverse=True)
    inside: dict[int, list[int]] = {}
    for trip, kind in zip(trips, place.ravel(), strict=True):
        inside.setdefault(int(kind), []).append(trip)
    signed = np.vstack([np.zeros_like(kinds[:1]), kinds, -kinds])
    pairs = np.unique(
        [signed[a] + signed[b] for a, b in combinations_with_replacement(range(len(signed)), 2)],
        axis=0,
    )
    packed = _packed(pairs)
    middle = _packed(np.full((1, pairs.shape[1]), MIDDLE, dtype=np.int8))[0]
    for number in range(len(packed)):
        sums = packed[number:] + packed[number] + middle
        for word in range(sums.shape[1]):  # the others of most are looked at no more
            even = sums[:, word] & np.uint64(0xEEEEEEEEEEEEEEEE)
            sums = sums[even == middle[word]]
        found = np.unique(sums, axis=0)
        yield [
            frozenset(trip for kind in kinds_of(each) for trip in inside[kind])
            for each in found
            if (each != middle).any()
        ]


def _packed(rows: np.ndarray) -> np.ndarray:
    """Small whole numbers as digits, sixteen in a word."""
    count = rows.shape[1]
    words = -(-count // A_WORD)
    wide = np.zeros((len(rows), words * A_WORD), dtype=np.int64)
    wide[:, :count] = rows
    digits = wide.reshape(len(rows), words, A_WORD).astype(np.uint64)
    shifts = (np.arange(A_WORD) * 4).astype(np.uint64)
    return (digits << shifts).sum(axis=2, dtype=np.uint64)


def kinds_of(words: np.ndarray) -> list[int]:
    """The places at which a sum has one, not none."""
    return [
        word * A_WORD + place
        for word, value in enumerate(words.tolist())
        for place in range(A_WORD)
        if value >> (4 * place) & 1
    ]
