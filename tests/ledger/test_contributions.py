"""A contribution from the first word to the signed arrangement."""

from datetime import date

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_pledge,
    a_rate,
    available,
    by_pool,
    day,
    entries,
    lines,
    perform,
    refusal,
    standing,
)
from trustfund.domain.kinds import EntryKind as K
from trustfund.ledger.books import read_books
from trustfund.ledger.contribution_rules import required
from trustfund.ledger.contributions import (
    AgreementDraft,
    ContributionDraft,
    as_draft,
    record_contribution,
    sign_agreement,
)
from trustfund.ledger.giving_up import withdraw_pledge
from trustfund.store.tables import Contribution


def sign(store, pledge: str, on: str = "2017-06-01", **other: str):
    draft = AgreementDraft(pledge, "SAA-7", day(on), **other)
    return perform(store, sign_agreement, draft)


def signing_refused(store, pledge: str, on: str = "2017-06-01", **other: str) -> str:
    draft = AgreementDraft(
        pledge, **{"agreement_reference": "SAA-7", **other}, agreement_signed_on=day(on)
    )
    return refusal(store, sign_agreement, draft)


def test_a_pledge_is_no_money(store):
    a_rate(store, "EUR", "0.9", "2017-01-01")
    pledge = a_pledge(store, "60000", "EUR")
    assert lines(store) == [("pledge", date(2017, 4, 20), "unearmarked", 6_000_000, None)]
    assert available(store) == {}
    a_pledge(store, "60000", "USD")
    assert lines(store)[-1].usd is None
    found = standing(store, pledge)
    assert (found.committed, found.committed_usd, found.outstanding) == ({}, 0, 0)


def test_a_pledge_needs_no_rate_but_a_day_that_has_come(store):
    a_pledge(store, "60000", "EUR")
    for pledged_on, said in (
        (None, "Pledged on: is missing"),
        (date(2018, 7, 17), 'Pledged on "2018-07-17": is in the future'),
    ):
        draft = ContributionDraft("Norway", "EUR", "5", pledged_on)
        assert said in refusal(store, record_contribution, draft)


def test_the_arrangement_makes_a_pledge_a_commitment_at_the_rate_of_the_signing_date(store):
    for since, units in (("2017-04-01", "0.9"), ("2017-06-01", "0.8"), ("2017-06-02", "0.5")):
        a_rate(store, "EUR", units, since)
    pledge = a_pledge(store, "60000", "EUR")
    receipt = sign(store, pledge, "2017-06-01", agreement_link="https://example.org/saa-7")
    assert "EUR 60,000.00 (USD 75,000.00 at 0.8 of 2017-06-01)" in receipt.sentence
    assert lines(store, K.COMMITMENT) == [
        ("commitment", date(2017, 6, 1), "unearmarked", 6_000_000, 7_500_000)
    ]
    commitment = entries(store)[-1]
    assert (commitment.rate, commitment.rate_effective_on) == ("0.8", date(2017, 6, 1))
    assert standing(store, pledge).outstanding == 6_000_000
    assert available(store) == {}
    with store.reading() as session:
        document = session.get_one(Contribution, commitment.contribution_id)
    assert document.agreement_reference == "SAA-7"
    assert document.agreement_link == "https://example.org/saa-7"


def test_an_arrangement_may_be_recorded_without_a_pledge_before_it(store):
    a_commitment(store, "5000", "USD", signed_on="2017-05-01")
    assert lines(store) == [("commitment", date(2017, 5, 1), "unearmarked", 500_000, 500_000)]


def test_the_choice_of_a_commitment_is_split_to_the_cent(store):
    a_rate(store, "EUR", "0.7")
    earmark = "1:33.33;2:33.33;unearmarked:33.34"
    a_commitment(store, "100", "EUR", earmark)
    amounts = {line.pool: line.amount for line in lines(store)}
    assert amounts == {"unearmarked": 3334, "1": 3333, "2": 3333}
    assert by_pool(store) == {"unearmarked": 4763, "1": 4762, "2": 4761}
    assert sum(by_pool(store).values()) == 14_286  # 100 EUR at 0.7, rounded half up


def test_a_commitment_follows_its_pledge_unless_it_says_otherwise(store):
    for earmark in ("", "1", "1:60000;unearmarked:40000"):
        pledge = a_pledge(store, "100000", earmark=earmark)
        sign(store, pledge)
        found = standing(store, pledge)
        assert found.committed == found.pledged
    other = a_pledge(store, "100000", earmark="1")
    sign(store, other, amount="80,000", earmark="2:50000;unearmarked:30000")
    assert standing(store, other).committed == {"unearmarked": 3_000_000, "2": 5_000_000}
    assert standing(store, other).pledged == {"1": 10_000_000}


def test_a_whole_earmark_serves_any_amount(store):
    pledge = a_pledge(store, "100000", earmark="2")
    sign(store, pledge, amount="80000")
    assert standing(store, pledge).committed == {"2": 8_000_000}


