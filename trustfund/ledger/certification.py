"""Certifying a year: its statements as they are on that day are stored, and stay."""

import json
from collections.abc import Mapping, Sequence

from sqlmodel import select

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import fund as fields
from trustfund.domain.problems import Code
from trustfund.ledger import duties
from trustfund.ledger.acts import Act, Done, act
from trustfund.store.tables import CertifiedYear

Statements = Mapping[str, Sequence[Mapping[str, object]]]
"""Rows of every statement by its name; amounts in US dollar cents."""


@act(ActCode.YEAR_CERTIFIED)
def certify_year(
    act: Act, year: int, statements: Statements, looked_at: int, reason: str = ""
) -> Done:
    """Store the statements of a year as somebody saw them at the revision ``looked_at``.

    A second certification needs a reason; the first one stays too.
    """
    today, first = act.books.today, act.books.fund.starts_on.year
    if year >= today.year:
        why, remedy = f"is not over: today is {today}", "Certify it once the year is over"
        act.problems.add(fields.YEAR, Code.NOT_OVER, year, why, remedy)
    elif year < first:
        why = f"is before the fund began, {first}"
        act.problems.add(fields.YEAR, Code.TOO_EARLY, year, why, "Choose a later year")
    if looked_at != act.books.fund.revision:
        why = f"are not the newest: the books are at revision {act.books.fund.revision}"
        remedy = "Look at the statements again, then certify them"
        act.problems.add(fields.STATEMENTS, Code.OUTDATED, f"revision {looked_at}", why, remedy)
    duties.check_certification(act.problems, act.books, year)
    again = act.session.exec(select(CertifiedYear).where(CertifiedYear.year == year)).first()
    act.require_reason(reason, when=again is not None)
    act.problems.refuse_if_any()
    act.add(CertifiedYear(year=year, statements=json.dumps(statements)))
    act.books.certified = None  # to be asked for again
    return Done(
        str(year),
        f"The statements of {year} are certified{' again' if again else ''}, as of revision "
        f"{looked_at}.",
    )
