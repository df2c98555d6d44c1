"""What officers write down for themselves stands in no file that everybody may fetch."""

import pytest
import sqlalchemy as sa

from tests.privacy.test_planted_names import asked_for
from tests.readers import all_in
from tests.web.conftest import browser
from trustfund.domain.roles import COMMAND_LINE, Role
from trustfund.exchange.downloads import DOWNLOADS
from trustfund.figures import frames
from trustfund.store.tables import Allocation, Deposit, Movement, Rate, Trip, UnidentifiedReceipt

WORDS = b"Planted words"
OWN = {
    Allocation: ("note", "organization"),
    Deposit: ("bank_reference", "note"),
    Movement: ("note",),
    Rate: ("source",),
    Trip: ("note", "note_verbale"),
    UnidentifiedReceipt: ("note", "payer", "bank_reference"),
}
"""Texts of the books that no dataset for everybody has; the note of a contribution is public."""


@pytest.fixture
def planted_words(sample_file, configure):
    """The sample with the same words in each of these texts."""
    sample_site = configure(sample_file)
    with sample_site.writing() as session:
        for table, columns in OWN.items():
            session.execute(sa.update(table).values(dict.fromkeys(columns, WORDS.decode())))
    frames._cache.clear()
    return sample_site


@pytest.mark.parametrize(
    "file", [f for f, each in DOWNLOADS.items() if Role.VISITOR in each.readers]
)
def test_no_public_file_holds_what_is_written_for_the_office(planted_words, file):
    answer = browser().get(f"/exports/{file}", params=asked_for(DOWNLOADS[file]))
    assert answer.status_code == 200
    assert WORDS not in all_in(answer.content)


@pytest.mark.parametrize("file", ["travel.csv", "movements.csv", "receipts.csv", "rates.csv"])
def test_the_files_of_the_office_hold_it(planted_words, file):
    download = DOWNLOADS[file]
    view = download.view(*frames.load(planted_words), [])
    assert WORDS in b"".join(download.pieces(view, COMMAND_LINE))
