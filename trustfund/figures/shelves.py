"""What can be found in the books, and by which words: made once for each revision."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from trustfund.domain.act_codes import ActCode
from trustfund.domain.kinds import ContributorType, label
from trustfund.domain.texts import alphabetical
from trustfund.domain.travel import TripStatus
from trustfund.figures.books import Frames
from trustfund.figures.columns import Numbers, standing
from trustfund.figures.country_words import called
from trustfund.figures.documents import Documents, Row
from trustfund.figures.filters import event_order
from trustfund.figures.finding import Index, Shelf, Words, references, texts
from trustfund.figures.rows import ContributorRow
from trustfund.figures.view import View

PUBLIC = ("contributor", "country", "event")
KINDS = (*PUBLIC, "contribution", "trip", "deposit", "movement", "allocation", "receipt")
"""The kinds of records, in the order in which they are shown where they answer alike."""
Aliases = Mapping[str, Collection[str]]
"""Other names of contributors."""


def index(view: View, kinds: Collection[str], aliases: Callable[[], Aliases]) -> Index:
    """What can be found among some kinds of records; other names are for who sees more."""
    key = ("finding", view.as_of, *sorted(kinds))
    own = aliases if set(kinds) - set(PUBLIC) else dict
    return view.books.answers.once(key, lambda: Index(_shelves(view, kinds, own())))


def _shelves(view: View, kinds: Collection[str], aliases: Aliases) -> Iterator[Shelf]:
    makers: Mapping[str, Callable[[], Shelf]] = {
        "country": lambda: _countries(view.frames),
        "contributor": lambda: _contributors(view.frames, aliases),
        "event": lambda: _events(view),
        "contribution": lambda: _contributions(view.frames),
        "trip": lambda: _trips(view),
        "deposit": lambda: _deposits(view.frames),
        "movement": lambda: _movements(view.frames),
        "allocation": lambda: _decided("allocation", view.frames.allocations, "organization"),
        "receipt": lambda: _decided("receipt", view.frames.receipts, "payer", "bank_reference"),
    }
    return (makers[kind]() for kind in KINDS if kind in kinds)


def _names_of(frames: Frames, code: str | None) -> Iterable[str]:
    facts = frames.countries.get(code or "")
    return called(facts.iso3, facts.iso2, facts.name) if facts else ()


def _countries(frames: Frames) -> Shelf:
    order = sorted(frames.countries, key=lambda code: alphabetical(frames.countries[code].name))
    return Shelf(
        "country", pa.array(order, pa.string()), Words(texts(_names_of(frames, c) for c in order))
    )


def _contributors(frames: Frames, aliases: Aliases) -> Shelf:
    rows = sorted(frames.contributors.values(), key=lambda row: alphabetical(row.name))

    def names(row: ContributorRow) -> Iterator[str]:
        yield from (row.name, *aliases.get(row.name, ()))
        if row.contributor_type is ContributorType.MEMBER_STATE and not row.parent_id:
            yield from _names_of(frames, row.country)

    return Shelf(
        "contributor",
        pa.array([row.name for row in rows], pa.string()),
        Words(texts(map(names, rows))),
        (Words(texts(_names_of(frames, row.country) for row in rows)),),
    )


def _events(view: View) -> Shelf:
    frames = view.frames
    order = sorted(frames.events, key=lambda code: event_order(frames, code))
    rows = [frames.events[code] for code in order]
    places = ([row.city, *list(_names_of(frames, row.country))[:3], row.announced] for row in rows)
    return Shelf(
        "event",
        pa.array([row.code for row in rows], pa.string()),
        Words(texts((row.code, row.code.replace("-", ""), row.title) for row in rows)),
        (Words(texts(places)),),
        have_references=True,
    )


def _contributions(frames: Frames) -> Shelf:
    ids = known(frames, frames.entries, "contribution", list(frames.contributions))
    rows = [frames.contributions[key] for key in ids[::-1].tolist()]
    return Shelf(
        "contribution",
        pa.array([row.reference for row in rows], pa.string()),
        Words(references(pa.chunked_array([[r.reference for r in rows]], pa.string()))),
        (
            Words(texts((row.agreement_reference,) for row in rows)),
            _givers(frames, [row.contributor_id for row in rows]),
        ),
        have_references=True,
    )


def _givers(frames: Frames, ids: Iterable[int]) -> Words:
    """What contributors are called, for what is theirs; nothing of one that is void."""
    places = {key: place for place, key in enumerate(frames.contributors)}
    rows = frames.contributors.values()
    words = texts([*((row.name, *_names_of(frames, row.country)) for row in rows), ()])
    return Words(words, np.array([places.get(key, len(places)) for key in ids], dtype=np.int64))


def _deposits(frames: Frames) -> Shelf:
    found = frames.deposits
    ids = known(frames, frames.entries, "deposit", found.ids)[::-1]
    own = np.array(list(frames.contributions), dtype=np.int64)
    order = np.argsort(own)
    of = found.at(ids, "contribution_id").to_numpy().astype(np.int64)
    places = order[np.searchsorted(own, of, sorter=order)]
    givers = _givers(frames, [row.contributor_id for row in frames.contributions.values()])
    assert givers.places is not None
    return Shelf(
        "deposit",
        found.at(ids, "reference").combine_chunks(),
        Words(references(found.at(ids, "reference"))),
        (
            Words(references(found.at(ids, "bank_reference"))),
            Words(givers.texts, givers.places[places] if len(places) else places),
        ),
        have_references=True,
    )


def _trips(view: View) -> Shelf:
    frames, trips = view.frames, view.frames.trips
    last = view.last_steps
    ids = last["trip"].to_numpy()[::-1]
    codes = last["status"].cat.codes.to_numpy()[::-1].astype(np.int64)
    statuses = [TripStatus(status) for status in last["status"].cat.categories]
    others = (
        _shared(trips, ids, "country", lambda code: _names_of(frames, code)),
        _shared(trips, ids, "event", lambda code: (code, frames.events[code].title)),
        Words(texts((label(status),) for status in statuses), codes),
    )
    keys = trips.at(ids, "reference")
    return Shelf("trip", _whole(keys), Words(references(keys)), others, have_references=True)


def _shared(
    trips: Documents, ids: Numbers, column: str, words: Callable[[str], Iterable[str]]
) -> Words:
    """The words of a code that many trips share."""
    found = _whole(trips.at(ids, column)).dictionary_encode()
    return Words(
        texts(map(words, found.dictionary.to_pylist())),
        found.indices.to_numpy().astype(np.int64),
    )


def _whole(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    return pa.array([], pa.string()) if isinstance(found, pa.ChunkedArray) else found


def _movements(frames: Frames) -> Shelf:
    ids = known(frames, frames.entries, "movement", list(frames.movements))
    rows = [frames.movements[key] for key in ids[::-1].tolist()]
    return Shelf(
        "movement",
        pa.array([row["reference"] for row in rows], pa.string()),
        Words(references(pa.chunked_array([[r["reference"] for r in rows]], pa.string()))),
        (Words(texts((label(row["kind"]), row["organization"], row["note"]) for row in rows)),),
        have_references=True,
    )


def _decided(kind: str, documents: Mapping[int, Row], *columns: str) -> Shelf:
    """Documents of which there are few, found by some more of their columns."""
    rows = list(documents.values())[::-1]
    return Shelf(
        kind,
        pa.array([row["reference"] for row in rows], pa.string()),
        Words(references(pa.chunked_array([[r["reference"] for r in rows]], pa.string()))),
        (Words(texts([row[column] for column in columns] for row in rows)),),
        have_references=True,
    )


def known(frames: Frames, facts: pd.DataFrame, of: str, ids: "Iterable[int] | Numbers") -> Numbers:
    """The documents that are not void: something of them stands, or a person took it back.

    ``of`` is the column of the entries that names them. Ids come in their order.
    """
    found = np.unique(np.asarray(ids, dtype=np.int64))
    owners, acts = facts[of].to_numpy(), facts["act"].to_numpy()
    most = int(max(owners.max(initial=0), found.max(initial=0))) + 1
    stands = np.zeros(most, dtype=np.bool_)
    stands[owners[standing(facts)]] = True
    newest = np.zeros(most, dtype=np.int64)
    np.maximum.at(newest, owners, acts)
    gone = found[~stands[found]]
    lines = frames.lines(np.unique(newest[gone]).tolist()) if len(gone) else ()
    taken = [line["id"] for line in lines if line["act"] is ActCode.IMPORT_TAKEN_BACK]
    return found[stands[found] | ~np.isin(newest[found], taken)]
