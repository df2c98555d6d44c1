"""Nobody fills the memory by sending more than is read."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from trustfund.web.app import middleware
from trustfund.web.limits import MOST_BYTES


def desk(base: str = "") -> TestClient:
    """A program that reads whatever is sent to it and says how much that was."""

    async def reads(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{len(await request.body())}")

    routes = [Route(f"{base}{path}", reads, methods=["POST"]) for path in ("/x", "/_stcore/x")]
    return TestClient(Starlette(routes=routes, middleware=middleware(base)))


def in_pieces(size: int, taken: list[int]) -> Iterator[bytes]:
    """A body whose length is not stated beforehand."""
    for _ in range(size // 1024):
        taken.append(1024)
        yield b"x" * 1024


@pytest.mark.parametrize("size", [0, 1, MOST_BYTES])
def test_a_form_is_read(size):
    assert desk().post("/x", content=b"x" * size).text == str(size)
    assert desk().post("/x", content=in_pieces(size, [])).text == str(size // 1024 * 1024)


def test_a_body_that_is_said_to_be_larger_is_refused_unread():
    answer = desk().post("/x", content=b"x" * (MOST_BYTES + 1))
    assert (answer.status_code, answer.text) == (413, "This is larger than 65536 bytes.")
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("stated", ["-1", "1e9", "many", "", "9" * 5000])
def test_a_length_that_is_no_number_is_refused(stated):
    assert desk().post("/x", content=b"x", headers={"content-length": stated}).status_code == 413


def test_a_body_of_unstated_length_is_refused_before_it_is_read_whole():
    answer = desk().post("/x", content=in_pieces(MOST_BYTES * 2, []))
    assert answer.status_code == 413


@pytest.mark.parametrize("base", ["", "/fund"])
def test_streamlit_s_own_uploads_have_streamlit_s_limits(base):
    sent = b"x" * (MOST_BYTES + 1)
    assert desk(base).post(f"{base}/_stcore/x", content=sent).text == str(len(sent))
    assert desk(base).post(f"{base}/x", content=sent).status_code == 413
