"""Write the illustrative sample fund: import files, one per kind, beside this program.

plan.toml holds what was decided by hand; seeded chance fills in the trips. Everything is invented
except the exchange rates. Nothing depends on the clock: every run writes the same bytes.
"""

import csv
import random
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from money import Contribution, Deposit, Rates, contributions, deposits
from plan import HERE, PLAN, ZERO, Row, read
from trips import TRIP, spending, trips

SOURCE = "European Central Bank reference rates (illustrative)"
CONTRIBUTION = (
    "reference contributor pledged_on agreement_reference agreement_link agreement_signed_on "
    "currency amount earmark note"
)
DEPOSIT = (
    "reference contribution_reference value_date currency amount usd_amount fee_usd "
    "bank_reference note"
)


def write(kind: str, columns: str, rows: Iterable[Iterable[str]]) -> None:
    """Write one import file."""
    with (HERE / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns.split(), *rows])


def check_funds(booked: list[Deposit], travel: list[Row]) -> Decimal:
    """Demand travel money on every day, after two months with a margin; return what is left."""
    moves = [(day, 0, -amount) for row in travel for day, amount in spending(row)]
    for deposit in booked:
        net = (deposit.usd - deposit.fee) * deposit.contribution.travel_share()
        moves.append((deposit.day.isoformat(), 1, net))
    left = ZERO
    for day, _, amount in sorted(moves):
        left += amount
        if left < (50_000 if day >= "2017-06-03" else 0):
            message = f"only {left:.2f} USD left for travel on {day}"
            raise ValueError(message)
    return left


def contributors(gifts: list[Contribution], countries: dict[str, Row]) -> Iterator[list[str]]:
    """List the contributors, by their first pledge."""
    for code in dict.fromkeys(gift.contributor for gift in gifts):
        if code in PLAN["organizations"]:
            name, kind, state = PLAN["organizations"][code]
            yield [name, kind, state, countries[state]["name"] if state else ""]
        else:
            yield [countries[code]["name"], "member_state", code, ""]


def contribution_rows(gifts: list[Contribution], names: dict[str, str]) -> Iterator[list[str]]:
    """List the contributions; arrangements are numbered by the day of signature."""
    signed = sorted(gift.signed for gift in gifts if gift.signed)
    for gift in gifts:
        agreement, link = "", ""
        if gift.signed:
            agreement = f"MCS00-SAA-{gift.signed[:4]}-{signed.index(gift.signed) + 1:03d}"
            link = f"https://example.org/illustrative/{agreement}"
        note = PLAN["contribution_notes"].get(str(gift.number), "")
        yield [
            gift.reference, names[gift.contributor], gift.pledged, agreement, link, gift.signed,
            gift.currency, gift.text(gift.amount), gift.earmark, note,
        ]  # fmt: skip


def instalment_rows(gifts: list[Contribution]) -> Iterator[list[str]]:
    """List the schedules: what came was due at the end of its month, the rest on its own day."""
    for gift in gifts:
        for payment in gift.payments if gift.scheduled else []:
            day = payment.day
            if payment.received:
                day = day.replace(day=monthrange(day.year, day.month)[1])
            yield [gift.reference, day.isoformat(), gift.text(payment.amount)]


def deposit_rows(booked: list[Deposit]) -> Iterator[list[str]]:
    """List the deposits; what the rate and the 1 % fee would give anyway stays blank."""
    on_day: Counter[str] = Counter()
    for number, deposit in enumerate(booked, 1):
        gift, day = deposit.contribution, deposit.day.isoformat()
        on_day[day] += 1
        usd = f"{deposit.usd:.2f}" if deposit.given == "usd_amount" else ""
        fee = f"{deposit.fee:.2f}" if deposit.given == "fee_usd" else ""
        bank = f"ILL-{day.replace('-', '')}-{on_day[day]:02d}"
        yield [
            f"MCS00-D-{number:04d}", gift.reference, day, gift.currency,
            gift.text(deposit.amount), usd, fee, bank, deposit.note,
        ]  # fmt: skip


def main() -> None:
    """Make every file, check the money, and say what was written."""
    gifts = list(contributions())
    countries = {row["iso3"]: row for row in read("countries.csv")}
    rates = Rates(sorted({gift.currency for gift in gifts} - {"USD"}))
    booked, travel = deposits(gifts, rates), trips(countries, random.Random(20180716))
    left = check_funds(booked, travel)

    givers = list(contributors(gifts, countries))
    codes = dict.fromkeys(gift.contributor for gift in gifts)
    names = {code: giver[0] for code, giver in zip(codes, givers, strict=True)}
    write_offs = [[gifts[number - 1].reference, *rest] for number, *rest in PLAN["write_offs"]]
    published = [
        [currency, day.isoformat(), str(rate), SOURCE]
        for currency, table in rates.table.items()
        for day, rate in table.items()
    ]
    files = {
        "contributors": ("name contributor_type country parent", givers),
        "contributions": (CONTRIBUTION, list(contribution_rows(gifts, names))),
        "instalments": ("contribution_reference due_on amount", list(instalment_rows(gifts))),
        "deposits": (DEPOSIT, list(deposit_rows(booked))),
        "travel": (TRIP, [list(row.values()) for row in travel]),
        "rates": ("currency effective_on units_per_usd source", published),
        "write_offs": ("contribution_reference kind on reason", write_offs),
    }
    for kind, (columns, rows) in files.items():
        write(kind, columns, rows)
        print(f"{kind}: {len(rows)}")

    received = sum((deposit.usd for deposit in booked), ZERO)
    used = sum((amount for row in travel for _, amount in spending(row)), ZERO)
    went = {row["country"] for row in travel if row["travelled_on"]}
    print("trips:", dict(Counter(row["status"] for row in travel).most_common()))
    print(
        f"deposited {received:.2f} USD, {used:.2f} spent or obligated, {left:.2f} left for travel"
    )
    print(f"countries with a delegate: {len(went)}")


if __name__ == "__main__":
    main()
