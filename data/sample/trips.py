"""The trips of the sample: who goes where, how far each trip is, what it costs."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from plan import OPENED, PLAN, TODAY, ZERO, Row, cents, later, read

TRAVEL = PLAN["travel"]


@dataclass(frozen=True)
class Event:
    """An event of the programme, as far as travel needs it."""

    code: str
    host: str
    city: str
    starts: date
    ends: date
    held: date  # the middle of the span where no day was announced
    nights: int


def events() -> Iterator[Event]:
    """Read the events, in the order of the programme."""
    for row in read("funds/migration-compact/events.csv"):
        starts, ends = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
        days, announced = (ends - starts).days, row["date_precision"] == "day"
        held = starts if announced else later(starts, days // 2)
        nights = days + 3 if announced else 4
        yield Event(row["code"], row["country"], row["city"], starts, ends, held, nights)


def least_developed(country: Row, day: date) -> bool:
    """Tell whether the country was an LDC on that day."""
    until = country["ldc_until"]
    return country["ldc"] == "true" and (not until or day < date.fromisoformat(until))


def invited(event: Event, country: Row) -> bool:
    """Tell who is invited: regions to their meetings, nobody to the own country."""
    code, western_asia = country["iso3"], country["m49_subregion"] == "Western Asia"
    asia_pacific = country["m49_region"] in ("Asia", "Oceania")
    if code == event.host:
        return False
    return {
        "RM-ECLAC": country["m49_region"] == "Americas",
        "RM-ECA": country["m49_region"] == "Africa",
        "RM-ESCAP": asia_pacific and (not western_asia or code in ("ARM", "AZE", "GEO")),
        "RM-ESCWA": code in TRAVEL["escwa"].split(),
    }.get(event.code, True)


def pool(event: Event, countries: dict[str, Row], *, ldc: bool) -> list[str]:
    """List the countries from which a seat of the event can be filled."""
    drawn_never = ["GNQ", *TRAVEL["always"].get(event.code, "").split()]
    absent = TRAVEL["not_reached"].split() if event.code != "CONF" else []
    return [
        code
        for code, country in countries.items()
        if least_developed(country, event.starts) == ldc
        and (ldc or code in TRAVEL["supported"].split())
        and invited(event, country)
        and code not in drawn_never + absent
    ]


def seats(countries: dict[str, Row], rng: random.Random) -> Iterator[tuple[Event, str]]:
    """Say who goes where: two seats in three for LDCs, the countries least served so far first."""
    served: Counter[str] = Counter()
    for event in events():
        ranks = {
            code: (2 * served[code] + rng.randrange(3), rng.randrange(10**6)) for code in countries
        }
        ldcs, others = (
            sorted(pool(event, countries, ldc=ldc), key=ranks.__getitem__) for ldc in (True, False)
        )
        always = TRAVEL["always"].get(event.code, "").split()
        wanted = TRAVEL["seats"][event.code] - len(always)
        for_ldcs = min(wanted * 2 // 3, len(ldcs))
        twice = for_ldcs // 6  # some LDCs send two delegates
        chosen = sorted(ldcs[: for_ldcs - twice] + ldcs[:twice], key=ldcs.index)
        for code in chosen + always + others[: wanted - for_ldcs]:
            served[code] += 1
            yield event, code


def statuses(taken: list[tuple[Event, str]], rng: random.Random) -> list[str]:
    """Give each seat a status: settled when long past, with some exits; the rest by plan."""
    result = []
    conference = [s for s, n in TRAVEL["conference"].items() if s != "waitlisted" for _ in range(n)]
    rng.shuffle(conference)
    conference += ["waitlisted"] * TRAVEL["conference"]["waitlisted"]
    for event, _ in taken:
        if event.code == "CONF":
            result.append(conference.pop(0))
        elif event.code in ("IN-6", "HR-6"):
            drawn = rng.choice(["travelled", "travelled", "ticketed"])
            result.append("authorised" if event.code == "HR-6" else drawn)  # no day, no ticket yet
        else:
            result.append("settled")
    past = [n for n, (_, code) in enumerate(taken) if result[n] == "settled" and code != "GNQ"]
    exits = [status for status, count in TRAVEL["exits"].items() for _ in range(count)]
    for position, status in zip(rng.sample(past, len(exits)), exits, strict=True):
        result[position] = status
    for first, second in pairwise(past):
        if taken[first][0].code == "IN-2" and taken[first] == taken[second]:
            result[first], result[second] = "replaced", "settled"
            break
    return result


TRIP = (
    "reference event country role gender status name note_verbale nominated_on approved_on "
    "authorised_on travelled_on settled_on ticket_usd dsa_usd terminal_usd other_usd "
    "actual_usd note"
)
COSTS = ("ticket_usd", "dsa_usd", "terminal_usd", "other_usd")
STEPS = ("nominated_on", "approved_on", "authorised_on", "travelled_on")
REACHED = {  # how many of the steps a status has behind it
    "nominated": 1, "under_review": 1, "waitlisted": 1, "declined": 1, "approved": 2,
    "offer_declined": 2, "authorised": 3, "ticketed": 3, "cancelled_after_ticket": 3, "no_show": 3,
    "replaced": 3, "travelled": 4, "claimed": 4, "settled": 4,
}  # fmt: skip


def one_in(chances: int, rng: random.Random) -> bool:
    """Let chance decide."""
    return rng.randrange(chances) == 0


def costs(event: Event, country: Row, rng: random.Random) -> list[Decimal]:
    """Estimate ticket, daily subsistence allowance, terminal expenses and other costs."""
    host = PLAN["hosts"][event.city]
    low, high = host[country["m49_region"]]
    ticket = Decimal(rng.randrange(low * 100, high * 100)) / 100
    others = rng.choice([100, 126, 152, 188, 204, 240]), rng.choice([0, 0, 0, 35, 60, 85, 140])
    return [ticket, *map(Decimal, (host["dsa"] * event.nights, *others))]


def course(event: Event, status: str, estimate: list[Decimal], rng: random.Random) -> Row:
    """Say how far a trip has come, when, and at what cost; an exit's day is settled_on."""
    last = min(later(event.starts, -3), TODAY)
    first = max(last - timedelta(60), OPENED + timedelta(1))
    parts = [rng.randint(*bounds) for bounds in ((0, 40), (45, 60), (70, 95))]
    days = [later(first, (last - first).days * part // 100) for part in parts] + [event.held]
    closed, actual = later(event.ends, rng.randint(16, 56)), ZERO
    note = rng.choice(TRAVEL["reasons"].get(status, [""]))
    if status == "settled" and (closed > TODAY or (event.starts.year == 2018 and one_in(12, rng))):
        status = rng.choice(["travelled", "claimed", "claimed"])
    reached = REACHED[status] if status != "withdrawn" else rng.choice([2, 2, 3])
    match status:
        case "settled":
            actual = cents(sum(estimate, ZERO) * rng.randint(850, 1060) / 1000)
        case "declined" | "offer_declined":
            closed = days[reached]
        case "withdrawn" | "cancelled_after_ticket" | "replaced":
            closed = min(later(days[2], rng.randint(1, 9)), last)
            per_cent = {"withdrawn": 0, "replaced": 8}.get(status, rng.randint(30, 100))
            actual = cents(estimate[0] * per_cent / 100)
        case "no_show":
            closed, actual = later(event.ends, rng.randint(5, 12)), estimate[0]
        case _:
            closed = date.max
    row = {step: day.isoformat() for step, day in zip(STEPS[:reached], days, strict=False)}
    row["settled_on"] = closed.isoformat() if closed <= TODAY else ""
    return row | {"status": status, "actual_usd": f"{actual:.2f}" if actual else "", "note": note}


def trip(
    reference: str, event: Event, country: Row, status: str, above: Row, rng: random.Random
) -> Row:
    """Make a row of travel.csv; the one above may be of the same country and seat."""
    second = (above.get("event"), above.get("country")) == (event.code, country["iso3"])
    takes_seat = second and above["status"] == "replaced"
    roles = ["delegate", "head_of_delegation", "expert", "fellow"]
    estimate = costs(event, country, rng)
    if takes_seat:
        estimate[0] = Decimal(above["ticket_usd"])
    row = dict.fromkeys(TRIP.split(), "")
    row |= {"reference": reference, "event": event.code, "country": country["iso3"]}
    row["role"] = rng.choices(roles, [78, 0 if second else 10, 8, 4])[0]
    row["gender"] = rng.choices(["F", "M", "X", ""], [48, 46, 2, 4])[0]
    row |= {name: f"{amount:.2f}" for name, amount in zip(COSTS, estimate, strict=True)}
    row |= course(event, status, estimate, rng)
    if takes_seat:
        row |= dict.fromkeys(STEPS[:3], above["settled_on"])
        row["note"] = f"Takes the seat and the ticket of {above['reference']}"
    if not one_in(12, rng):
        row["note_verbale"] = f"ILL-NV-{row['nominated_on'][:4]}-{reference[-4:]}"
    return row


def trips(countries: dict[str, Row], rng: random.Random) -> list[Row]:
    """Make the rows of travel.csv."""
    taken, rows = list(seats(countries, rng)), [Row()]
    for number, ((event, code), status) in enumerate(
        zip(taken, statuses(taken, rng), strict=True), 1
    ):
        reference = f"MCS00-T-{number:04d}"
        rows.append(trip(reference, event, countries[code], status, rows[-1], rng))
    return rows[1:]


def spending(row: Row) -> Iterator[tuple[str, Decimal]]:
    """Say what a trip takes and when: the obligation, then its difference to the cost."""
    if row["authorised_on"]:
        obligation = sum((Decimal(row[name]) for name in COSTS), ZERO)
        yield row["authorised_on"], obligation
        if row["settled_on"]:
            yield row["settled_on"], Decimal(row["actual_usd"] or 0) - obligation
