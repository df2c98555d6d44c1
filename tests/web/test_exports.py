"""Downloads: the same figures as the pages, by addresses that scripts can rely on."""

import codecs
from datetime import timedelta

import anyio
import pytest
from starlette.requests import Request

from tests.books import publish
from tests.people import sign_in_as
from tests.reading import csv_text, made
from trustfund.accounts import log
from trustfund.commands.program import main
from trustfund.domain.roles import Role
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures.datasets import BY_NAME
from trustfund.web import exports
from trustfund.web.settings import COOKIE
from trustfund.web.shares import COME_BACK

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OTHER_KINDS = {
    "pdf": "application/pdf",
    "xml": "application/xml; charset=utf-8",
    "zip": "application/zip",
}
PUBLIC = {
    "contributions",
    "earmarking",
    "deposits",
    "contributors",
    "participation",
    "events",
    "funding_status",
    "headlines",
    "countries",
    "restatements",
}


def test_visitors_may_read_the_public_datasets_and_no_others():
    """In whatever form."""
    assert {name for name, each in BY_NAME.items() if Role.VISITOR in each.readers} == PUBLIC
    for name, dataset in BY_NAME.items():
        for form in KINDS:
            assert DOWNLOADS[f"{name}.{form}"].readers == dataset.readers | dataset.own_for


OFFICE = {Role.AGENT, Role.SECRETARIAT, Role.TRAVEL, Role.STAFF, Role.ADMIN, Role.AUDITOR}
OF = {Role.MISSION: {"country": "KEN"}, Role.CONTRIBUTOR: {"contributor": "Norway"}}
"""What roles are for."""


@pytest.mark.parametrize("role", Role)
def test_a_dataset_is_served_to_those_who_may_read_it(visitor, sample_site, role):
    if role is not Role.VISITOR:
        sign_in_as(visitor, sample_site, role, **OF.get(role, {}))
    for dataset in BY_NAME:
        answer = visitor.get(f"/exports/{dataset}.csv")
        no_instalments = {Role.MISSION, Role.TRAVEL}
        is_open = role not in no_instalments if dataset == "instalments" else role in OFFICE
        if role is Role.VISITOR and dataset not in PUBLIC:
            assert (answer.status_code, answer.text) == (401, f"Sign in to download {dataset}.")
        else:
            assert answer.status_code == (200 if is_open or dataset in PUBLIC else 403), dataset


@pytest.mark.parametrize("role", OF)
def test_a_mission_and_a_contributor_get_the_public_form_of_public_files(
    visitor, sample_site, role
):
    """Of trips and their cost neither reads more than everybody."""
    public = {name: visitor.get(f"/exports/{name}.csv").content for name in PUBLIC}
    sign_in_as(visitor, sample_site, role, **OF[role])
    for name, content in public.items():
        assert visitor.get(f"/exports/{name}.csv").content == content


def test_a_contributor_reads_its_own_instalments_and_no_others(visitor, sample_site):
    own = "Illustrative Foundation for Human Mobility"
    everything = csv_text(sample_site, "instalments").splitlines()
    sign_in_as(visitor, sample_site, Role.CONTRIBUTOR, contributor=own)
    read = visitor.get("/exports/instalments.csv").text.splitlines()
    assert read == [everything[0], *(line for line in everything if own in line)]
    assert 1 < len(read) < len(everything)
    others = visitor.get("/exports/instalments.csv?contributor=Norway").text.splitlines()
    assert others == everything[:1]


def test_who_may_not_read_a_file_learns_nothing_from_its_filters(visitor, sample_site):
    assert visitor.get("/exports/travel.csv?event=XX").status_code == 401
    sign_in_as(visitor, sample_site, Role.VIEWER)
    answer = visitor.get("/exports/travel.csv?event=XX")
    assert (answer.status_code, answer.text) == (403, "Travel is not open to the role viewer.")


