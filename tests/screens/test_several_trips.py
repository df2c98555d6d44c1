"""Several trips at once: which are offered, what is shown before saving, what is booked."""

import pytest

from tests import books
from tests.screens.conftest import field, press, said, turn_to

TRAVEL = "staff.record_travel"


@pytest.fixture
def desk(sqlite_store, open_desk):
    """Nepal and Mali ask for a seat at CONF, and money is there for one of them."""
    books.money_available(sqlite_store, {"1": "4000"}, "2018-06-01")
    for country in ("NPL", "MLI"):
        books.a_nomination(sqlite_store, "3000", country, "CONF", "2018-06-01")
    return turn_to(open_desk(sqlite_store, TRAVEL), "Several trips")


def choose(app, step: str):
    app.button_group[1].select(step).run()
    return app


def tick(app, country: str):
    next(box for box in app.checkbox if country in box.label).check().run()
    return app


def test_two_trips_are_approved_at_once(sqlite_store, desk):
    tick(choose(desk, "approved"), "All 2")
    shown = said(desk)
    assert "MCS00-T-0001 (NPL, CONF): approved" in shown
    assert "MCS00-T-0002 (MLI, CONF): approved" in shown
    press(desk, "Record: approved (2 trips)")
    assert "2 trips are approved on" in said(desk)
    assert len(books.history(sqlite_store)) == books.history(sqlite_store)[-1].id


def test_money_for_one_of_two_is_said_of_the_other_before_anything_is_saved(sqlite_store, desk):
    assert "No trip waits for this step." in said(choose(desk, "authorised"))  # none is approved
    for trip in ("MCS00-T-0001", "MCS00-T-0002"):
        books.a_step(sqlite_store, trip, "approved", "2018-06-02")
    tick(tick(desk.run(), "Nepal"), "Mali")
    assert "USD 2,000.00 more than is available" in said(desk)
    press(desk, "Record: authorised (2 trips)")
    assert "Not booked" in said(desk)
    assert all(line.kind != "obligation" for line in books.lines(sqlite_store))


def test_a_step_that_no_trip_waits_for_says_so(desk):
    assert "No trip waits for this step." in said(choose(desk, "settled"))


def test_only_the_trips_of_the_event_that_is_chosen_are_offered(sqlite_store, desk):
    books.a_nomination(sqlite_store, "3000", "BGD", "IN-5", "2018-06-01")
    choose(desk, "approved")
    assert any("Bangladesh" in box.label for box in desk.checkbox)
    field(desk, "selectbox", "Event").set_value("CONF").run()
    assert not any("Bangladesh" in box.label for box in desk.checkbox)
