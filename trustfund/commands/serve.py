"""``python -m trustfund serve``: the pages, by one process or by several behind nginx."""

import argparse
import contextlib
import getpass
import os
import runpy
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
import tomllib
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any

from trustfund.commands.common import add, screen
from trustfund.commands.supervised import Supervised, end
from trustfund.domain.catalogue import setting
from trustfund.domain.problems import Code, refusal
from trustfund.store.places import PROJECT
from trustfund.store.workplace import workplace
from trustfund.web.door import PRINTS_LINK, PRINTS_NONE
from trustfund.web.front import OURSELVES, Front
from trustfund.web.settings import A_HOST, check_environment, typed
from trustfund.web.shares import descriptors, raise_descriptors

MOST = 64
LOOKS_EVERY = 1 / 5
"""Seconds between two looks at the processes."""
SBIN = "/usr/sbin:/usr/local/sbin"
"""Where nginx lies, and not everybody looks."""
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def serve(arguments: argparse.Namespace) -> int:
    """Serve the pages to this machine."""
    if arguments.processes > 1:
        return _several(arguments.processes)
    sys.argv = ["streamlit", "run", str(PROJECT / "dashboard.py")]
    with (
        contextlib.redirect_stdout(screen(sys.stdout)),
        contextlib.redirect_stderr(screen(sys.stderr)),
    ):
        runpy.run_module("streamlit", run_name="__main__")
    return 0


def add_to(commands: Any) -> None:
    """Add the command."""
    add(commands, "serve", serve).add_argument(
        "--processes",
        type=int,
        choices=range(1, MOST + 1),
        default=1,
        metavar="N",
        help="so many processes behind nginx share the work; 1 at first",
    )


def _several(number: int) -> int:
    """Serve by several processes until a signal; the status is 1 where the first cannot start."""
    check_environment()
    raise_descriptors()
    front, nginx = _front(number), _nginx()
    environment = _environment(front)
    with workplace(Path(tempfile.gettempdir())) as folder:
        user = getpass.getuser() if os.geteuid() == 0 else ""
        written = folder / "nginx.conf"
        told = front.configuration(str(folder), descriptors() // 2, user)
        written.write_text(told, encoding="utf-8")
        command = [nginx, "-e", "stderr", "-p", str(folder), "-c", str(written)]
        before = Supervised("nginx", command, environment)
        processes = [
            Supervised(f"Process {place}", _command(port, PRINTS_NONE), environment)
            for place, port in enumerate(front.ports, 1)
        ]
        try:
            return _supervise(before, processes, front)
        finally:
            end([before])
            end(processes)


def _supervise(before: Supervised, processes: list[Supervised], front: Front) -> int:
    """Start nginx and the first process, the others when that is ready, and keep all running."""
    is_over = False

    def stop(*_: object) -> None:
        nonlocal is_over
        is_over = True

    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        signal.signal(getattr(signal, name), stop)
    address = f"http://{typed(front.host)}:{front.port}{front.base}"
    first = processes[0]
    later, first.command = first.command, _command(front.ports[0], PRINTS_LINK + address)
    before.start()
    first.start()  # alone: it upgrades the store, and says once what keeps it from starting
    while not is_over and not _answers(front):
        if first.status is not None or before.status is not None:
            return 1
        time.sleep(LOOKS_EVERY)
    first.command = later
    for each in processes[1:]:
        each.start()
    if not is_over:
        print(f"\n  {address} is served by {len(processes)} processes.\n", flush=True)
    while not is_over:
        time.sleep(LOOKS_EVERY)
        for each in (before, *processes):
            each.look()
    return 0


def _answers(front: Front) -> bool:
    """Whether the first process lets requests in."""
    address = f"http://{OURSELVES}:{front.ports[0]}{front.base}/_stcore/health"
    try:
        with _direct.open(address, timeout=1) as answer:
            return bool(answer.status == 200)
    except (OSError, HTTPException):
        return False


def _command(port: int, told: str) -> list[str]:
    """How a process is started."""
    options = {"address": OURSELVES, "port": port}
    return [
        *(sys.executable, "-m", "streamlit", "run", str(PROJECT / "dashboard.py")),
        *(f"--server.{name}={value}" for name, value in options.items()),
        *("--logger.hideWelcomeMessage=true", "--", told),
    ]


def _front(number: int) -> Front:
    """What stands before the processes, as the environment and Streamlit's settings have it."""
    host, port = str(_option("address", "")), str(_option("port", 8501))
    if host and not A_HOST.fullmatch(f"[{host}]" if ":" in host else host.lower()):
        why, remedy = "is not an address", "Write it like 127.0.0.1"
        raise refusal(setting.ADDRESS, Code.MALFORMED, host, why, remedy)
    if not port.isdecimal():
        raise refusal(setting.PORT, Code.MALFORMED, port, "is not a port", "Write it like 8501")
    if _option("sslCertFile", ""):
        why, remedy = "does not go with server.sslCertFile", "Let the proxy before it encrypt"
        raise refusal(setting.PROCESSES, Code.OUT_OF_PLACE, str(number), why, remedy)
    _try(host, int(port))
    return Front(
        host="" if host == "0.0.0.0" else host,  # noqa: S104
        port=int(port),
        base="/" + base if (base := str(_option("baseUrlPath", "")).strip("/")) else "",
        largest=int(str(_option("maxUploadSize", 200))),
        proxies=os.environ.get("FORWARDED_ALLOW_IPS", ""),
        ports=_free_ports(number),
    )


def _option(name: str, otherwise: object) -> object:
    """A setting of Streamlit's server: the environment's, else the project's."""
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in name)
    stated = os.environ.get(f"STREAMLIT_SERVER_{words.upper()}")
    kept = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return stated or kept["server"].get(name, otherwise)


def _environment(front: Front) -> dict[str, str]:
    """What the processes are told besides: whom to believe, and what they have in common."""
    hosts = os.environ.get("TRUSTFUND_ALLOWED_HOSTS", "")
    own = f"[{front.host}]" if ":" in front.host else front.host
    return {
        "STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32),
        **os.environ,
        "FORWARDED_ALLOW_IPS": front.believed,
        "TRUSTFUND_ALLOWED_HOSTS": ",".join(filter(None, (hosts, own))),
    }


def _nginx() -> str:
    """Where nginx is."""
    found = shutil.which("nginx") or shutil.which("nginx", path=SBIN)
    if found is None or sys.platform == "win32":
        why = "needs nginx, which is not installed here"
        remedy = "Install it (Debian: apt-get install nginx), or leave --processes out"
        raise refusal(setting.PROCESSES, Code.MISSING, "", why, remedy)
    return found


def _try(host: str, port: int) -> None:
    """Refuse an address or a port that cannot be listened at."""
    try:
        family, *_, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        why, remedy = f"cannot be listened at: {error.strerror}", "Choose another"
        raise refusal(setting.PORT, Code.IN_USE, str(port), why, remedy) from None


def _free_ports(number: int) -> list[int]:
    """Ports of this machine that nothing listens on."""
    with contextlib.ExitStack() as held:
        tried = [held.enter_context(socket.create_server((OURSELVES, 0))) for _ in range(number)]
        return [each.getsockname()[1] for each in tried]
