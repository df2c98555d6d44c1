"""The fund's own terms: who it is, what is charged, and what its money may pay for.

A change asks for a reason and alters nothing booked. What has days is a new version, in force
from a day on; the rest holds for all that is booked after it.
"""

from trustfund.domain.act_codes import ActCode
from trustfund.domain.fund_terms import TermsDraft, checked
from trustfund.ledger.acts import Act, Done, act
from trustfund.store.tables import FundTerms

__all__ = ["TermsDraft", "change_terms"]


@act(ActCode.TERMS_CHANGED)
def change_terms(act: Act, draft: TermsDraft, reason: str, seen: int | None = None) -> Done:
    """Change the fund's terms, with a reason. What is booked stays as it is."""
    act.require_reason(reason)
    found = checked(act.problems, draft.over(act.books.terms[-1]), act.books.objectives())
    found = act.sound(found)
    act.change(act.books.fund, seen, **found.fund)
    act.append(FundTerms, **found.dated)
    act.books.versions = None  # to be asked for again
    return Done(
        act.books.fund.code,
        "The terms of the fund are changed. What is booked stays as it is.",
    )
