"""What nginx is told to do before several processes, and when it is not asked at all."""

import runpy
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.ensure_programs import NGINX
from trustfund.commands import serve
from trustfund.commands.program import main
from trustfund.domain.problems import Refused
from trustfund.web.front import Front

PORTS = (40001, 40002, 40003)


def front(host: str = "127.0.0.1", base: str = "", proxies: str = "") -> Front:
    return Front(host, 8501, base, 50, proxies, PORTS)


@pytest.fixture(autouse=True)
def free(monkeypatch, tmp_path):
    """Settings of nobody, and a port that is free."""
    for name in ("ADDRESS", "BASE_URL_PATH", "SSL_CERT_FILE", "MAX_UPLOAD_SIZE"):
        monkeypatch.delenv(f"STREAMLIT_SERVER_{name}", raising=False)
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", str(port))
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", f"sqlite:///{tmp_path}/never.db")


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked",
    [
        front(),
        front(""),
        front("::1"),
        front("::"),
        front("localhost", "/a+b.c"),
        front(proxies="10.0.0.5, 10.1.0.0/16,2001:db8::/32,127.0.0.1,proxy.example"),
        front(proxies="*"),
    ],
    ids=lambda asked: f"{asked.host or 'all'} {asked.base} {asked.proxies}",
)
def test_nginx_takes_it(asked: Front, tmp_path: Path):
    folder = tmp_path / "a folder"
    folder.mkdir()
    written = folder / "nginx.conf"
    written.write_text(asked.configuration(str(folder), 64, "root"))
    command = [NGINX.path(), "-e", "stderr", "-t", "-p", str(folder), "-c", str(written)]
    tried = subprocess.run(command, capture_output=True, text=True)
    assert "test is successful" in tried.stderr


def test_everything_is_filled_in_and_every_process_stands_in_for_every_other():
    written = front().configuration("/folder", 64)
    assert "@" not in written.replace("@starting", "")
    assert written.count("backup;") == 3 * 2
    assert "listen 127.0.0.1:8501 " in written
    assert "client_max_body_size 51m;" in written


@pytest.mark.parametrize(
    ("proxies", "believed"),
    [
        ("", "127.0.0.1"),
        ("10.0.0.5", "127.0.0.1,10.0.0.5"),
        ("127.0.0.1, 10.0.0.0/8", "127.0.0.1,10.0.0.0/8"),
        ("10.0.0.5,*", "*"),
    ],
)
def test_the_processes_believe_this_proxy_and_those_before_it(proxies, believed):
    assert front(proxies=proxies).believed == believed


def test_the_address_that_is_listened_at_is_a_name_of_the_program(monkeypatch):
    monkeypatch.setenv("TRUSTFUND_ALLOWED_HOSTS", "fund.example.org")
    assert serve._environment(front("10.0.0.5"))["TRUSTFUND_ALLOWED_HOSTS"] == (
        "fund.example.org,10.0.0.5"
    )
    assert serve._environment(front("::1"))["TRUSTFUND_ALLOWED_HOSTS"] == "fund.example.org,[::1]"


def test_what_is_set_for_one_process_holds_for_several(monkeypatch):
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "/fund/")
    monkeypatch.setenv("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "7")
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.0.0.5")
    made = serve._front(2)
    assert (made.host, made.base, made.largest, made.proxies) == ("", "/fund", 7, "10.0.0.5")
    assert len(set(made.ports)) == 2


def test_one_process_needs_no_nginx(monkeypatch):
    asked = []
    monkeypatch.setattr(runpy, "run_module", lambda *how, **_: asked.append(how))
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    assert main(["serve"]) == main(["serve", "--processes", "1"]) == 0
    assert asked == [("streamlit",)] * 2


def test_without_nginx_the_remedy_is_told(monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    assert main(["serve", "--processes", "2"]) == 1
    assert capsys.readouterr().err == (
        "--processes: needs nginx, which is not installed here. "
        "Install it (Debian: apt-get install nginx), or leave --processes out.\n"
    )


@pytest.mark.parametrize("number", ["0", "-1", "65", "two"])
def test_a_number_that_is_none_is_wrong_usage(number, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--processes", number])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("STREAMLIT_SERVER_PORT", "80x", 'STREAMLIT_SERVER_PORT "80x": is not a port'),
        ("STREAMLIT_SERVER_ADDRESS", "a; b", 'STREAMLIT_SERVER_ADDRESS "a; b": is not an address'),
        ("STREAMLIT_SERVER_ADDRESS", "192.0.2.1", "cannot be listened at"),
        ("STREAMLIT_SERVER_SSL_CERT_FILE", "x.crt", "Let the proxy before it encrypt"),
    ],
)
def test_a_setting_that_does_not_do_is_a_sentence(monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    with pytest.raises(Refused) as refused:
        serve._front(2)
    assert said in str(refused.value)


def test_a_port_that_is_taken_is_a_sentence(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("STREAMLIT_SERVER_PORT", str(port))
        with pytest.raises(Refused, match=f'"{port}": cannot be listened at: Address already in'):
            serve._front(2)
