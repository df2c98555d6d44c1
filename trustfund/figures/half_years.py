"""Which half-year is over, and has its numbers about few people published.

It is noted in the store before anything of it is shown, while nobody books: what was recorded by
its last day is then complete, and stays so, because no act is recorded before that note.
"""

from datetime import date

from sqlmodel import col, select

from trustfund.store.engine import Store, StoreError
from trustfund.store.tables import Fund, PublishedHalfYear


def over(newest: date, today: date) -> date:
    """The last day of the newest half-year that is over and not after that of the newest act."""
    ends = [
        date(year, month, day)
        for year in (newest.year - 1, newest.year)
        for month, day in ((6, 30), (12, 31))
    ]
    its_own = min(end for end in ends if end >= newest)
    return max((end for end in ends if end <= its_own and end < today), default=date.min)


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
