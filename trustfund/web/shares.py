"""How much of the program one network may hold open at a time, and all of them together.

A network is an IPv4 address or the first half of an IPv6 one: a whole office may be behind it.
"""

import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from trustfund.domain.networks import network_of

COME_BACK = 20
"""Seconds after which somebody may ask again who was refused."""
MOST_DESCRIPTORS = 65_536
"""More are not asked of the system."""
OF_DARWIN = 10_240
"""Whatever its hard limit says, Darwin may refuse more (OPEN_MAX)."""


def descriptors() -> int:
    """How many files and connections the system lets this program have open at once."""
    if sys.platform == "win32":  # knows no such limit
        return MOST_DESCRIPTORS
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft if 0 < soft < MOST_DESCRIPTORS else MOST_DESCRIPTORS


def raise_descriptors() -> None:
    """Have as many as the system lets a program take: a service often begins with 1,024."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    for most in (wanted, min(wanted, OF_DARWIN)):
        if soft != resource.RLIM_INFINITY and soft < most:
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
                return


class Shares:
    """Who has how many of something open. Fewer descriptors than usual make the limits smaller."""

    def __init__(self, what: str, most: Callable[[], int], of_one: Callable[[], int]) -> None:
        self.what, self.most, self.of_one = what, most, of_one
        self._open: Counter[str] = Counter()
        self._total = 0

    def take(self, address: str, *, of_many: bool = False) -> str:
        """Open one more, or say why not; ``of_many``: many networks stand behind the address."""
        network = network_of(address)
        if self._total >= self.most():
            return "This program serves as many visitors as it can"
        if self._open[network] >= self.of_one() and not of_many:
            return f"Your network has {self._open[network]} {self.what} open, and may have no more"
        self._open[network] += 1
        self._total += 1
        return ""

    def give_back(self, address: str) -> None:
        """One that was taken is closed."""
        network = network_of(address)
        self._open[network] -= 1
        self._total -= 1
        if not self._open[network]:
            del self._open[network]


connections = Shares(
    "connections", lambda: descriptors() // 4, lambda: min(400, descriptors() // 8)
)
"""Connections of any kind; behind a proxy on this machine only their total is limited."""
requests = Shares("requests", lambda: descriptors() // 4, lambda: min(1000, descriptors() // 8))
"""Requests that are being answered, for whoever the proxy says has sent them."""
pages = Shares(
    "pages", lambda: min(2000, descriptors() // 8), lambda: min(200, descriptors() // 16)
)
"""Open pages, each with its websocket and four descriptors; counted like requests."""
