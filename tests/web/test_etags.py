"""A spreadsheet that refreshes gets 304 until something changed, and only who may read it does."""

from dataclasses import replace
from typing import Any

import anyio
import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from tests.books import a_contributor
from tests.people import sign_in_as
from tests.web.conftest import browser
from trustfund.accounts import log
from trustfund.domain.roles import Role
from trustfund.exchange import quick_csv
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.web import exports

DEPOSITS = "/exports/deposits.csv"


def tag(reader: TestClient, address: str = DEPOSITS) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200
    return str(answer.headers["etag"])


def again(reader: TestClient, given: str, address: str = DEPOSITS) -> int:
    """The status for a reader who has what a tag names."""
    return reader.get(address, headers={"if-none-match": given}).status_code


@pytest.mark.parametrize("file", [file for file, d in DOWNLOADS.items() if not d.required])
def test_the_same_books_are_not_sent_twice(visitor, sample_site, file):
    sign_in_as(visitor, sample_site, Role.STAFF)
    address = f"/exports/{file}"
    had = tag(visitor, address)
    answer = visitor.get(address, headers={"if-none-match": had})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == had
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["vary"] == "cookie"
    assert "content-disposition" not in answer.headers


def test_a_booking_makes_a_new_tag(visitor, sample_site):
    had = tag(visitor)
    a_contributor(sample_site, "Ruritania Foundation", "philanthropic_organization", "")
    assert again(visitor, had) == 200
    assert tag(visitor) != had


def test_each_form_filter_day_mark_and_role_has_a_tag_of_its_own(visitor, sample_site, monkeypatch):
    addresses = (
        DEPOSITS,
        "/exports/deposits.xlsx",
        "/exports/deposits.json",
        "/exports/earmarking.csv",
        f"{DEPOSITS}?bom=1",
        f"{DEPOSITS}?contributor=Sweden",
        f"{DEPOSITS}?contributor=Japan",
        f"{DEPOSITS}?as_of=2018-07-15",
        f"{DEPOSITS}?known_at=2018-07-15",
    )
    tags = [tag(visitor, address) for address in addresses]
    monkeypatch.setenv("TRUSTFUND_TODAY", "2018-07-17")
    tags.append(tag(visitor))
    sign_in_as(visitor, sample_site, Role.STAFF)
    tags.append(tag(visitor))
    assert len(set(tags)) == len(addresses) + 2


def test_a_file_up_to_a_day_to_come_is_sent_again_when_another_day_begins(
    visitor, sample_site, monkeypatch
):
    """The fund ends with 2018, and what is published in IATI never goes beyond today."""
    address = "/exports/iati.xml?as_of=2099-12-31"
    had = {}
    for today in ("2018-12-30", "2019-01-01"):
        monkeypatch.setenv("TRUSTFUND_TODAY", today)
        had[today] = (tag(visitor, address), visitor.get(address).text)
    (first, before), (second, after) = had.values()
    assert before != after
    assert first != second


def test_a_half_year_that_is_over_is_another_file(visitor, sample_site, monkeypatch):
    """Travel money of a half-year is published on the day after its last."""
    address = "/exports/events.csv?as_of=2017-12-31"
    had = {}
    for today in ("2017-12-31", "2018-01-01"):
        monkeypatch.setenv("TRUSTFUND_TODAY", today)
        had[today] = (tag(visitor, address), visitor.get(address).text)
    (first, before), (second, after) = had.values()
    assert before != after
    assert first != second


@pytest.mark.parametrize("file", ["participation.csv", "events.json"])
def test_what_trips_cost_is_kept_from_who_may_not_read_travel(visitor, sample_site, file):
    """A visitor, with or without the tag of an officer, has the public file."""
    officer = browser()
    sign_in_as(officer, sample_site, Role.STAFF)
    full, public = (who.get(f"/exports/{file}") for who in (officer, visitor))
    assert full.text != public.text
    assert full.headers["etag"] != public.headers["etag"]
    assert again(visitor, full.headers["etag"], f"/exports/{file}") == 200
    viewer = browser()
    sign_in_as(viewer, sample_site, Role.VIEWER)
    assert viewer.get(f"/exports/{file}").text == public.text
    noted = [line.detail for line in log.newest(sample_site, 9, [log.Action.EXPORTED])]
    assert noted == [file]  # what the officer took is more than the public has


