"""A damaged file is seen: single bytes of a store at rest are flipped, and nothing lies.

Either the damage changes no figure and the store works, or ``check`` and ``backup`` say a sentence.
"""

import random
import re
import shutil
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.examples import examples
from trustfund.commands.program import main
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.figures import checks, frames
from trustfund.ledger.books import open_books
from trustfund.ledger.contributors import ContributorDraft, record_contributor
from trustfund.store import backup, schema, soundness
from trustfund.store.engine import Store

FLIPS = min(examples(12), 200)


def flipped(file: Path, seed: int) -> Path:
    """One byte of the file becomes another one, or one bit of it."""
    chance = random.Random(seed)
    content = bytearray(file.read_bytes())
    place = chance.randrange(len(content))
    content[place] ^= chance.choice([1 << chance.randrange(8), chance.randrange(1, 256)])
    file.write_bytes(content)
    return file


def contents(store: Store) -> dict[str, Any]:
    """All that figures are made of, as the store gives it now."""
    with suppress(KeyError):
        del frames._cache[str(store.url)]
    loaded, _ = frames.load(store)
    found = {each.name: getattr(loaded, each.name) for each in fields(loaded) if each.compare}
    return {
        name: value.to_dict("list") if isinstance(value, pd.DataFrame) else value
        for name, value in found.items()
    }


@pytest.fixture(scope="module")
def sound(sample_store: Store) -> dict[str, Any]:
    return contents(sample_store)


def books_something(store: Store) -> None:
    with open_books(store, COMMAND_LINE) as books:
        record_contributor(books, ContributorDraft("Estonia", "member_state", "EST"))


@pytest.mark.parametrize("seed", range(FLIPS))
def test_a_flipped_byte_changes_no_figure_or_is_said_by_check_and_keeps_backups_away(
    sample_file, tmp_path, sound, seed
):
    store = Store(f"sqlite:///{flipped(Path(shutil.copy(sample_file, tmp_path / 's.db')), seed)}")
    copy = tmp_path / "fund.backup"
    try:
        if said(store):
            with pytest.raises((Refused, *soundness.SIGNS)):
                backup.back_up(store, copy, checks.problems)
            assert not copy.exists()
        else:
            assert contents(store) == sound
            backup.back_up(store, copy, checks.problems)
            books_something(store)
            assert not said(store)
    finally:
        store.engine.dispose()


def said(store: Store) -> list[str]:
    """What ``check`` says, the version of the schema included."""
    with suppress(*soundness.SIGNS):
        if schema.version(store) != schema.newest():
            return ["another version"]
    return list(checks.problems(store))


COMMANDS = (["check"], ["backup", "fund.backup"], ["export", "ledger"], ["init"])


def test_a_file_that_lets_itself_be_read_and_not_written_is_damaged(sample_file, tmp_path):
    content = bytearray(sample_file.read_bytes())
    content[18] ^= 1  # the version of the format for writing
    path = tmp_path / "s.db"
    path.write_bytes(content)
    store = Store(f"sqlite:///{path}")
    assert list(checks.problems(store)) == [
        "the database says: attempt to write a readonly database"
    ]
    store.engine.dispose()


@pytest.mark.parametrize("seed", range(1000, 1000 + FLIPS // 4))
def test_no_command_ends_with_a_traceback(
    sample_file, configure, tmp_path, monkeypatch, capfdbinary, seed
):
    store = configure(flipped(Path(shutil.copy(sample_file, tmp_path / "damaged")), seed))
    monkeypatch.chdir(tmp_path)
    statuses = [main(words) for words in COMMANDS]
    assert set(statuses) <= {0, 1}
    assert statuses[0] == statuses[1]  # what check says keeps a backup from being made
    assert Path("fund.backup").exists() == (statuses[1] == 0)
    assert b"Traceback" not in capfdbinary.readouterr().err
    store.engine.dispose()


def test_a_damaged_store_is_copied_page_by_page_where_that_is_wanted(
    sample_file, configure, tmp_path, monkeypatch, capsys
):
    content = sample_file.read_bytes()
    [code] = [found.start() for found in re.finditer(b"confirmedconf", content)]
    # That is the status of the event CONF, before its code as it is compared.
    broken = tmp_path / "damaged"
    broken.write_bytes(content[:code] + b"X" + content[code + 1 :])
    configure(broken)
    monkeypatch.chdir(tmp_path)
    assert main(["backup", "refused.backup"]) == 1
    assert "--damaged copies the store all the same" in capsys.readouterr().err
    assert main(["backup", "damaged.backup", "--damaged"]) == 1
    said = capsys.readouterr()
    assert said.out == "The backup damaged.backup is a copy of the damaged file, page by page\n"
    assert "The backup has this fault too" in said.err
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    assert main(["restore", "damaged.backup"]) == 1
    assert not Path("new.db").exists()
