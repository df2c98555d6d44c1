"""Broken, hostile and odd files: never a traceback, a part of a file, or a wrong amount."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.books import a_contributor, everything
from tests.examples import examples
from tests.exchange.broken import texts, workbooks
from trustfund.domain import money
from trustfund.domain.catalogue.contribution import AMOUNT
from trustfund.domain.problems import Refused
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.kinds import BY_NAME, KINDS
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.plan import run
from trustfund.exchange.imports.reading import read
from trustfund.exchange.imports.rows import Choices, Source
from trustfund.figures import frames
from trustfund.figures.datasets import BY_NAME as DATASETS
from trustfund.figures.view import View
from trustfund.store.engine import Store

REFUSED = texts.REFUSED | workbooks.REFUSED
READ = texts.READ | workbooks.READ


@pytest.fixture
def books(sqlite_store):
    a_contributor(sqlite_store, "Norway")
    return sqlite_store


def load(
    store: Store, content: bytes, kind: str = "contributions", dry_run: bool = False
) -> Outcome:
    return run(store, COMMAND_LINE, BY_NAME[kind], Source("list.csv", content), dry_run=dry_run)


def pledged(store: Store) -> list[tuple[str, int]]:
    loaded, today = frames.load(store)
    return [
        (row["currency"], row["amount"])
        for row in DATASETS["contributions"].rows(View(loaded, today))
    ]


def test_there_are_more_than_two_hundred_of_them():
    assert len(REFUSED) + len(READ) > 200


@pytest.mark.parametrize("part", range(4))
def test_what_is_broken_is_refused_with_a_sentence_and_nothing_of_it_is_booked(books, part):
    before = everything(books)
    accepted = []
    for why, content in list(REFUSED.items())[part::4]:
        outcome = load(books, content)
        if not outcome.problems:
            accepted.append(why)
        for problem in outcome.problems:
            assert problem.reason, why
            assert problem.remedy, why
            assert len(str(problem)) < 5000 or len(problem.value) > 4000, why
    assert accepted == []
    assert everything(books) == before


@pytest.mark.parametrize("why", READ)
def test_what_is_merely_odd_is_booked_to_the_cent(books, why):
    content, amount = READ[why]
    outcome = load(books, content)
    assert [str(problem) for problem in outcome.problems] == []
    assert pledged(books) == [("EUR", int(amount * 100))]
    assert str(load(books, content)) == "new 0, changed 0, same 1, problems 0"


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_no_kind_of_file_is_taken_by_surprise(books, kind):
    before = everything(books)
    for content in (*texts.SHAPES.values(), *texts.BYTES.values()):
        if len(content) < 10_000:
            assert load(books, content, kind, dry_run=True) is not None
    assert everything(books) == before


MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.sampled_from(["put", "cut", "twice"]),
        st.binary(min_size=1, max_size=4)
        | st.sampled_from(
            [b'"', b",", b";", b"\n", b"\r", b"\t", b".", b"-", b"(", b"\xff", b"\0"]
        ),
    ),
    min_size=1,
    max_size=6,
)


def mutated(content: bytes, changes: list[tuple[int, str, bytes]]) -> bytes:
    for place, how, some in changes:
        at = place % (len(content) + 1)
        if how == "put":
            content = content[:at] + some + content[at + len(some) :]
        elif how == "cut":
            content = content[:at] + content[at + 2 * len(some) :]
        else:
            content = content[: at + 10] + content[at:]
    return content


def check_whole_or_nothing(store: Store, content: bytes) -> None:
    """Whatever the bytes are, a plan books nothing; without problems it is of all rows."""
    before = everything(store)
    outcome = load(store, content, dry_run=True)
    assert everything(store) == before
    if not outcome.problems:
        rows = read(Source("list.csv", content), BY_NAME["contributions"], Choices()).rows
        assert outcome.new + outcome.changed + outcome.same == len(rows)


@given(MUTATIONS)
@settings(max_examples=examples(150), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_a_list_whose_bytes_were_changed_is_no_surprise(books, changes):
    check_whole_or_nothing(books, mutated(texts.GOOD, changes))


@given(MUTATIONS)
@settings(max_examples=examples(40), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_a_workbook_whose_bytes_were_changed_is_no_surprise(books, changes):
    check_whole_or_nothing(books, mutated(workbooks.GOOD, changes))


# Amounts in any spelling

SPELLINGS = {
    "plain": ("", "."),
    "English": (",", "."),
    "German": (".", ","),
    "French": (" ", ","),
    "Swiss": ("'", "."),
    "decimal comma": ("", ","),
}


def spelled(minor: int, decimals: int, style: str, short: bool) -> str:
    thousands, point = SPELLINGS[style]
    whole, part = divmod(minor, 10**decimals)
    text = f"{whole:,}".replace(",", thousands)
    if not decimals or (short and not part):
        return text
    return f"{text}{point}{part:0{decimals}}"


CURRENCIES = {"EUR": 2, "USD": 2, "JPY": 0}


@given(
    st.lists(
        st.tuples(
            st.integers(1, 10**11), st.sampled_from(sorted(CURRENCIES)),
            st.sampled_from(sorted(SPELLINGS)), st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)  # fmt: skip
@settings(max_examples=examples(300), deadline=None)
def test_amounts_in_any_mix_of_spellings_are_exact_or_refused(rows):
    check_exact_or_refused(rows, CURRENCIES)


@given(
    st.sampled_from(sorted(SPELLINGS)),
    st.lists(
        st.tuples(st.integers(1, 10**11), st.sampled_from(["EUR", "JPY", "KWD", "TND"])),
        min_size=1,
        max_size=6,
    ),
)
@settings(max_examples=examples(300), deadline=None)
def test_amounts_in_one_spelling_are_exact_or_refused_whatever_the_decimals(style, rows):
    with_style = [(minor, currency, style, False) for minor, currency in rows]
    check_exact_or_refused(with_style, {"EUR": 2, "JPY": 0, "KWD": 3, "TND": 3})


def check_exact_or_refused(rows, decimals) -> None:
    lines = [
        texts.pledge(spelled(minor, decimals[currency], style, short), currency=currency)
        for minor, currency, style, short in rows
    ]
    table = read(Source("a.csv", texts.file(*lines)), BY_NAME["contributions"], Choices())
    assert len(table.rows) == len(rows)
    for row, (minor, currency, _, _) in zip(table.rows, rows, strict=True):
        if "amount" not in row.unreadable:
            try:
                booked = money.parse_amount(AMOUNT, row.cells["amount"], currency)
            except Refused:
                continue
            assert booked == minor, (row.cells["amount"], Decimal(minor))
