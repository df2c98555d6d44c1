"""What stands before several processes of this program: nginx, told what ``nginx.conf`` says."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from trustfund.web.workshop import COSTLY

TEMPLATE = Path(__file__).with_name("nginx.conf")
FILLED_IN = re.compile(r"@(\w+)@")
OURSELVES = "127.0.0.1"


@dataclass(frozen=True)
class Front:
    """Where the program listens for everybody, and the loopback ports of its processes."""

    host: str
    """An address or a name; "" for every IPv4 address."""
    port: int
    base: str
    """The path that the program is served below, without a slash at its end; "" for none."""
    largest: int
    """Megabytes of a file that is sent here."""
    proxies: str
    """Further proxies that are believed, as FORWARDED_ALLOW_IPS names them."""
    ports: Sequence[int]

    def configuration(self, folder: str, connections: int, user: str = "") -> str:
        """The configuration of nginx, which keeps all its files in a folder.

        ``user`` is who its worker becomes, where the program runs as root.
        """
        places = dict(enumerate(self.ports, 1))
        values = {
            "user": f"user {user};" if user else "",
            "folder": folder,
            "connections": str(connections),
            "largest": str(self.largest + 1),  # with what stands around a file in its form
            "trusted": _lines(f"{network} 1;" for network in self._trusted()),
            "processes": _lines(f"{place} process{place};" for place in places),
            "served_by": _lines(f'"~:{port}$" {place};' for place, port in places.items()),
            "any": _lines(f"{_server(port)};" for port in self.ports),
            "upstreams": _lines(
                f"upstream process{place} {{ {_server(port)}; {self._others(port)} }}"
                for place, port in places.items()
            ),
            "listen": self._listens(),
            "base": self.base,
            "base_as_pattern": re.escape(self.base),
            "costly": "|".join(sorted(COSTLY)),
        }
        template = TEMPLATE.read_text(encoding="utf-8")
        return FILLED_IN.sub(lambda found: values[found[1]], template)

    @property
    def believed(self) -> str:
        """Whom the processes believe: this proxy, and those that it believes."""
        return "*" if "*" in self._named() else ",".join(dict.fromkeys((OURSELVES, *self._named())))

    def _named(self) -> list[str]:
        return [each.strip() for each in self.proxies.split(",") if each.strip()]

    def _trusted(self) -> Iterable[str]:
        if "*" in self._named():
            return ("0.0.0.0/0", "::/0")
        found = []
        for each in (OURSELVES, *self._named()):
            try:
                found.append(str(ip_network(each)))
            except ValueError:  # a name: the server of the processes alone knows what it means
                continue
        return dict.fromkeys(found)

    def _listens(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host or "*"
        return f"{host}:{self.port}{' ipv6only=off' if self.host == '::' else ''}"

    def _others(self, port: int) -> str:
        """Who serves where a process does not."""
        return " ".join(f"{_server(each)} backup;" for each in self.ports if each != port)


def _server(port: int) -> str:
    return f"server {OURSELVES}:{port} max_fails=0"


def _lines(lines: Iterable[str]) -> str:
    return "\n        ".join(lines)
