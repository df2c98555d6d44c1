"""How the figures of a contributor's statement foot."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import partial

from trustfund.domain import aid
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.kinds import COMMITTED
from trustfund.domain.money import half_up
from trustfund.figures import made_possible as pool
from trustfund.figures.contributions import sum_of
from trustfund.figures.footing import recounts, sums
from trustfund.figures.footing.recounts import line
from trustfund.figures.footing.sums import LEDGER, Behind, Footing, K, Stated, Sum, cents, way
from trustfund.figures.giving import Statement
from trustfund.figures.view import share

FILTERS = ("contributor", "as_of", "known_at")
"""Those that a statement has; of all contributors where none is named."""
own = partial(sums.booked, on=Behind.on_contributions)
SIGNED = own(*COMMITTED)
CONTRIBUTIONS = sums.column("contributions.usd_amount")


def _statement(behind: Behind) -> Statement:
    return behind.once(Statement, lambda: Statement(behind.view))


def _in_usd(behind: Behind) -> dict[str, int | None]:
    return behind.once("in_usd", lambda: _statement(behind).in_usd)


def _usd(name: str) -> Stated:
    return lambda behind: _in_usd(behind)[name]


def _written_off(behind: Behind) -> int:
    return -behind.total(behind.on_contributions(K.WRITE_OFF))


def _amendments(behind: Behind) -> int:
    rows = _statement(behind).changes
    return sum_of((row for row in rows if row["change"] == K.AMENDMENT), "usd_amount")


PARTS = ("realised_usd", "unrealised_usd", "above_usd")
"""What an exchange difference is divided into."""


def _booked(of: Behind) -> dict[str, int | None]:
    """The parts of the exchange difference in US dollar cents, from entries that stand."""
    signed: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    paid: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    entries = of.of_kinds(*sums.CHOSEN, K.DEPOSIT)
    columns = (entries[name] for name in ("contribution", "kind", "amount", "usd"))
    for key, kind, amount, usd in zip(*columns, strict=True):
        found = (paid if kind == K.DEPOSIT else signed)[key]
        found[0] += int(amount)
        found[1] += int(usd)
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
    parts = (realised, unrealised if is_valued else None, above)
    return dict(zip(PARTS, parts, strict=True))


def _part(part: str, measure: str) -> tuple[sums.Lines]:
    """A part of the exchange difference."""

    def lines(of: Behind) -> Iterator[Footing]:
        found = _in_usd(of)
        by_ledger = of.once(_booked, lambda: _booked(of))[part]
        ways = [Sum("Entries of the ledger, arrangement by arrangement", by_ledger)]
        if found["unrealised_usd"] is not None:
            all_ = cents(recounts.DEPOSITED, of) + recounts.owed(of) - cents(recounts.COMMITTED, of)
            others = sum(found[other] or 0 for other in PARTS if other != part)
            where = "Exchange difference by the ledger less its other parts"
            ways.append(Sum(where, all_ - others))
        yield Footing(measure, found[part], tuple(ways))

    return (lines,)


def _made_possible(behind: Behind) -> pool.MadePossible:
    return behind.once("made possible", lambda: pool.made_possible(_statement(behind)))


def _of_fund(where: str, part: sums.Way) -> sums.Way:
    return sums.share_of(where, part, lambda behind: part(behind.only(sums.FUND)))


def _share(
    measure: str, stated: Callable[[pool.MadePossible], sums.Value], *pools: str
) -> sums.Lines:
    """The contributor's share of the deposits in some pools, or in all."""
    choices = sums.column("earmarking.deposited_usd", pools)
    arrived = own(K.DEPOSIT, pools=pools)
    ways = (_of_fund("Earmarking choices", choices), _of_fund(LEDGER, arrived))
    return line(measure, lambda of: stated(_made_possible(of)), *ways, words=pool.share_text)


def _travel_share(of: Behind) -> Iterable[Footing]:
    pools = of.view.rules.pools
    return _share("Of the money that pays travel", lambda found: found.travel_share, *pools)(of)


