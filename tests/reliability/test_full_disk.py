"""A disk that is full and a store that cannot be written: a sentence, and books that hold."""

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests import books
from tests.books import everything
from tests.reliability.processes import context, open_here, starting
from tests.screens.conftest import field, open_desk, open_page, use_store  # noqa: F401
from trustfund.commands.program import main
from trustfund.figures import checks
from trustfund.ledger.contributors import ContributorDraft, record_contributor
from trustfund.store.engine import Store

ON_NO_DISK = "The store did not take this, and nothing was booked."
LONG = "A union of very many members " * 500  # more than the free room of any page


@contextmanager
def a_full_disk(store: Store) -> Iterator[None]:
    """No connection may make the file larger: SQLite then answers as when the disk is full.

    A real small disk needs the right to mount one; a limit on the size of files of the process
    gives an input/output error, which is not what people meet.
    """

    def limit(connection: object, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
        connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]

    store.engine.dispose()
    sa.event.listen(store.engine, "connect", limit)
    yield
    sa.event.remove(store.engine, "connect", limit)
    store.engine.dispose()


def test_the_sample_on_a_full_disk_is_a_sentence_and_none_of_it_is_booked(
    configure, ready_file, capsys
):
    store = configure(ready_file)
    before = everything(store)
    with a_full_disk(store):
        assert main(["init", "--sample"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "Store: does not answer: database or disk is full. Check that it is there, can be written, "
        "and has room on its disk.\n"
    )
    assert everything(store) == before
    assert list(checks.problems(store)) == []


def test_an_act_on_a_full_disk_leaves_nothing_and_is_booked_when_there_is_room(sqlite_store):
    before = everything(sqlite_store)
    draft = ContributorDraft(LONG, "regional_legislative_body")
    with a_full_disk(sqlite_store), pytest.raises(sa.exc.OperationalError, match="disk is full"):
        books.perform(sqlite_store, record_contributor, draft)
    assert everything(sqlite_store) == before
    books.perform(sqlite_store, record_contributor, draft)


def test_a_form_on_a_full_disk_says_so_and_books_once_when_there_is_room(
    sqlite_store,
    open_desk,  # noqa: F811
):
    app = open_desk(sqlite_store, "staff.record_contribution")
    app.get("button_group")[0].select("Contributor").run()
    field(app, "text_input", "Name").set_value(LONG)
    field(app, "selectbox", "Kind of contributor").select("regional_legislative_body")
    with a_full_disk(sqlite_store):
        field(app, "button", "Record the contributor").click().run()
    assert app.error[0].value.startswith(ON_NO_DISK)
    assert not app.exception
    assert books.history(sqlite_store) == []
    field(app, "button", "Record the contributor").click().run()
    assert [error.value for error in app.error] == []
    assert len(books.history(sqlite_store)) == 1


def test_a_form_on_a_store_that_cannot_be_written_says_so(sqlite_store, open_desk):  # noqa: F811
    """As SQLite answers for a file that cannot be written; the file itself is tried below."""

    def only_look(connection: object, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]

    app = open_desk(sqlite_store, "staff.record_contribution")
    app.get("button_group")[0].select("Contributor").run()
    field(app, "text_input", "Name").set_value("European Parliament")
    field(app, "selectbox", "Kind of contributor").select("regional_legislative_body")
    sqlite_store.engine.dispose()
    sa.event.listen(sqlite_store.engine, "connect", only_look)
    field(app, "button", "Record the contributor").click().run()
    sa.event.remove(sqlite_store.engine, "connect", only_look)
    sqlite_store.engine.dispose()
    assert app.error[0].value.startswith(ON_NO_DISK)
    assert not app.exception
    assert books.history(sqlite_store) == []


def test_a_plan_for_whose_copy_the_disk_has_no_room_says_so(
    sqlite_store,
    open_desk,  # noqa: F811
):
    """The disk has room for an empty file, as the copy is when it is opened, and not for more."""

    def limit(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

    app = open_desk(sqlite_store, "staff.import_file", kind="Contributors")
    file = b"name,contributor_type,country,parent\nNorway,member_state,NOR,\n"
    app.file_uploader[0].set_value(("list.csv", file, "text/csv"))
    sa.event.listen(sa.Engine, "connect", limit)
    app.run()
    sa.event.remove(sa.Engine, "connect", limit)
    assert app.error[0].value.startswith("This file could not be planned, and nothing was booked.")
    assert not app.exception
    assert books.history(sqlite_store) == []


def _as_somebody_else(url: str, said: Path) -> None:
    """Work with a store as a user who may only look at it; the modes of files do not bind root."""
    with said.open("w") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
    os.environ["TRUSTFUND_DATABASE_URL"] = url
    store = open_here(url)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    print(f"init ended with {main(['init', '--sample'])}", flush=True)
    try:
        books.a_contributor(store)
    except sa.exc.DatabaseError as error:
        print(f"The act was not booked: {error.orig}", flush=True)


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="this system has no users of that kind")
def test_a_store_that_cannot_be_written_is_a_sentence_and_stays_as_it_is(ready_file, tmp_path):
    with tempfile.TemporaryDirectory() as name:  # tmp_path is closed to other users
        folder, file = Path(name), Path(name) / "trustfund.db"
        file.write_bytes(ready_file.read_bytes())
        store = Store(f"sqlite:///{file}")
        before = everything(store)
        store.engine.dispose()
        file.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        folder.chmod(0o555)
        given = (str(store.url), tmp_path / "said.txt")
        process = context().Process(target=_as_somebody_else, args=given)
        with starting():
            process.start()
        process.join(60)
        folder.chmod(0o755)
        said = (tmp_path / "said.txt").read_text()
        assert process.exitcode == 0, said
        assert "Traceback" not in said
        assert "Store: does not answer: " in said
        assert "init ended with 1" in said
        assert "The act was not booked: " in said
        assert everything(store) == before
        store.engine.dispose()
