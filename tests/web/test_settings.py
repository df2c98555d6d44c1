"""What the environment says: open or closed, and below which path."""

import tomllib

import pytest

from tests.web.conftest import browser
from trustfund.accounts import sessions
from trustfund.domain.problems import Refused
from trustfund.store.places import PROJECT
from trustfund.web.settings import check_environment, is_public


@pytest.mark.parametrize(
    ("stated", "public"),
    [("true", True), ("false", False), ("False", False), (" TRUE ", True), ("", True)],
)
def test_a_fund_is_open_unless_it_is_said_to_be_closed(monkeypatch, stated, public):
    monkeypatch.setenv("TRUSTFUND_PUBLIC", stated)
    assert is_public() is public
    monkeypatch.delenv("TRUSTFUND_PUBLIC")
    assert is_public()


def test_a_fund_is_never_open_because_of_a_typing_error(monkeypatch):
    monkeypatch.setenv("TRUSTFUND_PUBLIC", "fasle")
    with pytest.raises(Refused, match='TRUSTFUND_PUBLIC "fasle": is neither true nor false'):
        is_public()


def test_every_wrong_setting_is_named_before_the_start(monkeypatch):
    monkeypatch.setenv("TRUSTFUND_PUBLIC", "perhaps")
    monkeypatch.setenv("TRUSTFUND_TODAY", "tomorrow")
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", "my store")
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", "secret")
    with pytest.raises(Refused) as refused:
        check_environment()
    named = [problem.place.removeprefix("TRUSTFUND_") for problem in refused.value.problems]
    assert sorted(named) == ["DATABASE_URL", "PUBLIC", "SECRET_KEY", "TODAY"]


@pytest.mark.parametrize(
    ("length", "long_enough"), [(1, False), (31, False), (32, True), (64, True)]
)
def test_a_key_that_could_be_guessed_is_refused_and_not_repeated(monkeypatch, length, long_enough):
    key = "q7#" * 30
    monkeypatch.setenv("TRUSTFUND_SECRET_KEY", key[:length])
    if long_enough:
        check_environment()
        return
    with pytest.raises(Refused, match="TRUSTFUND_SECRET_KEY: has fewer than 32 char") as refused:
        check_environment()
    assert "q7#" not in str(refused.value)


def test_below_a_path_of_its_own_the_program_stays_below_it(sample_site):
    visitor = browser(base="/fund")
    assert visitor.get("/fund/health").text == "ok"
    assert visitor.get("/fund/exports/events.csv").status_code == 200
    assert visitor.get("/fund/exports/nothing.csv").status_code == 404
    assert visitor.get("/exports/events.csv").status_code == 404
    answer = visitor.get("/fund/sign-in", params={"token": sessions.make_local_link(sample_site)})
    assert (answer.status_code, answer.headers["location"]) == (303, "./desk")


def test_what_makes_a_crowd_wait_stays_off():
    """A collection of garbage after each run, and a look at files that nobody changes."""
    kept = tomllib.loads((PROJECT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert kept["runner"]["postScriptGC"] is False
    assert kept["server"]["fileWatcherType"] == "none"
