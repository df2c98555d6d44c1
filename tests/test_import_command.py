"""``python -m trustfund import``: what is printed where, and how it ends."""

import pytest

from tests.books import a_contributor, everything, history
from trustfund.__main__ import main

GIVERS = "name,contributor_type,country\nNorway,member_state,NOR\nJapan,member_state,{}\n"


@pytest.fixture
def givers(tmp_path):
    def givers(japan: str = "JPN") -> str:
        path = tmp_path / "givers.csv"
        path.write_text(GIVERS.format(japan), encoding="utf-8")
        return str(path)

    return givers


def test_a_file_is_imported_and_the_last_line_counts_its_rows(
    configure, ready_file, capsys, givers
):
    store = configure(ready_file)
    a_contributor(store, "Norway")
    before = everything(store)
    assert main(["import", "contributors", givers(), "--dry-run"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out == (
        "Contributors that are new, or give for the first time: Japan.\n"
        "Countries that appear for the first time: Japan.\n"
        "Nothing is booked: this was a dry run.\nnew 1, changed 0, same 1, problems 0\n"
    )
    assert everything(store) == before
    assert main(["import", "contributors", givers()]) == 0
    assert (
        capsys.readouterr().out.splitlines()[-1] + "\n" == "new 1, changed 0, same 1, problems 0\n"
    )
    assert history(store)[-1].actor == "local administrator (command line)"


def test_problems_go_to_the_error_stream_a_line_each_and_end_with_1(
    configure, ready_file, capsys, givers
):
    store = configure(ready_file)
    assert main(["import", "contributors", givers("JAP")]) == 1
    said = capsys.readouterr()
    assert said.err == ('row 3, country "JAP": is not a country code. Use ISO 3166 alpha-3.\n')
    assert said.out == (
        "Nothing is booked: a file with one problem applies nothing.\n"
        "new 1, changed 0, same 0, problems 1\n"
    )
    assert history(store) == []


@pytest.mark.parametrize("file", ["nowhere.csv", "."])
def test_a_file_that_cannot_be_read_is_a_problem(configure, ready_file, capsys, file):
    configure(ready_file)
    assert main(["import", "rates", file]) == 1
    said = capsys.readouterr()
    assert said.out.endswith("new 0, changed 0, same 0, problems 1\n")
    assert said.err.startswith(f'File "{file}": cannot be read: ')


def test_without_a_store_an_import_says_how_to_make_one(configure, capsys, givers):
    configure()
    assert main(["import", "contributors", givers()]) == 1
    assert "Run: python -m trustfund init." in capsys.readouterr().err


@pytest.mark.parametrize("words", ["import", "import rates", "import nothing x.csv"])
def test_wrong_usage_ends_with_2(configure, words, capsys):
    configure()
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 2
    assert "usage: python -m trustfund import" in capsys.readouterr().err
