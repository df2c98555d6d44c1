"""What people type finds what they mean, and the quick search finds what a plain one finds."""

import re
import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustfund.figures import frames, shelves
from trustfund.figures.finding import Fit, Index, Shelf, Words, folded, references, texts
from trustfund.figures.view import View
from trustfund.store.engine import Store

ALIASES = {"Sweden": ["Sida"]}


@pytest.fixture(scope="module")
def sample_index(books) -> Index:
    return shelves.index(View(*books), shelves.KINDS, lambda: ALIASES)


@pytest.fixture(scope="module")
def books(sample_file):
    return frames.load(Store(f"sqlite:///{sample_file}"))


def best(index: Index, typed: str) -> tuple[str, str]:
    return index.find(typed)[0][1:]


@pytest.mark.parametrize(
    ("typed", "kind", "key"),
    [
        ("swiss", "contributor", "Switzerland"),
        ("Sida", "contributor", "Sweden"),
        ("norwegian", "contributor", "Norway"),
        ("Cote d'Ivoire", "country", "CIV"),
        ("côte d’ivoire", "country", "CIV"),
        ("tv", "country", "TUV"),
        ("TUV", "country", "TUV"),
        ("肯尼亚", "country", "KEN"),
        ("كينيا", "country", "KEN"),
        ("Кения", "country", "KEN"),
        ("Kenia", "country", "KEN"),
        ("Éthiopie", "country", "ETH"),
        ("ts3", "event", "TS-3"),
        ("Vienna", "event", "TS-5"),
        ("d-0031", "deposit", "MCS00-D-0031"),
        ("MCS00D0031", "deposit", "MCS00-D-0031"),
        ("mcs00 d 0031", "deposit", "MCS00-D-0031"),
        ("SAA-2017-001", "contribution", "MCS00-C-0001"),
        ("KEN TS-4", "trip", "MCS00-T-0051"),
        ("surplus", "movement", "MCS00-M-0023"),
    ],
)
def test_an_officer_finds(sample_index, typed, kind, key):
    assert best(sample_index, typed) == (kind, key)


def test_trips_are_found_by_country_and_status(sample_index):
    found = sample_index.find("tuvalu approved")
    assert [hit.key for hit in found] == ["MCS00-T-0274"]


def test_a_visitor_finds_no_reference_and_no_alias(books):
    public = shelves.index(View(*books), shelves.PUBLIC, lambda: ALIASES)
    assert [shelf.kind for shelf in public] == list(shelves.PUBLIC)
    assert not public.find("MCS00-D-0031")
    assert ("contributor", "Sweden") not in [hit[1:] for hit in public.find("sida")]


def test_a_word_that_means_nothing_finds_nothing(sample_index):
    assert sample_index.find("zzzzqq") == []
    assert sample_index.find(" ' - ") == []


def test_a_few_of_each_kind_come_first(sample_index):
    found = sample_index.find("sweden")
    assert len(found) <= 20
    assert {hit.kind for hit in found} >= {"contributor", "country", "contribution", "deposit"}


# The same by a search that anybody can check: a loop over all records, and no columns

RECORDS = st.lists(
    st.tuples(
        st.text("aéB-4 2'", min_size=1, max_size=8),
        st.text("aB 4-", max_size=6),
    ),
    min_size=1,
    max_size=8,
)


def plain_words(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        re.findall("[^\\W_]+", "".join(c for c in apart if not unicodedata.combining(c)))
    )


def plain_fit(typed: str, reference: str, other: str) -> int | None:
    """How well one record answers, found letter by letter."""
    name, who = plain_words(reference), plain_words(other)
    joined = name.replace(" ", "")
    whole = plain_words(typed)
    parts = [part for part in map(plain_words, typed.split()) if part]
    own = [name, joined] if name else []
    everything = own + ([who] if who else [])

    def begins(part: str) -> bool:
        return any(f" {part}" in f" {text}" for text in everything)

    def has(part: str) -> bool:
        return any(part in f" {text}" for text in everything)

    if whole in own:
        return Fit.NAME
    if any(letter.isdigit() for letter in whole) and any(
        f" {text}".endswith(f" {whole}") for text in own
    ):
        return Fit.END_OF_REFERENCE
    if any(text.startswith(whole) for text in own):
        return Fit.START_OF_NAME
    if all(begins(part) for part in parts):
        return Fit.WORDS
    return Fit.PARTS if all(has(part) for part in parts) else None


@given(RECORDS, st.text("aéB-4 2'", min_size=1, max_size=5))
def test_columns_find_what_a_loop_over_records_finds(records, typed):
    keys = pa.array([f"{place}" for place in range(len(records))], pa.string())
    names = pa.chunked_array([[reference for reference, _ in records]], pa.string())
    others = Words(texts((other,) for _, other in records), np.arange(len(records)))
    shelf = Shelf("deposit", keys, Words(references(names)), (others,), have_references=True)
    parts = [part for part in map(folded, typed.split()) if part]
    if not parts:
        assert Index([shelf]).find(typed) == []
        return
    fits = [(plain_fit(typed, *record), f"{place}") for place, record in enumerate(records)]
    expected = sorted((fit, key) for fit, key in fits if fit is not None)
    found = shelf.hits(folded(typed), parts, len(records))
    assert [(hit.fit, hit.key) for hit in found] == expected


def test_a_book_in_place_of_a_name_makes_nobody_wait(sample_index):
    long = "republic of " * 20_000
    assert sample_index.find(long) == sample_index.find(long[:80])
    assert sample_index.near("country", "x" * 200_000) == sample_index.near("country", "x" * 80)
    assert sample_index.exact("country", "x" * 200_000) == ""
