"""Pledges that will not come, and what will not come of commitments: negative entries."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from trustfund.domain import earmarking, money
from trustfund.domain.act_codes import ActCode
from trustfund.domain.catalogue import contribution as fields
from trustfund.domain.kinds import EntryKind
from trustfund.domain.problems import Code, Problems
from trustfund.ledger import standing
from trustfund.ledger.acts import Act, Done, act, require_reason

K = EntryKind


@act(ActCode.PLEDGE_WITHDRAWN)
def withdraw_pledge(
    act: Act, reference: str, day: date | None, reason: str, seen: int | None = None
) -> Done:
    """Book that a pledge will not come."""
    problems = Problems()
    require_reason(problems, reason)
    on = act.books.check_day(problems, fields.WITHDRAWN_ON, day)
    own = problems.attempt(standing.required, act.books, reference, fields.PLEDGE)
    found = standing.of(act.books, own) if own else None
    if found is not None and (found.signed_on is not None or found.withdrawn):
        problems.add(
            fields.PLEDGE,
            Code.SIGNED if found.signed_on else Code.GIVEN_UP,
            reference,
            "is a commitment" if found.signed_on else "is withdrawn already",
            "Write off the rest of a commitment" if found.signed_on else "Nothing is left to do",
        )
    if found is not None and found.pledged_on and on < found.pledged_on:
        why = f"is before the pledge, {found.pledged_on}"
        problems.add(fields.WITHDRAWN_ON, Code.BEFORE_PLEDGE, on, why, "Correct it")
    problems.refuse_if_any()
    assert own is not None
    assert found is not None
    act.change(own, seen)
    parts = {pool: -amount for pool, amount in found.pledged.items()}
    act.post_parts(K.WITHDRAWAL, on, own, parts, None, reason.strip())
    amount = money.text(sum(found.pledged.values()), own.currency)
    return Done(reference, f"Pledge {reference} of {amount} is withdrawn.", reason=reason.strip())


@act(ActCode.COMMITMENT_WRITTEN_OFF)
def write_off(
    act: Act, reference: str, day: date | None, reason: str, seen: int | None = None
) -> Done:
    """Book that the rest of a commitment will not come."""
    problems = Problems()
    require_reason(problems, reason)
    on = act.books.check_day(problems, fields.WRITTEN_OFF_ON, day)
    own = problems.attempt(standing.required, act.books, reference)
    found = standing.of(act.books, own) if own else None
    if found is not None and found.outstanding == 0:
        why = "has nothing outstanding"
        remedy = "Withdraw a pledge that has no arrangement" if found.pledged else "Nothing to do"
        problems.add(fields.DOCUMENT.itself, Code.NOTHING_TO_DO, reference, why, remedy)
    if found is not None and found.signed_on and on < found.signed_on:
        why = f"is before the arrangement, {found.signed_on}"
        problems.add(fields.WRITTEN_OFF_ON, Code.BEFORE_SIGNING, on, why, "Correct it")
    problems.refuse_if_any()
    assert own is not None
    assert found is not None
    act.change(own, seen)
    rate, effective_on, kept = _kept(found, own.currency)
    given = dict(found.deposited)
    for gone in found.of_kind(K.WRITE_OFF):  # a deposit reversed since left a new rest
        pool = gone.objective or earmarking.UNEARMARKED
        given[pool] = given.get(pool, 0) - gone.amount
        kept -= gone.usd_cents or 0
    rest = earmarking.follow_choice(found.promised, given, found.outstanding)
    usd = money.split(found.promised_usd - kept, list(rest.values()))
    for (pool, amount), usd_cents in zip(rest.items(), usd, strict=True):
        act.post(
            K.WRITE_OFF,
            on,
            pool,
            -amount,
            currency=own.currency,
            usd_cents=-usd_cents,
            rate=rate,
            rate_effective_on=effective_on,
            contribution_id=own.id,
            reason=reason.strip(),
        )
    standing.refuse_overdrawn_promise(act.books, fields.WRITTEN_OFF_ON, own)
    written_off = money.text(found.outstanding, own.currency)
    return Done(reference, f"{written_off} of {reference} is written off.", reason=reason.strip())


@act(ActCode.WITHDRAWAL_OR_WRITE_OFF_TAKEN_BACK)
def take_back(act: Act, reference: str, reason: str, seen: int | None = None) -> Done:
    """Reverse what was withdrawn or written off in error: the money is expected again."""
    problems = Problems()
    require_reason(problems, reason)
    own = problems.attempt(standing.required, act.books, reference)
    given_up = standing.of(act.books, own).of_kind(K.WITHDRAWAL, K.WRITE_OFF) if own else []
    if own is not None and not given_up:
        why, remedy = "is neither withdrawn nor written off", "Nothing to do"
        problems.add(fields.DOCUMENT.itself, Code.NOTHING_TO_DO, reference, why, remedy)
    problems.refuse_if_any()
    assert own is not None
    act.change(own, seen)
    act.reverse(given_up, reason.strip())
    return Done(
        reference,
        f"What was given up of {reference} is expected again.",
        reason=reason.strip(),
    )


def _kept(found: standing.Standing, currency: str) -> tuple[Decimal | None, date | None, int]:
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
