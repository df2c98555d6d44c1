"""``python -m trustfund import``: what is printed where, and how it ends."""

import re
from unittest.mock import Mock

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    an_authorised_trip,
    everything,
    history,
    money_available,
)
from tests.people import an_account
from trustfund.commands import imports
from trustfund.commands.program import main
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.rows import Choices

GIVERS = "name,contributor_type,country\nNorway,member_state,NOR\nJapan,member_state,{}\n"
GIFTS = "reference,Donor,Date,Ccy,amount,Colour\nC-1,Norge,2017-05-02,EURO,5,blue\n"


@pytest.fixture
def books(configure, ready_file):
    """The store that the commands find."""
    return configure(ready_file)


@pytest.fixture
def ran(capsys):
    """Runs a command: its status, what it prints, and what it prints of errors."""

    def ran(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(list(words))
        return status, *capsys.readouterr()

    return ran


@pytest.fixture
def file(tmp_path):
    def file(text: str, name: str = "givers.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return file


@pytest.fixture
def givers(file):
    return lambda japan="JPN": file(GIVERS.format(japan))


def test_a_file_is_imported_and_the_last_line_counts_its_rows(books, ran, givers):
    a_contributor(books, "Norway")
    before = everything(books)
    assert ran("import", "contributors", givers(), "--dry-run") == (
        0,
        (
            "Contributors that are new, or give for the first time: Japan.\n"
            "Countries that appear for the first time: Japan.\n"
            "Nothing is booked: this was a dry run.\nnew 1, changed 0, same 1, problems 0\n"
        ),
        "",
    )
    assert everything(books) == before
    status, out, _ = ran("import", "contributors", givers())
    assert (status, out.splitlines()[-1]) == (0, "new 1, changed 0, same 1, problems 0")
    assert history(books)[-1].actor == "local administrator (command line)"


def test_problems_go_to_the_error_stream_a_line_each_and_end_with_1(books, ran, givers):
    assert ran("import", "contributors", givers("JAP")) == (
        1,
        (
            "Nothing is booked: a file with one problem applies nothing.\n"
            "new 1, changed 0, same 0, problems 1\n"
        ),
        'row 3, country "JAP": is not a country code. Use ISO 3166 alpha-3, such as NPL.\n',
    )
    assert history(books) == []


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_cannot_be_read_is_a_problem(books, ran, name):
    status, out, err = ran("import", "rates", name)
    assert (status, out.splitlines()[-1]) == (1, "new 0, changed 0, same 0, problems 1")
    assert err.startswith(f'File "{name}": cannot be read: ')


def test_without_a_store_an_import_says_how_to_make_one(configure, ran, givers):
    configure()
    status, _, err = ran("import", "contributors", givers())
    assert status == 1
    assert "Run: python -m trustfund init." in err


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
        ("--another=SWEDEN", '--another "SWEDEN": cannot be understood. Write it like'),
        ("--decide=TS-3=keep", '--decide "TS-3=keep": cannot be understood. Write it like'),
        ("--decide=TS-3:seats=sell", '--decide "TS-3:seats=sell": cannot be understood. Write'),
        ("--another=SWEDEN=", '--another "SWEDEN=": cannot be understood. Write it like'),
        ("--value=land:Turkey=TUR", '--value "land": is not a column of contributors. Use one of'),
    ],
)
def test_a_choice_that_cannot_be_understood_is_refused(books, ran, givers, option, said):
    status, _, err = ran("import", "contributors", givers(), option)
    assert status == 1
    assert err.startswith(said)


def test_a_twin_is_a_problem_with_the_options_that_answer_it(books, ran, file):
    a_contributor(books, "Sweden", country="SWE")
    header = "name,contributor_type,country\n"
    named = file(f"{header}Kingdom of Sweden,member_state,SWE\n")
    status, out, err = ran("import", "contributors", named)
    assert (status, out.splitlines()[-1]) == (1, "new 0, changed 0, same 0, problems 1")
    assert err == (
        'row 2, name "Kingdom of Sweden": there is already Sweden. Is it the same? Then add '
        '--value "name:Kingdom of Sweden=Sweden"; if it is another, add --another "Kingdom of '
        'Sweden=WHY".\n'
    )
    same = ("--dry-run", "--value", "name:Kingdom of Sweden=Sweden")
    assert ran("import", "contributors", named, *same)[1].endswith("same 1, problems 0\n")
    why = ("--another", "Kingdom of Sweden=The court signs itself")
    assert ran("import", "contributors", named, *why)[0] == 0
    assert history(books)[-2].reason == "The court signs itself"


