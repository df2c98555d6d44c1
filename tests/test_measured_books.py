"""The books that measurements are made on are books like any others."""

from benchmarks.books import make
from trustfund.domain.kinds import EntryKind
from trustfund.figures import checks, frames, settling
from trustfund.store.engine import Store


def test_made_books_are_sound_have_trips_and_differ_by_clock(tmp_path):
    made = make(1_000, tmp_path / "books.db")
    store = Store(f"sqlite:///{tmp_path / 'books.db'}")
    assert list(checks.problems(store)) == []
    assert list(settling.to_settle(store)) == []
    books, _ = frames.load(store)
    assert 900 <= made == len(books.entries) <= 1_100
    assert len(books.trips) == 300
    assert {EntryKind.DEPOSIT, EntryKind.EXPENDITURE, EntryKind.INTEREST} <= set(
        books.entries["kind"]
    )
    days = zip(books.entries["act"], books.entries["value_date"], strict=True)
    assert any(books.recorded_on(act) > day for act, day in days)
    store.engine.dispose()


def test_the_same_size_makes_the_same_books(tmp_path):
    last = []
    for name in ("one.db", "other.db"):
        make(300, tmp_path / name, trips=50)
        store = Store(f"sqlite:///{tmp_path / name}")
        with store.reading() as session:
            line = session.connection().exec_driver_sql("SELECT MAX(id), hash FROM history")
            last.append(line.one())
        store.engine.dispose()
    assert last[0] == last[1]