def test_a_split_is_kept_however_the_same_amount_is_typed(store):
    pledge = a_pledge(store, "100000", earmark="1:60000;unearmarked:40000")
    sign(store, pledge, amount=" 100,000 ")
    assert standing(store, pledge).committed == {"1": 6_000_000, "unearmarked": 4_000_000}


def test_a_split_is_stated_anew_for_another_amount_and_never_dropped(store):
    pledge = a_pledge(store, "100000", earmark="1:60000;unearmarked:40000")
    said = signing_refused(store, pledge, amount="80000")
    assert "adds up to USD 100,000.00 and not to USD 80,000.00" in said


def test_an_arrangement_is_signed_once(store):
    pledge = a_pledge(store)
    sign(store, pledge)
    said = signing_refused(store, pledge)
    assert "has an arrangement already, SAA-7 of 2017-06-01" in said


def test_a_withdrawn_pledge_cannot_be_signed(store):
    pledge = a_pledge(store)
    perform(store, withdraw_pledge, pledge, day("2017-05-01"), "Budget cut")
    assert "was withdrawn" in signing_refused(store, pledge)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agreement_reference": " "}, "Give the reference of the signed SAA"),
        ({"agreement_link": "javascript:alert(1)"}, "is not a web address"),
        ({"on": "2018-07-17"}, 'Signed on "2018-07-17": is in the future'),
        ({"on": "2017-04-19"}, "is before the day of the pledge, 2017-04-20"),
        ({"on": "2017-05-31"}, "has no UN operational rate of exchange for EUR"),
        ({"amount": "10.001"}, "has more decimals than EUR"),
        ({"earmark": "NPL"}, "is not an objective of the fund"),
    ],
)
def test_an_arrangement_that_is_not_right_is_refused(sqlite_store, wrong, said):
    a_rate(sqlite_store, "EUR", "0.9", "2017-06-01")
    pledge = a_pledge(sqlite_store, "60000", "EUR")
    assert said in signing_refused(sqlite_store, pledge, **wrong)


def test_an_arrangement_may_be_signed_on_the_day_of_the_pledge(sqlite_store):
    sign(sqlite_store, a_pledge(sqlite_store, pledged_on="2017-06-01"), "2017-06-01")


def test_a_signed_contribution_is_shown_as_it_was_signed(store):
    pledge = a_pledge(store, "100000", earmark="1")
    sign(store, pledge, amount="80,000", earmark="2")
    with read_books(store) as books:
        own = required(books, pledge)
        draft = as_draft(books, own, standing(store, pledge))
    assert (draft.amount, draft.earmark) == ("80000.00", "2")
    assert (draft.pledged_on, draft.agreement_signed_on) == (day("2017-04-20"), day("2017-06-01"))


def test_a_pledge_cannot_carry_a_link_that_is_none_either(sqlite_store):
    a_contributor(sqlite_store)
    draft = ContributionDraft(
        "Norway", "USD", "5", day("2017-05-01"), agreement_link="javascript:alert(1)"
    )
    assert "is not a web address" in refusal(sqlite_store, record_contribution, draft)


def test_a_reference_is_given_or_drawn_and_used_once(store):
    a_contributor(store)
    draft = ContributionDraft("Norway", "USD", "5", day("2017-05-01"), reference=" N-1 ")
    assert perform(store, record_contribution, draft).reference == "N-1"
    assert a_pledge(store) == "MCS00-C-0002"
    assert 'Reference "N-1": is used already' in refusal(store, record_contribution, draft)
    taken = ContributionDraft("Norway", "USD", "5", day("2017-05-01"), reference="MCS00-C-0004")
    perform(store, record_contribution, taken)
    assert a_pledge(store) == "MCS00-C-0005"


def test_an_act_outside_the_funds_term_is_booked_with_a_warning(sqlite_store):
    a_contributor(sqlite_store)
    before, on_the_first = date(2017, 4, 2), date(2017, 4, 3)
    draft = ContributionDraft("Norway", "USD", "5", before)
    (warning,) = perform(sqlite_store, record_contribution, draft).warnings
    assert warning == "2017-04-02 lies outside the fund's term, 2017-04-03 to 2018-12-31."
    draft = ContributionDraft("Norway", "USD", "5", on_the_first)
    assert perform(sqlite_store, record_contribution, draft).warnings == ()


def test_contributions_say_who_what_and_how_much(sqlite_store):
    pledge = a_pledge(sqlite_store, "100000")
    assert sign(sqlite_store, pledge).sentence == (
        f"Arrangement SAA-7 signed: Norway committed USD 100,000.00 under {pledge}."
    )
    draft = ContributionDraft("norway", "JPY", "1,000,000", day("2017-05-01"))
    assert perform(sqlite_store, record_contribution, draft).sentence == (
        "Pledge MCS00-C-0002: Norway pledged JPY 1,000,000. It counts as money once the "
        "arrangement is signed."
    )
