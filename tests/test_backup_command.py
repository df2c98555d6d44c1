"""``python -m trustfund backup`` and ``restore``: what they say, and how they end."""

import pytest

from tests.books import everything
from trustfund.commands.program import main
from trustfund.figures import checks
from trustfund.store import engine
from trustfund.store.engine import Store

HOLDS = "holds revision 1774: contributions 45, deposits 78, trips 300, entries 1105\n"


def error(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that a refused command says, and nothing beside it."""
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    return said.err


def test_a_backup_and_its_restore_say_what_they_hold(
    configure, sample_file, tmp_path, monkeypatch, empty_url, capsys
):
    configure(sample_file)
    file = tmp_path / "fund.backup"
    assert main(["backup", str(file)]) == 0
    assert capsys.readouterr().out == f"The backup {file} {HOLDS}"
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", empty_url.render_as_string(hide_password=False))
    assert main(["restore", str(file)]) == 0
    store = engine.open_store()
    assert capsys.readouterr().out == f"The store {store.url} {HOLDS}"
    assert main(["check"]) == 0
    store.engine.dispose()


def test_a_backup_restores_into_what_init_made(configure, sample_file, tmp_path):
    file = tmp_path / "fund.backup"
    store = configure(sample_file)
    assert main(["backup", str(file)]) == 0
    before = everything(store)
    store.engine.dispose()
    assert store.path
    store.path.unlink()
    assert main(["init"]) == 0
    assert main(["restore", str(file)]) == 0
    assert everything(store) == before


def test_a_backup_of_faulty_books_is_refused_unless_it_is_asked_for(
    configure, sample_file, tmp_path, capsys
):
    store = configure(sample_file)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pool_balance SET usd_cents = 7 WHERE pool = '1'")
    file = tmp_path / "fund.backup"
    assert main(["backup", str(file)]) == 1
    said = error(capsys)
    assert said.startswith("Books: pool 1 is kept at USD 0.07, and its entries say ")
    assert "No backup is made. Keep the last one; --damaged copies the store all the same." in said
    assert list(tmp_path.glob("*.backup")) == []
    assert main(["backup", str(file), "--damaged"]) == 1
    said = capsys.readouterr()
    assert said.out == f"The backup {file} {HOLDS}"
    assert len(said.err.splitlines()) == 1
    assert said.err.startswith("Books: pool 1 is kept at USD 0.07, and its entries say ")
    assert said.err.endswith(". The backup has this fault too: keep the last one without it.\n")
    copy = Store(f"sqlite:///{file}")
    assert len(list(checks.problems(copy))) == 1  # to look into, it is a store itself
    copy.engine.dispose()


def test_a_backup_needs_a_store_a_folder_and_a_name_of_its_own(
    configure, sample_file, tmp_path, capsys
):
    file = tmp_path / "fund.backup"
    store = configure()
    assert main(["backup", str(file)]) == 1
    assert "is not there, or of another version" in error(capsys)
    assert store.path
    assert not store.path.exists()
    store.path.write_bytes(sample_file.read_bytes())
    assert main(["backup", str(tmp_path / "elsewhere" / "fund.backup")]) == 1
    assert "lies in a folder that is not there. Make the folder first." in error(capsys)
    for taken in (store.path, tmp_path):
        assert main(["backup", str(taken)]) == 1
        assert "is there already. Choose another name, or remove it first." in error(capsys)
    assert not file.exists()


def test_what_is_no_backup_is_a_sentence(configure, tmp_path, capsys):
    store, file = configure(), tmp_path / "fund.backup"
    assert main(["restore", str(file)]) == 1
    assert error(capsys) == (
        f'File "{file}": is not there. Name a file that the command backup made.\n'
    )
    assert not store.path.exists()


def test_a_store_of_another_version_is_not_restored_into(
    configure, ready_file, sample_file, capsys
):
    store = configure(ready_file)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    assert main(["restore", str(sample_file)]) == 1
    assert "is not there, or of another version. Run: python -m trustfund init." in error(capsys)
