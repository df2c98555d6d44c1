"""The statement of a contributor and the receipt of a deposit, as PDF."""

import time
from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd
import pyarrow as pa
import pytest

from tests.books import day, perform
from tests.exchange import small_fund
from tests.people import acting
from tests.readers import pdf_text
from tests.reading import made, rows
from trustfund.domain.problems import Refused
from trustfund.domain.roles import Role
from trustfund.exchange import contributor_statement
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures import frames
from trustfund.figures.definitions import FIGURES
from trustfund.figures.giving import Statement
from trustfund.figures.overview import overview
from trustfund.figures.view import View
from trustfund.figures.wording import grouped
from trustfund.ledger.amendments import AmendmentDraft, amend
from trustfund.ledger.contributions import ContributionDraft, record_contribution
from trustfund.ledger.contributors import ContributorDraft, record_contributor
from trustfund.ledger.deposits import DepositDraft, record_deposit, reverse_deposit
from trustfund.ledger.rates import RateDraft, record_rate

VISITOR, VIEWER = Role.VISITOR, Role.VIEWER


def text(books, file: str, role: Role = VISITOR, **asked: str) -> str:
    return pdf_text(made(books, file, urlencode(asked), role))


def on_one_line(said: str) -> str:
    return " ".join(said.split())


# Golden files: what is stated; the definitions behind it have a page of their own


def stated(said: str) -> str:
    before, found, after = said.partition("What stands behind these figures")
    assert found
    assert "Footing" in after
    return before


def test_a_statement_reads_as_its_golden_file(small_books, golden):
    said = text(small_books, "statement.pdf", contributor="Norway")
    golden("statement_norway.txt", stated(said))


def test_a_statement_for_people_who_are_signed_in_reads_as_its_golden_file(small_books, golden):
    said = text(small_books, "statement.pdf", VIEWER, contributor="Türkiye")
    golden("statement_signed_in.txt", stated(said))


def test_a_receipt_reads_as_its_golden_file(small_books, golden):
    golden("receipt.txt", stated(text(small_books, "receipt.pdf", deposit="D-2")))


# What is in it, and for whom


def test_refunds_are_for_everybody_and_instalments_for_people_who_are_signed_in(sample):
    asked = {"contributor": "Specimen Philanthropies"}
    for role in (VISITOR, VIEWER):
        assert "500.00" in text(sample, "statement.pdf", role, **asked).split("Given back")[1]
    asked = {"contributor": "Illustrative Foundation for Human Mobility"}
    assert "nstalment" not in text(sample, "statement.pdf", VISITOR, **asked)
    assert "Of it late" in text(sample, "statement.pdf", VIEWER, **asked)


def test_every_table_of_a_statement_has_its_definitions(sample):
    loaded, today = sample
    download = DOWNLOADS["statement.pdf"]
    for name in ("Specimen Philanthropies", "Norway", "Finland", "European Parliament"):
        view = download.view(loaded, today, [("contributor", name)])
        for section in contributor_statement.sections(Statement(view), acting(VIEWER)):
            assert section.figures or section.table is None
            assert set(section.figures) <= set(FIGURES)


@pytest.mark.parametrize("row", ["Norway", "Türkiye", "Côte d’Ivoire", "Example Foundation"])
def test_a_statement_is_made_for_everyone_who_gives_or_announces(small_books, row):
    said = text(small_books, "statement.pdf", VIEWER, contributor=row)
    assert f"Statement of {row}" in said


def test_a_statement_lists_the_amendments_of_an_arrangement(sqlite_store):
    a_gift(sqlite_store, "Foundation", "C-1")
    amendment = AmendmentDraft("C-1", "Amendment 1", day("2017-06-01"), "100")
    perform(sqlite_store, amend, amendment)
    said = on_one_line(text(frames.load(sqlite_store), "statement.pdf", contributor="Foundation"))
    assert "2017-06-01 C-1 Amended USD 100.00 100.00" in said


def test_a_statement_says_what_all_money_of_the_fund_did_and_what_is_left(sample):
    said = on_one_line(text(sample, "statement.pdf", contributor="Sweden"))
    status = {row["line"]: row["usd_amount"] for row in rows(sample, "funding_status")}
    left = status["total_balance"] - status["open_obligations"]
    travel = overview(View(*sample)).left_for_travel
    assert f"Deposits and income of the fund {grouped(status['total_sources'])}" in said
    assert f"Administrative agent fee {grouped(status['administrative_agent_fee'])}" in said
    assert f"reserved for authorised trips {grouped(status['open_obligations'])}" in said
    assert f"Left for travel {grouped(travel)}" in said
    assert f"Left for other objectives, which pay no travel {grouped(left - travel)}" in said


def test_a_fund_that_received_nothing_has_no_use_of_money_in_its_statements(small_books):
    said = text(small_books, "statement.pdf", contributor="Norway", as_of="2017-01-01")
    assert "what is left" not in said


def test_a_word_with_hyphens_stays_whole_for_who_searches_the_document(sample):
    said = text(sample, "statement.pdf", contributor="Sweden")
    assert "B031: Contributions to multi-donor/multi-entity funding mechanisms." in said


