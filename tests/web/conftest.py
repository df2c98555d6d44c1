"""A browser's view of the addresses beside the screens, without a server."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from trustfund.store.engine import Store
from trustfund.web.app import middleware, routes
from trustfund.web.organizations import Organization


def browser(
    address: str = "http://testserver",
    base: str = "",
    offered: Sequence[Organization] = (),
    listens: str | None = None,
) -> TestClient:
    """A new visitor with no cookies, who shows redirects instead of following them."""
    served = Starlette(routes=routes(base, offered), middleware=middleware(base, listens))
    return TestClient(served, address, follow_redirects=False)


@pytest.fixture
def visitor() -> TestClient:
    """Somebody who has not signed in."""
    return browser()


@pytest.fixture
def sample_site(sample_file: Path, configure: Callable[..., Store]) -> Store:
    """The addresses show the illustrative sample."""
    return configure(sample_file)


@pytest.fixture
def real_site(ready_file: Path, configure: Callable[..., Store]) -> Store:
    """The addresses show a fund that is nobody's sample, with nothing in it yet."""
    return configure(ready_file)
