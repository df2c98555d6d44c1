"""How the figures of a contributor's statement foot."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from fractions import Fraction

from trustfund.domain import aid
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import COMMITTED
from trustfund.domain.money import half_up
from trustfund.figures import made_possible as pool
from trustfund.figures.contributions import sum_of
from trustfund.figures.footing import money, people
from trustfund.figures.footing.sums import (
    CHOSEN,
    LEDGER,
    Behind,
    Check,
    Footing,
    K,
    Row,
    Sum,
    counts,
    in_currency,
    parts,
    whole,
)
from trustfund.figures.giving import Statement
from trustfund.figures.staff_datasets import TRAVEL_POOLS
from trustfund.figures.view import share

PARTS = ("realised_usd", "unrealised_usd", "above_usd")
"""What an exchange difference is divided into."""


def _of(behind: Behind) -> Behind:
    """The same with the filters alone that a statement has; all contributors where none is."""
    kept = behind.view.filters.only(("contributor", "as_of", "known_at"))
    return Behind(replace(behind.view, filters=kept))


def _signed_for(behind: Behind) -> Iterator[Footing]:
    """Committed and written off add up to it; so do arrangements and amendments of the ledger."""
    of = _of(behind)
    committed = sum_of(of.rows("contributions"), "usd_amount")
    off = -of.total(of.on_contributions(K.WRITE_OFF))
    yield Footing(
        "Signed for",
        Statement(of.view).in_usd["signed_usd"],
        (
            Sum("Contributions, usd_amount, and what the ledger wrote off", committed + off),
            Sum(LEDGER, of.total(of.on_contributions(*COMMITTED))),
        ),
    )


def _written_off(behind: Behind) -> Iterator[Footing]:
    """The ledger's entries add up to it; so does what is signed for and no longer committed."""
    of = _of(behind)
    signed = of.total(of.on_contributions(*COMMITTED))
    left = signed - sum_of(of.rows("contributions"), "usd_amount")
    yield Footing(
        "Written off",
        Statement(of.view).in_usd["written_off_usd"],
        (
            Sum("Arrangements of the ledger less Contributions, usd_amount", left),
            Sum(LEDGER, -of.total(of.on_contributions(K.WRITE_OFF))),
        ),
    )


def _amendments(behind: Behind) -> Iterator[Footing]:
    """The ledger's amendments add up to it; so does what is signed for beyond the first amounts."""
    of = _of(behind)
    found = Statement(of.view)
    signed, first = found.in_usd["signed_usd"] or 0, of.total(of.on_contributions(K.COMMITMENT))
    yield Footing(
        "Amendments",
        sum_of((row for row in found.changes if row["change"] == K.AMENDMENT), "usd_amount"),
        (
            Sum(
                "Signed for less what was signed at first",
                signed - first,
            ),
            Sum(LEDGER, of.total(of.on_contributions(K.AMENDMENT))),
        ),
    )


def _booked(of: Behind) -> dict[str, int | None]:
    """The parts of the exchange difference in US dollar cents, from entries that stand."""
    signed: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    paid: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    entries = of.of_kinds(*CHOSEN, K.DEPOSIT)
    columns = (entries[name] for name in ("contribution", "kind", "amount", "usd"))
    for key, kind, amount, usd in zip(*columns, strict=True):
        sums = (paid if kind == K.DEPOSIT else signed)[key]
        sums[0] += int(amount)
        sums[1] += int(usd)
    realised = above = unrealised = 0
    is_valued = True
    for key in of.given & set(signed):
        (amount, worth), (got, got_usd) = signed[key], paid[key]
        rest, excess = max(amount - got, 0), max(got - amount, 0)
        beyond = half_up(Fraction(got_usd * excess, got)) if excess else 0
        expected = half_up(Fraction(worth * rest, amount)) if rest else 0
        value = of.view.usd_today(rest, of.view.frames.contributions[key].currency)
        above += beyond
        realised += got_usd - beyond - (worth - expected)
        unrealised += (value or 0) - expected
        is_valued = is_valued and (value is not None or not rest)
    found = (realised, unrealised if is_valued else None, above)
    return dict(zip(PARTS, found, strict=True))


