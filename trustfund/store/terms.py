"""The versions of the fund's terms, as the store has them."""

import sqlalchemy as sa
from sqlmodel import Session

from trustfund.domain.fund_rules import Rules
from trustfund.store.tables import FundTerms

_ROWS: sa.Table = FundTerms.__table__  # type: ignore[attr-defined]
_VERSIONS = sa.select(*(_ROWS.c[name] for name in Rules.__dataclass_fields__)).order_by(_ROWS.c.id)


def versions(session: Session) -> tuple[Rules, ...]:
    """All of them, the newest last."""
    return tuple(Rules(**row) for row in session.execute(_VERSIONS).mappings())
