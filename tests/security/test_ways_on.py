"""After signing in one lands on a page of this product, whatever the address asked for."""

from urllib.parse import urljoin, urlsplit

import pytest

from tests.people import PASSWORD, an_account
from tests.web.conftest import browser
from trustfund.accounts import sessions
from trustfund.store.engine import Store
from trustfund.web.settings import COOKIE

EMAIL = "officer@example.org"
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example/x",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "HTTPS://evil.example",
    "http:\\\\evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "%2f%2fevil.example",
    "/%2fevil.example",
    "%5cevil.example",
    "%68ttps://evil.example",
    "@evil.example",
    "user@evil.example",
    "/@evil.example",
    "testserver@evil.example",
    ".evil.example",
    "..//evil.example",
    "../../evil.example",
    "contributions/../../evil.example",
    "\u3002\u3002/evil.example",
    "\u2025/evil.example",
    "\uff0f\uff0fevil.example",
    "evil\u3002example",
    "contributions\r\nSet-Cookie: planted=1",
    "contributions?x=\r\nLocation: https://evil.example",
    "contributions?x=%0d%0aLocation:%20https://evil.example",
    "contributions\0//evil.example",
    "contributions#//evil.example",
    "?//evil.example",
    "?next=https://evil.example",
    "contributions;//evil.example",
    "contributions\u2028//evil.example",
    "_stcore/health",
    "x" * 50_000,
]


@pytest.mark.parametrize("base", ["", "/fund"])
@pytest.mark.parametrize("asked_for", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_nobody_is_led_elsewhere(real_site: Store, base, asked_for):
    an_account(real_site, EMAIL)
    visitor = browser(base=base)
    page = visitor.get(f"{base}/sign-in", params={"next": asked_for})
    assert page.status_code == 200
    answer = visitor.post(
        f"{base}/sign-in", data={"email": EMAIL, "password": PASSWORD, "next": asked_for}
    )
    assert answer.status_code == 303
    assert_stays(answer, base)


def assert_stays(answer, base: str) -> None:
    to = answer.headers["location"]
    assert to.isascii()
    assert to.isprintable()
    assert to.startswith("./")
    assert "\\" not in to
    landed = urlsplit(urljoin(f"http://testserver{base}/sign-in", to))
    assert (landed.scheme, landed.netloc) == ("http", "testserver")
    assert landed.path.startswith(f"{base}/")
    assert landed.path.count("/") == base.count("/") + 1
    assert list(answer.cookies) == [COOKIE]
    assert answer.headers.get_list("location") == [to]


@pytest.mark.parametrize("asked_for", ["//evil.example", "https:evil.example", "x\r\nX: y"])
def test_nor_over_the_first_link(real_site, asked_for):
    secret = sessions.make_local_link(real_site)
    answer = browser().get("/sign-in", params={"token": secret, "next": asked_for})
    assert answer.status_code == 303
    assert_stays(answer, "")


def test_a_page_and_its_filters_are_where_one_wanted_to_go(visitor, real_site):
    an_account(real_site, EMAIL)
    data = {"email": EMAIL, "password": PASSWORD, "next": "contributions?from=&x=a b"}
    answer = visitor.post("/sign-in", data=data)
    assert answer.headers["location"] == "./contributions?from=&x=a+b"
