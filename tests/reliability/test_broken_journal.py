"""A journal (-wal) that was cut off or damaged: what is whole in it counts, and nothing is half."""

import random
from pathlib import Path

import pytest

from tests.books import a_contributor, everything, history
from tests.examples import examples
from trustfund.figures import checks
from trustfund.store.engine import Store


@pytest.fixture
def beside(sqlite_store: Store, tmp_path: Path) -> tuple[Path, Path]:
    """Copies of a store and its journal, as they are while it is open after thirty acts."""
    for number in range(30):
        a_contributor(sqlite_store, f"Foundation {number}", "philanthropic_organization")
    file = tmp_path / "copy.db"
    file.write_bytes(sqlite_store.path.read_bytes())
    journal = Path(f"{file}-wal")
    journal.write_bytes(Path(f"{sqlite_store.path}-wal").read_bytes())
    return file, journal


def _cut_off(journal: bytes, chance: random.Random) -> bytes:
    return journal[: chance.randrange(len(journal))]


def _one_byte_changed(journal: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(32, len(journal))
    return (
        journal[:place] + bytes([journal[place] ^ 1 << chance.randrange(8)]) + journal[place + 1 :]
    )


@pytest.mark.parametrize("damage", [_cut_off, _one_byte_changed])
def test_after_a_damaged_journal_the_books_are_as_they_were_at_some_moment(
    sqlite_store, beside, damage
):
    file, journal = beside
    whole, sound = file.read_bytes(), journal.read_bytes()
    lines = [line.subject for line in history(sqlite_store)]
    lengths = set()
    for seed in range(examples(8)):
        file.write_bytes(whole)
        journal.write_bytes(damage(sound, random.Random(seed)))
        Path(f"{file}-shm").unlink(missing_ok=True)
        store = Store(f"sqlite:///{file}")
        found = [line.subject for line in history(store)]
        assert found == lines[: len(found)]
        assert list(checks.problems(store)) == []
        assert everything(store)
        store.engine.dispose()
        lengths.add(len(found))
    assert len(lengths) > 1
