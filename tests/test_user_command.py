"""``python -m trustfund user …`` and ``--as``: accounts from the command line."""

import io
import os
import subprocess
import sys

import pytest

from tests.books import a_contributor, history
from tests.people import PASSWORD, actor, an_account
from trustfund.accounts import log, people, sessions
from trustfund.commands.program import main
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.store.engine import Store
from trustfund.store.places import PROJECT

EMAIL = "officer@example.org"
RATES = "currency,effective_on,units_per_usd\nEUR,2017-05-01,0.9\n"


@pytest.fixture
def fund(configure, ready_file) -> Store:
    return configure(ready_file)


@pytest.fixture
def types(monkeypatch):
    """What somebody types at the prompts, which show nothing of it."""

    def typed(*lines: str) -> None:
        left = list(lines)
        monkeypatch.setattr("getpass.getpass", lambda _prompt: left.pop(0))

    return typed


@pytest.fixture
def pipes(monkeypatch):
    def piped(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return piped


def test_an_account_is_added_and_signs_in(fund, types, capsys):
    types(PASSWORD, PASSWORD)
    assert main(["user", "add", "Officer@Example.org", "--role", "staff"]) == 0
    assert capsys.readouterr().out == f"{EMAIL} may sign in as staff.\n"
    assert sessions.sign_in(fund, EMAIL, PASSWORD, "")


def test_a_password_comes_from_standard_input(fund, pipes, capsys):
    pipes(f"{PASSWORD}\nmore\n")
    words = ["user", "add", EMAIL, "--role", "admin", "--password-stdin"]
    assert main(words) == 0
    said = capsys.readouterr()
    assert PASSWORD not in said.out + said.err
    assert sessions.sign_in(fund, EMAIL, PASSWORD, "")


def test_a_blank_password_is_chosen_later(fund, types):
    types("")
    assert main(["user", "add", EMAIL, "--role", "viewer"]) == 0
    assert not people.everybody(fund)[0].has_password


def test_two_that_differ_are_asked_for_again(fund, types, capsys):
    types(PASSWORD, "another", PASSWORD, PASSWORD)
    assert main(["user", "add", EMAIL, "--role", "staff"]) == 0
    assert capsys.readouterr().err == "They are not the same.\n"


def test_a_weak_password_is_refused_and_not_echoed(fund, pipes, capsys):
    pipes("Password1234\n")
    assert main(["user", "add", EMAIL, "--role", "staff", "--password-stdin"]) == 1
    said = capsys.readouterr()
    assert "New password: is easy to guess" in said.err
    assert "Password1234" not in said.err
    assert people.everybody(fund) == []


def test_the_list_tells_them_apart(fund, capsys):
    an_account(fund, EMAIL)
    an_account(fund, "admin@example.org", "admin", "")
    people.disable(fund, COMMAND_LINE, EMAIL)
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "email\trole\tstate\tpassword\tlast_signed_in",
        "admin@example.org\tadmin\tenabled\tno\tnever",
        f"{EMAIL}\tstaff\tdisabled\tyes\tnever",
    ]


