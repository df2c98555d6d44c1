"""Documents have two clocks too: an old report is made again with the names it had."""

from datetime import UTC, date, datetime

from tests.books import a_commitment, a_contributor, a_rate
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange import tables
from trustfund.figures import frames
from trustfund.figures.datasets import DATASETS
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.ledger import contributions, contributors, deposits, events, rates
from trustfund.ledger.acts import open_books
from trustfund.store.engine import Store

MONDAY = datetime(2018, 7, 2, 9, tzinfo=UTC)
TUESDAY = datetime(2018, 7, 3, 9, tzinfo=UTC)


def files(store: Store, known_at: str = "") -> dict[str, str]:
    """Every file as downloaded."""
    loaded, today = frames.load(store)
    view = View(loaded, today, Filters(known_at=known_at))
    return {
        dataset.name: "".join(tables.csv_pieces(dataset.columns, dataset.rows(view)))
        for dataset in DATASETS
    }


def test_monday_s_report_can_be_made_again_after_everything_was_corrected_on_tuesday(
    sqlite_store: Store,
) -> None:
    with open_books(sqlite_store, COMMAND_LINE, clock=lambda: MONDAY) as books:
        contributors.record_contributor(
            books, contributors.ContributorDraft("Norway", "member_state", "NOR")
        )
        rates.record_rate(books, rates.RateDraft("NOK", date(2018, 6, 1), "8.0"))
        gift = contributions.ContributionDraft(
            "Norway",
            "NOK",
            "80000",
            agreement_reference="SAA-1",
            agreement_signed_on=date(2018, 7, 1),
            note="As signed",
            reference="C-1",
        )
        contributions.record_contribution(books, gift)
        arrival = deposits.DepositDraft("C-1", date(2018, 7, 2), "NOK", "8000", reference="D-1")
        deposits.record_deposit(books, arrival)
    monday = files(sqlite_store)

    with open_books(sqlite_store, COMMAND_LINE, clock=lambda: TUESDAY) as books:
        renamed = contributors.ContributorDraft("Kingdom of Norway", "member_state", "NOR")
        contributors.correct_contributor(books, "Norway", renamed, "Official name")
        contributors.record_contributor(
            books, contributors.ContributorDraft("Sweden", "member_state", "SWE")
        )
        rates.record_rate(books, rates.RateDraft("NOK", date(2018, 6, 1), "10", reason="Misread"))
        rates.record_rate(books, rates.RateDraft("SEK", date(2018, 6, 1), "9"))
        corrected = contributions.ContributionDraft(
            "Kingdom of Norway",
            "NOK",
            "90000",
            agreement_reference="SAA-2",
            agreement_signed_on=date(2018, 7, 1),
            earmark="1",
            note="As amended",
            reference="C-1",
        )
        contributions.correct_contribution(books, corrected, "Wrong arrangement")
        deposits.reverse_deposit(books, "D-1", "Another fund's money")
        moved = events.EventDraft(
            "CONF", "conference", "Moved", "Rabat", "MAR", "2019", date(2019, 1, 1)
        )
        events.change_event(books, moved, "Postponed")
        events.add_event(
            books, events.EventDraft("NEW", "other", "Added", starts_on=date(2018, 7, 10))
        )

    tuesday = files(sqlite_store)
    assert all(tuesday[name] != monday[name] for name in ("contributions", "deposits", "events"))
    assert "Kingdom of Norway" in tuesday["contributors"]
    assert files(sqlite_store, known_at="2018-07-02") == monday
    assert files(sqlite_store, known_at="2018-07-03") == tuesday


def test_before_the_first_act_nothing_was_known(sqlite_store: Store) -> None:
    empty = files(sqlite_store)
    a_contributor(sqlite_store)
    a_rate(sqlite_store, "EUR", "0.9")
    a_commitment(sqlite_store, "1000", "EUR")
    assert files(sqlite_store, known_at="2017-01-01") == empty
