"""Under which names the program answers."""

import pytest
from starlette.websockets import WebSocketDisconnect

from tests.web.conftest import browser
from trustfund.domain.problems import Refused
from trustfund.web.settings import allowed_hosts, typed

HERE = "http://127.0.0.1:8501"


def ask(host: str, path: str = "/sign-in", server: str = HERE, listens: str | None = None):
    return browser(server, listens=listens).get(path, headers={"host": host})


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8501", "127.0.0.1:9000", "[::1]:8501", "127.0.0.1"]
)
def test_this_machine_is_allowed(real_site, host):
    assert ask(host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8501", "127.0.0.1.evil.example", "localhost.evil.example"),
        *("192.0.2.7", "[2001:db8::1]", "", "localhost@evil.example", "<b>"),
    ],
)
def test_another_name_is_refused_with_what_to_do(real_site, host):
    answer = ask(host)
    assert answer.status_code == 421
    assert "TRUSTFUND_PUBLIC_ADDRESS=https://NAME" in answer.text
    assert "<" not in answer.text


def test_a_refusal_names_the_host(real_site):
    assert ask("fund.example.org").text.startswith(
        "A request for the host fund.example.org was refused: "
        "this program does not answer under that name."
    )


def test_the_address_at_which_a_connection_arrives_is_allowed(real_site):
    """For a program that listens on all addresses of its machine; no other site has its name."""
    assert ask("10.0.0.5:8501", server="http://10.0.0.5:8501").status_code == 200
    assert ask("10.0.0.6:8501", server="http://10.0.0.5:8501").status_code == 421


@pytest.mark.parametrize(
    ("listens", "host", "status"),
    [
        ("Fund.intranet", "fund.intranet:8501", 200),
        ("fund.intranet", "intranet", 421),
        ("0.0.0.0", "0.0.0.0", 421),  # no site's own name, and every machine's
        ("::", "[::]:8501", 421),
        ("", "", 421),
    ],
)
def test_the_name_at_which_the_program_listens_is_allowed(real_site, listens, host, status):
    """The connection arrives at an address, whatever name it was opened by."""
    assert ask(host, listens=listens).status_code == status


@pytest.mark.parametrize(
    ("listens", "host"),
    [
        *((None, "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "127.0.0.1")),
        *(("fund.intranet", "fund.intranet"), ("10.0.0.5", "10.0.0.5"), ("::1", "[::1]")),
    ],
)
def test_the_printed_address_can_be_typed(listens, host):
    assert typed(listens) == host


def test_the_public_address_and_further_names_are_allowed(real_site, monkeypatch):
    monkeypatch.setenv("TRUSTFUND_PUBLIC_ADDRESS", "https://Fund.Example.org:444/")
    monkeypatch.setenv("TRUSTFUND_ALLOWED_HOSTS", " fund.intranet, 10.0.0.5 ")
    for host in ("fund.example.org", "fund.example.org:444", "fund.intranet.", "10.0.0.5"):
        assert ask(host).status_code == 200
    assert ask("example.org").status_code == 421


def test_a_websocket_of_another_name_is_refused(real_site):
    with (
        pytest.raises(WebSocketDisconnect),
        browser(HERE).websocket_connect("/_stcore/stream", headers={"host": "evil.example"}),
    ):
        pass


@pytest.mark.parametrize("path", ["/health", "/_stcore/health"])
def test_a_load_balancer_asks_by_any_name(sample_site, path):
    assert ask("10.1.2.3", path).status_code in {200, 404}  # Streamlit is not here


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PUBLIC_ADDRESS", "fund.example.org", "Write it like https://fund.example.org"),
        ("PUBLIC_ADDRESS", "https://fund.example.org/path", "is not an address"),
        ("ALLOWED_HOSTS", "*", "is not the name of a host"),
        ("ALLOWED_HOSTS", "https://fund.example.org", "is not the name of a host"),
    ],
)
def test_a_setting_that_is_wrong_is_a_sentence(monkeypatch, name, value, says):
    monkeypatch.setenv(f"TRUSTFUND_{name}", value)
    with pytest.raises(Refused, match=says):
        allowed_hosts()