def _equivalent(of: Behind) -> Iterator[Footing]:
    stated = _made_possible(of).equivalent
    if stated is None:
        return
    fund = of.only(sums.FUND)
    entries = fund.of_kinds(K.DEPOSIT, K.AGENT_FEE)
    money = entries[entries["pool"].isin(of.view.rules.pools)]
    parts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    columns = (money[name] for name in ("value_date", "kind", "contribution", "usd"))
    for day, kind, contribution, usd in zip(*columns, strict=True):
        net = -int(usd) if kind == K.AGENT_FEE else int(usd)
        parts[day][0] += net if contribution in of.given else 0
        parts[day][1] += net
    anew = Fraction(0)
    for day in recounts.authorised_days(fund):
        own, whole = (sum(part[n] for at, part in parts.items() if at <= day) for n in (0, 1))
        anew += share(own, whole) or 0
    where = "Seat by seat, by the deposits and fees of the ledger up to the day of each"
    yield Footing("Delegates", stated, (Sum(where, anew),), pool.tenths)


def _contributors_thanked(of: Behind) -> Iterator[Footing]:
    fund = of.only(sums.FUND)
    entries, documents = fund.of_kinds(K.DEPOSIT), fund.view.frames.contributions
    contributors = entries["contribution"].map(lambda key: documents[key].contributor_id)
    by_ledger = [
        share(fund.total(given[given["pool"] == UNEARMARKED]), fund.total(given))
        for _, given in entries.groupby(contributors)
    ]
    listed = [row["unearmarked_share"] for row in fund.rows("contributors")]
    for group, names in pool.contributors_thanked(fund.view).items():
        ways = tuple(
            Sum(where, sum(each is not None and pool.group(each) == group for each in shares))
            for where, shares in (
                ("Contributors, by their un-earmarked share", listed),
                ("Contributors by the ledger", by_ledger),
            )
        )
        yield Footing(group, len(names), ways, sums.count)


def _aid(kind: aid.AidType, key: str) -> sums.Lines:
    """All years of a type of aid."""

    def figure(of: Behind) -> int:
        rows = [row for row in _statement(of).aid if row["aid_type"] == kind.code]
        return sum_of(rows, "usd_amount")

    return line(f"Type of aid {kind.code}", figure, f"deposits.{key}")


def _instalments_due(of: Behind) -> Iterator[Footing]:
    due = of.scheduled(of.view.as_of)
    paid = of.by_reference(K.DEPOSIT)
    for row in _statement(of).instalments_due:
        own = due[row["currency"]]
        late = sum(max(sum_ - paid[reference], 0) for reference, sum_ in own.items())
        words = sums.in_currency(row["currency"])
        all_ = Sum("Instalments by the as-of date", sum(own.values()))
        yield Footing("Due", row["due_amount"], (all_,), words)
        rest = Sum("Of these, beyond the deposits of the ledger", late)
        yield Footing("Late", row["late_amount"], (rest,), words)


CHECKS: sums.Checks = {
    "signed_for": (
        line(
            "Signed for",
            _usd("signed_usd"),
            way(
                "Contributions, usd_amount, and what the ledger wrote off",
                lambda of: cents(CONTRIBUTIONS, of) + _written_off(of),
            ),
            SIGNED,
        ),
    ),
    "amendments": (
        line(
            "Amendments",
            _amendments,
            way(
                "Signed for less what was signed at first",
                lambda of: (_in_usd(of)["signed_usd"] or 0) - cents(own(K.COMMITMENT), of),
            ),
            own(K.AMENDMENT),
        ),
    ),
    "written_off": (
        line(
            "Written off",
            _usd("written_off_usd"),
            sums.less(
                "Arrangements of the ledger less Contributions, usd_amount", SIGNED, CONTRIBUTIONS
            ),
            way(LEDGER, _written_off),
        ),
    ),
    "realised_difference": _part("realised_usd", "Realised"),
    "unrealised_difference": _part("unrealised_usd", "Not realised"),
    "above_commitment": _part("above_usd", "Paid above the commitment"),
    "pool_share": (
        _share("Of all deposits", lambda found: found.share),
        _travel_share,
    ),
    "equivalent": (_equivalent,),
    "contributors_thanked": (_contributors_thanked,),
    "aid_reports": (_aid(aid.CORE, "unearmarked_usd"), _aid(aid.WINDOW, "earmarked_usd")),
    "instalments_due": (_instalments_due,),
    "refunds_to_contributor": (
        line(
            "Given back",
            lambda of: sum_of(_statement(of).refunds, "usd_amount"),
            "contributions.refunded_usd",
        ),
        line(
            "Deposited less what was given back",
            lambda of: _in_usd(of)["deposited_less_refunds_usd"],
            sums.less(LEDGER, own(K.DEPOSIT), own(K.REFUND_TO_CONTRIBUTOR)),
        ),
    ),
}
