"""What the first start makes, and where somebody is led who signs in."""

import os
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from tests.reading import worked_out_anew
from trustfund.figures import gender, travel_money
from trustfund.figures.view import View
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


def start(monkeypatch) -> None:
    """Start the program as the server does; it ends as one that does not start."""
    monkeypatch.setattr(os, "_exit", sys.exit)
    with pytest.raises(SystemExit):
        app.start(lambda: "http://127.0.0.1:8501")


def test_an_error_of_the_program_is_not_told_as_one_of_the_store(
    real_site, monkeypatch, capsys, caplog
):
    def wrong(_store: Store) -> None:
        raise AttributeError("'NoneType' object has no attribute 'foo'")

    monkeypatch.setattr(app, "make_ready", wrong)
    start(monkeypatch)
    assert capsys.readouterr().err.strip() == app.BROKEN
    assert "in wrong" in caplog.text  # the traceback
    assert "has no attribute 'foo'" in caplog.text


def test_a_store_that_does_not_answer_is_told_in_a_sentence_alone(
    real_site, monkeypatch, capsys, caplog
):
    def down(_store: Store) -> None:
        raise OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    monkeypatch.setattr(app, "make_ready", down)
    start(monkeypatch)
    assert capsys.readouterr().err.startswith("Store: cannot be used: disk I/O error.")
    assert caplog.text == ""


def test_rounds_are_worked_out_before_somebody_asks(sample, monkeypatch):
    loaded, today = worked_out_anew(sample)
    app._ahead(loaded, today)
    for module in (travel_money, gender):  # both are there: nothing is worked out again
        monkeypatch.setattr(module, "in_rounds", None)
    seen = View(loaded, today)
    assert travel_money.published(seen)
    assert gender.gender_total(seen)
