"""Somebody holds the door open with idle sockets and half requests; others go in and out."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.sockets import A_WEBSOCKET, HALF_A_REQUEST, descriptors, hold, load_overview
from tests.security.conftest import Site, site


@pytest.fixture
def narrow(sample_file: Path, tmp_path: Path):
    """A program with few descriptors."""
    resource = pytest.importorskip("resource")
    if not hasattr(resource, "prlimit"):
        pytest.skip("limits of another process are set on Linux alone")
    for opened in site(sample_file, tmp_path):
        resource.prlimit(opened.server.process.pid, resource.RLIMIT_NOFILE, (2048, 2048))
        yield opened


def test_five_hundred_idle_sockets_and_half_requests_keep_nobody_out(narrow: Site):
    server = narrow.server
    load_overview(server)
    before = len(server.output())
    with ExitStack() as sockets:
        hold(server, A_WEBSOCKET, 500, sockets, "127.0.0.2")
        hold(server, HALF_A_REQUEST, 500, sockets, "127.0.0.2")
        assert load_overview(server) < 3
        assert descriptors(server) < 1024
    assert len(server.output()) - before < 5_000
    assert "Connections from 127.0.0.2 are refused: Your network has" in server.output()
