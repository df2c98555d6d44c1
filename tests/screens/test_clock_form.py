"""Settling the clock, on the page Settings."""

from datetime import timedelta

from tests.books import a_contributor, a_pledge, history, recorded_at
from tests.screens.conftest import fill, press, said
from trustfund.store.engine import utc_now


def test_the_administrator_settles_a_clock_that_ran_ahead(sqlite_store, open_desk):
    app = open_desk(sqlite_store, "staff.settings", do="Clock")
    assert "Every act was recorded after the one before it, and none in the future." in said(app)
    with recorded_at(utc_now() + timedelta(days=3)):
        a_contributor(sqlite_store)
    app.run()
    assert "is still to come" in said(app)
    press(fill(app, {"What was wrong with the clock": "Its battery"}), "Settle the clock")
    assert not app.exception
    assert "What the clock did until now is settled." in said(app)
    assert "Every act was recorded after the one before it" in said(app)
    a_pledge(sqlite_store)
    assert len({line.at for line in history(sqlite_store)}) == 1
