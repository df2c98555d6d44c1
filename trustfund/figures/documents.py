"""Documents of which there may be many, as columns: a row becomes an object when asked for."""

from collections.abc import Iterator, Mapping, Sequence, ValuesView
from enum import Enum
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from trustfund.figures.columns import Numbers

Row = dict[str, Any]
Keys: TypeAlias = "Sequence[int] | Numbers | pd.Series[int]"
ROWS_A_TIME = 5_000
MOST_PIECES = 32


class Documents(Mapping[int, Row]):
    """Rows by their id, in the order of their ids; ``codes`` are the columns that hold codes."""

    def __init__(self, columns: pa.Table, codes: Mapping[str, type[Enum]] | None = None) -> None:
        many = columns.num_columns and columns.column(0).num_chunks > MOST_PIECES
        self.columns = columns.combine_chunks() if many else columns
        self._codes = codes or {}
        self.ids: Numbers = np.asarray(columns["id"].to_numpy(), dtype=np.int64)

    def _place(self, key: object) -> int:
        if isinstance(key, int | np.integer):
            place = int(np.searchsorted(self.ids, key))
            if place < len(self.ids) and self.ids[place] == key:
                return place
        raise KeyError(key)

    def _typed(self, row: Row) -> Row:
        for name, kind in self._codes.items():
            if row[name] is not None:
                row[name] = kind(row[name])
        return row

    @property
    def nbytes(self) -> int:
        """What they take in memory."""
        return int(self.columns.nbytes)

    def __getitem__(self, key: int) -> Row:
        place = self._place(key)
        return self._typed(self.columns.slice(place, 1).to_pylist()[0])

    def __contains__(self, key: object) -> bool:
        try:
            self._place(key)
        except KeyError:
            return False
        return True

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids.tolist())

    def __len__(self) -> int:
        return len(self.ids)

    def values(self) -> ValuesView[Row]:
        """The rows, one after the other."""
        return _Rows(self)

    def rows(self) -> Iterator[Row]:
        """What ``values`` goes through."""
        for piece in self.columns.to_batches(max_chunksize=ROWS_A_TIME):
            yield from map(self._typed, piece.to_pylist())

    def items(self) -> Any:
        """Ids and rows, one after the other."""
        return zip(self.ids.tolist(), self.rows(), strict=True)

    def value(self, key: int, name: str) -> Any:
        """One cell as the store has it: of a code, its text."""
        return self.columns[name][self._place(key)].as_py()

    def at(self, keys: Keys, name: str) -> pa.ChunkedArray:
        """The cells of a column for these ids, each of which is there."""
        return self.columns[name].take(pa.array(np.searchsorted(self.ids, keys)))

    def coded(self, keys: "pd.Series[int]", name: str) -> pa.DictionaryArray:
        """The same of texts, each kept once, with "" for the id 0, which is none."""
        return coded(self.ids, self.columns[name].combine_chunks(), keys)

    def some(self, keys: Keys, *names: str) -> Iterator[tuple[Any, ...]]:
        """Ids, each of which is there, with cells as ``value`` has them."""
        found = []
        for name in names:  # what comes again is one object
            column = self.at(keys, name).combine_chunks().dictionary_encode()
            known = column.dictionary.to_pylist()
            found.append([None if n is None else known[n] for n in column.indices.to_pylist()])
        return zip(np.asarray(keys).tolist(), *found, strict=True)

    def only(self, kept: Any) -> "Documents":
        """Those that are marked."""
        return Documents(self.columns.filter(pa.array(kept)), self._codes)

    def with_rows(self, rows: pa.Table) -> "Documents":
        """The same with these rows: new ones, and others in the place of those they are of."""
        if not rows.num_rows:
            return self
        there = np.isin(self.ids, rows["id"].to_numpy())
        kept = self.columns.filter(pa.array(~there)) if there.any() else self.columns
        found = pa.concat_tables([kept, rows.cast(kept.schema)])
        ids = found["id"].to_numpy()
        if (ids[1:] < ids[:-1]).any():
            found = found.take(pa.array(np.argsort(ids)))
        return Documents(found, self._codes)

    def with_values(self, key: int, values: Mapping[str, Any]) -> "Documents":
        """The same with some cells of one row as they are given."""
        plain = {name: v.value if isinstance(v, Enum) else v for name, v in values.items()}
        row = self.columns.slice(self._place(key), 1).to_pylist()[0] | plain
        own = {name: row[name] for name in self.columns.schema.names}
        return self.with_rows(pa.Table.from_pylist([own], self.columns.schema))


def coded(ids: Numbers, known: pa.Array, keys: "pd.Series[int]") -> pa.DictionaryArray:
    """The texts of these ids, each of which is there or 0, for which it is ""."""
    places = np.searchsorted(ids, keys).astype(np.int32)
    if (none := (keys == 0).to_numpy()).any():
        places[none] = len(known)
        known = pa.concat_arrays([known, pa.array([""], pa.string())])
    return pa.DictionaryArray.from_arrays(places, known)


class _Rows(ValuesView[Row]):
    def __init__(self, documents: Documents) -> None:
        super().__init__(documents)
        self._documents = documents

    def __iter__(self) -> Iterator[Row]:
        return self._documents.rows()
