"""Pledges that will not come, and what will not come of commitments: negative entries."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from trustfund.domain import earmarking, money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import contribution as fields
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code
from trustfund.ledger import contribution_rules
from trustfund.ledger.acts import Act, Done, act
from trustfund.ledger.entries import Valuation
from trustfund.ledger.standing import Standing

K = EntryKind


@act(ActCode.PLEDGE_WITHDRAWN)
def withdraw_pledge(
    act: Act, reference: str, day: date | None, reason: str, seen: int | None = None
) -> Done:
    """Book that a pledge will not come."""
    act.require_reason(reason)
    on = act.books.check_day(act.problems, fields.WITHDRAWN_ON, day)
    own = act.need(contribution_rules.required, reference, fields.PLEDGE)
    found = act.books.standing(own)
    if found.signed_on is not None:
        why, remedy = "is a commitment", "Write off the rest of a commitment"
        act.problems.add(fields.PLEDGE, Code.SIGNED, reference, why, remedy)
    elif found.withdrawn:
        why, remedy = "is withdrawn already", "Nothing is left to do"
        act.problems.add(fields.PLEDGE, Code.GIVEN_UP, reference, why, remedy)
    if found.pledged_on and on < found.pledged_on:
        why = f"is before the pledge, {found.pledged_on}"
        act.problems.add(fields.WITHDRAWN_ON, Code.BEFORE_PLEDGE, on, why, "Correct it")
    act.problems.refuse_if_any()
    act.change(own, seen)
    parts = {pool: -amount for pool, amount in found.pledged.items()}
    act.post_parts(K.WITHDRAWAL, on, own, parts, None)
    amount = money.text(sum(found.pledged.values()), own.currency)
    return Done(own.reference, f"Pledge {own.reference} of {amount} is withdrawn.")


@act(ActCode.COMMITMENT_WRITTEN_OFF)
def write_off(
    act: Act, reference: str, day: date | None, reason: str, seen: int | None = None
) -> Done:
    """Book that the rest of a commitment will not come."""
    act.require_reason(reason)
    on = act.books.check_day(act.problems, fields.WRITTEN_OFF_ON, day)
    own = act.need(contribution_rules.required, reference)
    found = act.books.standing(own)
    if found.outstanding == 0:
        why = "has nothing outstanding"
        remedy = "Withdraw a pledge that has no arrangement" if found.pledged else "Nothing to do"
        act.problems.add(fields.DOCUMENT.itself, Code.NOTHING_TO_DO, reference, why, remedy)
    if found.signed_on and on < found.signed_on:
        why = f"is before the arrangement, {found.signed_on}"
        act.problems.add(fields.WRITTEN_OFF_ON, Code.BEFORE_SIGNING, on, why, "Correct it")
    act.problems.refuse_if_any()
    act.change(own, seen)
    rate, effective_on, kept = _kept(found, own.currency)
    given = dict(found.deposited)
    for gone in found.of_kind(K.WRITE_OFF):  # a deposit reversed since left a new rest
        pool = gone.objective or earmarking.UNEARMARKED
        given[pool] = given.get(pool, 0) - gone.amount
        kept -= gone.usd_cents or 0
    rest = earmarking.follow_choice(found.promised, given, found.outstanding)
    gone_parts = {pool: -amount for pool, amount in rest.items()}
    worth = Valuation(rate, effective_on, kept - found.promised_usd)
    act.post_parts(K.WRITE_OFF, on, own, gone_parts, worth)
    contribution_rules.refuse_overdrawn_promise(act.books, fields.WRITTEN_OFF_ON, own)
    written_off = money.text(found.outstanding, own.currency)
    return Done(own.reference, f"{written_off} of {own.reference} is written off.")


@act(ActCode.WITHDRAWAL_OR_WRITE_OFF_TAKEN_BACK)
def take_back(act: Act, reference: str, reason: str, seen: int | None = None) -> Done:
    """Reverse what was withdrawn or written off in error: the money is expected again."""
    act.require_reason(reason)
    own = act.need(contribution_rules.required, reference)
    given_up = act.books.standing(own).of_kind(K.WITHDRAWAL, K.WRITE_OFF)
    if not given_up:
        why, remedy = "is neither withdrawn nor written off", "Nothing to do"
        act.problems.add(fields.DOCUMENT.itself, Code.NOTHING_TO_DO, reference, why, remedy)
    act.problems.refuse_if_any()
    act.change(own, seen)
    act.reverse(given_up)
    return Done(own.reference, f"What was given up of {own.reference} is expected again.")


def _kept(found: Standing, currency: str) -> tuple[Decimal | None, date | None, int]:
    """The rate a commitment is valued at, its day, and the US dollar cents of what was deposited.

    With amendments there is no single rate: the mean of the commitment values it, on no day. What
    is worth less than half a cent has none.
    """
    deposited = sum(found.deposited.values())
    if found.amended:
        promised = sum(found.promised.values())
        kept = money.half_up(Fraction(found.promised_usd * deposited, promised))
        mean = None
        if found.promised_usd > 0:
            mean = money.implied_rate(promised, currency, found.promised_usd)
        return mean, None, kept
    commitment = found.of_kind(K.COMMITMENT)[0]
    rate = Decimal(commitment.rate or 1)
    kept = money.usd_cents(deposited, currency, rate)
    return rate, commitment.rate_effective_on, kept
