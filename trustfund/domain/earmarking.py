"""The earmarking choice of a contributor, and how each deposit follows it to the cent.

The fund asks for un-earmarked money. Where that is not feasible a contributor may earmark to an
objective of the fund, the finest earmark there is: never a country, an event or a delegate.
"""

from collections.abc import Collection, Mapping

from trustfund.domain import money
from trustfund.domain.fields import Field
from trustfund.domain.problems import Code, Place, Refused, refusal

UNEARMARKED = "unearmarked"

Parts = Mapping[str, int]
"""Minor units by pool: ``unearmarked`` or the code of an objective."""


def parse_choice(
    field: Field, text: str, total: int, currency: str, objectives: Collection[str]
) -> dict[str, int]:
    """Read ``unearmarked``, an objective's code, or a split such as ``1:60000;unearmarked:40000``.

    An empty text is un-earmarked. The parts of a split add up to ``total``.
    """
    typed = text.strip()
    pools = [UNEARMARKED, *objectives]

    def refuse(code: Code, reason: str, remedy: str) -> Refused:
        return refusal(field, code, text, reason, remedy)

    if not typed:
        return {UNEARMARKED: total}
    if ":" not in typed:
        if typed not in pools:
            raise refuse(
                Code.NOT_AN_OBJECTIVE,
                "is not an objective of the fund",
                f"Choose {UNEARMARKED} or one of {', '.join(objectives)}: an earmark is never "
                "a country, an event or a delegate",
            )
        return {typed: total}
    parts: dict[str, int] = {}
    for piece in filter(None, (piece.strip() for piece in typed.split(";"))):
        pool, _, amount = (word.strip() for word in piece.partition(":"))
        if pool not in pools:
            raise refuse(
                Code.NOT_AN_OBJECTIVE,
                f'names "{pool}", which is not an objective of the fund',
                f"Use {UNEARMARKED} or one of {', '.join(objectives)}",
            )
        if pool in parts:
            raise refuse(Code.TWICE, f'names "{pool}" twice', "Give each part once")
        parts[pool] = money.parse_amount(field, amount, currency, Place(column=f"part {pool}"))
    if sum(parts.values()) != total:
        raise refuse(
            Code.DOES_NOT_ADD_UP,
            f"adds up to {money.text(sum(parts.values()), currency)} "
            f"and not to {money.text(total, currency)}",
            "Make the parts add up to the amount",
        )
    return {pool: parts[pool] for pool in pools if pool in parts}


def choice_text(parts: Parts, currency: str) -> str:
    """The inverse of :func:`parse_choice`, as import files and exports write it."""
    kept = {pool: amount for pool, amount in parts.items() if amount}
    if len(kept) == 1:
        return next(iter(kept))
    return ";".join(f"{pool}:{money.plain(amount, currency)}" for pool, amount in kept.items())


def follow_choice(choice: Parts, given: Parts, deposit: int) -> dict[str, int]:
    """Divide a deposit so that all deposits together come closest to the choice.

    ``choice`` and ``given`` (what earlier deposits gave) are in minor units of the original
    currency. Each pool comes to its target, rounded to the minor unit. Where a pool already has so
    much more than its target that the rest is not enough, it gets nothing, and the others share the
    deposit in proportion to what they lack.
    """
    if len(choice) == 1:
        return dict.fromkeys(choice, deposit)
    total, received = sum(choice.values()), sum(given.values()) + deposit
    targets = {pool: received * part for pool, part in choice.items()}  # times ``total``
    before = {pool: given.get(pool, 0) for pool in choice}
    after = {pool: max(before[pool], targets[pool] // total) for pool in choice}
    left = sum(before.values()) + deposit - sum(after.values())
    if left < 0:
        lacking = [max(targets[pool] - before[pool] * total, 0) for pool in choice]
        parts = money.split(deposit, lacking)
        return {pool: part for pool, part in zip(choice, parts, strict=True) if part}
    lacking_most = sorted(choice, key=lambda pool: after[pool] * total - targets[pool])
    for pool in lacking_most[:left]:
        after[pool] += 1
    return {pool: after[pool] - before[pool] for pool in choice if after[pool] > before[pool]}
