"""A real OpenID provider on this machine, which says of people what a test tells it to."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.browser.server import START_SECONDS, direct, free_port, stop

SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "only-for-tests-only-for-tests-only-for-tests"
{section}
client_id = "trustfund"
client_secret = "only-for-tests"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
"""


@dataclass(frozen=True)
class Provider:
    """A running provider: its address, which is another site than the product's."""

    issuer: str

    def says(self, subject: str, **claims: object) -> None:
        """Whoever signs in there as ``subject`` has these claims from now on."""
        request = urllib.request.Request(
            f"{self.issuer}/users/{quote(subject)}",
            json.dumps(claims).encode(),
            {"content-type": "application/json"},
            method="PUT",
        )
        direct.open(request, timeout=10).close()

    def settings(self, folder: Path, section: str = "") -> dict[str, str]:
        """The environment with which a product trusts this provider, in a section of its own."""
        secrets = folder / "secrets.toml"
        text = SECRETS.format(issuer=self.issuer, section=section)
        secrets.write_text(text, encoding="utf-8")
        # The product itself asks the provider: never through a proxy.
        return {"STREAMLIT_SECRETS_FILES": str(secrets), "NO_PROXY": "*", "no_proxy": "*"}


@contextmanager
def providing(folder: Path) -> Iterator[Provider]:
    """A provider of its own, stopped at the end."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", f"--port={port}"]
    with (folder / "provider.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
    provider = Provider(f"http://localhost:{port}")
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(provider):
            assert process.poll() is None, "The provider ended"
            assert time.monotonic() < deadline, "The provider does not answer"
            time.sleep(0.1)
        yield provider
    finally:
        stop(process)


def _answers(provider: Provider) -> bool:
    try:
        with direct.open(f"{provider.issuer}/.well-known/openid-configuration", timeout=5):
            return True
    except OSError:
        return False
