from itertools import pairwise

import pytest

from trustfund.domain.travel import (
    COST_POSSIBLE,
    DELEGATES,
    EXPECTED,
    NEXT_STEPS,
    ONCE_EVENT_BEGAN,
    REASON_NEEDED,
    SUNK,
    Costs,
    TripStatus,
    with_indirect_cost,
)

S = TripStatus
FORWARD = [
    S.NOMINATED,
    S.UNDER_REVIEW,
    S.WAITLISTED,
    S.APPROVED,
    S.AUTHORISED,
    S.TICKETED,
    S.TRAVELLED,
    S.CLAIMED,
    S.SETTLED,
]
EXITS = {
    S.DECLINED,
    S.OFFER_DECLINED,
    S.WITHDRAWN,
    S.CANCELLED_AFTER_TICKET,
    S.NO_SHOW,
    S.REPLACED,
}
ENDS = {S.SETTLED, *EXITS}
HOLDS_MONEY = {S.AUTHORISED, S.TICKETED, S.TRAVELLED, S.CLAIMED}


def reachable(status: TripStatus) -> set[TripStatus]:
    found: set[TripStatus] = set()
    ahead = [status]
    while ahead:
        for following in NEXT_STEPS.get(ahead.pop(), ()):
            if following not in found:
                found.add(following)
                ahead.append(following)
    return found


def test_every_status_is_on_the_way_or_an_exit():
    assert set(FORWARD) | EXITS == set(TripStatus)


@pytest.mark.parametrize("status", FORWARD)
def test_a_trip_never_goes_backward(status):
    for following in set(FORWARD) & set(NEXT_STEPS.get(status, ())):
        assert FORWARD.index(following) > FORWARD.index(status)


@pytest.mark.parametrize("status", TripStatus)
def test_a_trip_can_always_be_brought_to_an_end(status):
    if status in ENDS:
        assert status not in NEXT_STEPS
    else:
        assert reachable(status) & ENDS
        assert NEXT_STEPS[status]


@pytest.mark.parametrize("status", FORWARD[:-1])
def test_every_trip_that_goes_on_can_be_settled(status):
    assert S.SETTLED in reachable(status)


@pytest.mark.parametrize(
    "shortcut",
    [
        (S.NOMINATED, S.AUTHORISED, S.SETTLED),
        (S.NOMINATED, S.APPROVED, S.AUTHORISED, S.TRAVELLED, S.SETTLED),
        (S.NOMINATED, S.WAITLISTED, S.AUTHORISED, S.CLAIMED),
    ],
)
def test_practice_may_skip_steps_forward(shortcut):
    for status, following in pairwise(shortcut):
        assert following in NEXT_STEPS[status]


@pytest.mark.parametrize("status", FORWARD[:4])
def test_nothing_that_costs_can_follow_before_the_trip_is_authorised(status):
    assert not (COST_POSSIBLE | HOLDS_MONEY - {S.AUTHORISED}) & set(NEXT_STEPS[status])


@pytest.mark.parametrize("status", [S.TICKETED, S.TRAVELLED, S.CLAIMED])
def test_a_trip_with_a_ticket_cannot_be_withdrawn_at_no_cost(status):
    assert S.WITHDRAWN not in NEXT_STEPS[status]


@pytest.mark.parametrize("status", [S.TRAVELLED, S.CLAIMED])
def test_somebody_who_travelled_can_be_neither_a_no_show_nor_replaced(status):
    assert not EXITS & set(NEXT_STEPS[status])


def test_every_exit_says_why():
    assert REASON_NEEDED == EXITS


def test_what_becomes_of_the_money_is_said_for_every_end_of_an_authorised_trip():
    ends = set().union(*(NEXT_STEPS[status] for status in HOLDS_MONEY)) & ENDS
    assert ends == COST_POSSIBLE | {S.WITHDRAWN}
    assert {S.CANCELLED_AFTER_TICKET, S.NO_SHOW, S.REPLACED} == SUNK == COST_POSSIBLE - {S.SETTLED}


def test_who_travelled_and_who_is_expected_are_counted_apart():
    assert {S.TRAVELLED, S.CLAIMED, S.SETTLED} == DELEGATES
    assert {S.AUTHORISED, S.TICKETED} == EXPECTED


def test_nobody_claims_settles_or_fails_to_show_before_the_event():
    assert {S.CLAIMED, S.SETTLED, S.NO_SHOW} == ONCE_EVENT_BEGAN


def test_the_indirect_cost_of_the_managing_organization_is_rounded_half_up():
    costs = Costs(ticket=1_000, dsa=1_000, terminal=140, other=5)
    assert costs.total == 2_145
    assert with_indirect_cost(costs.total, 0) == 2_145
    assert with_indirect_cost(costs.total, 700) == 2_145 + 150  # 150.15
    assert with_indirect_cost(150, 700) == 150 + 11  # 10.5