@pytest.mark.parametrize("file", [f"{name}.{form}" for name in BY_NAME for form in KINDS])
def test_every_dataset_can_be_downloaded_in_every_form(visitor, sample_site, file):
    sign_in_as(visitor, sample_site, Role.STAFF)
    answer = visitor.get(f"/exports/{file}")
    assert answer.status_code == 200
    form = file.rpartition(".")[2]
    assert answer.headers["content-type"] == KINDS[form]
    assert answer.headers["x-content-type-options"] == "nosniff"
    name = file.replace(".", "-2018-07-16-illustrative.")
    assert answer.headers["content-disposition"] == f'attachment; filename="MCS00-{name}"'
    assert answer.content == made(sample_site, file)


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("contributions.csv?contributor=Sweden", 3),  # Sweden and its agency
        ("contributions.csv?contributor=Sweden&contributor=Japan", 5),
        ("contributions.csv?contributor=%20SWEDEN&contributor=Sweden&contributor=japan", 5),
        ("events.csv?event=ts%E2%80%931&event=TS-2", 2),  # with a dash from a letter
        ("contributions.csv?contributor_type=regional_legislative_body", 2),
        ("earmarking.csv?objective=2&objective=3", 6),
        ("deposits.csv?from=2018-07-01&to=2018-07-11", 2),
        ("events.csv?event=TS-1&event=TS-2", 2),
        ("participation.csv?region=WEOG", 1),
        ("participation.csv?grouping=m49&region=Oceania&event=IN-1", 2),
        ("contributions.csv?as_of=2017-04-06", 3),
        ("deposits.csv?known_at=2017-04-26", 2),
        ("contributions.csv?from=&contributor=", 45),  # an empty filter asks for all
    ],
)
def test_filters_narrow_a_download(visitor, sample_site, address, lines):
    answer = visitor.get(f"/exports/{address}")
    assert answer.status_code == 200
    name, _, query = address.partition(".csv?")
    query = query.replace("from=&contributor=", "")
    expected = csv_text(sample_site, name, query, Role.VISITOR)
    assert answer.text == expected
    assert answer.text.count("\r\n") == lines + 1


@pytest.mark.parametrize(
    "file",
    [
        "nothing.csv",
        "contributions",
        "contributions.ods",
        "contributions.csv.gz",
        "Contributions.csv",
        "travel/contributions.csv",
        ".csv",
        "",
    ],
)
def test_a_file_that_does_not_exist_is_404_and_says_which_do(visitor, sample_site, file):
    answer = visitor.get(f"/exports/{file}")
    assert answer.status_code == 404
    assert "There are contributions.csv" in answer.text
    assert visitor.post(f"/exports/{file}").status_code == 405


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("contributions.csv?colour=red", '"colour": does not apply here'),
        ("contributors.csv?from=2018-01-01", '"from": does not apply here'),
        ("contributions.csv?event=TS-1", '"event": does not apply here'),
        ("events.csv?contributor=Sweden", '"contributor": does not apply here'),
        ("contributions.csv?contributor=Atlantis", 'contributor "Atlantis": is not known'),
        ("contributions.csv?contributor=swedn", 'contributor "swedn": is not known'),
        ("contributions.csv?contributor_type=person", 'contributor_type "person": is not known'),
        ("earmarking.csv?objective=4", 'objective "4": is not known'),
        ("participation.csv?event=TS-7", 'event "TS-7": is not known'),
        ("participation.csv?region=Asia", 'region "Asia": is not known'),
        ("participation.csv?grouping=m49&region=African", 'region "African": is not known'),
        ("participation.csv?grouping=cia", 'grouping "cia": is not known'),
        ("deposits.csv?from=yesterday", 'from "yesterday": is not a date'),
        ("deposits.csv?to=2018-02-30", 'to "2018-02-30": is not a date'),
        ("deposits.csv?as_of=20180716", 'as_of "20180716": is not a date'),
        ("deposits.csv?known_at=16.07.2018", 'known_at "16.07.2018": is not a date'),
        ("deposits.csv?from=2018-01-01&from=2018-02-01", '"2018-01-01, 2018-02-01": is given'),
        ("deposits.csv?as_of=2018-01-01&as_of=2018-02-01", "is given twice"),
        ("statement.pdf", "Filter contributor: is missing. Add contributor=… to name one."),
        ("receipt.pdf?deposit=MCS00-D-0004&as_of=2017-01-31", "does not stand on 2017-01-31"),
        ("fund.zip?contributor=Sweden", '"contributor": does not apply here. Use as_of, known_at.'),
        ("iati.xml?contributor=Sweden", '"contributor": does not apply here'),
        ("brief.pdf?objective=1", '"objective": does not apply here'),
        ("fund_statements.xlsx?objective=1", '"objective": does not apply here'),
    ],
)
def test_a_filter_that_is_not_understood_is_400_and_named(visitor, sample_site, address, named):
    answer = visitor.get(f"/exports/{address}")
    assert answer.status_code == 400
    assert named in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_filter_that_nothing_can_be_chosen_for_yet_offers_no_empty_list(visitor, real_site):
    answer = visitor.get("/exports/statement.pdf?contributor=Norway")
    assert answer.text == 'Filter contributor "Norway": is not known. Check it.'


