"""``python -m trustfund import``: what is printed where, and how it ends."""

import pytest

from tests.books import a_contributor, everything, history
from trustfund import import_commands
from trustfund.__main__ import main
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.rows import Choices

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


def test_a_header_that_is_not_known_names_the_option_that_says_what_is_meant(
    configure, ready_file, capsys, tmp_path
):
    configure(ready_file)
    path = tmp_path / "givers.csv"
    path.write_text("name,contributor_type,country,colour\nNorway,member_state,NOR,blue\n")
    assert main(["import", "contributors", str(path)]) == 1
    assert 'Here: --column "colour=COLUMN"; nothing behind the = leaves it out.' in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--column=Donor", '--column "Donor": cannot be understood. Write it like'),
        ("--column==name", '--column "=name": cannot be understood. Write it like'),
        ("--column=Donor=donor", '--column "donor": is not a column of contributors. Use one of'),
        ("--value=Turkey=TUR", '--value "Turkey=TUR": cannot be understood. Write it like'),
        ("--value=land:Turkey=TUR", '--value "land": is not a column of contributors. Use one of'),
    ],
)
def test_a_choice_that_cannot_be_understood_is_refused(
    configure, ready_file, capsys, givers, option, said
):
    configure(ready_file)
    assert main(["import", "contributors", givers(), option]) == 1
    assert capsys.readouterr().err.startswith(said)


def test_choices_reach_the_import(configure, ready_file, givers, monkeypatch):
    configure(ready_file)
    given = []
    monkeypatch.setattr(
        import_commands, "run", lambda *words, **_: given.append(words[-1]) or Outcome()
    )
    headers = ["--column", "Donor=name", "--column", "a = b="]
    values = ["--value", "country:Turkey: a=b=TUR"]
    main(["import", "contributors", givers(), "--sheet", "Givers 2017", *headers, *values])
    assert given == [
        Choices("Givers 2017", {"Donor": "name", "a = b": ""}, {("country", "Turkey: a=b"): "TUR"})
    ]


def test_a_bar_shows_how_far_the_import_is_on_a_terminal_only(
    configure, ready_file, givers, monkeypatch, capsys
):
    configure(ready_file)

    def half(*_, progress, **__):
        progress(1, 2)
        return Outcome()

    monkeypatch.setattr(import_commands, "run", half)
    assert main(["import", "contributors", givers()]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["import", "contributors", givers()]) == 0
    said = capsys.readouterr()
    assert "#..." in said.err
    assert "1 of 2" in said.err
    assert said.out == "new 0, changed 0, same 0, problems 0\n"


@pytest.mark.parametrize("name", ["givers.csv", "GIVERS.XLSX"])
def test_a_template_is_written_once_and_never_over_another_file(
    configure, ready_file, capsys, tmp_path, name
):
    configure(ready_file)
    path = tmp_path / name
    assert main(["template", "contributors", str(path)]) == 0
    assert capsys.readouterr().out == f"The template of contributors is {path}.\n"
    content = path.read_bytes()
    assert content.startswith((b"PK", b"\xef\xbb\xbfname,"))
    assert main(["template", "contributors", str(path)]) == 1
    assert capsys.readouterr().err == f'File "{path}": File exists. Choose another.\n'
    assert path.read_bytes() == content


def test_a_template_of_another_form_is_refused(configure, ready_file, capsys, tmp_path):
    configure(ready_file)
    assert main(["template", "rates", str(tmp_path / "rates.doc")]) == 1
    assert "Name a file that ends in .csv or .xlsx." in capsys.readouterr().err
    assert not list(tmp_path.glob("rates*"))