def test_the_same_filters_in_another_order_are_the_same_file(visitor, sample_site):
    first = tag(visitor, f"{DEPOSITS}?from=2018-01-01&contributor=Sweden")
    assert again(visitor, first, f"{DEPOSITS}?contributor=Sweden&from=2018-01-01") == 304


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("{tag}", 304),
        ("{strong}", 304),  # a proxy may have taken the mark of a weak tag away
        ('"other", {tag}', 304),
        ('"other",{strong},W/"third"', 304),
        ("*", 304),
        ('"other"', 200),
        ('W/"other", "third"', 200),
        ("", 200),
        ("nonsense", 200),
        ("{bare}", 200),  # without its quotes it is none
        ('"*"', 200),
    ],
)
def test_tags_are_compared_as_http_says(visitor, sample_site, given, status):
    had = tag(visitor)
    strong, bare = had.removeprefix("W/"), had.removeprefix("W/").strip('"')
    assert again(visitor, given.format(tag=had, strong=strong, bare=bare)) == status


def test_what_one_has_opens_nothing_that_one_may_no_longer_read(visitor, sample_site):
    sign_in_as(visitor, sample_site, Role.STAFF)
    address = "/exports/travel.csv"
    had = tag(visitor, address)
    stranger = browser()
    for given in (had, "*"):
        assert again(stranger, given, address) == 401
    assert again(visitor, had, address) == 304
    visitor.post("/sign-out")
    for given in (had, "*"):
        assert again(visitor, given, address) == 401
    viewer = browser()
    sign_in_as(viewer, sample_site, Role.VIEWER)
    for given in (had, "*"):
        assert again(viewer, given, address) == 403


def test_a_wrong_filter_is_said_whatever_one_has(visitor, sample_site):
    assert again(visitor, "*", f"{DEPOSITS}?contributor=Atlantis") == 400
    assert again(visitor, "*", "/exports/nothing.csv") == 404


def test_a_question_about_a_file_is_answered_without_making_it(visitor, sample_site, monkeypatch):
    sent = visitor.get(DEPOSITS)

    def never(*_):
        raise AssertionError

    unmade = replace(DOWNLOADS["deposits.csv"], pieces=never)
    monkeypatch.setitem(DOWNLOADS, "deposits.csv", unmade)
    assert visitor.get(DEPOSITS).status_code == 500
    asked = visitor.head(DEPOSITS)
    assert (asked.status_code, asked.content) == (200, b"")
    for name in ("etag", "content-type", "content-disposition", "x-trustfund-note", "vary"):
        assert asked.headers[name] == sent.headers[name]
    assert "content-length" not in asked.headers
    assert visitor.head(DEPOSITS, headers={"if-none-match": asked.headers["etag"]}).status_code == (
        304
    )


def test_only_what_left_the_program_is_in_the_access_log(visitor, sample_site):
    sign_in_as(visitor, sample_site, Role.STAFF)
    address = "/exports/travel.xlsx?event=TS-1"
    had = tag(visitor, address)
    visitor.head(address)
    assert again(visitor, had, address) == 304
    visitor.get("/exports/ledger.json")
    noted = [line.detail for line in log.newest(sample_site, 9, [log.Action.EXPORTED])]
    assert noted == ["ledger.json", "travel.xlsx event=TS-1"]


def test_a_reader_who_stalls_holds_neither_the_store_nor_a_thread(sample_site, monkeypatch):
    monkeypatch.setattr(quick_csv, "ROWS_A_PIECE", 1)
    asked = {"type": "http", "method": "GET", "query_string": b"", "headers": []}
    request = Request(asked | {"path_params": {"file": "/deposits.csv"}})

    async def stall() -> tuple[str, int, float]:
        response: Any = await exports.export(request)
        pieces = aiter(response.body_iterator)
        piece = await anext(pieces)
        busy = exports._threads.borrowed_tokens
        return piece.decode(), sample_site.engine.pool.checkedout(), busy

    header_and_row, connections, threads = anyio.run(stall)
    assert header_and_row.count("\r\n") == 2  # the rest waits
    assert (connections, threads) == (0, 0)
