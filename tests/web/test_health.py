"""Whether the store answers, for whoever watches over the program."""

import shutil
import socket
import time

import pytest

from trustfund.figures import frames
from trustfund.store import engine


def test_it_is_healthy_when_the_store_answers(visitor, sample_site, monkeypatch):
    for public in ("true", "false"):  # also for watchers of a closed fund
        monkeypatch.setenv("TRUSTFUND_PUBLIC", public)
        answer = visitor.get("/health")
        assert (answer.status_code, answer.text) == (200, "ok")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://nobody@127.0.0.1:1/nothing",
        "sqlite:////nowhere/at/all/trustfund.db",
        "not a database URL",
        "mysql://host/name",
    ],
)
def test_it_is_not_when_the_store_does_not_answer(visitor, monkeypatch, url):
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", url)
    answer = visitor.get("/health")
    assert (answer.status_code, answer.text) == (503, "the store does not answer")


def test_it_is_not_when_the_store_says_nothing(visitor, monkeypatch):
    """Its machine is there, and what listens has stopped."""
    monkeypatch.setattr(engine, "CONNECTING", 2)
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", "a key of more than thirty-two characters")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://fund@127.0.0.1:{silent.getsockname()[1]}/fund"
        monkeypatch.setenv("TRUSTFUND_DATABASE_URL", url)
        start = time.monotonic()
        assert visitor.get("/health").status_code == 503
        assert time.monotonic() < start + 9


def test_it_is_healthy_wherever_the_store_lies(visitor, sample_file, tmp_path, monkeypatch):
    folder = tmp_path / "the fund's #1, 100% of it"
    folder.mkdir()
    monkeypatch.setenv(
        "TRUSTFUND_DATABASE_URL", f"sqlite:///{shutil.copy(sample_file, folder / 'a b.db')}"
    )
    assert visitor.get("/health").text == "ok"


def test_it_is_healthy_while_somebody_books_and_while_the_books_are_loaded(visitor, sample_site):
    with sample_site.writing(), frames._lock:
        assert visitor.get("/health").text == "ok"


def test_it_is_not_when_there_is_no_store_yet(visitor, configure):
    configure()
    assert visitor.get("/health").status_code == 503


def test_it_is_not_when_the_store_is_some_other_file(visitor, configure, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Secretary-General, " * 100)
    configure(of=letter)
    assert visitor.get("/health").status_code == 503
