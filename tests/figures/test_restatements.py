"""What changed in figures that were published before: named, with both values, never a person."""

from dataclasses import replace

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_delegate,
    a_deposit,
    a_rate,
    day,
    money_available,
    perform,
    recorded_on,
)
from tests.reading import rows, view
from trustfund.domain import cells
from trustfund.domain.catalogue.restatement import RESTATED
from trustfund.figures import restatements
from trustfund.figures.restatements import COMPARED
from trustfund.ledger.contributors import ContributorDraft, correct_contributor
from trustfund.ledger.deposits import DepositDraft, correct_deposit, reverse_deposit
from trustfund.ledger.events import EventDraft, add_event

JUNE, JULY, AUGUST = "2017-06-30", "2017-07-10", "2017-08-10"
IN_JULY = "from=2017-07-01&to=2017-07-31"


@pytest.fixture
def published(store, set_today):
    """A gift of USD 20,000, of which USD 10,000 came in May; all recorded in June 2017."""
    set_today("2017-09-01")
    with recorded_on(JUNE):
        gift = a_commitment(store, "20000", reference="GIFT")
        a_deposit(store, gift, "10000", value_date="2017-05-15", reference="CASH")
    return store


def sentences(store, query: str = IN_JULY) -> list[str]:
    found = map(restatements.sentence, restatements.restated(view(store, query)))
    return [each for each in found if each]


def changed(store, query: str = IN_JULY) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    return {
        (row["dataset"], row["reference"], row["column"]): (
            row["before"],
            row["after"],
            row["reason_code"],
        )
        for row in rows(store, "restatements", query)
    }


def correct_the_deposit(store, on: str) -> None:
    draft = DepositDraft("GIFT", day("2017-05-15"), "USD", "1000", reference="CASH")
    with recorded_on(on):
        perform(store, correct_deposit, draft, "A nought too many")


def test_a_corrected_deposit_is_told_with_both_amounts(published):
    correct_the_deposit(published, JULY)
    (sentence,) = sentences(published)
    assert sentence.startswith("Deposit CASH was corrected: Amount USD 10,000.00 to USD 1,000.00")
    found = changed(published)
    assert found["deposits", "CASH", "amount"] == ("10000.00", "1000.00", "correction")
    assert found["contributions", "GIFT", "deposited_usd"] == ("10000.00", "1000.00", "correction")
    assert found["contributors", "Norway", "deposited_usd"][:2] == ("10000.00", "1000.00")
    assert found["funding_status", "contributions", "usd_amount"][:2] == ("10000.00", "1000.00")
    assert found["totals", "fund", "left_for_travel_usd"][:2] == ("9900.00", "990.00")


def test_what_was_recorded_on_other_days_is_no_restatement_of_these(published):
    correct_the_deposit(published, AUGUST)
    assert changed(published) == {}
    assert len(sentences(published, "from=2017-08-01&to=2017-08-31")) == 1


def test_new_money_of_later_days_restates_nothing(published):
    with recorded_on(JULY):
        a_deposit(published, "GIFT", "5000", value_date="2017-07-05")
    assert changed(published) == {}


def test_money_dated_before_and_recorded_later_came_later(published):
    with recorded_on(JULY):
        a_deposit(published, "GIFT", "500", value_date="2017-06-20", reference="LATE")
    assert sentences(published) == ["Deposit LATE was added later: USD 500.00"]
    assert changed(published)["deposits", "LATE", "usd_amount"] == ("", "500.00", "correction")


def test_a_deposit_that_was_reversed_was_taken_out(published):
    with recorded_on(JULY):
        perform(published, reverse_deposit, "CASH", "It was for another fund")
    assert sentences(published) == ["Deposit CASH was removed: USD 10,000.00"]


def test_a_new_name_is_a_restatement(published):
    with recorded_on(JULY):
        draft = ContributorDraft("Kingdom of Norway", "member_state", "NOR")
        perform(published, correct_contributor, "Norway", draft, "As it is called")
    found = changed(published)
    assert found["contributions", "GIFT", "contributor"] == (
        "Norway",
        "Kingdom of Norway",
        "correction",
    )


def test_who_was_renamed_or_lost_a_gift_is_restated_by_a_correction_and_not_by_a_rate(published):
    with recorded_on(JULY):
        a_contributor(published, "Chile", "member_state", "CHL")
        draft = ContributorDraft("Kingdom of Norway", "member_state", "NOR")
        perform(published, correct_contributor, "Norway", draft, "As it is called")
    found = changed(published)
    assert {reason for _, _, reason in found.values()} == {"correction"}
    assert ("contributors", "Norway", "deposited_usd") in found
    assert not [key for key in found if "Chile" in key]  # who has no money restates nothing


def test_a_rate_that_came_later_is_the_reason_why_what_is_outstanding_changed(store, set_today):
    set_today("2017-09-01")
    with recorded_on(JUNE):
        a_rate(store, "EUR", "0.9", "2017-05-01")
        a_commitment(store, "900", "EUR", reference="EUROS")
    with recorded_on(JULY):
        a_rate(store, "EUR", "0.8", "2017-06-15")
    found = changed(store)
    assert found["contributions", "EUROS", "outstanding_usd"] == ("1000.00", "1125.00", "rate")
    assert sentences(store) == []  # nobody changed a document


def test_an_event_that_is_added_later_is_a_restatement(published):
    with recorded_on(JULY):
        meeting = EventDraft("NEW", "other", "A meeting", announced="Soon", date_precision="none")
        perform(published, add_event, meeting)
    assert sentences(published) == ["Event NEW was added later"]
    assert changed(published)["events", "NEW", "announced"] == ("", "Soon", "event_changed")


def test_journeys_are_in_no_restatement_but_in_the_lines_of_the_fund(published):
    with recorded_on(JUNE):
        money_available(published, {"1": "1000"})
    with recorded_on(AUGUST):
        a_delegate(published, "NPL")
    found = changed(published, "from=2017-08-01&to=2017-08-31")
    assert {name for name, _, _ in found} == {"funding_status", "totals"}


def test_restatements_are_the_cells_in_which_the_files_of_both_days_differ(published):
    with recorded_on(JULY):
        a_deposit(published, "GIFT", "500", value_date="2017-06-20", reference="LATE")
        a_contributor(published, "Chile", "member_state", "CHL")
    correct_the_deposit(published, JULY)
    expected = {}
    for name, compared in COMPARED.items():
        if name == "totals":
            continue
        then, now = (
            {tuple(row[key] for key in compared.key): row for row in rows(published, name, query)}
            for query in (
                "as_of=2017-06-30&known_at=2017-06-30",
                "as_of=2017-06-30&known_at=2017-07-31",
            )
        )
        for key in {*then, *now} - {("Chile",)}:  # who has no money restates nothing
            for field in compared.fields:
                one, two = (cells.text(field, of[key]) if key in of else "" for of in (then, now))
                if one != two:
                    expected[name, " ".join(key), field.key] = (one, two)
    found = {key: texts[:2] for key, texts in changed(published).items() if key[0] != "totals"}
    assert found == expected
    assert len(found) > 20


def test_everybody_sees_the_same(published):
    correct_the_deposit(published, JULY)
    seen = view(published, IN_JULY)
    other = replace(seen, reads_travel=False)
    assert restatements.restated(seen) == restatements.restated(other)


def test_the_documentation_lists_what_is_compared():
    assert tuple(COMPARED) == RESTATED
