"""Which half-years are over and have published numbers about few people.

It is noted in the store before anything of it is shown, while nobody books: what was recorded by
its last day is then complete, and stays so, because no act is recorded before that note.
"""

from datetime import date

from sqlmodel import col, select

from trustfund.store.engine import Store, StoreError
from trustfund.store.tables import Fund, PublishedHalfYear


def over(newest: date, today: date) -> date:
    """The last day of the newest half-year that is over and not after that of the newest act."""
    its_own = min(end for end in ends(newest.year) if end >= newest)
    before = max(end for year in (today.year - 1, today.year) for end in ends(year) if end < today)
    return min(its_own, before)


def ends(year: int) -> tuple[date, date]:
    """The last days of the half-years of a year."""
    return date(year, 6, 30), date(year, 12, 31)


def publish(store: Store, last_day: date) -> bool:
    """Note that a half-year is published; False where that has to wait, as while somebody books."""
    try:
        with store.noting() as session:
            session.exec(select(Fund).where(col(Fund.id) == 1).with_for_update()).first()
            if session.get(PublishedHalfYear, last_day) is None:
                session.add(PublishedHalfYear(last_day=last_day))
    except StoreError:
        return False
    return True