def test_everything_that_is_wrong_is_said_at_once(visitor, sample_site):
    answer = visitor.get("/exports/deposits.csv?colour=red&from=soon&contributor=Atlantis")
    assert answer.status_code == 400
    assert len(answer.text.splitlines()) == 3


def test_a_byte_order_mark_comes_first_where_it_is_asked_for(visitor, sample_site):
    plain = visitor.get("/exports/contributions.csv?contributor=Sweden").content
    marked = visitor.get("/exports/contributions.csv?contributor=Sweden&bom=1").content
    assert marked == codecs.BOM_UTF8 + plain
    assert not plain.startswith(codecs.BOM_UTF8)
    for form in ("xlsx", "json"):
        address = f"/exports/deposits.{form}"
        assert visitor.get(f"{address}?bom=1").content == visitor.get(address).content


def test_illustrative_data_says_so_beside_the_content_and_never_in_it(visitor, sample_site):
    answer = visitor.get("/exports/deposits.csv?as_of=2017-12-31")
    assert answer.headers["x-trustfund-note"] == "Illustrative data: not figures of the fund"
    named = 'filename="MCS00-deposits-2017-12-31-illustrative.csv"'
    assert named in answer.headers["content-disposition"]
    assert "llustrative" not in visitor.get("/exports/events.csv").text


def test_a_real_fund_is_not_called_illustrative(visitor, real_site):
    answer = visitor.get("/exports/deposits.csv?as_of=2017-12-31")
    assert "x-trustfund-note" not in answer.headers
    assert 'filename="MCS00-deposits-2017-12-31.csv"' in answer.headers["content-disposition"]
    assert answer.text.count("\r\n") == 1  # the names, and nothing received yet


def test_a_closed_fund_tells_a_stranger_nothing_about_its_files(visitor, sample_site, monkeypatch):
    monkeypatch.setenv("TRUSTFUND_PUBLIC", "false")
    for file in (
        "contributions.csv",
        "contributions.csv?colour=red",
        "nothing.csv",
        "fund.zip",
        "",
    ):
        answer = visitor.get(f"/exports/{file}", headers={"if-none-match": "*"})
        assert answer.status_code == 401
        assert answer.text == "Sign in to download this fund's data."
    visitor.cookies.set(COOKIE, "a guess")
    assert visitor.get("/exports/contributions.csv").status_code == 401
    sign_in_as(visitor, sample_site, Role.VIEWER)
    assert visitor.get("/exports/contributions.csv").status_code == 200
    assert visitor.get("/exports/nothing.csv").status_code == 404


def test_who_takes_staff_data_away_is_noted_with_the_address(visitor, sample_site):
    who = sign_in_as(visitor, sample_site, Role.STAFF)
    visitor.get("/exports/travel.csv?event=TS-1")
    visitor.get("/exports/deposits.csv")  # open to everybody
    visitor.get("/exports/travel.csv?event=nothing")  # refused
    (line,) = (line for line in log.newest(sample_site, 9) if line.action == "exported staff data")
    assert (line.actor, line.detail) == (who.name, "travel.csv event=TS-1")
    assert line.address == "testclient"


def asks(file: str, cookie: str = "") -> Request:
    headers = [(b"cookie", f"{COOKIE}={cookie}".encode())]
    asked = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers}
    return Request(asked | {"path_params": {"file": f"/{file}"}})


