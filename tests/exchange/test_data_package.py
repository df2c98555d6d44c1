"""The data package: every public table, and keys that really are keys, whenever one looks."""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from frictionless import Package
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import hostile
from tests.books import a_commitment, a_pledge, recorded_on
from tests.examples import examples
from tests.keys import broken
from tests.readers import package_problems
from tests.reading import Loaded, csv_text, made, view
from trustfund.domain.roles import Role
from trustfund.exchange import zips
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures import frames
from trustfund.figures.datasets import DATASETS

PUBLIC = [
    dataset.name
    for dataset in DATASETS
    if Role.VISITOR in dataset.readers and dataset.name != "restatements"  # which is of two days
]
FIRST, LAST = date(2017, 4, 1), date(2018, 7, 17)
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda days: (FIRST + timedelta(days)).isoformat())


def packed(source: Loaded, query: str = "") -> bytes:
    return made(source, "fund.zip", query, Role.VISITOR)


def files(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def descriptor(source: Loaded, query: str = "") -> dict:
    return json.loads(files(packed(source, query))["datapackage.json"])


def problems(package: bytes, change: Callable[[Path], None] = lambda _: None) -> list[str]:
    """What ``frictionless validate`` says of the unpacked files, after they were changed."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files(package).items():
            Path(folder, name).write_bytes(content)
        change(Path(folder))
        return package_problems(Path(folder))


# What is in it


def test_it_holds_the_public_tables_as_their_addresses_serve_them(sample: Loaded):
    found = files(packed(sample))
    tables = {name: content for name, content in found.items() if name.endswith(".csv")}
    assert list(tables) == [f"{name}.csv" for name in PUBLIC]
    for name in PUBLIC:
        assert tables[f"{name}.csv"].decode() == csv_text(sample, name, role=Role.VISITOR)
    assert set(found) - set(tables) == {"README.txt", "definitions.md", "datapackage.json"}


def test_whoever_unpacks_it_can_read_it(small_books: Loaded):
    with zipfile.ZipFile(io.BytesIO(packed(small_books))) as archive:
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}


def test_the_clocks_are_its_only_filters_and_turn_all_tables_back(sample: Loaded):
    asked = "as_of=2017-12-31&known_at=2018-01-15"
    found = files(packed(sample, asked))
    assert DOWNLOADS["fund.zip"].filters == ("as_of", "known_at")
    for name in PUBLIC:
        assert found[f"{name}.csv"].decode() == csv_text(sample, name, asked, Role.VISITOR)
    assert "As of:     2017-12-31\nKnown at:  2018-01-15\n" in found["README.txt"].decode()


def test_a_package_of_an_earlier_day_is_the_same_after_later_acts(sqlite_store):
    with recorded_on("2017-06-30"):
        a_commitment(sqlite_store)
    before = packed(frames.load(sqlite_store), "known_at=2017-06-30")
    a_pledge(sqlite_store)
    now = frames.load(sqlite_store)
    assert packed(now, "known_at=2017-06-30") == before
    assert (
        int(descriptor(now)["version"])
        == int(json.loads(files(before)["datapackage.json"])["version"]) + 1
    )


def test_the_version_is_the_revision_and_nothing_is_dated_by_the_clock(sample: Loaded):
    loaded, _ = sample
    said = descriptor(sample)
    assert said["version"] == str(loaded.revision)
    assert said["created"] == loaded.history[loaded.revision]["at"]
    assert [licence["name"] for licence in said["licenses"]] == ["CC-BY-4.0"]
    assert said["sources"][0]["title"].startswith("Ledger of Voluntary ")
    with zipfile.ZipFile(io.BytesIO(packed(sample))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2018, 7, 16, 0, 0, 0)}


def test_illustrative_data_says_so_wherever_it_is_named(sample: Loaded, small_books: Loaded):
    for source, word in ((sample, True), (small_books, False)):
        said = descriptor(source)
        texts = (
            said["name"],
            said["title"].lower(),
            said["description"].lower(),
            files(packed(source))["README.txt"].decode().lower(),
        )
        assert all(("illustrative" in text) is word for text in texts)


def summary(said: dict) -> Iterator[str]:
    """A descriptor in few lines: a table, its keys, then its columns."""
    for table in said["resources"]:
        named = table["schema"].get("foreignKeys", [])
        refers = [f"{key['fields']} -> {' '.join(key['reference'].values())}" for key in named]
        yield f"{table['name']}: key {' '.join(table['schema']['primaryKey'])}; {'; '.join(refers)}"
        for column in table["schema"]["fields"]:
            limits = json.dumps(column.get("constraints", {}))
            yield f"  {column['name']} {column['type']} {limits}"


def test_golden_what_is_said_beside_the_tables(small_books: Loaded, golden):
    found = files(packed(small_books))
    said = json.loads(found["datapackage.json"])
    frames = small_books[0]
    newest = frames.hash
    assert said["history_hash"] == newest
    earlier = files(packed(small_books, "known_at=2026-01-01"))
    assert b"hash" not in earlier["README.txt"].lower()
    assert "history_hash" not in json.loads(earlier["datapackage.json"])
    golden("fund-readme.txt", found["README.txt"].decode().replace(newest, "(hash)"))
    golden("fund-datapackage.txt", "".join(f"{line}\n" for line in summary(said)))


def test_a_zip_file_goes_out_while_it_is_made():
    numbers = []

    def content() -> Iterator[bytes]:
        for number in range(100):
            numbers.append(number)
            yield Random(number).randbytes(1 << 16)  # which nothing makes smaller

    waiting = [
        len(numbers) - number
        for number, _ in enumerate(zips.zipped("2018-07-16", [("a", content())]))
    ]
    assert len(numbers) == 100
    assert max(waiting) <= 1


# Readers of data packages


@pytest.mark.parametrize(
    "query", ["", "as_of=2017-06-30", "known_at=2017-09-15", "as_of=2017-04-02"]
)
def test_frictionless_finds_the_sample_valid(sample: Loaded, query: str):
    assert problems(packed(sample, query)) == []


def test_frictionless_finds_a_small_and_an_empty_fund_valid(small_books: Loaded, sqlite_store):
    assert problems(packed(small_books)) == []
    assert problems(packed(frames.load(sqlite_store))) == []


def test_frictionless_opens_the_zip_file_itself(small_books: Loaded, tmp_path: Path):
    (tmp_path / "fund.zip").write_bytes(packed(small_books))
    found = Package(str(tmp_path / "fund.zip"))
    assert [resource.name for resource in found.resources] == PUBLIC
    assert found.validate().valid


def test_frictionless_finds_hostile_texts_valid(ready_file: Path, tmp_path: Path):
    store = hostile.books(ready_file, tmp_path)
    loaded, _ = frames.load(store)
    package = packed((loaded, date(2018, 7, 16)))
    store.engine.dispose()
    assert problems(package) == []
    assert hostile.MARK not in files(package)["definitions.md"].decode()


def test_frictionless_finds_references_that_differ_in_letters_alone(sqlite_store):
    for reference in ("c-1", "C-2", "Ç-1"):
        a_commitment(sqlite_store, reference=reference)
    older = "UPDATE contribution SET reference = :name WHERE id = 2"  # that took both
    with sqlite_store.engine.begin() as connection:
        connection.execute(sa.text(older), {"name": "C-1"})
    loaded = frames.load(sqlite_store)
    with sqlite_store.engine.begin() as connection:
        connection.execute(sa.text(older), {"name": "C-2"})
    frames._cache.clear()  # nobody acted
    assert problems(packed(loaded)) == []


def doubled(lines: list[bytes]) -> list[bytes]:
    return [*lines, lines[1]]


def without_the_first(lines: list[bytes]) -> list[bytes]:
    return [lines[0], *lines[2:]]


def said_otherwise(old: bytes, new: bytes) -> Callable[[list[bytes]], list[bytes]]:
    def change(lines: list[bytes]) -> list[bytes]:
        assert any(old in line for line in lines)
        return [line.replace(old, new) for line in lines]

    return change


@pytest.mark.parametrize(
    ("table", "change", "found"),
    [
        ("deposits", doubled, "primary-key"),
        ("participation", doubled, "primary-key"),
        ("contributions", without_the_first, "foreign-key"),
        ("deposits", said_otherwise(b"60000.00", b"sixty thousand"), "type-error"),
        ("deposits", said_otherwise(b"60000.00", b"-60000.00"), "constraint-error"),
        ("deposits", said_otherwise(b"2017-05-15", b"15/05/2017"), "type-error"),
        ("contributors", said_otherwise(b",NOR,", b",Norway,"), "constraint-error"),
        ("contributors", said_otherwise(b",Norway,", b",Atlantis,"), "foreign-key"),
        ("events", said_otherwise(b",hearing,", b",gathering,"), "constraint-error"),
        ("deposits", said_otherwise(b",60000.00", b",60000.01"), "hash-count"),
    ],
)
def test_frictionless_finds_what_is_broken(small_books: Loaded, table, change, found: str):
    def break_it(folder: Path) -> None:
        file = folder / f"{table}.csv"
        file.write_bytes(b"".join(change(file.read_bytes().splitlines(keepends=True))))

    assert found in problems(packed(small_books), break_it)


# Keys


@settings(max_examples=examples(25))
@given(DAYS, DAYS, st.sampled_from([("as_of",), ("known_at",), ("as_of", "known_at")]))
def test_keys_are_keys_on_every_day_of_both_clocks(sample: Loaded, day: str, other: str, clocks):
    asked = dict(zip(clocks, (day, other), strict=False))
    assert broken(view(sample, "&".join(f"{name}={on}" for name, on in asked.items()))) == []


def test_a_dataset_has_a_key_and_names_only_keys():
    by_name = {dataset.name: dataset for dataset in DATASETS}
    for dataset in DATASETS:
        columns = {column.key: column for column in dataset.columns}
        assert dataset.key
        assert all(columns[name].never_blank for name in dataset.key)
        for column, named in dataset.refers.items():
            other, name = named.split(".")
            assert column in columns
            assert by_name[other].key == (name,)
            if dataset.name in PUBLIC:
                assert other in PUBLIC
