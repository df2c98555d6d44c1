"""The live SQLite file is opened by one SQLite library, and by nothing that is not SQLite.

Two libraries in one process do not see each other's locks, and closing a file that was opened
plainly drops the locks of both: within seconds the store cannot be read any more.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from trustfund.store.places import PROJECT

WITH_ITS_OWN = {
    "adbc_driver_sqlite",
    "apsw",
    "connectorx",
    "duckdb",
    "libsql",
    "pysqlite3",
    "sqlcipher3",
    "sqlean",
    "turbodbc",
}
"""Packages that bring a SQLite of their own, or read a SQLite file by other means."""
SOURCES = [PROJECT / "dashboard.py", *sorted((PROJECT / "trustfund").rglob("*.py"))]
MAY_TOUCH_FILES = {
    ("accounts/secrets.py", "_kept"): "the key, not the store",
    ("store/schema.py", "upgrade"): "makes an empty file for its owner alone, before SQLite has it",
    ("store/drafts.py", "writing"): "makes an empty file beside the store, before SQLite has it",
    ("store/setup.py", "read_csv"): "the reference lists",
    ("store/setup.py", "read_toml"): "a file fund.toml; the store itself is refused",
    ("exchange/fund_folder.py", "received"): "files that somebody sent, in a folder of their own",
    ("exchange/fund_folder.py", "starting_points"): "the funds that come with the program",
    ("exchange/fund_folder.py", "rows"): "lists of a fund, named .csv; the store itself is refused",
    ("exchange/fund_export.py", "write"): "new files; one that is there already is refused",
    ("store/backup.py", ""): "Python's own sqlite3, for a finished copy and a backup to restore",
    ("store/papers.py", "_write"): "a paper beside the store, under its hash",
    ("store/papers.py", "read"): "the same",
    ("ledger/paper_contents.py", "_png"): "a picture, in memory",
    ("ledger/paper_contents.py", "_jpeg"): "the same",
    ("store/pulse.py", ""): "Python's own sqlite3, which asks the store one question",
    ("store/soundness.py", ""): "the names of SQLite's errors; it opens nothing",
    ("exchange/imports/rows.py", "of"): "the file to import; the store itself is refused",
    ("exchange/imports/line.py", "fill"): "the fields of a draft, a dictionary",
    ("store/many.py", ""): "Python's own sqlite3, for the name of a limit",
    ("exchange/imports/reading/archives.py", "_check_content"): "a part of a workbook, in memory",
    ("exchange/sheet_bodies.py", "fill"): "rows of a workbook, in a temporary folder",
    ("exchange/sheet_bodies.py", "put_together"): "a workbook, in memory or a temporary file",
    ("exchange/zips.py", "zipped"): "a part of a zip file, in memory",
    ("store/turns.py", "in_turn"): "the file of the turns, beside the store",
    ("store/workplace.py", "workplace"): "the mark of a folder in which somebody works",
    ("store/workplace.py", "_is_left"): "the same mark, to see whether they still do",
    ("web/headers.py", "policy"): "the page that Streamlit serves, whose script the policy allows",
    ("commands/serve.py", "_answers"): "an address of this machine",
    ("commands/serve.py", "_several"): "what nginx is told",
    ("commands/serve.py", "_option"): "Streamlit's settings",
    ("web/front.py", "configuration"): "the template of what nginx is told",
    ("exchange/office_funds.py", "read_list"): "a list, whose name ends in .toml",
    ("web/office_funds.py", "_opened"): "headline figures, whose name ends in .csv",
    ("web/office_funds.py", "_remembered"): "figures kept beside the list, in .kept.json",
    ("commands/program.py", "_target"): "the file to write, which is not the store",
    ("commands/imports.py", "_write_new"): "a new file: one that is there is refused",
    ("commands/program.py", "_drop_what_is_unwritten"): "the null device",
}
READS_OR_COPIES = {
    *("open", "copy", "copy2", "copyfile", "copyfileobj", "copytree", "file_digest", "memmap"),
    *("mmap", "read_bytes", "read_text", "write_bytes", "write_text", "sendfile"),
}

USE_EVERYTHING = """
import importlib, json, pkgutil, sys, trustfund
import dashboard
for module in pkgutil.walk_packages(trustfund.__path__, "trustfund."):
    if module.name not in {"trustfund.screens.main", "trustfund.store.migrations.env"}:
        importlib.import_module(module.name)  # those two do their work when they are imported