def test_an_illustrative_statement_says_so_on_every_page(sample):
    pages = text(sample, "statement.pdf", contributor="Sweden").rstrip("\f").split("\f")
    assert len(pages) > 1
    assert all("Illustrative data: not figures of the fund" in page for page in pages)
    assert "no such money was received" in text(sample, "receipt.pdf", deposit="MCS00-D-0004")


def test_a_letter_says_that_the_bank_gave_the_us_dollars(small_books):
    said = on_one_line(text(small_books, "receipt.pdf", deposit="D-3"))
    assert "JPY for 1 US dollar, as the bank gave US dollars" in said
    assert "USD 14,400.10" in said


# What is refused


@pytest.mark.parametrize(
    ("file", "asked", "why"),
    [
        ("statement.pdf", [], "Filter contributor: is missing"),
        ("statement.pdf", [("contributor", "")], "Filter contributor: is missing"),
        ("statement.pdf", [("contributor", "Atlantis")], '"Atlantis": is not known'),
        (
            "statement.pdf",
            [("contributor", "Norway"), ("contributor", "Türkiye")],
            'Filter contributor "Norway, Türkiye": is given twice. Give one',
        ),
        ("statement.pdf", [("contributor", "Norway"), ("objective", "1")], "does not apply here"),
        ("receipt.pdf", [], "Filter deposit: is missing"),
        ("receipt.pdf", [("deposit", "D-9")], 'Filter deposit "D-9": is not known'),
        ("receipt.pdf", [("deposit", "D-1"), ("deposit", "D-2")], "is given twice"),
    ],
)
def test_one_contributor_or_one_deposit_must_be_named(small_books, file, asked, why):
    loaded, today = small_books
    with pytest.raises(Refused) as refused:
        DOWNLOADS[file].view(loaded, today, asked)
    assert why in str(refused.value)
    assert len(refused.value.problems) == 1


def test_a_deposit_that_does_not_stand_has_no_receipt(sqlite_store):
    small_fund.bring_in(sqlite_store)
    with pytest.raises(Refused, match="does not stand on 2017-05-14"):
        text(frames.load(sqlite_store), "receipt.pdf", deposit="D-1", as_of="2017-05-14")
    perform(sqlite_store, reverse_deposit, "D-4", "Not ours")
    with pytest.raises(Refused, match="it is reversed, or came later"):
        text(frames.load(sqlite_store), "receipt.pdf", deposit="D-4")
    assert "D-1" in text(frames.load(sqlite_store), "receipt.pdf", deposit="D-1")


# Books that are hard to print

LONG = "Foundation-" + "of-a-name-without-any-space-" * 8
QUOTED = 'The "Ünïted" Trust\n#set text(50pt) $x$ <b> \\ *bold* [link]'


def a_gift(store, name: str, reference: str, currency: str = "USD") -> None:
    perform(store, record_contributor, ContributorDraft(name, "philanthropic_organization", ""))
    perform(
        store,
        record_contribution,
        ContributionDraft(
            name,
            currency,
            "900",
            agreement_reference=QUOTED,
            agreement_signed_on=day("2017-05-01"),
            reference=reference,
        ),
    )
    paid = DepositDraft(reference, day("2017-05-15"), currency, "900", reference=f"D {reference}")
    perform(store, record_deposit, paid)


def test_very_long_names_and_text_like_markup_are_printed_as_they_are(sqlite_store):
    perform(sqlite_store, record_rate, RateDraft("KWD", day("2017-05-01"), "0.305"))
    a_gift(sqlite_store, LONG, "R" * 90, "KWD")
    a_gift(sqlite_store, QUOTED, "C-2")
    books = frames.load(sqlite_store)
    said = text(books, "statement.pdf", contributor=LONG)
    whole = "".join(said.replace("\N{ZERO WIDTH SPACE}", "").split())
    assert LONG in whole
    assert "KWD 900.000" in on_one_line(said)
    (name,) = (r.name for r in books[0].contributors.values() if r.name != LONG)
    said = on_one_line(text(books, "statement.pdf", contributor=name))
    assert 'The "Ünïted" Trust #set text(50pt) $x$ <b> \\ *bold* [link]' in said
    assert 'The "Ünïted" Trust #set' in on_one_line(text(books, "receipt.pdf", deposit="D C-2"))


def test_thousands_of_deposits_are_summed_and_the_newest_listed(sqlite_store):
    small_fund.bring_in(sqlite_store)
    loaded, today = frames.load(sqlite_store)
    first = loaded.entries[loaded.entries["deposit"] == 1]  # it and its fee
    more = first.loc[first.index.repeat(5_000)].reset_index(drop=True)
    more["deposit"] = more.groupby("kind").cumcount() + 1_000
    more["id"] = range(10_000, 10_000 + len(more))
    entries = pd.concat([loaded.entries, more], ignore_index=True)
    known = loaded.deposits
    further = [known[1] | {"id": key, "reference": f"X-{key}"} for key in range(1_000, 6_000)]
    deposits = known.with_rows(pa.Table.from_pylist(further, known.columns.schema))
    books = replace(loaded, entries=entries, deposits=deposits)
    began = time.perf_counter()
    said = on_one_line(text((books, today), "statement.pdf", contributor="Norway"))
    assert time.perf_counter() - began < 15
    assert "The newest 400 are listed; 4,602 earlier ones are in the sums alone." in said
    assert "USD 300,060,000.00" in said  # 5,001 times 60,000
