"""A program that runs, and the addresses beside its pages without one."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.server import Server, running
from tests.people import a_session, actor, an_account
from tests.web.conftest import real_site, sample_site, visitor
from trustfund.store.engine import Store

__all__ = ["real_site", "sample_site", "visitor"]


@dataclass(frozen=True)
class Site:
    """A running program, and its store to look into."""

    server: Server
    store: Store

    def cookie(self, email: str, role: str, **of: str) -> str:
        """A session of an account, which is made when it is not there."""
        if not actor(self.store, email).account:
            an_account(self.store, email, role, **of)
        return a_session(self.store, actor(self.store, email))


def site(sample_file: Path, folder: Path, **settings: str) -> Iterator[Site]:
    """The program on a copy of the sample."""
    store = Store(f"sqlite:///{shutil.copy(sample_file, folder / 'fund.db')}")
    with running(str(store.url), settings) as server:
        yield Site(server, store)
    store.engine.dispose()


@pytest.fixture(scope="module")
def open_site(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A fund whose dashboards anyone may see."""
    yield from site(sample_file, tmp_path_factory.mktemp("open"))


@pytest.fixture(scope="module")
def closed_site(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A fund that only people who are signed in may see."""
    yield from site(sample_file, tmp_path_factory.mktemp("closed"), TRUSTFUND_PUBLIC="false")
