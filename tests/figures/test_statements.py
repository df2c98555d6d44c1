"""The funding status and the annual report, as a finance officer checks them."""

import json
from dataclasses import replace
from fractions import Fraction

from tests.books import (
    a_commitment,
    a_deposit,
    a_step,
    an_authorised_trip,
    day,
    history,
    money_available,
    perform,
    refusal,
)
from tests.people import acting
from tests.reading import Loaded, view
from trustfund.domain.catalogue.funding_status import LINES
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.figures.statements import (
    TABLES,
    AnnualReport,
    certification,
    differences,
    footing,
    funding_status,
    overspent,
    to_certify,
)
from trustfund.ledger.books import open_books
from trustfund.ledger.certification import certify_year
from trustfund.ledger.movements import MovementDraft, record_movement

IOM = "International Organization for Migration"

# The funding status of a real fund, as it was published: whole US dollars.
PUBLISHED = {
    "contributions": 756_821_732,
    "interest_fund": 20_006_220,
    "interest_organizations": 3_122_214,
    "other_income": 0,
    "total_sources": 779_950_166,
    "transfers_to_organizations": 693_135_684,
    "transfers_to_funds": 13_792_503,
    "refunds_from_organizations": 48_030_831,
    "refunds_to_contributors": 0,
    "administrative_agent_fee": 7_484_571,
    "direct_cost": 22_638_221,
    "bank_charges": 29_699,
    "total_uses": 689_049_847,
    "balance_with_agent": 90_900_319,
    "organization_expenditure": 535_464_931,
    "balance_with_organizations": 109_639_922,
    "total_balance": 200_540_241,
    "open_obligations": 0,
}
KINDS = {
    "interest_fund": "interest",
    "interest_organizations": "organization_interest",
    "transfers_to_organizations": "transfer_to_organization",
    "transfers_to_funds": "transfer_to_fund",
    "refunds_from_organizations": "refund_from_organization",
    "direct_cost": "direct_cost",
    "bank_charges": "bank_charge",
    "organization_expenditure": "organization_expenditure",
}


def moved(store, kind: str, usd: object, on: str = "2017-06-01", **other: str) -> str:
    if "organization" in kind:
        other.setdefault("organization", IOM)
    draft = MovementDraft(kind, day(on), str(usd), **other)
    return perform(store, record_movement, draft).reference


