"""What the first start makes, and where somebody is led who signs in."""

from pathlib import Path

import pytest

from trustfund.store.engine import Store
from trustfund.web import app


@pytest.mark.parametrize(("named", "samples"), [(True, 0), (False, 1)])
def test_only_the_store_that_nobody_named_begins_with_the_sample(
    tmp_path, monkeypatch, named, samples
):
    made: list[Path] = []
    monkeypatch.setattr(app, "_make_sample", made.append)
    monkeypatch.setattr(app, "is_store_named", lambda: named)
    store = Store(f"sqlite:///{tmp_path / 'fund.db'}")
    app.make_ready(store)
    store.engine.dispose()
    assert len(made) == samples