def test_choices_reach_the_import(books, givers, monkeypatch):
    given = Mock(return_value=Outcome())
    monkeypatch.setattr(imports, "run", given)
    headers = ["--column", "Donor=name", "--column", "a = b="]
    values = ["--value", "country:Turkey: a=b=TUR"]
    main(["import", "contributors", givers(), "--sheet", "Givers 2017", *headers, *values])
    assert [call.args[-1] for call in given.call_args_list] == [
        Choices("Givers 2017", {"Donor": "name", "a = b": ""}, {("country", "Turkey: a=b"): "TUR"})
    ]


def test_a_bar_shows_how_far_the_import_is_on_a_terminal_only(books, ran, givers, monkeypatch):
    def half(*_, progress, **__):
        progress(1, 2)
        return Outcome()

    monkeypatch.setattr(imports, "run", half)
    counts = "new 0, changed 0, same 0, problems 0\n"
    assert ran("import", "contributors", givers()) == (0, counts, "")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    status, out, err = ran("import", "contributors", givers())
    assert (status, out) == (0, counts)
    assert "#..." in err
    assert "1 of 2" in err


def test_a_file_that_cancels_an_event_asks_what_becomes_of_its_trips(books, ran, file, set_today):
    set_today("2018-07-16")  # no graduation of a country is due
    money_available(books, {"1": "9000"})
    an_authorised_trip(books, "3000")
    off = file("code,kind,title,status,held\nTS-3,thematic_session,Third,cancelled,no\n")
    status, out, err = ran("import", "events", off, "--dry-run")
    assert (status, out.splitlines()[-1]) == (1, "new 0, changed 0, same 0, problems 1")
    assert err == (
        'row 2, Trips still to come "TS-3": has to be decided: MCS00-T-0001: Nepal, authorised, '
        'USD 3,000.00 reserved. Add --decide "TS-3:seats=release" or --decide "TS-3:seats=keep".\n'
    )
    status, out, err = ran("import", "events", off, "--dry-run", "--decide", "TS-3:seats=release")
    assert (status, err) == (0, "")
    assert (
        "row 2: MCS00-T-0001 (Nepal): withdrawn. USD 0.00 is spent, USD 3,000.00 is available "
        "again."
    ) in out
    assert ran("import", "events", off, "--decide", "TS-3:seats=release")[0] == 0
    assert ran("import", "events", off)[1].endswith("new 0, changed 0, same 1, problems 0\n")
    assert ran("check", "--strict")[0] == 0


@pytest.mark.parametrize("name", ["givers.csv", "GIVERS.XLSX"])
def test_a_template_is_written_once_and_never_over_another_file(books, ran, tmp_path, name):
    path = tmp_path / name
    words = ("template", "contributors", str(path))
    assert ran(*words) == (0, f"The template of contributors is {path}.\n", "")
    content = path.read_bytes()
    assert content.startswith((b"PK", b"\xef\xbb\xbfname,"))
    assert ran(*words) == (1, "", f'File "{path}": File exists. Choose another.\n')
    assert path.read_bytes() == content


def test_a_template_of_another_form_is_refused(books, ran, tmp_path):
    status, _, err = ran("template", "rates", str(tmp_path / "rates.doc"))
    assert status == 1
    assert "Name a file that ends in .csv or .xlsx." in err
    assert not list(tmp_path.glob("rates*"))


def test_rejected_rows_are_written_to_a_new_file_and_come_back_mended(books, ran, givers, tmp_path):
    to_mend = tmp_path / "to mend.csv"
    status, out, _ = ran("import", "contributors", givers("JAP"), "--rejected", str(to_mend))
    assert (status, out) == (
        1,
        (
            f"1 rejected row is in {to_mend}, to mend.\n"
            "Nothing is booked: a file with one problem applies nothing.\n"
            "new 1, changed 0, same 0, problems 1\n"
        ),
    )
    assert to_mend.stat().st_mode & 0o777 == 0o600  # rows of travel hold names
    text = to_mend.read_text(encoding="utf-8-sig")
    assert text.splitlines() == [
        "name,contributor_type,country,problem",
        (
            'Japan,member_state,JAP,"country ""JAP"": is not a country code. '
            'Use ISO 3166 alpha-3, such as NPL"'
        ),
    ]
    to_mend.write_text(text.replace("JAP,", "JPN,"))
    assert ran("import", "contributors", str(to_mend))[0] == 0
    assert [line.act for line in history(books)] == ["contributor_recorded", "file_imported"]


def test_rejected_rows_are_never_written_over_a_file_and_nothing_is_imported_then(
    books, ran, givers, file
):
    kept = file("mine", "kept.csv")
    status, _, err = ran("import", "contributors", givers(), "--rejected", kept)
    assert (status, err) == (1, f'File "{kept}": is there already. Name a new one.\n')
    with open(kept) as mine:
        assert mine.read() == "mine"
    assert history(books) == []


