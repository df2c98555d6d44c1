"""Time goes forward: no clock that is wrong puts an act before one that was booked already."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlmodel import select

from tests.books import (
    a_contributor,
    a_delegate,
    a_pledge,
    entries,
    everything,
    history,
    money_available,
    perform,
    recorded_at,
    refusal,
)
from tests.people import acting
from tests.reading import rows
from trustfund.commands.program import main
from trustfund.domain.act_codes import ActCode
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.rows import Source
from trustfund.figures import checks, frames, half_years, settling
from trustfund.ledger import moments
from trustfund.ledger.clock import settle_clock
from trustfund.ledger.contributors import ContributorDraft, record_contributor
from trustfund.store import backup
from trustfund.store.engine import Store, utc_now
from trustfund.store.tables import TripStep

NOON = datetime(2017, 6, 1, 12, tzinfo=UTC)
SWEDEN = ContributorDraft("Sweden", "member_state", "SWE")
NEXT_YEAR = utc_now() + timedelta(days=365)


def moments_of(store: Store) -> list[datetime]:
    return [line.at for line in history(store)]


def to_settle(store: Store) -> list[str]:
    return list(settling.to_settle(store))


# A clock that is behind


@pytest.mark.parametrize("behind", [timedelta(minutes=1), timedelta(days=400)])
def test_a_clock_that_is_behind_is_refused_in_a_sentence(store, behind):
    with recorded_at(NOON):
        a_contributor(store)
    with recorded_at(NOON - behind):
        said = refusal(store, record_contributor, SWEDEN)
    assert said.startswith(
        f'Clock of this machine "{NOON - behind:%Y-%m-%d %H:%M:%S} UTC": is behind'
    )
    assert "2017-06-01 12:00:00 UTC is the newest moment that the books know" in said
    assert "Set the clock right and try again" in said
    assert "python -m trustfund settle-clock REASON" in said


def test_a_lag_of_less_than_a_minute_is_absorbed_in_all_that_an_act_writes(store):
    with recorded_at(NOON):
        money_available(store, {"1": "500"})
    with recorded_at(NOON - timedelta(seconds=59)):
        a_delegate(store)
    assert set(moments_of(store)) == {NOON}
    assert {entry.recorded_at for entry in entries(store)} == {NOON}
    with store.reading() as session:
        assert {step.recorded_at for step in session.exec(select(TripStep))} == {NOON}


def test_known_at_a_day_shows_no_act_without_those_booked_before_it(store):
    """A clock that was set back by two days: as known at 31 May, B was there and A was not."""
    with recorded_at(NOON):
        a_contributor(store, "Norway")
    with recorded_at(NOON - timedelta(days=2)), pytest.raises(Refused, match="is behind"):
        a_contributor(store, "Sweden", country="SWE")
    assert rows(store, "contributors", "known_at=2017-05-31") == []


def test_of_an_import_the_clock_is_said_once_and_not_for_each_row(store):
    with recorded_at(utc_now() + timedelta(hours=1)):
        a_contributor(store)
    file = b"name,contributor_type,country\nSweden,member_state,SE\nJapan,member_state,JP\n"
    before = everything(store)
    for dry_run in (True, False):
        kind, source = BY_NAME["contributors"], Source("gifts.csv", file)
        outcome = run(store, COMMAND_LINE, kind, source, dry_run=dry_run)
        assert [problem.field.label for problem in outcome.problems] == ["Clock of this machine"]
    assert everything(store) == before


# A clock that ran ahead


def test_a_clock_that_ran_ahead_is_settled_and_acts_stay_at_its_moment_until_it_has_come(store):
    with recorded_at(NEXT_YEAR):
        a_contributor(store)
    (said,) = to_settle(store)
    assert "is still to come: a clock ran ahead, or is behind now. Acts are refused until" in said
    assert said.endswith("to record them at that moment until it has come")
    done = perform(store, settle_clock, "The battery was empty")
    assert f"{NEXT_YEAR:%Y-%m-%d %H:%M:%S} UTC" in done.sentence
    assert to_settle(store) == []
    a_contributor(store, "Sweden", country="SWE")
    a_pledge(store)
    assert set(moments_of(store)) == {NEXT_YEAR}

    later = NEXT_YEAR + timedelta(hours=2)
    with recorded_at(later):
        a_contributor(store, "Japan", country="JPN")
    assert moments_of(store)[-1] == later
    said = refusal(store, record_contributor, ContributorDraft("Chad", "member_state", "TCD"))
    assert "is behind" in said  # what was settled was that moment, and no other


def test_to_settle_the_clock_asks_for_a_reason_and_for_something_to_settle(store):
    a_contributor(store)
    assert "left nothing to settle" in refusal(store, settle_clock, "The battery was empty")
    with recorded_at(NEXT_YEAR):
        a_pledge(store)
    assert refusal(store, settle_clock, " ").startswith("Reason: is missing")
    staff = acting(Role.STAFF, "Ada")
    assert "is not open" in refusal(store, settle_clock, "The battery was empty", actor=staff)
    for _ in range(2):
        perform(store, settle_clock, "The battery was empty", token="form-1")
    lines = history(store)
    assert [line.act for line in lines].count(ActCode.CLOCK_SETTLED) == 1
    assert (lines[-1].reason, lines[-1].subject) == ("The battery was empty", "Clock")
    assert "left nothing to settle" in refusal(store, settle_clock, "Once more")


# Steps back in books of earlier programs


@pytest.fixture
def as_an_earlier_program(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Acts are recorded at whatever the clock says; what it returns ends that."""
    now = moments.moment
    monkeypatch.setattr(moments, "moment", lambda books, _code: books.clock())
    return partial(monkeypatch.setattr, moments, "moment", now)


