"""Columns that may have a million rows, none of which becomes an object here."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

ROWS_AT_HAND = 2_000
Numbers = npt.NDArray[np.int64]


def numbers(found: pa.ChunkedArray) -> Numbers:
    """Whole numbers, 0 for none."""
    parts = [pc.fill_null(part, 0).to_numpy() for part in found.chunks]
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])


def texts(found: pa.ChunkedArray) -> pd.Categorical:
    """Texts that come again and again: each is kept once, in order, so that days compare."""
    coded = found.dictionary_encode().unify_dictionaries().combine_chunks()
    if isinstance(coded, pa.ChunkedArray):  # nothing was found
        return pd.Categorical([], categories=[], ordered=True)
    return in_order(coded.indices.to_numpy(), coded.dictionary.to_pylist())


def in_order(codes: npt.NDArray[Any], known: Sequence[str]) -> pd.Categorical:
    """Texts by their place among those that are known, which are put in order."""
    order = sorted(range(len(known)), key=known.__getitem__)
    places = np.empty(len(known), dtype=np.min_scalar_type(-max(len(known), 1)))
    places[order] = np.arange(len(known))
    kinds = pd.CategoricalDtype(pd.Index([known[place] for place in order], dtype="str"), True)
    return pd.Categorical.from_codes(places[codes], dtype=kinds)


def both(before: pd.Categorical, after: pd.Categorical) -> pd.Categorical:
    """Texts, and further ones below them."""
    known = list(before.categories)
    places = {text: place for place, text in enumerate(known)}
    for text in after.categories:
        places.setdefault(text, len(places))
    moved = np.array([places[text] for text in after.categories], dtype=np.int64)
    codes = np.concatenate([before.codes, moved[after.codes] if len(after) else after.codes])
    if len(places) == len(known):
        return pd.Categorical.from_codes(codes.astype(before.codes.dtype), dtype=before.dtype)
    return in_order(codes, list(places))


def place(days: "pd.Series[Any]", day: str, side: str = "right") -> int:
    """How many of the days that a column knows are before a day, or not after it."""
    return int(days.cat.categories.searchsorted(day, side=side))  # type: ignore[call-overload]


def until(days: "pd.Series[Any]", day: str) -> npt.NDArray[np.bool_]:
    """Which rows are dated by a day."""
    return days.cat.codes.to_numpy() < place(days, day)


def before(days: "pd.Series[Any]", day: str) -> npt.NDArray[np.bool_]:
    """Which rows are dated before a day."""
    return days.cat.codes.to_numpy() < place(days, day, "left")


def dictionary(column: "pd.Series[Any]") -> pa.DictionaryArray:
    """A column of texts that come again and again, as Arrow has it."""
    known = pa.array(column.cat.categories, pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(column.cat.codes.to_numpy()), known)


class Rows(Sequence[dict[str, Any]]):
    """Rows of a dataset, of which there may be many: columns, and a dictionary for who asks."""

    def __init__(self, columns: pa.Table) -> None:
        self.columns = columns

    @property
    def nbytes(self) -> int:
        """What they take in memory."""
        return int(self.columns.nbytes)

    def __len__(self) -> int:
        return int(self.columns.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for piece in self.columns.to_batches(max_chunksize=ROWS_AT_HAND):
            yield from piece.to_pylist()

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return Rows(self.columns.take(pa.array(range(*place.indices(len(self))), pa.int64())))
        return self.columns.slice(range(len(self))[place], 1).to_pylist()[0]

    def by(self, column: str, order: str) -> "Rows":
        """The same, "ascending" or "descending" by a column; what is not stated comes last."""
        values = self.columns[column]
        if pa.types.is_dictionary(values.type):
            values = values.cast(values.type.value_type)
        return Rows(self.columns.take(pc.array_sort_indices(values.combine_chunks(), order=order)))

    def sum(self, column: str) -> int:
        """The sum of a column of whole units; what is not stated adds nothing."""
        return int(pc.sum(self.columns[column]).as_py() or 0)


def standing(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows take nothing back and are not taken back; rows are in the order of their ids."""
    ids, reverses = rows["id"].to_numpy(), rows["reverses"].to_numpy()
    stands: npt.NDArray[np.bool_] = reverses == 0
    taken_back = reverses[~stands]
    places = np.searchsorted(ids, taken_back)
    places = places[(places < len(ids)) & (ids[np.minimum(places, len(ids) - 1)] == taken_back)]
    stands[places] = False
    return stands


def totals(rows: pd.DataFrame, by: Sequence[str], *values: str) -> Iterable[tuple[Any, ...]]:
    """For each group of rows its keys, then the sums of its values: whole numbers, exact.

    Groups are in the order of their first rows, which decides who gets the cent that is left over.
    """
    group = np.zeros(len(rows), dtype=np.int64)
    keys = []
    for name in by:
        column = rows[name]
        known = column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else None
        codes = column.to_numpy() if known is None else column.cat.codes.to_numpy()
        least, most = (int(codes.min()), int(codes.max())) if len(codes) else (0, 0)
        group = group * (most - least + 1) + codes - least
        keys.append((most - least + 1, least, known))
    found, group = _numbered(group)
    first = np.empty(len(found), dtype=np.int64)
    first[group[::-1]] = np.arange(len(group))[::-1]
    order = np.argsort(first)
    columns: list[Any] = []
    for size, least, known in reversed(keys):
        found, codes = np.divmod(found, size)
        codes = (codes + least)[order]
        columns.insert(0, codes if known is None else np.asarray(known, dtype=object)[codes])
    for name in values:
        sums = np.zeros(len(order), dtype=np.int64)
        np.add.at(sums, group, rows[name].to_numpy())
        columns.append(sums[order])
    return zip(*(column.tolist() for column in columns), strict=True)


def _numbered(group: Numbers) -> tuple[Numbers, Numbers]:
    """The different numbers, and the place of each row's among them."""
    most = int(group.max(initial=0))
    if most > max(4 * len(group), 1 << 16):
        found, places = np.unique(group, return_inverse=True)
        return found, places
    there = np.zeros(most + 1, dtype=np.bool_)
    there[group] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[group]


def rows_that_differ(
    before: pa.Table, after: pa.Table, key: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Of two lists with the same columns, the rows without their like in the other."""
    places = pc.index_in(after[key], value_set=before[key].combine_chunks())
    same_key = pc.is_valid(places)
    one = before.take(places.drop_null())
    two = after.filter(same_key)
    differs = np.zeros(two.num_rows, dtype=np.bool_)
    for name in after.column_names:
        columns = [_plain(table[name]) for table in (one, two)]
        is_null = [pc.is_null(column).to_numpy() for column in columns]
        unequal = pc.fill_null(pc.not_equal(*columns), False)
        differs |= np.asarray(unequal.to_numpy(), dtype=np.bool_) | (is_null[0] ^ is_null[1])
    gone = before.filter(pc.invert(pc.is_in(before[key], value_set=after[key].combine_chunks())))
    come = after.filter(pc.invert(same_key))
    mask = pa.array(differs)
    return (
        [*one.filter(mask).to_pylist(), *gone.to_pylist()],
        [*two.filter(mask).to_pylist(), *come.to_pylist()],
    )


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    return column.cast(kind.value_type) if pa.types.is_dictionary(kind) else column