def test_without_a_rejected_row_no_file_is_written(books, ran, givers, tmp_path):
    to_mend = tmp_path / "to-mend.csv"
    status, out, _ = ran("import", "contributors", givers(), "--rejected", str(to_mend))
    assert status == 0
    assert f"No row is rejected: {to_mend} is not written.\n" in out
    assert not to_mend.exists()


def test_imports_are_listed_and_one_is_taken_back(books, ran, givers):
    assert ran("import", "contributors", givers())[0] == 0
    heading, line = ran("take-back")[1].splitlines()
    assert heading == "import\trecorded\tactor\tkind\tfile\trows\tstate"
    number, _, actor, *rest = line.split("\t")
    assert actor == "local administrator (command line)"
    assert rest == ["contributors", "givers.csv", "new 2, changed 0, same 0", "booked"]
    status, _, err = ran("take-back", number)
    assert status == 1
    assert err.startswith("Reason: is missing. ")
    assert ran("take-back", number, "--reason", "Sent twice") == (
        0,
        "The import of givers.csv is taken back: contributors, 2 new and 0 changed.\n",
        "",
    )
    assert history(books)[-1].reason == "Sent twice"
    assert ran("take-back")[1].rstrip().endswith("taken back")


def test_the_list_of_imports_is_for_those_who_may_import(books, ran, givers):
    assert ran("import", "contributors", givers())[0] == 0
    an_account(books, "mission@example.org", "mission", "", country="KEN")
    status, out, err = ran("take-back", "--as", "mission@example.org")
    assert (status, out) == (1, "")
    assert err.startswith("The list of imports: the account ")
    an_account(books, "agent@example.org", "agent", "")
    assert "givers.csv" in ran("take-back", "--as", "agent@example.org")[1]


def test_an_import_that_is_not_there_is_not_taken_back(books, ran):
    status, _, err = ran("take-back", "7", "--reason", "Sent twice")
    assert status == 1
    assert err.startswith('Import "7": is not an import. ')


def test_another_name_of_a_contributor_is_given_and_taken_back(books, ran, file):
    a_contributor(books, "Norway")
    path = file(
        "reference,contributor,pledged_on,currency,amount,earmark\n"
        "C-1,Norad,2017-05-02,USD,5,unearmarked\n"
    )
    imported = ("import", "contributions", path, "--dry-run")
    status, _, err = ran(*imported)
    assert status == 1
    assert 'or say whose other name it is: also-known-as "Norad" CONTRIBUTOR.' in err
    alias = ("also-known-as", "Norad", "Norway", "--reason", "Its agency")
    assert ran(*alias) == (0, "Norad means Norway from now on.\n", "")
    assert ran(*imported)[0] == 0
    status, out, _ = ran(*alias, "--no-more")
    assert (status, out.splitlines()[-1]) == (0, "Norad no longer means Norway.")
    assert ran(*imported)[0] == 1


def test_take_back_and_other_names_act_as_the_account_that_is_named(books, ran, givers):
    assert ran("import", "contributors", givers())[0] == 0
    for words in (("take-back", "1", "--reason", "Twice"), ("also-known-as", "Norad", "Norway")):
        status, _, err = ran(*words, "--as", "nobody@example.org")
        assert status == 1
        assert "nobody@example.org" in err


def test_a_problem_names_the_option_that_answers_it(books, ran, file):
    a_contributor(books, "Norway")
    words = ["import", "contributions", file(GIFTS), "--dry-run"]
    lines = ran(*words)[2].splitlines()
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
    status, _, err = ran(*words)
    assert (status, err) == (
        1,
        (
            'row 2, contributor "Norge": is not a contributor yet. Did you mean Norway? Then add '
            '--value "contributor:Norge=Norway", '
            'or for every file: also-known-as "Norge" "Norway".\n'
            'row 2, currency "EURO": is not a currency code. Did you mean Euro (EUR)? '
            'Then add --value "currency:EURO=EUR".\n'
        ),
    )
    words += ["--value", "currency:EURO=EUR", "--value", "contributor:Norge=Norway"]
    assert ran(*words)[0] == 0


def test_an_option_is_named_once_for_a_text_that_comes_again(books, ran, file):
    rows = "Türkiye,member_state,Turkey\nAnkara,member_state,Turkey\n"
    status, _, err = ran("import", "contributors", file(f"name,contributor_type,country\n{rows}"))
    assert status == 1
    assert err.count("Did you mean Türkiye (TUR)?") == 2
    assert err.count('Then add --value "country:Turkey=TUR".') == 1


def test_a_missing_column_asks_which_header_it_is(books, ran, file):
    status, _, err = ran("import", "contributors", file("name,country\nNorway,NOR\n"))
    assert (status, err) == (
        1,
        (
            'row 1, column "contributor_type": is missing. Every file of contributors has it: say '
            'which header it is with --column "HEADER=contributor_type", '
            'or what it is in every row with --constant "contributor_type=VALUE".\n'
        ),
    )


