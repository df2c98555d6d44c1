"""What nobody thought of: the log has it, the visitor gets a sentence."""

import asyncio
import logging
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures import frames
from trustfund.store import pulse
from trustfund.web import app, exports, sign_in
from trustfund.web.errors import DOWN, SORRY, PlainErrors
from trustfund.web.workshop import workshop

SECRET = "the password is 4711"
SIGNED_IN = {"cookie": "trustfund_session=a-secret"}


@pytest.fixture
def broken(monkeypatch, sample_site):
    """Every address beside the pages meets an error that nobody thought of."""

    def fails(*_args, **_kwargs):
        raise RuntimeError(SECRET)

    monkeypatch.setattr(frames, "load", fails)
    monkeypatch.setattr(pulse, "answers", fails)
    monkeypatch.setattr(exports, "open_store", fails)
    monkeypatch.setattr(sign_in, "open_store", fails)


ADDRESSES = [
    ("GET", "/health"),
    ("GET", "/exports/deposits.csv"),
    ("GET", "/sign-in?token=a-secret-of-somebody"),
    ("GET", "/password"),
    ("POST", "/sign-out"),
]


def test_every_address_is_tried():
    tried = {address.partition("?")[0].partition("/deposits")[0] for _, address in ADDRESSES}
    looks_at_nothing = {"/auth/logout", "/exports/paper"}  # for who is not signed in
    assert tried | looks_at_nothing == {route.path.partition("{")[0] for route in app.routes()}


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_a_visitor_learns_nothing_of_an_error(visitor, broken, caplog, method, address):
    cookies = {"cookie": "trustfund_session=another-secret"}
    answer = visitor.request(method, address, headers=cookies)
    assert (answer.status_code, answer.text) == (500, SORRY)
    assert answer.headers["content-security-policy"]
    (line,) = caplog.records
    assert line.levelno == logging.ERROR
    assert line.getMessage() == f"{method} '{address.partition('?')[0]}' failed"
    assert SECRET in caplog.text
    assert "a-secret-of-somebody" not in caplog.text
    assert "another-secret" not in caplog.text


@pytest.mark.parametrize("file", ["deposits.csv", "brief.pdf"])
def test_a_file_that_cannot_be_made_is_an_error_and_not_half_a_file(
    visitor, sample_site, monkeypatch, file
):
    def fails(_view, _role):
        raise RuntimeError(SECRET)
        yield b""  # type: ignore[unreachable] # what makes it a generator

    monkeypatch.setitem(DOWNLOADS, file, replace(DOWNLOADS[file], pieces=fails))
    monkeypatch.setattr(workshop, "_ask", lambda _: RuntimeError(SECRET))
    answer = visitor.get(f"/exports/{file}")
    assert (answer.status_code, answer.text) == (500, SORRY)
    assert "content-disposition" not in answer.headers


@pytest.mark.parametrize("address", ["/", "/events", "/media/made-by-a-page.png", "/_stcore/x"])
def test_a_closed_fund_says_that_its_store_does_not_answer(visitor, monkeypatch, address):
    monkeypatch.setenv("TRUSTFUND_PUBLIC", "false")
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", "sqlite:////nowhere/at/all/trustfund.db")
    method = "PUT" if "_stcore" in address else "GET"
    answer = visitor.request(method, address.replace("/x", "/upload_file/x"), headers=SIGNED_IN)
    assert (answer.status_code, answer.text, answer.headers["retry-after"]) == (503, DOWN, "20")


def test_who_hangs_up_on_half_a_form_leaves_nothing_in_the_log(caplog):
    async def reads(scope, receive, _send):
        await Request(scope, receive).form()

    sent = [{"type": "http.request", "body": b"email=a", "more_body": True}]

    async def receive():
        return sent.pop() if sent else {"type": "http.disconnect"}

    headers = [(b"content-type", b"application/x-www-form-urlencoded")]
    scope = {"type": "http", "method": "POST", "path": "/sign-in", "headers": headers}
    asyncio.run(PlainErrors(reads)(scope, receive, None))
    assert not caplog.records


def test_a_path_cannot_forge_a_line_of_the_log(caplog):
    async def fails(_scope, _receive, _send):
        raise RuntimeError

    TestClient(PlainErrors(fails)).get("/x%0d%0aERROR%20all%20is%20lost")
    assert caplog.messages == ["GET '/x\\r\\nERROR all is lost' failed"]


def test_half_an_answer_is_broken_off_not_mended():
    def pieces():
        yield "value_date,usd\r\n"
        raise RuntimeError(SECRET)

    def half(_request):
        return StreamingResponse(pieces())

    def whole(_request):
        return PlainTextResponse("well")

    routes = [Route("/half", half), Route("/whole", whole)]
    visitor = TestClient(Starlette(routes=routes, middleware=app.middleware()))
    with pytest.raises(RuntimeError):
        visitor.get("/half")
    assert visitor.get("/whole").text == "well"
