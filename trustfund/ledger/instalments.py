"""Payment schedules: what a contributor agreed to pay when. They are no entries."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from trustfund.domain import money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import instalment as fields
from trustfund.domain.problems import Code, Place
from trustfund.ledger import contribution_rules
from trustfund.ledger.acts import Act, Done, act
from trustfund.store.tables import Instalment


@act(ActCode.PAYMENT_SCHEDULE_SET)
def schedule_instalments(
    act: Act,
    reference: str,
    lines: Sequence[tuple[date | None, str]],
    reason: str = "",
    seen: int | None = None,
) -> Done:
    """Set the instalments (day, amount as typed) of a commitment, in place of any before."""
    problems = act.problems
    own = act.need(contribution_rules.required, reference, fields.CONTRIBUTION_REFERENCE)
    found = act.books.standing(own)
    if found.signed_on is None:
        why = "has no signed arrangement"
        remedy = "Record the arrangement; instalments are part of it"
        problems.add(fields.CONTRIBUTION_REFERENCE, Code.NOT_SIGNED, reference, why, remedy)
    amounts: list[tuple[date, int]] = []
    for number, (due_on, typed) in enumerate(lines, start=1):
        at = Place("", number, "amount", "Instalment")
        amount = problems.attempt(money.parse_amount, fields.AMOUNT, typed, own.currency, at)
        if due_on is None:
            problems.missing(fields.DUE_ON, "Give the day", at._replace(column="due"))
        elif amount is not None:
            amounts.append((due_on, amount))
    committed = found.commitment
    total = sum(amount for _, amount in amounts)
    if not problems and total != committed:
        problems.add(
            fields.INSTALMENTS,
            Code.DOES_NOT_ADD_UP,
            money.text(total, own.currency),
            f"do not add up to the commitment of {money.text(committed, own.currency)}",
            "Make them add up",
        )
    current = act.session.exec(
        select(Instalment).where(
            Instalment.contribution_id == own.id, col(Instalment.ended_by_act_id).is_(None)
        )
    ).all()
    act.require_reason(reason, when=bool(current))
    problems.refuse_if_any()
    assert own.id is not None
    act.change(own, seen)  # the schedule is part of the contribution
    for line in current:
        line.ended_by_act_id = act.id
        act.wrote(line)
    for due_on, amount in sorted(amounts):
        act.add(Instalment(contribution_id=own.id, due_on=due_on, amount=amount))
    return Done(
        own.reference,
        f"{len(amounts)} instalments of {own.reference} are scheduled, "
        f"{money.text(total, own.currency)} in all.",
    )