def _part(behind: Behind, part: str, measure: str) -> Iterator[Footing]:
    of = _of(behind)
    found = Statement(of.view).in_usd
    ways = [Sum("Entries of the ledger, arrangement by arrangement", _booked(of)[part])]
    if found["unrealised_usd"] is not None:
        all_ = of.total(of.on_contributions(K.DEPOSIT)) + money.owed(of)
        all_ -= of.total(of.on_contributions(*CHOSEN))
        others = sum(found[other] or 0 for other in PARTS if other != part)
        ways.append(Sum("Exchange difference by the ledger less its other parts", all_ - others))
    yield Footing(measure, found[part], tuple(ways))


def _realised(behind: Behind) -> Iterator[Footing]:
    """The ledger comes to it, arrangement by arrangement; its parts are the whole difference."""
    yield from _part(behind, "realised_usd", "Realised")


def _unrealised(behind: Behind) -> Iterator[Footing]:
    """The ledger comes to it, arrangement by arrangement; its parts are the whole difference."""
    yield from _part(behind, "unrealised_usd", "Not realised")


def _above(behind: Behind) -> Iterator[Footing]:
    """The ledger comes to it, arrangement by arrangement; its parts are the whole difference."""
    yield from _part(behind, "above_usd", "Paid above the commitment")


def _pool_share(behind: Behind) -> Iterator[Footing]:
    """Both parts of each share are added up from the files and from the ledger."""
    of, fund = _of(behind), whole(behind)
    found = pool.made_possible(Statement(of.view))
    everything = (UNEARMARKED, *of.view.frames.objectives)
    for measure, stated, pools in (
        ("Of all deposits", found.share, everything),
        ("Of the money that pays travel", found.travel_share, TRAVEL_POOLS),
    ):
        listed, booked = [], []
        for each in (of, fund):
            rows = [row for row in each.rows("earmarking") if row["objective"] in pools]
            listed.append(sum_of(rows, "deposited_usd"))
            booked.append(_arrived(each, pools))
        sums = (parts("Earmarking choices", *listed), parts(LEDGER, *booked))
        yield Footing(measure, stated, sums, pool.share_text)


def _arrived(behind: Behind, pools: Collection[str]) -> int:
    entries = behind.on_contributions(K.DEPOSIT)
    return behind.total(entries[entries["pool"].isin(pools)])


def _equivalent(behind: Behind) -> Iterator[Footing]:
    """The share by the ledger, times the last steps of the trips counted anew, comes to it."""
    of, fund = _of(behind), whole(behind)
    given = share(_arrived(of, TRAVEL_POOLS), _arrived(fund, TRAVEL_POOLS)) or Fraction(0)
    trips = [trip for trip in people.last_steps(fund) if trip.is_delegate]
    ldcs = {trip.country for trip in trips if fund.view.ldc_at(trip.country, trip.event)}
    anew = {
        "Delegates": len(trips),
        "States": len({trip.country for trip in trips}),
        "LDCs": len(ldcs),
    }
    found = pool.made_possible(Statement(of.view)).equivalents
    for name, value in found.items():
        said = f"{pool.share_text(given)} of {anew[name]:,}, by the ledger and the steps of trips"
        yield Footing(name, value, (Sum(said, given * anew[name]),), pool.tenths)


