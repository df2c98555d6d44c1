"""When an act is recorded: time goes forward, whatever the clock of the machine says.

So reports as known at a day stay what they were, and a published half-year never changes.
"""

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue.act import CLOCK
from trustfund.domain.problems import Code, refusal
from trustfund.ledger.books import Books
from trustfund.store.engine import SLACK
from trustfund.store.tables import History, PublishedHalfYear

BEGINNING = datetime.min.replace(tzinfo=UTC)
_KNOWN = sa.select(  # to build it takes longer than to run it
    select(History.at)
    .where(History.id == sa.bindparam("revision"), col(History.id) > 0)  # not the line of init
    .scalar_subquery(),
    sa.select(sa.func.max(PublishedHalfYear.last_day)).scalar_subquery(),
)


def moment(books: Books, code: ActCode) -> datetime:
    """When an act of this kind is recorded: now, and never before the newest moment of the books.

    A clock that is behind it by a minute or more is refused, unless that moment was settled.
    """
    books.newest = books.newest or _newest(books)
    now = books.clock()
    if books.newest - now >= SLACK and code is not ActCode.CLOCK_SETTLED:
        _refuse_unsettled(books.session, now, books.newest)
    return max(now, books.newest)


def _newest(books: Books) -> datetime:
    """When the newest act was recorded, or the end of the newest published half-year."""
    acted, published = books.session.execute(_KNOWN, {"revision": books.fund.revision}).one()
    after = published and datetime.combine(published + timedelta(days=1), time(), UTC)
    return max(acted or BEGINNING, after or BEGINNING)


def _refuse_unsettled(session: Session, now: datetime, newest: datetime) -> None:
    if _settled(session, col(History.at) >= newest):
        return
    why = (
        f"is behind: {newest:%Y-%m-%d %H:%M:%S} UTC is the newest moment that the books know, "
        "of their newest act or of the end of a published half-year"
    )
    remedy = (
        "Set the clock right and try again; if that moment is the wrong one, an administrator "
        "settles the clock, under Settings or by: python -m trustfund settle-clock REASON"
    )
    raise refusal(CLOCK, Code.CLOCK_BEHIND, f"{now:%Y-%m-%d %H:%M:%S} UTC", why, remedy)


def _settled(session: Session, *which: "sa.ColumnElement[bool]") -> int:
    """The newest act that settled the clock, of some; 0 where there is none."""
    lines = select(sa.func.max(History.id)).where(History.act == ActCode.CLOCK_SETTLED, *which)
    return session.exec(lines).one() or 0


def is_unsettled(books: Books) -> bool:
    """Whether an act was recorded before the one before it, or the newest moment is to come."""
    session, newest = books.session, _newest(books)
    if newest - books.clock() >= SLACK and not _settled(session, col(History.at) >= newest):
        return True
    before = aliased(History)
    back = (
        select(History.id)
        .join(before, sa.and_(col(before.id) == History.id - 1, col(before.id) > 0))
        .where(col(History.at) < before.at, History.id > _settled(session))
    )
    return session.exec(back.limit(1)).first() is not None
