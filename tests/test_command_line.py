"""``python -m trustfund``: what it does, what it says, and how it ends."""

import argparse
import os
import subprocess
import sys

import pytest

from tests.books import a_contributor, history
from trustfund.commands.program import main, parser
from trustfund.figures.datasets import BY_NAME
from trustfund.store.places import PROJECT
from trustfund.store.setup import is_untouched


def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The program in a process of its own, as a person starts it, from some other folder."""
    return subprocess.run(
        [sys.executable, "-m", "trustfund", *words],
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        encoding="utf-8",
    )


# init


def test_init_makes_an_empty_fund_ready_and_may_be_repeated(configure, capsys):
    store = configure()
    assert main(["init"]) == 0
    assert capsys.readouterr().out == f"The store is ready: {store.url}\n"
    assert main(["init"]) == 0
    assert history(store) == []
    with store.reading() as session:
        assert is_untouched(session)


def test_init_again_changes_nothing_that_is_there(configure, ready_file):
    store = configure(ready_file)
    a_contributor(store)
    assert main(["init"]) == 0
    assert [line.subject for line in history(store)] == ["Norway"]


def test_the_sample_is_not_mixed_with_a_fund_in_use(configure, ready_file, capsys):
    store = configure(ready_file)
    a_contributor(store)
    assert main(["init", "--sample"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "Store: is in use already, and the sample would mix with what is booked. Name a new "
        "store in TRUSTFUND_DATABASE_URL.\n"
    )
    assert len(history(store)) == 1


# How it ends: 1 and a sentence for what cannot be done, 2 for what is not a command


@pytest.mark.parametrize(
    "words",
    [
        "",
        "explode",
        "init --now",
        "export",
        "export nothing",
        "export deposits --colour red",
        "export deposits --format docx",
        "export deposits --from",
        *("user", "user explode", "user add", "user add x@y.org", "user link"),
        *("user add x@y.org --role visitor", "user role x@y.org"),
        *("forget-names", "forget-names T-1 --older-than 3", "forget-names --older-than 3 T-1"),
        *("forget-names --older-than", "forget-names --older-than soon"),
    ],
)
def test_wrong_usage_ends_with_2_and_shows_the_usage(configure, capsys, words):
    configure()
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: python -m trustfund")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "my store", 'TRUSTFUND_DATABASE_URL "my store": is not a database URL'),
        ("DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/x", "Store: does not answer: conn"),
        ("DATABASE_URL", "sqlite:////{folder}", "Store: does not answer: unable to open"),
        ("DATABASE_URL", "sqlite:////{folder}/letter.txt", "Store: does not answer: file is not"),
        ("TODAY", "tomorrow", 'TRUSTFUND_TODAY "tomorrow": is not a date'),
    ],
)
def test_a_setting_that_cannot_be_used_is_a_sentence(
    configure, sample_file, tmp_path, monkeypatch, capsys, name, value, sentence
):
    configure(sample_file)
    (tmp_path / "letter.txt").write_text("Dear Secretary-General, " * 100)
    monkeypatch.setenv(f"TRUSTFUND_{name}", value.format(folder=tmp_path))
    assert main(["export", "deposits"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert "secret" not in said.err


def test_no_traceback_reaches_a_person(configure, sample_file, tmp_path):
    configure(sample_file)
    (tmp_path / "letter.txt").write_text("Dear Secretary-General, " * 100)
    for words, environment, status in (
        (["init"], {"TRUSTFUND_DATABASE_URL": f"sqlite:////{tmp_path}/letter.txt"}, 1),
        (["export", "everything"], {}, 2),
    ):
        ended = run(*words, **environment)
        assert (ended.returncode, ended.stdout) == (status, "")
        assert ended.stderr
        assert "Traceback" not in ended.stderr


def test_the_program_can_be_started_from_another_folder(configure, sample_file):
    configure(sample_file)
    ended = run("export", "contributors")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("name,contributor_type,")


# What it says about itself


def commands() -> dict[str, argparse.ArgumentParser]:
    (listed,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    assert {choice.dest for choice in listed._choices_actions if choice.help} == set(listed.choices)
    return listed.choices


def test_every_command_and_every_word_of_it_is_explained():
    assert {"init", "export"} <= set(commands())
    for name, command in commands().items():
        for word in command._actions:
            assert word.help, f"{name}: {word.dest}"


@pytest.mark.parametrize("words", [[], ["init"], ["export"]])
def test_help_is_printed_and_is_no_error(capsys, words):
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(" ".join(["usage: python -m trustfund", *words]))


def test_help_names_every_dataset_and_filter():
    text = " ".join(commands()["export"].format_help().split())
    for name, dataset in BY_NAME.items():
        assert f" {name}" in text
        for filter_name in dataset.filters:
            assert f"--{filter_name} VALUE" in text


def test_an_export_never_overwrites_the_store(sample_file, configure, capsys):
    store = configure(sample_file)
    before = store.path.read_bytes()
    assert main(["export", "events", "-o", str(store.path)]) == 1
    assert "is the store itself" in capsys.readouterr().err
    assert store.path.read_bytes() == before
