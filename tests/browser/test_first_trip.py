"""From an empty store to a delegate whose trip is authorised, for each starting point."""

import pytest

from tests.browser.first_trip import FUNDS, to_the_first_trip
from tests.browser.server import running
from trustfund.figures import checks

AT_MOST = 65
"""Steps of two people: who adds to them should know why."""
IN_EVERY_RUN = "human-rights-council"


@pytest.mark.parametrize(
    "point",
    [p if p == IN_EVERY_RUN else pytest.param(p, marks=pytest.mark.deep) for p in sorted(FUNDS)],
)
def test_two_people_bring_a_starting_point_to_its_first_funded_trip(
    sqlite_store, open_page, set_today, point
):
    fund = FUNDS[point]
    set_today(fund.today)
    with running(str(sqlite_store.url), {"TRUSTFUND_TODAY": fund.today}) as server:
        assert to_the_first_trip(fund, server, open_page) <= AT_MOST
    assert list(checks.problems(sqlite_store)) == []