def test_a_step_back_among_old_lines_is_to_be_settled_and_is_no_fault(store, as_an_earlier_program):
    for number, (name, country) in enumerate({"Norway": "NOR", "Japan": "JPN"}.items()):
        with recorded_at(NOON - timedelta(days=number)):
            a_contributor(store, name, country=country)
    as_an_earlier_program()
    assert list(checks.problems(store)) == []
    (said,) = to_settle(store)
    assert said == (
        "act 2 was recorded at 2017-05-31T12:00:00Z, and act 1 before it at "
        "2017-06-01T12:00:00Z: a clock was set back, so reports as known between the two have the "
        "later act and not the earlier one. Settle the clock, with a reason (page Settings, or the "
        "command settle-clock) to accept it"
    )
    a_contributor(store, "Sweden", country="SWE")  # it stops nobody
    assert len(to_settle(store)) == 1
    perform(store, settle_clock, "Summer time by hand")
    assert to_settle(store) == []


def test_the_command_settles_the_clock(configure, ready_file, set_today, capsys):
    store = configure(ready_file)
    set_today("2018-07-16")  # no graduation of a country is due
    with recorded_at(NEXT_YEAR):
        a_contributor(store)
    assert main(["check", "--strict"]) == 1
    assert "is still to come" in capsys.readouterr().err
    assert main(["settle-clock", "The battery was empty"]) == 0
    assert capsys.readouterr().out.startswith("What the clock did until now is settled. Acts are")
    assert main(["check", "--strict"]) == 0
    assert main(["settle-clock", "Once more"]) == 1
    assert "left nothing to settle" in capsys.readouterr().err


def test_what_is_to_be_settled_stops_neither_a_backup_nor_a_restore(store, tmp_path):
    with recorded_at(NEXT_YEAR):
        a_contributor(store)
    file, restored = tmp_path / "backup.db", Store(f"sqlite:///{tmp_path / 'restored.db'}")
    _, wrong = backup.back_up(store, file, checks.problems)
    assert wrong == []
    backup.restore(restored, file, checks.problems)
    assert to_settle(restored) == to_settle(store) != []
    restored.engine.dispose()


# Half-years of which numbers about few people are published


@pytest.fixture
def a_year_later(monkeypatch: pytest.MonkeyPatch, set_today: Callable[[str], None]) -> None:
    """The half-year of NOON is over by the clock of the machine, and for the fund."""
    monkeypatch.setattr(frames, "utc_now", lambda: NOON + timedelta(days=30))
    set_today("2017-07-01")


def published(store: Store) -> str:
    return frames.load(store)[0].published_until


def test_nothing_is_recorded_in_a_half_year_that_is_published(store, a_year_later):
    """Nothing was booked since, so the newest entry would let a clock that is set back in."""
    with recorded_at(NOON):
        a_contributor(store)
    assert published(store) == "2017-06-30"
    with recorded_at(NOON + timedelta(days=10)):
        said = refusal(store, record_contributor, SWEDEN)
    assert "2017-07-01 00:00:00 UTC is the newest moment that the books know" in said
    with recorded_at(NOON + timedelta(days=10)):
        perform(store, settle_clock, "It was never July")
        perform(store, record_contributor, SWEDEN)
    assert set(moments_of(store)[1:]) == {datetime(2017, 7, 1, tzinfo=UTC)}
    assert to_settle(store) == []


def test_a_half_year_is_published_only_when_it_is_over_by_the_clock_and_for_the_fund(
    store, monkeypatch, set_today
):
    with recorded_at(NOON):
        a_contributor(store)
    for clock, today, until in (
        (NOON + timedelta(days=29), "2018-07-16", "2016-12-31"),  # 30 June
        (NOON + timedelta(days=400), "2017-06-30", "2016-12-31"),
        (NOON + timedelta(days=30), "2017-07-01", "2017-06-30"),
        (NOON - timedelta(days=100), "2017-07-01", "2017-06-30"),  # for ever
        (NOON + timedelta(days=4000), "2030-07-16", "2017-06-30"),  # not beyond the newest act
    ):
        monkeypatch.setattr(frames, "utc_now", lambda clock=clock: clock)
        set_today(today)
        assert published(store) == until


def test_books_that_are_looked_at_on_an_earlier_day_publish_what_was_over_then(
    sqlite_store, set_today
):
    a_contributor(sqlite_store)  # recorded now, years after that day
    set_today("2017-07-01")
    assert published(sqlite_store) == "2017-06-30"


def test_nothing_is_published_while_somebody_books_what_may_belong_to_it(store, a_year_later):
    with recorded_at(NOON):
        a_contributor(store)
    with store.writing("an import"), ThreadPoolExecutor(1) as reader:
        assert reader.submit(published, store).result(20) == ""
    assert published(store) == "2017-06-30"


def test_a_half_year_is_noted_once_however_many_see_that_it_is_over(store):
    day = NOON.date()
    with ThreadPoolExecutor(4) as readers:
        seen = list(readers.map(lambda _: half_years.publish(store, day), range(4)))
    assert any(seen)
    assert half_years.publish(store, day)
