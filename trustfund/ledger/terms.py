"""The fund's own terms: its name, how long it runs, what is charged.

They have no days: a change holds for all that is booked after it, whatever its value date.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import terms as fields
from trustfund.domain.fields import Field
from trustfund.domain.problems import Code, refusal
from trustfund.ledger.acts import Act, Done, act


@dataclass(frozen=True)
class TermsDraft:
    """The terms as typed; the two rates in per cent."""

    code: str
    name: str
    starts_on: date | None
    ends_on: date | None
    agent_fee: str
    indirect_cost: str
    managing_organization: str


def _basis_points(field: Field, text: str) -> int:
    """A percentage typed in a field, in hundredths of a per cent."""
    try:
        percent = Decimal(text.strip())
    except ArithmeticError:
        percent = Decimal(-1)
    sound = percent.is_finite() and 0 <= percent <= 100
    points = percent * 100 if sound else Decimal(-1)
    if points < 0 or points != int(points):
        why, remedy = "is not a percentage", "Give 0 to 100 with at most 2 decimals"
        raise refusal(field, Code.OUT_OF_RANGE, text, why, remedy)
    return int(points)


@act(ActCode.TERMS_CHANGED)
def change_terms(act: Act, draft: TermsDraft, reason: str, seen: int | None = None) -> Done:
    """Change the fund's terms, with a reason. What is booked stays as it is."""
    act.require_reason(reason)
    for field, text in (
        (fields.CODE, draft.code),
        (fields.NAME, draft.name),
        (fields.MANAGING_ORGANIZATION, draft.managing_organization),
    ):
        if not text.strip():
            act.problems.missing(field, "Give it as the fund's terms of reference do")
    if draft.code.strip() and not re.fullmatch(r"[A-Za-z0-9-]+", draft.code.strip()):
        why = "may hold only A-Z, a-z, 0-9 and -"
        act.problems.add(fields.CODE, Code.MALFORMED, draft.code, why, "Correct it")
    fee = act.problems.attempt(_basis_points, fields.AGENT_FEE, draft.agent_fee)
    indirect = act.problems.attempt(_basis_points, fields.INDIRECT_COST, draft.indirect_cost)
    if draft.starts_on is None or draft.ends_on is None:
        field = fields.STARTS_ON if draft.starts_on is None else fields.ENDS_ON
        act.problems.missing(field, "Give the first and the last day of the fund")
    elif draft.ends_on < draft.starts_on:
        why, remedy = "is before the first day", "Correct one of the two"
        act.problems.add(fields.ENDS_ON, Code.OUT_OF_ORDER, draft.ends_on, why, remedy)
    act.problems.refuse_if_any()
    act.change(
        act.books.fund,
        seen,
        code=draft.code.strip(),
        name=draft.name.strip(),
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        agent_fee_basis_points=fee,
        indirect_cost_basis_points=indirect,
        managing_organization=" ".join(draft.managing_organization.split()),
    )
    return Done(
        draft.code.strip(),
        "The terms of the fund are changed. What is booked stays as it is.",
    )
