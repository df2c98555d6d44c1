"""``python -m trustfund export``: the same bytes as the addresses of the web side."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.people import given
from trustfund.accounts import people, sessions
from trustfund.commands.program import main
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures.datasets import BY_NAME
from trustfund.store.places import PROJECT
from trustfund.web.app import routes

DEPOSIT = "MCS00-D-0004"


@pytest.mark.parametrize(
    "words",
    [
        *BY_NAME,
        "contributions --contributor Sweden --contributor Japan",
        "contributions --objective 1 --objective unearmarked --as_of 2017-12-31",
        "earmarking --from 2017-06-01 --to 2017-12-31",
        "deposits --contributor_type regional_legislative_body --known_at 2018-01-31",
        "contributors --contributor Sweden --as_of 2017-12-31",
        "participation --event IN-1 --grouping m49 --region Asia",
        "events --event IN-1 --from 2018-01-01",
        "deposits --contributor Sweden --format csv",
        "deposits --contributor Sweden --format json",
        "deposits --contributor Sweden --format xlsx",
        "fund --known_at 2018-01-31",
        "iati --as_of 2017-12-31 --known_at 2018-01-31",
        "statement --contributor Sweden",
        f"receipt --deposit {DEPOSIT}",
    ],
)
def test_an_export_is_the_same_bytes_as_its_address(
    configure, sample_file, tmp_path, capfdbinary, words
):
    store = configure(sample_file)
    name, *options = words.split()
    asked = list(zip((option[2:] for option in options[::2]), options[1::2], strict=True))
    forms = [download.form for download in DOWNLOADS.values() if download.name == name]
    form = dict(asked).get("format", forms[0])
    browser = TestClient(Starlette(routes=routes()))
    filters = [pair for pair in asked if pair[0] != "format"]
    to_visitors = browser.get(f"/exports/{name}.{form}", params=filters)
    browser.get("/sign-in", params={"token": sessions.make_local_link(store)})
    to_the_administrator = browser.get(f"/exports/{name}.{form}", params=filters)
    assert to_the_administrator.status_code == 200
    assert main(["export", *words.split(), "--full"]) == 0
    assert capfdbinary.readouterr().out == to_the_administrator.content
    public = to_visitors if to_visitors.status_code == 200 else to_the_administrator
    file = tmp_path / "out"
    assert main(["export", *words.split(), "-o", str(file)]) == 0
    assert file.read_bytes() == public.content
    assert capfdbinary.readouterr().out == b""


def test_what_trips_cost_is_exported_where_it_is_asked_for(configure, sample_file, capfdbinary):
    store = configure(sample_file)
    people.add(store, COMMAND_LINE, "officer@example.org", given(Role.STAFF))

    def told(*options: str) -> bytes:
        assert main(["export", "participation", *options]) == 0
        return capfdbinary.readouterr().out

    assert told("--full") == told("--as", "officer@example.org") != told()
    with pytest.raises(SystemExit, match="2"):
        main(["export", "participation", "--full", "--as", "officer@example.org"])


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("deposits --format pdf", 'Format "pdf": does not exist of deposits. Use csv, xlsx, json'),
        ("deposits --from yesterday", 'Filter from "yesterday": is not a date'),
        ("earmarking --objective 7", '"7": is not known. Use one of unearmarked, 1, 2, 3'),
    ],
)
def test_a_filter_that_is_not_understood_is_refused(
    configure, sample_file, tmp_path, capsys, words, named
):
    configure(sample_file)
    file = tmp_path / "out.csv"
    assert main(["export", *words.split(), "-o", str(file)]) == 1
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert named in said.err
    assert not file.exists()


def test_without_a_store_an_export_says_how_to_make_one(configure, capsys):
    store = configure()
    assert main(["export", "deposits"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "is not there, or of another version. Run: python -m trustfund init." in said.err
    assert store.path
    assert not store.path.exists()


@pytest.mark.parametrize("output", [".", "/nowhere/at/all.csv", "/dev/full"])
def test_a_file_that_cannot_be_written_is_a_sentence(configure, sample_file, capsys, output):
    if output.startswith("/dev") and not Path(output).exists():
        pytest.skip("this system has no device that is always full")
    configure(sample_file)
    assert main(["export", "deposits", "-o", output]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f'File "{output}": ')
    assert said.endswith(". Choose another.\n")


def test_an_export_that_breaks_off_leaves_the_file_of_before(
    configure, sample_file, monkeypatch, tmp_path, capsys
):
    def breaks_off(_view, _role):
        yield b"the first rows"
        raise OSError(28, "No space left on device")

    configure(sample_file)
    output = tmp_path / "deposits.csv"
    output.write_text("the file of last month")
    broken = replace(DOWNLOADS["deposits.csv"], pieces=breaks_off)
    monkeypatch.setitem(DOWNLOADS, "deposits.csv", broken)
    assert main(["export", "deposits", "-o", str(output)]) == 1
    assert capsys.readouterr().err == (
        f'File "{output}": No space left on device. Choose another.\n'
    )
    assert output.read_text() == "the file of last month"
    assert list(tmp_path.glob(".deposits*")) == []


def export_into(screen: IO[bytes]) -> tuple[int, bytes]:
    """How the program ends in a process of its own, and what it says."""
    words = [sys.executable, "-m", "trustfund", "export", "contributions"]
    ended = subprocess.run(words, cwd=PROJECT, stdout=screen, stderr=subprocess.PIPE)
    return ended.returncode, ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_the_screen_is_a_sentence(configure, sample_file):
    configure(sample_file)
    with Path("/dev/full").open("wb") as full:
        said = b'File "output": No space left on device. Choose another.\n'
        assert export_into(full) == (1, said)


def test_a_reader_that_has_seen_enough_is_no_error(configure, sample_file):
    configure(sample_file)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        assert export_into(closed) == (0, b"")


def test_a_report_that_is_refused_leaves_a_file_as_it_is(configure, sample_file, tmp_path, capsys):
    configure(sample_file)
    (tmp_path / "kept.pdf").write_text("kept")
    words = ["export", "receipt", "--deposit", DEPOSIT, "--as_of", "2017-01-31"]
    assert main([*words, "-o", str(tmp_path / "kept.pdf")]) == 1
    assert "does not stand on 2017-01-31" in capsys.readouterr().err
    assert (tmp_path / "kept.pdf").read_text() == "kept"