def test_role_disable_enable_and_link_do_what_they_say(fund, capsys):
    an_account(fund, EMAIL)
    assert main(["user", "role", EMAIL, "--role", "viewer"]) == 0
    assert actor(fund, EMAIL).roles == {Role.VIEWER}
    assert main(["user", "disable", EMAIL]) == 0
    assert actor(fund, EMAIL).roles == {Role.VISITOR}
    assert main(["user", "enable", EMAIL]) == 0
    assert main(["user", "link", EMAIL]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{EMAIL} is viewer now."
    secret = said[-1].partition("/sign-in#token=")[2]
    assert sessions.link_of(fund, secret) == ("password", EMAIL)


def test_an_account_has_several_roles_and_a_mission_its_country(fund, pipes, capsys):
    pipes("\n")
    words = "--role mission --role viewer --country ken --password-stdin"
    assert main(["user", "add", EMAIL, *words.split()]) == 0
    who = actor(fund, EMAIL)
    assert (who.roles, who.country) == (frozenset({Role.MISSION, Role.VIEWER}), "KEN")
    capsys.readouterr()
    assert main(["user", "list"]) == 0
    assert f"{EMAIL}\tviewer, mission (KEN)\tenabled" in capsys.readouterr().out
    assert main(["user", "change", EMAIL, "--role", "agent", "--role", "travel"]) == 0
    assert capsys.readouterr().out == f"{EMAIL} is agent, travel now.\n"
    who = actor(fund, EMAIL)
    assert (who.roles, who.country) == (frozenset({Role.AGENT, Role.TRAVEL}), "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (f"change {EMAIL} --role mission", "Country of the mission: is missing"),
        (f"change {EMAIL} --role mission --country XXX", "is not a country code"),
        (f"change {EMAIL} --role contributor --contributor Nobody", "is not a contributor"),
        (f"change {EMAIL} --role staff --country KEN", "belongs to the role mission"),
        ("add nobody --role staff --password-stdin", "is not an e-mail address"),
        (f"add {EMAIL} --role staff --password-stdin", "has an account already"),
        ("role nobody@example.org --role staff", "has no account"),
        ("disable nobody@example.org", "has no account"),
        ("enable nobody@example.org", "has no account"),
        ("link nobody@example.org", "has no account"),
        ("link off@example.org", "is disabled. Enable the account first"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_status_1(fund, pipes, capsys, words, says):
    pipes("\n")
    an_account(fund, EMAIL)
    an_account(fund, "off@example.org")
    people.disable(fund, COMMAND_LINE, "off@example.org")
    assert main(["user", *words.split()]) == 1
    said = capsys.readouterr()
    assert (said.out, says in said.err, said.err.count("\n")) == ("", True, 1)


@pytest.mark.parametrize("error", [EOFError, KeyboardInterrupt])
def test_a_prompt_that_nobody_answers_is_a_sentence(fund, monkeypatch, capsys, error):
    def nobody(_prompt: str) -> str:
        raise error

    monkeypatch.setattr("getpass.getpass", nobody)
    assert main(["user", "add", EMAIL, "--role", "staff"]) == 1
    assert capsys.readouterr().err == (
        "Password: could not be read. Type it at the prompt, or send it with --password-stdin.\n"
    )


@pytest.mark.parametrize("mode", ["0", "1"])
def test_bytes_that_are_no_text_are_not_shown_in_a_traceback(fund, mode):
    words = ["user", "add", EMAIL, "--role", "staff", "--password-stdin"]
    ended = subprocess.run(
        [sys.executable, "-m", "trustfund", *words],
        cwd=PROJECT,
        input=b"secret \xff words",
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": mode},
    )
    said = ended.stderr.decode()
    assert (ended.returncode, said.partition(".")[0]) == (1, "Password: could not be read")


# --as


def test_history_shows_who_a_command_acted_as(fund, tmp_path):
    an_account(fund, EMAIL)
    file = tmp_path / "rates.csv"
    file.write_text(RATES)
    assert main(["import", "rates", str(file), "--as", "Officer@example.org"]) == 0
    assert {line.actor for line in history(fund)} == {EMAIL}


def test_without_a_name_the_local_administrator_acts(fund, tmp_path):
    file = tmp_path / "rates.csv"
    file.write_text(RATES)
    assert main(["import", "rates", str(file)]) == 0
    assert {line.actor for line in history(fund)} == {COMMAND_LINE.name}


@pytest.mark.parametrize("email", ["off@example.org", "x@example.org", "x"])
@pytest.mark.parametrize("command", ["import rates {file}", "export travel"])
def test_a_command_acts_as_no_account_but_an_enabled_one(fund, tmp_path, capsys, command, email):
    an_account(fund, "off@example.org")
    people.disable(fund, COMMAND_LINE, "off@example.org")
    file = tmp_path / "rates.csv"
    file.write_text(RATES)
    assert main([*command.format(file=file).split(), "--as", email]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f'--as "{email}": is not an enabled account.')
    assert history(fund) == []


NOTHING = (
    "Nothing is booked: a file with one problem applies nothing.\n"
    "new 0, changed 0, same 0, problems 1\n"
)


@pytest.mark.parametrize(
    ("command", "out", "what", "roles"),
    [
        ("import rates {file}", NOTHING, "Importing rates", "admin, agent or staff"),
        (
            *("export travel", "", "Travel"),
            "admin, agent, auditor, secretariat, staff or travel",
        ),
    ],
)
def test_a_command_that_acts_as_a_viewer_may_what_a_viewer_may(
    fund, tmp_path, capsys, command, out, what, roles
):
    an_account(fund, "viewer@example.org", "viewer")
    file = tmp_path / "rates.csv"
    file.write_text(RATES)
    assert main([*command.format(file=file).split(), "--as", "viewer@example.org"]) == 1
    said = capsys.readouterr()
    assert said.out == out
    assert said.err == (
        f"{what}: the account viewer@example.org may not do this. It needs the role {roles}. "
        "Use --as with an account that has it.\n"
    )
    assert history(fund) == []
    assert main(["export", "contributions", "--as", "viewer@example.org"]) == 0


def test_an_export_of_staff_data_is_noted_with_who_and_where_from(fund, capsys):
    an_account(fund, EMAIL)
    assert main(["export", "travel", "--as", EMAIL]) == 0
    assert main(["export", "travel"]) == 0
    assert main(["export", "deposits"]) == 0  # open to everybody: nobody notes it
    lines = [(line.actor, line.detail, line.address) for line in log.newest(fund, 2)]
    assert lines == [
        (COMMAND_LINE.name, "travel", "command line"),
        (EMAIL, "travel", "command line"),
    ]
    assert len(log.newest(fund, 9)) == 3


def test_an_empty_name_to_act_as_is_refused_not_taken_for_none(fund, capsys):
    assert main(["export", "travel", "--as", ""]) == 1
    assert "is not an enabled account" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["export", "travel", "--as", "u\udcff@y.org"],
        ["user", "disable", "u\udcff@y.org"],
        ["user", "link", "u\udcff@y.org"],
        ["forget-names", "T\udcff"],
    ],
)
def test_bytes_that_are_no_text_name_nobody(fund, capsys, words):
    assert main(words) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_accounts_move_no_revision(fund):
    a_contributor(fund)
    an_account(fund, EMAIL)
    assert main(["user", "role", EMAIL, "--role", "admin"]) == 0
    assert len(history(fund)) == 1
