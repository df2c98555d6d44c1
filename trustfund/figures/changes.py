"""What changed on the books between two days: which entries were recorded, and what they moved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from trustfund.domain.catalogue.funding_status import LINES
from trustfund.figures import staff_datasets, statements
from trustfund.figures.filters import LAST_DAY, Filters
from trustfund.figures.view import View
from trustfund.store.engine import Store
from trustfund.store.tables import History

Row = dict[str, Any]


@dataclass(frozen=True)
class Changes:
    """The books as they were known at the end of ``since``, beside those known at ``until``."""

    view: View
    since: str
    until: str

    def _known(self, day: str) -> View:
        return replace(self.view, filters=Filters(as_of=LAST_DAY, known_at=day))

    def _between(self, day: str) -> bool:
        return self.since < day <= self.until

    def entry_rows(self) -> list[Row]:
        """Entries recorded after ``since`` and by ``until``, whatever day they are dated."""
        return [
            row
            for row in staff_datasets.ledger_rows(self._known(self.until))
            if row["recorded_at"][:10] > self.since
        ]

    def act_rows(self) -> list[Row]:
        """The acts of that time, those that moved no money too."""
        return [
            row
            for row in staff_datasets.history_rows(self.view)
            if self._between(str(row["at"])[:10])
        ]

    def line_rows(self) -> list[Row]:
        """The lines of the funding status as known then, as known later, and the difference."""
        before = statements.funding_status(self._known(self.since))
        after = statements.funding_status(self._known(self.until))
        return [
            {
                "line": LINES[line],
                "before_usd": before[line],
                "after_usd": after[line],
                "difference_usd": after[line] - before[line],
            }
            for line in LINES
        ]


def newest_acts(store: Store, word: str, most: int) -> Sequence[History]:
    """The newest lines of history, or of those that have a word in them."""
    query = select(History).order_by(col(History.id).desc()).limit(most)
    if word:
        texts = (History.subject, History.actor, History.action, History.outcome, History.reason)
        found = (col(text).icontains(word, autoescape=True) for text in texts)
        query = query.where(sa.or_(*found))
    with store.reading() as session:
        return session.exec(query).all()


def booked_by(store: Store, view: View, actor: str, on: date, most: int) -> Sequence[History]:
    """The newest acts that somebody booked on a UTC day."""
    books = view.books
    later = ~books.recorded_by(books.history.ids, (on - timedelta(days=1)).isoformat())
    today = books.history.ids[later]
    if not len(today):
        return ()
    since = (col(History.id) >= int(today[0]), History.actor == actor)
    query = select(History).where(*since).order_by(col(History.id).desc()).limit(most)
    with store.reading() as session:
        return session.exec(query).all()