from trustfund.commands.program import main
from trustfund.figures.datasets import BY_NAME
trustfund.store.engine.Store("postgresql://me@host/books")
assert main(["init"]) == main(["check"]) == 0
for name in BY_NAME:
    assert main(["export", name, "-o", sys.argv[1]]) == 0
maps = {line.split(maxsplit=5)[-1].strip() for line in open("/proc/self/maps") if "/" in line}
print(json.dumps([sorted({name.partition(".")[0] for name in sys.modules}), sorted(maps)]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc/self/maps")
def test_a_process_that_uses_everything_holds_one_sqlite(configure, ready_file, tmp_path):
    configure(ready_file)
    used = subprocess.run(
        [sys.executable, "-c", USE_EVERYTHING, str(tmp_path / "file.csv")],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
    )
    assert used.returncode == 0, used.stderr
    modules, files = eval(used.stdout.splitlines()[-1])
    assert {"dashboard", "trustfund", "streamlit", "pandas", "psycopg"} <= set(modules)
    assert not WITH_ITS_OWN & set(modules)
    loaded = [Path(name) for name in files if Path(name).is_file()]
    holding = [file for file in loaded if b"SQLite format 3\0" in file.read_bytes()]
    assert len([file for file in holding if file.suffix != ".db"]) == 1, holding


def test_nothing_that_brings_its_own_sqlite_is_required():
    lines = "\n".join((PROJECT / name).read_text() for name in ("requirements.txt",))
    required = {line.split("==")[0].strip().replace("-", "_") for line in lines.splitlines()}
    assert "sqlmodel" in required
    assert not WITH_ITS_OWN & required


def touching(source: str) -> Iterator[tuple[str, str]]:
    """What opens, copies or hashes a file, or imports a SQLite: the function it is in, and what."""

    def walk(node: ast.AST, function: str) -> Iterator[tuple[str, str]]:
        for child in ast.iter_child_nodes(node):
            match child:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                    if name in READS_OR_COPIES:
                        yield function, ast.unparse(child)
                case ast.Import(names=names):
                    for alias in names:
                        if alias.name.partition(".")[0] in {*WITH_ITS_OWN, "sqlite3"}:
                            yield function, ast.unparse(child)
                case ast.ImportFrom(module=str(module)):
                    if module.partition(".")[0] in {*WITH_ITS_OWN, "sqlite3"}:
                        yield function, ast.unparse(child)
            yield from walk(child, child.name if isinstance(child, ast.FunctionDef) else function)

    return walk(ast.parse(source), "")


def test_the_program_opens_copies_and_hashes_no_file_but_those_that_are_not_the_store():
    found = {
        (file.relative_to(PROJECT / "trustfund").as_posix(), function)
        for file in SOURCES[1:]
        for function, _ in touching(file.read_text(encoding="utf-8"))
    }
    assert found == set(MAY_TOUCH_FILES)
    assert not list(touching(SOURCES[0].read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "line",
    [
        "import duckdb",
        "from adbc_driver_sqlite import dbapi",
        "import sqlite3",
        "open(store.path, 'rb')",
        "shutil.copyfile(store.path, target)",
        "hashlib.file_digest(stream, 'sha256')",
        "store.path.read_bytes()",
    ],
)
def test_the_check_sees_what_would_touch_the_store(line):
    assert list(touching(f"def backup():\n    {line}"))
