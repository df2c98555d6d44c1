"""A fund in which every trip has a delegate whose name is easy to find, wherever it comes out."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.testing.v1 import AppTest

from trustfund.domain.travel import TripStatus
from trustfund.store.engine import Store
from trustfund.store.tables import Trip, TripStep

PLANTED = "Planted Name"


@pytest.fixture(scope="session")
def planted_file(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a planted name in each trip, in whatever status; closed, to be copied."""
    path = Path(shutil.copy(sample_file, tmp_path_factory.mktemp("planted") / "planted.db"))
    store = Store(f"sqlite:///{path}")
    with store.writing() as session:
        session.execute(sa.update(Trip).values(name=PLANTED + sa.literal("-") + Trip.reference))
        statuses = set(session.exec(select(TripStep.status)))
    assert statuses == set(TripStatus)
    store.engine.dispose()
    return path


@pytest.fixture
def planted(planted_file: Path, configure: Callable[..., Store]) -> Store:
    """The configured store: a copy of it."""
    return configure(planted_file)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What pages offer to download by a button; Streamlit keeps it apart from the page."""
    kept: list[bytes] = []
    keep = MemoryMediaFileStorage.load_and_get_id

    def noted(self: Any, path_or_data: Any, *more: Any, **named: Any) -> str:
        is_text = isinstance(path_or_data, str)
        kept.append(path_or_data.encode() if is_text else bytes(path_or_data))
        return keep(self, path_or_data, *more, **named)

    monkeypatch.setattr(MemoryMediaFileStorage, "load_and_get_id", noted)
    return kept


def sent(app: AppTest) -> bytes:
    """All that a page sends to the browser: words, options, tables, charts, of every element."""

    def below(node: Any) -> Iterator[bytes]:
        proto = getattr(node, "proto", None)
        if proto is not None:
            yield proto.SerializeToString()
        for child in getattr(node, "children", {}).values():
            yield from below(child)

    return b"\n".join(below(app._tree))
