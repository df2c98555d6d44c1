"""Lines of the log give no orders to the screen of who reads them."""

import logging

import pytest

from trustfund.web import logs


@pytest.fixture
def handler():
    """A handler of the program's log, as a server sets one up."""
    made = logging.StreamHandler()
    made.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logging.getLogger().addHandler(made)
    yield made
    logging.getLogger().removeHandler(made)


def test_a_line_shows_control_characters_and_a_traceback_keeps_its_lines(handler, monkeypatch):
    monkeypatch.setattr(logging, "lastResort", None)
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    logs.show_all()
    logs.show_all()
    record = logging.LogRecord("x", logging.ERROR, "", 0, "\x1b[2J %s", ("two\nlines",), None)
    assert handler.format(record) == "ERROR \\x1b[2J two\nlines"
