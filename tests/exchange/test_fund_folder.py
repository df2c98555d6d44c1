"""A fund begins with a folder of plain files, and a store writes them."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.books import (
    a_commitment,
    a_deposit,
    a_nomination,
    a_step,
    by_pool,
    day,
    everything,
    perform,
)
from tests.reading import view
from trustfund.commands.program import main
from trustfund.domain.classifications import ELIGIBLE_CLASSES
from trustfund.domain.fund_terms import OWN_WORDS
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Refused
from trustfund.exchange import fund_export, fund_folder
from trustfund.figures import checks
from trustfund.figures.overview import overview
from trustfund.ledger.events import EventDraft, add_event
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.store.base import Base
from trustfund.store.engine import Store
from trustfund.store.setup import DEFAULT_FUND, FUNDS

FUND = """
code = "OWN"
name = "A fund"
starts_on = 2026-01-01
managing_organization = "An agency"
travel_pools = ["1", "unearmarked"]
eligible = ["ldc"]
[contributors]
member_state = "States"
"""
EVENTS = "code,kind,title,date_precision,status\n"
Rows = dict[str, list[tuple[object, ...]]]
STARTING_POINTS = sorted(path.name for path in FUNDS.iterdir())


def folder(path: Path, fund: str = FUND, **lists: str) -> Path:
    """A folder with ``fund.toml`` and these lists."""
    path.mkdir(exist_ok=True)
    Path(path, "fund.toml").write_text(fund, "utf-8")
    lists = {"objectives": "code,title\n1,Travel\n"} | lists
    for name, text in lists.items():
        Path(path, f"{name}.csv").write_text(text, "utf-8")
    return path


def what_it_is(store: Store) -> Rows:
    """What makes the fund of a store: all but history, its hashes, and when they were."""
    rows = everything(store)
    kept = {name: rows[name] for name in ("fund", "fund_terms", "event", "pool_balance")}
    with store.reading() as session:
        objectives = session.execute(
            sa.select(*Base.metadata.tables["objective"].c).order_by("code")
        )
        kept["objective"] = [tuple(row) for row in objectives]
        decided = "SELECT country, effective_on, eligible, reason FROM eligibility_decision"
        kept["decisions"] = sorted(tuple(r) for r in session.execute(sa.text(decided)))
    return kept


def without_numbers(rows: Rows) -> Rows:
    """The same without the numbers that rows of terms get as they come, and without versions."""
    of = ("fund", "event", "objective")
    unversioned = {name: [row[:-1] for row in rows[name]] for name in of}
    return rows | unversioned | {"fund_terms": [row[2:] for row in rows["fund_terms"]]}


def test_the_files_of_a_fresh_store_begin_an_equal_one(store, tmp_path):
    before = what_it_is(store)
    fund_export.write(store, tmp_path / "files")
    fund_folder.begin(store, tmp_path / "files")
    assert without_numbers(what_it_is(store)) == without_numbers(before)
    assert list(checks.problems(store)) == []


def test_a_folder_of_ones_own_makes_the_missing_store(empty_url, tmp_path, set_today):
    own = folder(
        tmp_path / "own",
        events=f"{EVENTS}S-1,other,A session,none,tba\n",
        eligible="country,eligible,effective_on,reason\nnpl,false,2026-02-01,Withdrew\n",
    )
    store = Store(empty_url)
    fund_folder.begin(store, own)
    found = view(store).frames
    assert (found.fund.code, found.objectives) == ("OWN", {"1": "Travel"})
    assert list(found.events) == ["S-1"]
    assert "NPL" in view(store).eligible_on(day("2026-01-31"))
    assert "NPL" not in view(store).eligible_on(day("2026-02-01"))
    assert "MEX" not in view(store).eligible_on(day("2026-01-31"))
    assert list(checks.problems(store)) == []
    store.engine.dispose()


def test_all_that_is_wrong_in_a_folder_is_named_at_once_and_no_store_is_made(
    tmp_path, monkeypatch, capsys
):
    wrong = (
        FUND.replace('"1", "unearmarked"', '"9"').replace("2026-01-01", '"soon"')
        + 'company = "x"\n'
    )
    lists = {
        "objectives": "code,title,colour\nunearmarked,,red\n",
        "events": f"{EVENTS}S-1,party,,day,tba\ns-1,other,X,none,tba\n",
        "eligible": "country,eligible,effective_on,reason\nXXX,maybe,soon,\n",
    }
    file = tmp_path / "new.db"
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", f"sqlite:///{file}")
    assert main(["init", "--from", str(folder(tmp_path / "own", wrong, **lists))]) == 1
    said = capsys.readouterr().err
    for place in (
        'First day, fund.toml "soon": is not of its form. Write a day without quotes',
        'Money that pays for travel, fund.toml "9": is not an objective in use.',
        'Who may contribute, fund.toml "company": is not one of the four kinds.',
        'Column, objectives.csv "colour": is not known.',
        'Code of the objective, objectives.csv row 2 "unearmarked": cannot be the code',
        "Title of the objective, objectives.csv row 2: is missing.",
        'Kind of event, events.csv row 2 "party": is not one of the codes.',
        "First day, events.csv row 2: is missing.",
        'Code, events.csv row 3 "s-1": is there twice.',
        'Country, eligible.csv row 2 "XXX": is not a country code.',
        'Eligible, eligible.csv row 2 "maybe": is neither true nor false.',
        'From, eligible.csv row 2 "soon": is not a date.',
    ):
        assert place in said, said
    assert "is missing. Give the first day of the fund" not in said  # it is said already
    assert not file.exists()


@pytest.mark.parametrize("name", ["fund.toml", "objectives.csv"])
def test_a_folder_without_a_file_that_must_be_there_says_where_to_find_one(tmp_path, name):
    own = folder(tmp_path / "own")
    Path(own, name).unlink()
    with pytest.raises(Refused, match=f'{name}": is not there. docs/your-fund.md says'):
        fund_folder.read(own)


def test_a_store_in_use_is_no_place_to_begin_a_fund(sqlite_store, tmp_path):
    a_commitment(sqlite_store)
    before = everything(sqlite_store)
    with pytest.raises(Refused, match="is in use already, and a fund begins in an empty store"):
        fund_folder.begin(sqlite_store, folder(tmp_path / "own"))
    assert everything(sqlite_store) == before


@pytest.mark.parametrize("name", ["fund.toml", "objectives.csv", "events.csv", "eligible.csv"])
def test_a_store_is_not_read_as_a_file_of_a_fund(tmp_path, monkeypatch, capsys, name):
    own = folder(tmp_path / "own")
    monkeypatch.setenv("TRUSTFUND_DATABASE_URL", f"sqlite:///{own / name}")
    before = {file.name: file.read_bytes() for file in own.iterdir()}
    assert main(["init", "--from", str(own)]) == 1
    assert capsys.readouterr().err == (
        f'File "{own / name}": is the store itself. Choose another.\n'
    )
    assert {file.name: file.read_bytes() for file in own.iterdir()} == before


def test_export_setup_writes_over_nothing(sqlite_store, tmp_path):
    own = folder(tmp_path / "own")
    before = Path(own, "fund.toml").read_text("utf-8")
    with pytest.raises(Refused, match=r"has fund\.toml, objectives\.csv already"):
        fund_export.write(sqlite_store, own)
    assert Path(own, "fund.toml").read_text("utf-8") == before


# Small funds by chance

CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,5}", fullmatch=True)
WORDS = (
    st.text("Ab é=+\"'\\,;Ω", min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@st.composite
def funds(draw):
    objectives = draw(
        st.lists(CODES, max_size=4, unique_by=str.casefold).filter(
            lambda codes: not {"unearmarked", "agent"} & set(codes)
        )
    )
    pools = ["unearmarked", *objectives]
    ways = [f"{one}>{other}" for one in pools for other in pools if one != other]
    kinds = draw(st.dictionaries(st.sampled_from(list(OWN_WORDS)), WORDS, min_size=1))
    texts = st.sampled_from(["purpose", "contact", "legal_basis"])
    return {
        "code": draw(CODES),
        "name": draw(WORDS),
        "managing_organization": draw(WORDS),
        "starts_on": draw(st.dates(day("2020-01-01"), day("2026-01-01"))),
        "agent_fee": draw(st.sampled_from(["0", "1", "0.75"])),
        "travel_pools": draw(st.lists(st.sampled_from(pools), min_size=1, unique=True)),
        "surplus": draw(st.lists(st.sampled_from(ways), unique=True, max_size=3)) if ways else [],
        "eligible": draw(st.lists(st.sampled_from(list(ELIGIBLE_CLASSES)), unique=True)),
        **draw(st.dictionaries(texts, WORDS)),
        "contributors": {str(kind): words for kind, words in kinds.items()},
    }, [(code, draw(WORDS)) for code in objectives]


@given(funds())
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_small_fund_is_written_as_it_was_read(sqlite_store, tmp_path, fund):
    terms, objectives = fund
    own, again = tmp_path / "own", tmp_path / "again"
    for each in (own, again):
        shutil.rmtree(each, ignore_errors=True)
    rows = "".join(
        f'{code},"{title.replace(chr(34), chr(34) * 2)}"\n' for code, title in objectives
    )
    folder(own, fund_export._toml(terms), objectives=f"code,title\n{rows}")
    fund_folder.begin(sqlite_store, own)
    before = what_it_is(sqlite_store)
    fund_export.write(sqlite_store, again)
    fund_folder.begin(sqlite_store, again)
    assert without_numbers(what_it_is(sqlite_store)) == without_numbers(before)


# Starting points


@pytest.mark.parametrize("name", STARTING_POINTS)
def test_a_starting_point_takes_money_and_brings_a_delegate(sqlite_store, set_today, name):
    set_today("2026-11-29")
    fund_folder.begin(sqlite_store, FUNDS / name)
    session = EventDraft("X-1", "other", "A session", starts_on=day("2026-06-15"))
    perform(sqlite_store, add_event, session)
    contribution = a_commitment(sqlite_store, "10000", signed_on="2026-02-01")
    a_deposit(sqlite_store, contribution, "10000", value_date="2026-02-10")
    trip = a_nomination(sqlite_store, "3000", "TUV", "X-1", nominated_on="2026-04-01")
    a_step(sqlite_store, trip, "authorised", "2026-05-01")
    a_step(sqlite_store, trip, "settled", "2026-07-01", actual="2800")
    assert by_pool(sqlite_store, EntryKind.EXPENDITURE) == {"unearmarked": 280_000}
    found = overview(view(sqlite_store))
    assert found.left_for_travel + found.fee == 720_000
    assert list(checks.problems(sqlite_store)) == []


def test_every_starting_point_but_the_first_says_that_it_is_one():
    for name in STARTING_POINTS:
        fund = Path(FUNDS, name, "fund.toml").read_text("utf-8")
        assert ("A STARTING POINT, and not that" in fund) == (name != DEFAULT_FUND.name)
        assert ('name = "Starting point: ' in fund) == (name != DEFAULT_FUND.name)


def test_a_surplus_that_may_go_two_ways_is_exported_and_imported_again(
    configure, ready_file, tmp_path, capsys, set_today
):
    store = configure(ready_file)
    set_today("2026-11-29")
    fund_folder.begin(store, FUNDS / "sponsored-delegates")
    interest = MovementDraft("interest", day("2026-03-01"), "500", "1")
    perform(store, record_movement, interest)
    surplus = MovementDraft("surplus_release", day("2026-03-02"), "100", "1>3", note="Not needed")
    perform(store, record_movement, surplus)
    file = tmp_path / "movements.csv"
    assert main(["export", "movements", "--full", "-o", str(file)]) == 0
    assert "surplus_release,2026-03-02,100.00,1>3," in file.read_text("utf-8")
    assert main(["import", "movements", str(file)]) == 0
    assert capsys.readouterr().out.endswith("new 0, changed 0, same 2, problems 0\n")
