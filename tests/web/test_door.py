"""What is answered while the program still loads its libraries and the books."""

import gc
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from trustfund.store.places import PROJECT
from trustfund.web.door import Door
from trustfund.web.headers import SecureHeaders
from trustfund.web.limits import SmallBodies

LOOK = "import sys, trustfund.web.door, trustfund.web.connections; print(*sys.modules)"
HEAVY = {"pandas", "sqlalchemy", "sqlmodel", "alembic", "plotly.graph_objs"}


@pytest.fixture
def loading() -> Iterator[tuple[TestClient, threading.Event]]:
    """A program that is loading until the event."""
    loaded, ended = threading.Event(), threading.Event()

    def prepare():
        assert loaded.wait(60)
        routes = [
            Route("/exports", lambda _: PlainTextResponse("a file")),
            Route("/sign-in", lambda _: PlainTextResponse("signed in"), methods=["POST"]),
        ]
        return routes, [Middleware(SecureHeaders), Middleware(SmallBodies)], ended.set

    door = Door("", prepare)
    served = Starlette(
        routes=[door, Route("/", lambda _: PlainTextResponse("a page"))],
        middleware=[Middleware(door.guarded)],
        lifespan=door.lifespan,
    )
    with TestClient(served) as client:
        yield client, loaded
        loaded.set()
        client.get("/")
    assert ended.is_set()
    gc.unfreeze()


def test_health_is_answered_at_once_and_the_rest_when_the_program_is_ready(loading, sample_site):
    client, loaded = loading
    answers = {}

    def ask(path: str) -> None:
        answers[path] = client.get(path)

    waiting = [threading.Thread(target=ask, args=(path,)) for path in ("/", "/exports")]
    for each in waiting:
        each.start()
    assert client.get("/health").text == "ok"
    assert answers == {}
    loaded.set()
    for each in waiting:
        each.join()
    assert {path: answer.text for path, answer in answers.items()} == {
        "/": "a page",
        "/exports": "a file",
    }


def test_health_says_that_there_is_no_store_while_it_is_made(loading, configure):
    configure()
    client, _ = loading
    assert client.get("/health").status_code == 503


def test_what_came_later_is_as_if_it_had_been_there_from_the_start(loading):
    client, loaded = loading
    loaded.set()
    assert client.get("/exports").headers["x-frame-options"] == "DENY"
    assert client.get("/sign-in").status_code == 405
    assert client.post("/sign-in").text == "signed in"
    assert client.get("/exports/", follow_redirects=False).status_code == 307
    assert client.get("/elsewhere").status_code == 404


def test_what_was_loaded_is_not_looked_through_for_cycles_again(loading):
    """Such a search stops all pages at once, for as long as there is much to look through."""
    client, loaded = loading
    loaded.set()
    client.get("/")
    assert gc.get_freeze_count() > 0
    assert gc.isenabled()


def test_a_program_that_cannot_be_loaded_ends(monkeypatch, caplog):
    ended = threading.Event()
    monkeypatch.setattr(os, "_exit", lambda _status: ended.set())

    def prepare():
        raise ImportError("a library is missing")

    door = Door("", prepare)
    with caplog.at_level(logging.ERROR), TestClient(Starlette(lifespan=door.lifespan)):
        assert ended.wait(60)
    assert "a library is missing" in caplog.text
    gc.unfreeze()


def test_what_stands_before_the_door_is_light():
    """One heavy import more, and /health waits for it."""
    seen = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=PROJECT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert "trustfund.store.pulse" in seen.stdout.split()
    assert not HEAVY & set(seen.stdout.split())
