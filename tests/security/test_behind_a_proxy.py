"""What the server itself makes of headers, as behind a proxy on the same machine."""

import httpx2
import pytest

from tests.people import PASSWORD, an_account
from tests.security.conftest import Site

EMAIL = "behind@example.org"


@pytest.fixture
def client(open_site: Site):
    with httpx2.Client(base_url=open_site.server.url, trust_env=False, timeout=60) as made:
        yield made


def guess(client, email: str, password: str = "a guess", **headers: str):
    return client.post("/sign-in", data={"email": email, "password": password}, headers=headers)


def test_an_address_that_a_visitor_makes_up_is_not_believed(client):
    """The proxy writes the true one behind whatever came; only that counts."""
    tries = [
        guess(
            client,
            f"nobody{number}@example.org",
            **{"x-forwarded-for": f"192.0.2.{number}, 203.0.113.7"},
        ).status_code
        for number in range(21)
    ]
    assert tries == [403] * 20 + [429]
    other = guess(client, "other@example.org", **{"x-forwarded-for": "203.0.113.8"})
    assert other.status_code == 403


@pytest.mark.parametrize("made_up", ["x" * 5000, "<script>", "' OR 1=1", ",,,", "[::1", "\xff"])
def test_an_address_that_is_none_breaks_nothing(client, made_up):
    headers = {"x-forwarded-for": made_up.encode("latin-1")}
    assert guess(client, "nobody@example.org", **headers).status_code in {403, 429}


def test_behind_https_the_cookie_is_secure(client, open_site):
    an_account(open_site.store, EMAIL)
    plain = guess(client, EMAIL, PASSWORD)
    assert "Secure" not in plain.headers["set-cookie"]
    answer = guess(client, EMAIL, PASSWORD, **{"x-forwarded-proto": "https"})
    assert "Secure" in answer.headers["set-cookie"].split("; ")
    assert "max-age" in answer.headers["strict-transport-security"]


@pytest.mark.parametrize("path", ["/sign-in", "/password", "/sign-out", "/", "/_stcore/agent/mcp"])
def test_another_site_posts_in_vain(client, path):
    answer = client.post(path, data={"x": "y"}, headers={"origin": "https://evil.example"})
    assert (answer.status_code, answer.text[:28]) == (403, "This was sent from another s")
