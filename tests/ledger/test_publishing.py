"""Who publishes the fund in IATI, and how IATI calls the organizations of the books."""

import pytest

from tests.books import (
    a_commitment,
    a_contributor,
    a_deposit,
    day,
    history,
    perform,
    recorded_on,
    refusal,
)
from tests.reading import view
from trustfund.ledger.books import read_books
from trustfund.ledger.movements import MovementDraft, record_movement
from trustfund.ledger.publishing import (
    PublisherDraft,
    give_reference,
    organizations,
    reference_of,
    set_publisher,
    take_reference_back,
)
from trustfund.store.tables import Fund

WHY = "The registry says so"


def fund(store) -> Fund:
    with read_books(store) as books:
        return books.fund


def reference(store, who: str) -> str:
    with read_books(store) as books:
        found = reference_of(books, who)
        return found.reference if found else ""


def test_a_publisher_without_an_identifier_gets_that_of_the_fund(store):
    said = perform(store, set_publisher, PublisherDraft("XM-TEST-1", " A  publisher ", "40"), WHY)
    assert said.sentence == (
        "The fund is published by A publisher (XM-TEST-1) as the activity XM-TEST-1-MCS00."
    )
    assert (fund(store).publisher_name, fund(store).publisher_type) == ("A publisher", "40")
    assert not fund(store).publishes_instalments


@pytest.mark.parametrize(
    "typed",
    [
        *("", "41401", "XM-DAC", "XM-DAC-", "xm-dac-1", "XM-DAC-1 2", "XM-DAC-1/2", "XM-DAC-1&2"),
        *("XM-DAC-1|2", "XM-DAC-1?", "XM-DAC-é", "XE-EXAMPLE-1"),
    ],
)
def test_a_reference_that_no_register_gives_is_refused(sqlite_store, typed):
    a_contributor(sqlite_store)
    assert refusal(sqlite_store, give_reference, "Norway", typed, WHY).startswith(
        "Organization reference"
    )


@pytest.mark.parametrize("typed", ["XM-DAC-1234", "NO-BRC-971277882", "CA_AB-ABT-7"])
def test_a_reference_of_a_register_is_kept(sqlite_store, typed):
    a_contributor(sqlite_store)
    perform(sqlite_store, give_reference, "norway ", f" {typed} ", WHY)
    assert reference(sqlite_store, "Norway") == typed


@pytest.mark.parametrize(
    "typed", ["XM-TEST-2-FUND", "XM-TEST-1", "XM-TEST-1-", "XM-TEST-1-A B", "XM-TEST-1-A/B"]
)
def test_an_identifier_begins_with_the_publishers_reference(sqlite_store, typed):
    said = refusal(sqlite_store, set_publisher, PublisherDraft("XM-TEST-1", "P", "40", typed), WHY)
    assert said.startswith(f'Activity identifier "{typed}"')


def test_an_identifier_that_changes_is_warned_of(store):
    perform(store, set_publisher, PublisherDraft("XM-TEST-1", "P", "40"), WHY)
    same = perform(store, set_publisher, PublisherDraft("XM-TEST-1", "Q", "40"), WHY)
    other = perform(store, set_publisher, PublisherDraft("XM-TEST-2", "Q", "40"), WHY)
    assert same.warnings == ()
    assert "XM-TEST-1-MCS00 take XM-TEST-2-MCS00 for another one" in other.warnings[0]


def test_contributors_and_organizations_of_the_books_have_references(store):
    a_deposit(store, a_commitment(store), "1000")
    transfer = ("transfer_to_organization", day("2017-06-01"), "5")
    perform(store, record_movement, MovementDraft(*transfer, organization="An agency"))
    with read_books(store) as books:
        assert organizations(books) == [
            "An agency",
            "International Organization for Migration",
            "Norway",
            "UN Multi-Partner Trust Fund Office",
        ]
    perform(store, give_reference, "Norway", "XM-TEST-2", WHY)
    perform(store, give_reference, "an agency", "XM-TEST-3", WHY)
    assert reference(store, "Norway") == "XM-TEST-2"
    assert reference(store, "An agency") == "XM-TEST-3"
    said = refusal(store, give_reference, "Atlantis", "XM-TEST-4", WHY)
    assert said.startswith('Organization "Atlantis": is not in the books.')


def test_a_reference_is_corrected_and_taken_back_and_the_old_report_keeps_it(store):
    with recorded_on("2017-05-01"):
        a_contributor(store)
        perform(store, give_reference, "Norway", "XM-TEST-2", WHY)
    perform(store, give_reference, "Norway", "XM-TEST-3", WHY)
    assert reference(store, "Norway") == "XM-TEST-3"
    perform(store, take_reference_back, "Norway", WHY)
    assert reference(store, "Norway") == ""
    assert view(store).frames.organization_references == {}
    (before,) = view(store, "known_at=2017-05-01").frames.organization_references.values()
    assert before["reference"] == "XM-TEST-2"
    assert history(store)[-1].outcome == "IATI files call Norway by its name alone from now on."
    assert refusal(store, take_reference_back, "Norway", WHY).startswith(
        'Organization "Norway": has no IATI reference.'
    )
    perform(store, give_reference, "Norway", "XM-TEST-4", WHY)
    assert reference(store, "Norway") == "XM-TEST-4"
