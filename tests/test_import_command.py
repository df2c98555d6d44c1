"""``python -m trustfund import``: what is printed where, and how it ends."""

from unittest.mock import Mock

import pytest

from tests.books import a_contributor, everything, history
from trustfund.commands import imports
from trustfund.commands.program import main
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
    assert said.err == (
        'row 3, country "JAP": is not a country code. Use ISO 3166 alpha-3, such as NPL.\n'
    )
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
    given = Mock(return_value=Outcome())
    monkeypatch.setattr(imports, "run", given)
    headers = ["--column", "Donor=name", "--column", "a = b="]
    values = ["--value", "country:Turkey: a=b=TUR"]
    main(["import", "contributors", givers(), "--sheet", "Givers 2017", *headers, *values])
    assert [call.args[-1] for call in given.call_args_list] == [
        Choices("Givers 2017", {"Donor": "name", "a = b": ""}, {("country", "Turkey: a=b"): "TUR"})
    ]


def test_a_bar_shows_how_far_the_import_is_on_a_terminal_only(
    configure, ready_file, givers, monkeypatch, capsys
):
    configure(ready_file)

    def half(*_, progress, **__):
        progress(1, 2)
        return Outcome()

    monkeypatch.setattr(imports, "run", half)
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


def test_rejected_rows_are_written_to_a_new_file_and_come_back_mended(
    configure, ready_file, capsys, givers, tmp_path
):
    store = configure(ready_file)
    file = tmp_path / "to mend.csv"
    assert main(["import", "contributors", givers("JAP"), "--rejected", str(file)]) == 1
    assert capsys.readouterr().out == (
        f"1 rejected row is in {file}, to mend.\n"
        "Nothing is booked: a file with one problem applies nothing.\n"
        "new 1, changed 0, same 0, problems 1\n"
    )
    assert file.read_text(encoding="utf-8-sig").splitlines() == [
        "name,contributor_type,country,problem",
        (
            'Japan,member_state,JAP,"country ""JAP"": is not a country code. '
            'Use ISO 3166 alpha-3, such as NPL"'
        ),
    ]
    file.write_text(file.read_text(encoding="utf-8-sig").replace("JAP,", "JPN,"))
    assert main(["import", "contributors", str(file)]) == 0
    assert [line.act for line in history(store)] == ["contributor_recorded", "file_imported"]


def test_rejected_rows_are_never_written_over_a_file_and_nothing_is_imported_then(
    configure, ready_file, capsys, givers, tmp_path
):
    store = configure(ready_file)
    file = tmp_path / "kept.csv"
    file.write_text("mine")
    assert main(["import", "contributors", givers(), "--rejected", str(file)]) == 1
    assert capsys.readouterr().err == f'File "{file}": is there already. Name a new one.\n'
    assert file.read_text() == "mine"
    assert history(store) == []


def test_without_a_rejected_row_no_file_is_written(configure, ready_file, capsys, givers, tmp_path):
    configure(ready_file)
    file = tmp_path / "to-mend.csv"
    assert main(["import", "contributors", givers(), "--rejected", str(file)]) == 0
    assert f"No row is rejected: {file} is not written.\n" in capsys.readouterr().out
    assert not file.exists()


