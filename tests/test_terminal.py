"""What is printed gives a screen no orders, wherever a text comes from."""

import sys
from contextlib import suppress

import pytest

from tests.books import a_commitment, a_contributor, a_deposit
from trustfund.commands.common import visibly
from trustfund.commands.program import main
from trustfund.store.tables import Contributor, Deposit

ORDER = "\x1b[2J\x07\u202e\x9b31m"
SEEN = "\\x1b[2J\\x07\\u202e\\x9b31m"
GIVERS = "name,contributor_type,country\n"


@pytest.fixture
def books(configure, ready_file):
    """The store that the commands find, with names as an earlier program let them be."""
    store = configure(ready_file)
    a_contributor(store, "Sweden", country="SWE")
    a_deposit(store, a_commitment(store), "10", reference="D-1")
    with store.writing() as session:
        session.get(Contributor, 1).name = f"Sweden{ORDER}"
        session.get(Deposit, 1).reference = f"D-1{ORDER}"
    return store


@pytest.fixture
def file(tmp_path):
    """A file of contributors whose name and cells are orders."""
    path = tmp_path / f"list{ORDER}.csv"
    path.write_text(f"{GIVERS}Kingdom of Sweden,member_state,SWE\nNor{ORDER}way,member_state,NOR\n")
    return str(path)


@pytest.mark.parametrize(
    "words",
    [
        ["import", "contributors", "FILE"],
        ["import", "contributors", "FILE", "--value", f"{ORDER}:x=y"],
        ["import", "contributors", "FILE", "--rejected", f"/no/such/{ORDER}"],
        ["import", "deposits", "FILE"],
        ["import", "contributors", f"/no/such/{ORDER}"],
        ["template", "contributors", f"/no/such/{ORDER}.csv"],
        ["template", "contributors", f"x{ORDER}"],
        ["also-known-as", f"Sida{ORDER}", "Norway"],
        ["also-known-as", "Sida", f"No{ORDER}"],
        ["also-known-as", "SWEDEN", "Norway"],
        ["export", "deposits", "--contributor", ORDER],
        ["export", "deposits", "-o", f"/no/such/{ORDER}"],
        ["forget-names", f"T-1{ORDER}"],
        ["backup", f"/no/such/{ORDER}"],
        ["restore", f"/no/such/{ORDER}"],
        ["user", "disable", f"a{ORDER}@b.org"],
        ["user", "add", f"a{ORDER}@b.org", "--role", "viewer"],
        ["take-back", "1", "--reason", ORDER],
        ["check"],
        ["import", ORDER, "FILE"],
        [ORDER],
        ["check", ORDER],
        ["check", f"--{ORDER}"],
    ],
)
def test_no_command_prints_an_order(books, file, capsys, words):
    with suppress(SystemExit):  # of wrong usage
        main([file if word == "FILE" else word for word in words])
    printed = "".join(capsys.readouterr())
    assert not set("\x1b\x07\u202e\x9b\r") & set(printed)
    assert not any(0xD800 <= ord(letter) <= 0xDFFF for letter in printed)


def test_a_cell_is_printed_as_it_is_seen(books, file, capsys):
    assert main(["import", "contributors", file]) == 1
    assert f'row 3, name "Nor{SEEN}way": contains U+001B ESCAPE.' in capsys.readouterr().err


def test_an_export_is_the_bytes_of_its_address_but_to_a_terminal_it_is_shown(books, capfdbinary):
    assert main(["export", "deposits"]) == 0
    assert f"D-1{ORDER}".encode() in capfdbinary.readouterr().out


def test_a_terminal_is_shown_an_export(books, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["export", "deposits"]) == 0
    assert f"D-1{SEEN},MCS00-C-0001,Norway" in capsys.readouterr().out


def test_a_byte_of_a_path_that_is_no_text_is_shown(books, capsys):
    assert main(["import", "contributors", "/no/such/\udcff.csv"]) == 1
    assert "\\udcff.csv" in capsys.readouterr().err


def test_what_is_printed_afterwards_is_printed_as_it_is(capsys):
    with visibly():
        print(ORDER)
    print(ORDER)
    assert capsys.readouterr().out == f"{SEEN}\n{ORDER}\n"
    assert not hasattr(sys.stdout, "screen")
