"""The funds of one office: a list, and the figures that each fund publishes itself."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading import made, only_row
from tests.screens.conftest import said
from trustfund.domain.problems import Code, Refused
from trustfund.domain.roles import Role
from trustfund.exchange.office_funds import read_figures, read_list
from trustfund.web import office_funds

GOOD = (
    "fund,fund_name,as_of,revision,committed_usd,deposited_usd,unearmarked_share,"
    "left_for_travel_usd,delegates,countries,ldcs_represented,ldcs_eligible\r\n"
    "OCEAN,Ocean treaty sessions,2018-07-16,40,2000000.00,1000000.00,0.2500,12.34,31,20,7,9\r\n"
)
Answer = Callable[[BaseHTTPRequestHandler], None]


def gives(content: str, name: str = "headlines.csv", status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Disposition", f'attachment; filename="{name}"')
        for header, value in headers.items():
            request.send_header(header, value)
        request.end_headers()
        request.wfile.write(content.encode())

    return answer


@pytest.fixture
def ocean() -> Iterator[ThreadingHTTPServer]:
    """Another fund's server; ``answer`` is what it does with the next request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)  # type: ignore[attr-defined]
            with suppress(OSError):  # who asked may go away
                server.answer(self)  # type: ignore[attr-defined]

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answer = [], gives(GOOD)  # type: ignore[attr-defined]
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def listed(tmp_path, monkeypatch) -> Callable[[str], Path]:
    """Writes the list of the office's funds."""
    path = tmp_path / "funds.toml"
    monkeypatch.setenv("TRUSTFUND_FUNDS", str(path))
    office_funds._kept_of.cache_clear()

    def write(text: str) -> Path:
        path.write_text(text, encoding="utf-8")
        return path

    return write


def one_fund(server: ThreadingHTTPServer) -> str:
    at = f"http://127.0.0.1:{server.server_port}"
    return f"""
hosts = ["127.0.0.1"]
[[funds]]
name = "Ocean"
page = "{at}/"
figures = "{at}/exports/headlines.csv"
"""


def after_a_round(begin_anew: bool = False) -> list[office_funds.Standing]:
    """What is known when every fund was asked."""
    if begin_anew:
        kept = office_funds._kept_of(office_funds.file())
        kept.begun = -office_funds.AGAIN_AFTER
    for _ in range(300):
        found, is_asking = office_funds.standings()
        if not is_asking:
            return found
        time.sleep(0.02)
    raise AssertionError("the round never ended")


def test_a_fund_publishes_its_headline_figures_in_one_row(sample):
    content = made(sample, "headlines.csv", "", Role.VISITOR)
    assert read_figures(content) == only_row(sample, "headlines") | {
        "unearmarked_share": read_figures(content)["unearmarked_share"]
    }
    assert round(only_row(sample, "headlines")["unearmarked_share"], 4) == round(
        read_figures(content)["unearmarked_share"], 4
    )


def test_a_fund_of_the_list_is_asked_and_its_figures_are_shown(listed, ocean):
    listed(one_fund(ocean))
    (fund,) = after_a_round()
    assert fund.figures
    assert fund.figures["deposited_usd"] == 1_000_000_00
    assert (fund.trouble, fund.is_illustrative) == ("", False)
    assert ocean.asked == ["/exports/headlines.csv"]


def test_twenty_visitors_of_the_page_ask_a_fund_once(listed, ocean):
    listed(one_fund(ocean))
    for _ in range(20):
        after_a_round()
    assert len(ocean.asked) == 1


def test_the_last_good_figures_stay_with_the_day_they_were_read(listed, ocean):
    listed(one_fund(ocean))
    (before,) = after_a_round()
    ocean.answer = gives("down for maintenance", status=503)
    (after,) = after_a_round(begin_anew=True)
    assert (after.figures, after.read_on) == (before.figures, before.read_on)
    assert after.trouble == "Its figures cannot be read: it answered 503."


def test_another_process_knows_the_last_good_figures(listed, ocean):
    listed(one_fund(ocean))
    after_a_round()
    office_funds._kept_of.cache_clear()
    ocean.answer = gives("", status=500)
    (fund,) = after_a_round()
    assert fund.figures
    assert fund.figures["delegates"] == 31


def endless(request: BaseHTTPRequestHandler) -> None:
    gives("")(request)
    for _ in range(10_000):
        request.wfile.write(b"," * 1024)


def drop_by_drop(request: BaseHTTPRequestHandler) -> None:
    gives("")(request)
    for _ in range(200):
        request.wfile.write(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (gives("", status=302, Location="http://127.0.0.1:9/"), "it answered 302"),
        (gives("<html>Sign in</html>"), "is no headlines.csv of a fund"),
        (gives(GOOD + GOOD.splitlines()[1]), "is no headlines.csv of a fund"),
        (gives(GOOD.replace("1000000.00", "=1+1")), "is no headlines.csv of a fund"),
        (gives(GOOD.replace("0.2500", "1.0001")), "is no headlines.csv of a fund"),
        (endless, "it is too long for headline figures"),
        (drop_by_drop, "It did not answer within"),
    ],
)
def test_a_fund_that_answers_otherwise_gets_a_sentence(
    answer, sentence, listed, ocean, monkeypatch
):
    if answer is drop_by_drop:
        monkeypatch.setattr(office_funds, "LONGEST", 0.3)
    ocean.answer = answer
    listed(one_fund(ocean))
    (fund,) = after_a_round()
    assert fund.figures is None
    assert sentence in fund.trouble


