"""What every answer tells the browser about itself."""

import pytest

from tests.web.conftest import browser

EVERYWHERE = {
    "referrer-policy": "same-origin",  # no other site learns where one came from
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize(
    "address",
    ["/health", "/sign-in", "/sign-out", "/exports/events.csv", "/exports/nothing.csv", "/nowhere"],
)
def test_every_answer_bears_them(visitor, sample_site, address):
    answer = visitor.get(address)
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
    policy = dict(
        part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == policy["form-action"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert "strict-transport-security" not in answer.headers


def test_over_https_the_browser_is_told_to_stay_with_it(sample_site):
    answer = browser("https://testserver").get("/health")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