def test_the_published_statement_of_a_real_fund_comes_out_to_the_dollar(store):
    gift = a_commitment(store, str(PUBLISHED["contributions"]))
    fee = str(PUBLISHED["administrative_agent_fee"])
    a_deposit(store, gift, str(PUBLISHED["contributions"]), fee_usd=fee, note="As published")
    for line, kind in KINDS.items():
        moved(store, kind, PUBLISHED[line])
    found = {line: cents // 100 for line, cents in funding_status(view(store)).items()}
    assert found == PUBLISHED
    assert list(found) == list(LINES)


def test_a_settled_trip_is_expenditure_of_the_managing_organization(store):
    money_available(store, {"1": "10000"})
    trip = an_authorised_trip(store, "3000")
    an_authorised_trip(store, "1200", country="BTN")
    a_step(store, trip, "settled", "2017-07-01", actual="2750.40")
    moved(store, "transfer_to_organization", "5000")
    moved(store, "organization_expenditure", "100.10", "2017-07-02", objective="1")
    found = funding_status(view(store))
    assert found["organization_expenditure"] == 285_050
    assert found["balance_with_organizations"] == 214_950
    assert found["open_obligations"] == 120_000  # a memo: the total does not know it
    assert found["total_balance"] == found["balance_with_agent"] + 214_950
    (row,) = AnnualReport(view(store)).expenditure()
    assert row["organization"] == IOM
    assert row["total_expenditure_usd"] == 285_050


YEARS = {"2016": 1_000_01, "2017": 2_000_02, "2018": 3_000_03}
"""US dollar cents that came and went in three years."""


def three_years(store) -> AnnualReport:
    """A deposit, interest, a transfer, a refund and expenditure in each of three years."""
    for year, cents in YEARS.items():
        usd = f"{cents // 100}.{cents % 100:02d}"
        a_deposit(
            store, a_commitment(store, usd, signed_on="2016-01-01"), usd, value_date=f"{year}-01-01"
        )
        for part, kind in (
            (100, "interest"),
            (50, "organization_interest"),
            (20, "transfer_to_organization"),
            (10, "refund_from_organization"),
            (5, "organization_expenditure"),
        ):
            moved(store, kind, usd if part == 100 else f"{cents * part // 10_000}", f"{year}-03-01")
    return AnnualReport(view(store))


def test_the_previous_year_is_the_part_of_prior_years_that_its_own_report_calls_current(store):
    report = three_years(store)
    before = report.previous
    assert (report.year, before.year, before.is_whole) == (2018, 2017, True)
    for name in ("sources_and_uses", "contributors", "interest", "expenditure"):
        for now, then in zip(TABLES[name](report), TABLES[name](before), strict=True):
            for column in (each for each in now if each.startswith("previous_")):
                current, total, prior = (
                    column.replace("previous", part) for part in ("current", "total", "prior")
                )
                assert now[column] == then[current]
                assert now[prior] == then[total] == now[column] + then[prior]
                assert now[total] == now[prior] + now[current]
    periods = {row["period"]: row["net_funded_usd"] for row in report.transfers()}
    assert periods["previous"] == 200_00 != periods["prior"]
    assert periods["prior"] + periods["current"] == periods["total"]


def test_the_footing_is_what_the_rows_add_up_to_by_period(store):
    money_available(store, {"unearmarked": "10000"})
    moved(store, "transfer_to_organization", "100.10", organization="One")
    moved(store, "transfer_to_organization", "200.20", "2018-06-01", organization="Two")
    moved(store, "organization_expenditure", "150.15", organization="One")
    report = AnnualReport(view(store))
    found = footing(report.transfers(), "All")
    assert [(row["organization"], row["period"], row["net_funded_usd"]) for row in found] == [
        ("All", "prior", 100_10),
        ("All", "previous", 100_10),
        ("All", "current", 200_20),
        ("All", "total", 300_30),
    ]
    (spent,) = footing(report.expenditure(), "All")
    assert spent["delivery_rate"] == Fraction(150_15, 300_30)
    assert footing([], "All") == []


def test_a_delivery_rate_is_never_clipped_and_not_available_without_funding(store):
    money_available(store, {"unearmarked": "10000"})
    moved(store, "transfer_to_organization", "100", organization="Over")
    moved(store, "organization_expenditure", "490.77", organization="Over")
    moved(store, "organization_expenditure", "1", organization="Unfunded")
    moved(store, "transfer_to_organization", "10", organization="Negative")
    moved(store, "refund_from_organization", "30", organization="Negative")
    moved(store, "organization_expenditure", "88.86", organization="Negative")
    found = AnnualReport(view(store)).expenditure()
    assert {row["organization"]: row["delivery_rate"] for row in found} == {
        "Negative": Fraction(-8886, 2000),
        "Over": Fraction(49077, 10000),
        "Unfunded": None,
    }
    assert overspent(found) == ["Negative", "Over", "Unfunded"]


def test_a_year_is_certified_as_somebody_saw_it_and_stays_so(store):
    money_available(store, {"unearmarked": "1000"})
    moved(store, "interest", "10", "2017-12-31")
    report = AnnualReport(view(store, "as_of=2017-12-31"))
    assert certification(report) is None
    perform(store, certify_year, 2017, to_certify(report), len(history(store)))
    moved(store, "interest", "2.50", "2017-12-31")

    report = AnnualReport(view(store, "as_of=2017-12-31"))
    certified = certification(report)
    assert certified is not None
    assert certified.by == "local administrator (command line)"
    by_line = {row["line"]: row["current_usd"] for row in certified.tables["sources_and_uses"]}
    assert by_line["interest_fund"] == 1000
    changed = differences(report, certified)
    assert {
        "table": "interest",
        "row": "Fund",
        "column": "current_usd",
        "certified_usd": 1000,
        "now_usd": 1250,
    } in changed
    assert {row["table"] for row in changed} == {"sources_and_uses", "interest"}
    assert all(row["now_usd"] - row["certified_usd"] == 250 for row in changed)


def test_half_a_year_is_neither_called_certified_nor_compared_with_the_certificate(store):
    money_available(store, {"unearmarked": "1000"})
    whole = AnnualReport(view(store, "as_of=2017-12-31"))
    perform(store, certify_year, 2017, to_certify(whole), len(history(store)))
    assert certification(AnnualReport(view(store, "as_of=2017-06-30"))) is None


def test_a_certificate_from_before_there_was_a_previous_year_shows_no_difference(store):
    money_available(store, {"unearmarked": "1000"})
    moved(store, "transfer_to_organization", "600")
    moved(store, "organization_expenditure", "200")
    lines = {
        "contributions": 1000_00,
        "total_sources": 1000_00,
        "transfers_to_organizations": 600_00,
        "total_uses": 600_00,
        "balance_with_agent": 400_00,
        "organization_expenditure": 200_00,
        "balance_with_organizations": 400_00,
        "total_balance": 800_00,
    }

    def years(what: str, cents: int) -> dict[str, int]:
        return {f"prior_{what}": 0, f"current_{what}": cents, f"total_{what}": cents}

    stored = {
        "sources_and_uses": [{"line": line, **years("usd", lines.get(line, 0))} for line in LINES],
        "contributors": [
            {"contributor": "Norway", "commitments_usd": 1000_00, **years("deposits_usd", 1000_00)}
            | {"refunds_usd": 0, "less_refunds_usd": 1000_00}
        ],
        "interest": [{"earned_by": "Fund", **years("usd", 0)}],
        "transfers": [
            {
                "organization": IOM,
                "period": period,
                "transfers_usd": cents,
                "refunds_usd": 0,
                "net_funded_usd": cents,
            }
            for period, cents in (("prior", 0), ("current", 600_00), ("total", 600_00))
        ],
        "expenditure": [
            {
                "organization": IOM,
                "net_funded_usd": 600_00,
                **years("expenditure_usd", 200_00),
                "balance_usd": 400_00,
            }
        ],
    }
    perform(store, certify_year, 2017, stored, len(history(store)))
    report = AnnualReport(view(store, "as_of=2017-12-31"))
    certified = certification(report)
    assert certified is not None
    assert differences(report, certified) == []
    assert to_certify(report) == stored  # and a new certificate says the same
    (giver,) = stored["contributors"]
    del giver["refunds_usd"], giver["less_refunds_usd"]  # as the program before it certified
    assert differences(report, replace(certified, tables=stored)) == []


def test_what_is_booked_into_a_certified_year_is_warned_of(store):
    money_available(store, {"unearmarked": "1000"})
    perform(store, certify_year, 2017, {}, len(history(store)))
    draft = MovementDraft("bank_charge", day("2017-12-01"), "5")
    said = perform(store, record_movement, draft).warnings
    assert said == ("The statements of 2017 are certified; this may change their figures.",)
    later = MovementDraft("bank_charge", day("2018-01-01"), "5")
    assert perform(store, record_movement, later).warnings == ()


def test_a_year_is_certified_for_what_follows_in_the_same_opening_of_the_books(sqlite_store):
    money_available(sqlite_store, {"unearmarked": "1000"})
    draft = MovementDraft("bank_charge", day("2017-12-01"), "5")
    with open_books(sqlite_store, COMMAND_LINE) as books:
        assert record_movement(books, draft).warnings == ()
        certify_year(books, 2017, {}, books.fund.revision)
        assert "The statements of 2017 are certified" in record_movement(books, draft).warnings[0]


def test_a_year_that_is_not_over_or_books_that_moved_on_cannot_be_certified(store):
    money_available(store, {"unearmarked": "1000"})
    assert "is not over: today is 2018-07-16" in refusal(store, certify_year, 2018, {}, 3)
    assert "is before the fund began" in refusal(store, certify_year, 2016, {}, 3)
    said = refusal(store, certify_year, 2017, {}, 1)
    assert "are not the newest: the books are at revision 3" in said


def test_another_certification_needs_a_reason_and_replaces_the_first(store):
    perform(store, certify_year, 2017, {"interest": []}, 0)
    assert "Reason: is missing" in refusal(store, certify_year, 2017, {}, 1)
    perform(store, certify_year, 2017, {"interest": [{"earned_by": "Fund"}]}, 1, "A late entry")
    certified = certification(AnnualReport(view(store, "as_of=2017-12-31")))
    assert certified is not None
    assert certified.tables == {"interest": [{"earned_by": "Fund"}]}


def test_only_the_administrator_certifies(store):
    staff = acting(Role.STAFF, "An officer")
    assert "is not open to the role staff" in refusal(store, certify_year, 2017, {}, 0, actor=staff)


def test_what_is_certified_is_plain_and_complete(sample: Loaded):
    tables = to_certify(AnnualReport(view(sample, "as_of=2017-12-31")))
    assert json.loads(json.dumps(tables)) == tables
    assert list(tables) == list(TABLES)