def _contributors_thanked(behind: Behind) -> Iterator[Footing]:
    """Each group has as many as the rows of contributors say, and the ledger's deposits."""
    fund = whole(behind)
    named = pool.contributors_thanked(fund.view)
    listed = [row["unearmarked_share"] for row in fund.rows("contributors")]
    entries = fund.of_kinds(K.DEPOSIT)
    documents = fund.view.frames.contributions
    givers = entries["contribution"].map(lambda key: documents[key].contributor_id)
    booked = []
    for _, own in entries.groupby(givers):
        free = own[own["pool"] == UNEARMARKED]
        booked.append(share(fund.total(free), fund.total(own)))
    for group, names in named.items():
        yield counts(
            group,
            len(names),
            Sum("Contributors, by their un-earmarked share", _in_group(group, listed)),
            Sum("Givers by the ledger", _in_group(group, booked)),
        )


def _in_group(group: str, unearmarked: Collection[Fraction | None]) -> int:
    """How many gave so; who gave nothing is in no group."""
    gave = [each for each in unearmarked if each is not None]
    if group == pool.PARTLY:
        return sum(0 < each < 1 for each in gave)
    return gave.count(Fraction(group == pool.WHOLLY))


def _aid_reports(behind: Behind) -> Iterator[Footing]:
    """All years of a type of aid add up to the deposits so given, and to the ledger's entries."""
    of = _of(behind)
    rows = Statement(of.view).aid
    all_ = _arrived(of, (UNEARMARKED, *of.view.frames.objectives))
    free = _arrived(of, (UNEARMARKED,))
    for kind, column, booked in (
        (aid.CORE, "unearmarked_usd", free),
        (aid.WINDOW, "earmarked_usd", all_ - free),
    ):
        told = sum_of((row for row in rows if row["aid_type"] == kind.code), "usd_amount")
        sums = (of.column("deposits", column), Sum(LEDGER, booked))
        yield Footing(f"Type of aid {kind.code}", told, sums)


def _instalments_due(behind: Behind) -> Iterator[Footing]:
    """Due are the rows of that day and before; late is what the ledger's deposits leave of them."""
    of = _of(behind)
    due: dict[tuple[str, str], int] = defaultdict(int)
    for row in of.rows("instalments"):
        if row["due_on"] <= of.view.as_of:
            due[row["currency"], row["contribution_reference"]] += row["amount"]
    paid = of.by_reference(K.DEPOSIT)
    for row in Statement(of.view).instalments_due:
        currency = row["currency"]
        own = {reference: sum_ for (code, reference), sum_ in due.items() if code == currency}
        left = sum(max(sum_ - paid[reference], 0) for reference, sum_ in own.items())
        for measure, column, way, value in (
            ("Due", "due_amount", "Instalments by the as-of date", sum(own.values())),
            ("Late", "late_amount", "Of these, beyond the deposits of the ledger", left),
        ):
            yield Footing(measure, row[column], (Sum(way, value),), in_currency(currency))


def _refunds(behind: Behind) -> Iterator[Footing]:
    """The refunds among the movements, and the ledger's entries, add up to it."""
    of = _of(behind)
    own = {row["contribution_reference"] for row in of.rows("earmarking")}

    def is_own(row: Row) -> bool:
        return row["kind"] == K.REFUND_TO_CONTRIBUTOR and row["contribution_reference"] in own

    yield Footing(
        "Given back",
        sum_of(Statement(of.view).refunds, "usd_amount"),
        (
            of.column("movements", "usd_amount", is_own, "refunds"),
            Sum(LEDGER, of.total(of.on_contributions(K.REFUND_TO_CONTRIBUTOR))),
        ),
    )


CHECKS: dict[str, Check] = {
    "signed_for": _signed_for,
    "amendments": _amendments,
    "written_off": _written_off,
    "realised_difference": _realised,
    "unrealised_difference": _unrealised,
    "above_commitment": _above,
    "pool_share": _pool_share,
    "equivalent": _equivalent,
    "contributors_thanked": _contributors_thanked,
    "aid_reports": _aid_reports,
    "instalments_due": _instalments_due,
    "refunds_to_contributor": _refunds,
}