def test_figures_may_lie_in_a_file_beside_the_list(listed, tmp_path):
    Path(tmp_path, "illustrative-headlines.csv").write_text(GOOD, encoding="utf-8")
    listed('[[funds]]\nname = "Ocean"\nfigures = "illustrative-headlines.csv"\n')
    (fund,) = after_a_round()
    assert fund.figures
    assert fund.is_illustrative


def test_everything_that_is_wrong_with_the_list_is_named_at_once(listed):
    path = listed("""
hosts = ["funds.example.org"]
[[funds]]
name = "Ocean"
figures = "https://elsewhere.example.net/exports/headlines.csv"
[[funds]]
figures = "http://funds.example.org/exports/headlines.csv"
page = "javascript:alert(1)"
[[funds]]
name = "Ours"
figures = "trustfund.db"
""")
    with pytest.raises(Refused) as refused:
        read_list(path)
    found = [(str(problem.at), problem.code) for problem in refused.value.problems]
    assert found == [
        ("fund 1, figures", Code.UNKNOWN),
        ("fund 2, name", Code.MISSING),
        ("fund 2, figures", Code.MALFORMED),
        ("fund 2, page", Code.MALFORMED),
        ("fund 3, figures", Code.MALFORMED),
    ]
    assert str(refused.value.problems[0]) == (
        'fund 1, figures "https://elsewhere.example.net/exports/headlines.csv": is on a host that '
        'is not listed. Add "elsewhere.example.net" to hosts if the office trusts it.'
    )


@pytest.mark.parametrize("text", ["[[funds", "", "funds = 3", "hosts = 1\n[[funds]]\nname = 2\n"])
def test_a_list_that_cannot_be_read_is_refused_with_a_sentence(text, listed):
    with pytest.raises(Refused):
        read_list(listed(text))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_another_program_sends_is_refused_with_a_sentence(content):
    with pytest.raises(Refused):
        read_figures(content)


def test_one_bad_address_costs_the_others_nothing(listed, ocean, tmp_path):
    """Before: a name that is none ended the round for all of them."""
    text = one_fund(ocean).replace('hosts = ["127.0.0.1"]', 'hosts = ["127.0.0.1", "a..b"]')
    listed(text + '[[funds]]\nname = "Wrong"\nfigures = "https://a..b/x.csv"\n')
    good, wrong = after_a_round()
    assert good.figures
    assert wrong.trouble == "Its figures cannot be read; the log has the reason."


def test_an_address_that_is_none_is_named(listed):
    with pytest.raises(Refused, match="is no address"):
        read_list(listed('[[funds]]\nname = "Ocean"\nfigures = "https://[a/x.csv"\n'))


def test_what_another_file_holds_is_shown_to_nobody(listed, tmp_path, sqlite_store, open_page):
    Path(tmp_path, "other.csv").write_text("secret name,passport\nJane Roe,X123\n")
    listed('[[funds]]\nname = "Ocean"\nfigures = "other.csv"\n')
    after_a_round()
    words = said(open_page(sqlite_store, "public.funds"))
    assert "no headlines.csv of a fund" in words
    assert "secret" not in words


def test_a_visitor_is_not_told_what_is_wrong_with_the_list(
    listed, sqlite_store, open_page, open_desk
):
    listed('[[funds]]\nname = "Ocean"\nfigures = "elsewhere/secret.db"\n')
    assert "elsewhere/secret.db" not in said(open_page(sqlite_store, "public.funds"))
    assert "elsewhere/secret.db" in said(open_desk(sqlite_store, "public.funds"))


def test_a_fund_at_an_address_says_by_its_header_that_it_is_illustrative(listed, ocean):
    note = {"X-Trustfund-Note": "Illustrative data"}
    ocean.answer = gives(GOOD, "headlines.csv", 200, **note)
    listed(one_fund(ocean))
    (fund,) = after_a_round()
    assert fund.is_illustrative


def test_the_page_adds_up_what_adds_up_and_leaves_illustrative_funds_out(
    listed, ocean, tmp_path, sqlite_store, open_page
):
    Path(tmp_path, "illustrative.csv").write_text(GOOD, encoding="utf-8")
    listed(one_fund(ocean) + '[[funds]]\nname = "Trial"\nfigures = "illustrative.csv"\n')
    after_a_round()
    app = open_page(sqlite_store, "public.funds")
    words = said(app)
    assert "Deposited USD 1,000,000" in words
    assert "Delegates 31" in words
    assert "Without 1 illustrative fund." in words
    rows = app.table[0].value
    assert list(rows["LDCs"]) == ["7 of 9", "7 of 9"]
    assert f"(http://127.0.0.1:{ocean.server_port}/)" in rows["Fund"].iloc[0]


def test_figures_of_more_than_a_week_ago_are_marked(
    listed, ocean, sqlite_store, open_page, monkeypatch
):
    monkeypatch.setenv("TRUSTFUND_TODAY", "2018-07-24")
    listed(one_fund(ocean))
    after_a_round()
    app = open_page(sqlite_store, "public.funds")
    assert app.table[0].value["Figures of"].iloc[0] == "16 July 2018, older than 7 days"


def test_without_a_list_the_page_says_who_makes_one(listed, sqlite_store, open_page):
    assert "No list of funds is kept here" in said(open_page(sqlite_store, "public.funds"))
