"""Letters by their address: who may make which."""

import pytest

from tests.people import acting, sign_in_as
from tests.readers import pdf_text
from tests.reading import view
from trustfund.domain.roles import Role
from trustfund.exchange import letters

LATE = {"contribution": "MCS00-C-0038", "due_on": "2018-07-02"}
COMING = {"contribution": "MCS00-C-0006", "due_on": "2018-09-14"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("kind", "of", "roles"),
    [
        ("payment_request", COMING, {"agent", "staff", "admin", "auditor"}),
        ("payment_reminder", LATE, {"agent", "staff", "admin", "auditor"}),
        (
            "seat_confirmation",
            {"trip": "MCS00-T-0257"},  # of Haiti
            {"agent", "secretariat", "travel", "staff", "admin", "auditor"},
        ),
        (
            "travel_list",
            {"event": "HR-6"},
            {"agent", "secretariat", "travel", "staff", "admin", "auditor"},
        ),
    ],
)
def test_a_letter_is_made_by_those_alone_who_may(visitor, sample_site, role, kind, of, roles):
    if role is not Role.VISITOR:
        own = {Role.MISSION: {"country": "KEN"}, Role.CONTRIBUTOR: {"contributor": "Norway"}}
        sign_in_as(visitor, sample_site, role, **own.get(role, {}))
    status = visitor.head("/exports/letter.pdf", params={"kind": kind, **of}).status_code
    if role is Role.MISSION and kind == "seat_confirmation":
        assert status == 400  # as for a trip that is not there
    elif role in {Role.VISITOR, Role.VIEWER, Role.CONTRIBUTOR}:
        assert status == (401 if role is Role.VISITOR else 403)
    else:
        assert status == (200 if role in roles else 403)


def test_a_mission_takes_the_confirmation_of_its_own_seat_alone(visitor, sample_site):
    sign_in_as(visitor, sample_site, Role.MISSION, country="HTI")
    ask = {"kind": "seat_confirmation"}
    own = visitor.get("/exports/letter.pdf", params={**ask, "trip": "MCS00-T-0257"})
    assert own.status_code == 200
    assert "for Haiti" in " ".join(pdf_text(own.content).split())
    other, none = (
        visitor.get("/exports/letter.pdf", params={**ask, "trip": trip})
        for trip in ("MCS00-T-0258", "MCS00-T-9999")
    )
    assert other.status_code == none.status_code == 400
    assert other.text.replace("0258", "9999") == none.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "Filter kind: is missing"),
        ({"kind": "love"}, 'Filter kind "love": is not known'),
        ({"kind": "travel_list"}, "Filter event: is missing"),
        ({"kind": "travel_list", "event": ["TS-1", "TS-2"]}, "is given twice"),
        ({"kind": "travel_list", "event": "TS-1", "trip": "T"}, "does not apply to a travel list"),
        ({"kind": "payment_request", "due_on": "soon"}, "is not a date"),
        ({"kind": "travel_list", "event": "TS-1", "as_of": "2031-01-01"}, "is after today"),
        ({"kind": "payment_request", **COMING, "contribution": "C-9"}, "is not known"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(visitor, sample_site, asked, said):
    sign_in_as(visitor, sample_site, Role.STAFF)
    answer = visitor.get("/exports/letter.pdf", params=asked)
    assert answer.status_code == 400
    assert said in answer.text


def test_what_is_offered_can_be_made(visitor, sample_site):
    sign_in_as(visitor, sample_site, Role.STAFF)
    shown, staff = view(sample_site), acting(Role.STAFF)
    for record, reference in (
        ("contribution", "MCS00-C-0038"),
        ("trip", "MCS00-T-0257"),
        ("event", "HR-6"),
        ("deposit", "MCS00-D-0004"),
    ):
        for _, path in letters.offered(shown, staff, record, reference):
            assert visitor.head(f"/{path}").status_code == 200