def test_files_of_staff_wait_for_an_import_and_hold_nobody_up(visitor, sample_site, monkeypatch):
    monkeypatch.setattr(exports, "PATIENCE", timedelta(minutes=1))
    sign_in_as(visitor, sample_site, Role.STAFF)
    came: list[str] = []

    async def take(file: str) -> None:
        response = await exports.export(asks(file, visitor.cookies[COOKIE]))
        assert response.status_code == 200
        came.append(file)

    async def everybody() -> None:
        async with anyio.create_task_group() as staff:
            with sample_site.writing("an import of 20,000 rows"):
                for _ in range(6):
                    staff.start_soon(take, "travel.csv")
                await anyio.sleep(0.5)
                with anyio.fail_after(10):
                    assert (await exports.export(asks("deposits.csv"))).status_code == 200
                assert came == []  # nothing leaves before the access log has it

    anyio.run(everybody)
    noted = [line.detail for line in log.newest(sample_site, 9, [log.Action.EXPORTED])]
    assert noted == came == ["travel.csv"] * 6


def test_a_file_of_staff_that_cannot_be_noted_is_not_sent(visitor, sample_site, monkeypatch):
    monkeypatch.setattr(exports, "PATIENCE", timedelta(seconds=0.3))
    sign_in_as(visitor, sample_site, Role.STAFF)
    with sample_site.writing("an import of 20,000 rows"):
        answer = visitor.get("/exports/travel.csv")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, str(COME_BACK))
    assert answer.text.startswith("Store: is in use: an import of 20,000 rows since")
    assert not log.newest(sample_site, 9, [log.Action.EXPORTED])


# Reports


@pytest.mark.parametrize(
    "file", ["fund.zip", "iati.xml", "brief.pdf", "fund_statements.pdf", "fund_statements.xlsx"]
)
def test_anybody_downloads_a_report_named_for_fund_content_and_day(visitor, sample_site, file):
    answer = visitor.get(f"/exports/{file}?as_of=2017-12-31")
    name, _, form = file.partition(".")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == (KINDS | OTHER_KINDS)[form]
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="MCS00-{name}-2017-12-31-illustrative.{form}"'
    )
    assert answer.content == made(sample_site, file, "as_of=2017-12-31")


STATEMENT = "/exports/statement.pdf?contributor=Bangladesh"


def test_a_statement_is_for_everybody_and_tells_those_who_signed_in_more(visitor, sample_site):
    public = visitor.get(STATEMENT)
    assert public.status_code == 200
    assert public.headers["content-type"] == "application/pdf"
    name = "MCS00-statement-2018-07-16-contributor-bangladesh-illustrative.pdf"
    assert public.headers["content-disposition"] == f'attachment; filename="{name}"'
    sign_in_as(visitor, sample_site, Role.VIEWER)
    known = {"if-none-match": public.headers["etag"]}
    signed_in = visitor.get(STATEMENT, headers=known)
    assert signed_in.status_code == 200
    assert signed_in.content != public.content
    again = visitor.get(STATEMENT, headers={"if-none-match": signed_in.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    (line,) = (line for line in log.newest(sample_site, 9) if line.action == "exported staff data")
    assert line.detail == "statement.pdf contributor=Bangladesh"  # instalments left, once


def test_a_fund_without_a_publisher_says_what_is_missing(visitor, real_site, capsys):
    answer = visitor.get("/exports/iati.xml")
    assert answer.status_code == 400
    said = "is missing in the settings, so there is no file for IATI"
    remedy = "The administrator sets it on the page Settings"
    assert answer.text.splitlines() == [
        f"Publisher's reference: {said}. {remedy}.",
        f"Publisher's name: {said}. {remedy}.",
        f"Publisher's type: {said}. {remedy}.",
        f"Activity identifier: {said}. {remedy}.",
    ]
    assert main(["export", "iati"]) == 1
    assert capsys.readouterr().err == f"{answer.text}\n"
    publish(real_site)
    assert visitor.get("/exports/iati.xml").status_code == 200
