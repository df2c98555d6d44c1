"""Who finds a delegate by name, and who finds trips at all: by the finder and by every page."""

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.people import acting
from tests.privacy.conftest import PLANTED, sent
from tests.screens.conftest import MAIN, PATIENCE
from trustfund.domain.permissions import TRIP_OFFICES
from trustfund.domain.roles import TRAVEL_READERS, Role
from trustfund.screens import session

NAME = PLANTED.encode()
TRIP = b"MCS00-T-"
RECORDS = {
    "contribution": {"reference": "MCS00-C-0001"},
    "deposit": {"reference": "MCS00-D-0001"},
    "movement": {"reference": "MCS00-M-0001"},
    "contributor": {"name": "Sweden"},
    "country": {"iso": "KEN"},
    "event": {"code": "TS-4"},
}


@pytest.fixture
def visit(planted, monkeypatch: pytest.MonkeyPatch):
    """Opens an address of the whole program, and types something into the field that finds."""

    def visit(role: Role, address: str = "", typed: str = "", **asked: str) -> AppTest:
        monkeypatch.setattr(session, "actor", lambda **_: acting(role, "Somebody"))
        app = AppTest.from_file(MAIN, default_timeout=PATIENCE)
        app._page_hash = calc_hash(address)
        for name, value in asked.items():
            app.query_params[name] = value
        app.run()
        if typed:
            app.text_input(key="find").set_value(typed).run()
        assert not app.exception
        return app

    return visit


@pytest.mark.parametrize("role", Role)
def test_a_name_is_on_the_page_of_its_trip_for_those_who_work_with_it(visit, role):
    app = visit(role, "trip", reference="MCS00-T-0051")
    assert (NAME in sent(app)) is (role in TRIP_OFFICES)
    assert (b"Kenya" in sent(app)) is (role in TRAVEL_READERS)


@pytest.mark.parametrize("role", Role)
def test_a_name_is_found_by_those_who_work_with_it(visit, role):
    app = visit(role, "definitions", "plänted NAME")  # letters as somebody remembers them
    assert (NAME in sent(app)) is (role in TRIP_OFFICES)
    assert (TRIP in sent(app)) is (role in TRIP_OFFICES)
    assert not app.query_params
    assert sent(app).count(NAME) <= 20


@pytest.mark.parametrize("role", Role)
def test_a_trip_is_found_by_those_who_read_travel(visit, role):
    """A mission finds its own country's trips under Our requests, and no other's anywhere."""
    app = visit(role, "definitions", "TUV")
    assert (TRIP in sent(app)) is (role in TRAVEL_READERS)
    assert NAME not in sent(app)


@pytest.mark.parametrize("role", [Role.VISITOR, Role.VIEWER, Role.MISSION, Role.CONTRIBUTOR])
@pytest.mark.parametrize("page", ["contributor", "country", "event"])
def test_pages_for_everybody_name_no_trip_and_no_cost_of_one(visit, page, role):
    shown = sent(visit(role, page, **RECORDS[page]))
    assert NAME not in shown
    assert TRIP not in shown
    assert b"obligated" not in shown.lower()


@pytest.mark.parametrize("page", RECORDS)
def test_pages_of_other_records_have_no_name(visit, page):
    assert NAME not in sent(visit(Role.ADMIN, page, **RECORDS[page]))