def test_imports_are_listed_and_one_is_taken_back(configure, ready_file, capsys, givers):
    store = configure(ready_file)
    assert main(["import", "contributors", givers()]) == 0
    capsys.readouterr()
    assert main(["take-back"]) == 0
    heading, line = capsys.readouterr().out.splitlines()
    assert heading == "import\trecorded\tactor\tkind\tfile\trows\tstate"
    number, _, actor, *rest = line.split("\t")
    assert actor == "local administrator (command line)"
    assert rest == ["contributors", "givers.csv", "new 2, changed 0, same 0", "booked"]
    assert main(["take-back", number]) == 1
    assert capsys.readouterr().err.startswith("Reason: is missing. ")
    assert main(["take-back", number, "--reason", "Sent twice"]) == 0
    assert capsys.readouterr().out == (
        "The import of givers.csv is taken back: contributors, 2 new and 0 changed.\n"
    )
    assert history(store)[-1].reason == "Sent twice"
    assert main(["take-back"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("taken back")


def test_an_import_that_is_not_there_is_not_taken_back(configure, ready_file, capsys):
    configure(ready_file)
    assert main(["take-back", "7", "--reason", "Sent twice"]) == 1
    assert capsys.readouterr().err.startswith('Import "7": is not an import. ')


def test_another_name_of_a_contributor_is_given_and_taken_back(
    configure, ready_file, capsys, tmp_path
):
    store = configure(ready_file)
    a_contributor(store, "Norway")
    path = tmp_path / "gifts.csv"
    path.write_text(
        "reference,contributor,pledged_on,currency,amount,earmark\n"
        "C-1,Norad,2017-05-02,USD,5,unearmarked\n"
    )
    imported = ["import", "contributions", str(path), "--dry-run"]
    assert main(imported) == 1
    assert 'or say whose other name it is: also-known-as "Norad" CONTRIBUTOR.' in (
        capsys.readouterr().err
    )
    assert main(["also-known-as", "Norad", "Norway", "--reason", "Its agency"]) == 0
    assert capsys.readouterr().out == "Norad means Norway from now on.\n"
    assert main(imported) == 0
    assert main(["also-known-as", "Norad", "Norway", "--no-more", "--reason", "Wrong"]) == 0
    assert capsys.readouterr().out.endswith("Norad means Norway no more.\n")
    assert main(imported) == 1


def test_take_back_and_other_names_act_as_the_account_that_is_named(
    configure, ready_file, capsys, givers
):
    configure(ready_file)
    assert main(["import", "contributors", givers()]) == 0
    for words in (
        ["take-back", "1", "--reason", "Twice"],
        ["also-known-as", "Norad", "Norway"],
    ):
        assert main([*words, "--as", "nobody@example.org"]) == 1
        assert "nobody@example.org" in capsys.readouterr().err


GIFTS = "reference,Donor,Date,Ccy,amount,Colour\nC-1,Norge,2017-05-02,EURO,5,blue\n"


def test_a_problem_names_the_option_that_answers_it(configure, ready_file, capsys, tmp_path):
    store = configure(ready_file)
    a_contributor(store, "Norway")
    path = tmp_path / "gifts.csv"
    path.write_text(GIFTS)
    words = ["import", "contributions", str(path), "--dry-run"]
    main(words)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == (
        'row 1, column "Donor": is not a column of contributions. Did you mean contributor? '
        'Then add --column "Donor=contributor"; to leave it out, --column "Donor=".'
    )
    assert (
        'row 1, column "Colour": is not a column of contributions. Say which column it is with '
        '--column "Colour=COLUMN"; to leave it out, --column "Colour=".'
    ) in lines
    for option in ("Donor=contributor", "Date=pledged_on", "Ccy=currency", "Colour="):
        words += ["--column", option]
    assert main(words) == 1
    assert capsys.readouterr().err == (
        'row 2, contributor "Norge": is not a contributor yet. Did you mean Norway? Then add '
        '--value "contributor:Norge=Norway", or for every file: also-known-as "Norge" "Norway".\n'
        'row 2, currency "EURO": is not a currency code. Did you mean Euro (EUR)? '
        'Then add --value "currency:EURO=EUR".\n'
    )
    words += ["--value", "currency:EURO=EUR", "--value", "contributor:Norge=Norway"]
    assert main(words) == 0


def test_an_option_is_named_once_for_a_text_that_comes_again(
    configure, ready_file, capsys, tmp_path
):
    configure(ready_file)
    path = tmp_path / "givers.csv"
    path.write_text(
        "name,contributor_type,country\nTürkiye,member_state,Turkey\nAnkara,member_state,Turkey\n"
    )
    assert main(["import", "contributors", str(path)]) == 1
    said = capsys.readouterr().err
    assert said.count("Did you mean Türkiye (TUR)?") == 2
    assert said.count('Then add --value "country:Turkey=TUR".') == 1


def test_a_missing_column_asks_which_header_it_is(configure, ready_file, capsys, tmp_path):
    configure(ready_file)
    path = tmp_path / "givers.csv"
    path.write_text("name,country\nNorway,NOR\n")
    assert main(["import", "contributors", str(path)]) == 1
    assert capsys.readouterr().err == (
        'row 1, column "contributor_type": is missing. Every file of contributors has it: say '
        'which header it is with --column "HEADER=contributor_type".\n'
    )