def test_money_that_is_there_is_answered_by_options(books, tmp_path, capsys):
    gift = a_commitment(books, "1000", reference="C-1")
    a_deposit(books, gift, "300", reference="D-1")
    file = tmp_path / "list.csv"
    head = "reference,contribution_reference,value_date,currency,amount"
    file.write_text(f"{head}\nD-2,C-1,2017-05-15,USD,300\nD-3,C-1,2017-05-15,USD,300\n")
    command = ["import", "deposits", str(file)]
    assert main(command) == 1
    first, *_ = capsys.readouterr().err.splitlines()
    assert first == (
        'row 2, amount "USD 300.00": looks like money that is there already: D-1 of 2017-05-15, '
        "USD 300.00, for C-1. Is it the same money? Then leave the row out; if it is other money, "
        'say why: --same-money "D-2" or --other-money "D-2=WHY"; all in place of the reference '
        "answers for all."
    )
    assert main([*command, "--other-money", "D-2"]) == 1
    assert "--other-money" in capsys.readouterr().err
    assert main([*command, "--same-money", "D-2", "--other-money", "all=A second part"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert 'row 2: "D-2" is left out, its money is there as "D-1".' in out
    assert out[-1] == "new 1, changed 0, same 1, problems 0"
    assert main(command) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "new 0, changed 0, same 2, problems 0"


def test_answers_kept_by_one_dry_run_answer_the_next_file_of_that_form(books, ran, file):
    a_contributor(books, "Norway")
    words = ["import", "contributions", file(GIFTS), "--dry-run"]
    options = ["--leave-out-others", "--column", "Donor=contributor", "--column", "Date=pledged_on"]
    options += ["--column", "Ccy=currency", "--value", "contributor:Norge=Norway"]
    options += ["--value", "currency:EURO=EUR"]
    assert (
        'The answers are kept as "Gateway",' in ran(*words, *options, "--save-answers=Gateway")[1]
    )
    following = ["import", "contributions", file(GIFTS.replace("C-1", "C-2"), "june.csv")]
    out = ran(*following, "--dry-run")[1]
    assert re.search(r'The answers "Gateway" of .* fit this file: use them with --answers "Ga', out)
    status, out, err = ran(*following, "--answers", "Gateway", "--dry-run")
    assert (status, err) == (0, "")
    assert out.startswith('Answered as in "Gateway" of ')
    assert '"Donor" is contributor; ' in out
    assert 'currency "EURO" means "EUR".' in out
    assert out.endswith("new 1, changed 0, same 0, problems 0\n")
    status, out, _ = ran(*following, "--answers", "Gateway", "--value", "currency:EURO=XXA")
    assert (status, 'currency "EURO" means' in out) == (1, False)


def test_a_name_of_answers_that_is_not_there_or_no_name_is_refused_before_anything(
    books, ran, givers
):
    status, out, err = ran("import", "contributors", givers(), "--answers", "Gateway")
    assert (status, out) == (1, "")
    assert err == (
        'Answers "Gateway": names no answers about files of contributors. Keep some first, with '
        "--save-answers.\n"
    )
    assert ran("import", "contributors", givers(), "--save-answers", " ")[0] == 1
    assert history(books) == []


def test_what_follows_from_a_guess_is_said_when_the_guess_is_answered(books, ran, file):
    rows = "".join(f"G-{number},2017-05-02,Norge,USD,5\n" for number in range(200))
    gifts = file(f"reference,pledged_on,Donor,currency,amount\n{rows}")
    status, out, err = ran("import", "contributions", gifts, "--dry-run")
    assert (status, len(err.splitlines())) == (1, 1)
    assert err.startswith('row 1, column "Donor": is not a column of contributions. Did you mean')
    assert "200 more sentences depend on the answers to those below.\n" in out
    assert out.endswith("new 0, changed 0, same 0, problems 201\n")
    answered = ("--column", "Donor=contributor")
    _, out, err = ran("import", "contributions", gifts, "--dry-run", *answered)
    assert (len(err.splitlines()), "depend on" in out) == (200, False)


def test_a_header_that_is_no_guess_holds_nothing_back(books, ran, file):
    gifts = file(
        "reference,pledged_on,contributor,currency,amount,Colour\nG-1,2017-05-02,Norge,USD,5x,b\n"
    )
    _, out, err = ran("import", "contributions", gifts, "--dry-run")
    assert [line.partition(":")[0] for line in err.splitlines()] == [
        'row 1, column "Colour"',
        'row 2, contributor "Norge"',
        'row 2, amount "5x"',
    ]
    assert "depend on" not in out
