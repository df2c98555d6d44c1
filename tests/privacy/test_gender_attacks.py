"""Whoever asks for every combination of filters, every day, learns the gender of nobody.

The attacker of these tests knows who travelled where (participation is public) and subtracts.
Every world that agrees with all answers is tried: no delegate may be of one gender in all of them.
"""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.books import a_step, day, money_available, perform, recorded_on
from tests.examples import examples
from tests.reading import Loaded, view, worked_out_anew
from trustfund.domain.problems import Refused
from trustfund.figures.disclosure import Person, may_be_published, rows_to_show
from trustfund.figures.filters import GROUPINGS, regions
from trustfund.figures.gender import gender_rows, gender_total, rounds
from trustfund.figures.view import View
from trustfund.ledger.clock import settle_clock
from trustfund.ledger.travel import CostsDraft, NominationDraft, nominate

GENDERS = ("F", "M", "")
DAYS = ("", "2017-05-09", "2017-06-30", "2017-12-31", "2018-07-15")


def answers(seen: View) -> tuple:
    """All that a page says about gender."""
    return (gender_rows(seen, "event"), gender_rows(seen, "region"), gender_total(seen))


# One answer, whatever is asked


def queries(sample: Loaded):
    """Every event; every region of both groupings, with and without events; pairs of days."""
    events = [f"event={code}" for code in sample[0].events]
    yield from events
    for event, grouping in product(["", *events[::9], "&".join(events[1:])], GROUPINGS):
        for region in regions(grouping):
            yield f"{event}&grouping={grouping}&region={region}".strip("&")
    for names in (("from", "to"), ("as_of", "known_at"), ("from", "as_of"), ("to", "known_at")):
        for days in product(DAYS, DAYS):
            yield "&".join(f"{name}={on}" for name, on in zip(names, days, strict=True) if on)


def test_no_combination_of_filters_gives_another_answer(sample):
    """So no two answers of one moment can be subtracted."""
    whole = view(sample)
    expected, published = answers(whole), rounds(whole)
    asked = list(queries(sample))
    for number, query in enumerate(asked):
        anew = worked_out_anew(sample)
        assert rounds(view(anew, query)) == published, query
        if number % 20 == 0:
            assert answers(view(anew, query)) == expected, query
    assert len(asked) > 150


def test_from_day_to_day_only_whole_rounds_are_added(sample: Loaded):
    """Answers of all days of the fund: what is new in one may be published by itself."""
    books, last = sample
    days = [date(2017, 4, 1) + timedelta(days=n) for n in range((last - date(2017, 4, 1)).days)]
    told = [rounds(View(books, today)) for today in (*days, last)]
    for before, after in pairwise(told):
        assert list(after.items())[: len(before)] == list(before.items())
        for people in list(after.values())[len(before) :]:
            assert may_be_published(people)
    assert len({len(found) for found in told}) == 3


def test_a_visit_every_day_tells_nothing_about_who_came_that_day(sqlite_store, set_today):
    """Somebody new is recorded every fifth day, and each answer is compared with the last."""
    with recorded_on("2017-05-02"):
        money_available(sqlite_store, {"1": "9000"}, since="2017-05-02")
    start = date(2017, 5, 5)
    for number, gender in enumerate("FMFFMMFMXFMFMFMFFMM-FMFMXX"):
        with recorded_on(str(start + timedelta(days=5 * number))):
            country = ("NPL", "EGY", "PER", "ARM", "BTN", "MAR")[number % 6]
            costs = CostsDraft("50")
            on = day("2017-05-03")
            draft = NominationDraft("TS-2", country, on, gender=gender.strip("-"), costs=costs)
            trip = perform(sqlite_store, nominate, draft).reference
            a_step(sqlite_store, trip, "authorised", "2017-05-04")
            a_step(sqlite_store, trip, "travelled", "2017-05-22")
    seen: list[dict[str, int]] = []
    for number in range(260):
        set_today(str(start + timedelta(days=number)))
        total = gender_total(view(sqlite_store)) or {}
        if not seen or seen[-1] != total:
            seen.append(total)
    assert len(seen) > 1
    for before, after in pairwise(seen):
        grown = [n - before.get(said, 0) for said, n in after.items()]
        assert all(n == 0 or n >= 3 for n in grown)
        assert sum(n > 0 for n in grown) > 1


def test_a_clock_that_is_set_back_changes_no_round_that_is_published(store, set_today):
    """Nothing is booked after the half-year, so its last entry leaves room in it."""

    def somebody(country: str, gender: str) -> None:
        draft = NominationDraft(
            "TS-2", country, day("2017-05-03"), gender=gender, costs=CostsDraft("50")
        )
        trip = perform(store, nominate, draft).reference
        a_step(store, trip, "authorised", "2017-05-04")
        a_step(store, trip, "travelled", "2017-05-22")

    with recorded_on("2017-06-01"):
        money_available(store, {"1": "9000"}, since="2017-05-02")
        for country, gender in zip(("NPL", "EGY", "PER") * 2, "FFFMMM", strict=True):
            somebody(country, gender)
    set_today("2017-07-01")
    before = answers(view(store))
    assert before[-1] == {"Women": 3, "Men": 3, "Another gender or not stated": 0}
    with recorded_on("2017-06-29"):
        with pytest.raises(Refused, match="is behind"):
            somebody("TUV", "F")
        perform(store, settle_clock, "Set back by mistake")
        somebody("TUV", "F")
    assert answers(view(store)) == before


# Every world that agrees with one answer


def certain(people: list[Person]) -> list[Person]:
    """The delegates whose gender is the same in all worlds with the same total and rows."""
    kept = rows_to_show(people)
    rows = [
        [True] * len(people),
        *([person.of(by) == name for person in people] for by, name in sorted(kept)),
    ]
    member = np.array(rows, dtype=np.int8)
    there = sorted({GENDERS.index(person.gender) for person in people})  # as the total tells
    worlds = np.array(list(product(there, repeat=len(people))), dtype=np.int8)
    own = np.array([GENDERS.index(person.gender) for person in people], dtype=np.int8)
    agreed = np.ones(len(worlds), dtype=bool)
    for code in there:
        agreed &= ((worlds == code) @ member.T == (own == code) @ member.T).all(axis=1)
    possible = worlds[agreed]
    same = (possible == possible[0]).all(axis=0)
    return [person for person, is_same in zip(people, same, strict=True) if is_same]


@st.composite
def travellers(draw, most: int):
    """Delegates who may be published together, at three events, of three regions."""
    numbers = draw(
        st.tuples(*[st.sampled_from([0, *range(3, most)])] * 3).filter(
            lambda n: sum(map(bool, n)) > 1 and sum(n) <= most
        )
    )
    genders = "".join(gender * number for gender, number in zip("FM-", numbers, strict=True))
    event, region = st.sampled_from("ABC"), st.sampled_from(["African", "Asia-Pacific", "EEG"])
    return [(draw(event), draw(region), gender) for gender in genders]


def made(listed: list[tuple[str, str, str]]) -> list[Person]:
    """Delegates of as many States as there can be: nobody is protected by a country."""
    return [
        Person(event, region, f"{region} {number}", gender.strip("-"))
        for number, (event, region, gender) in enumerate(listed)
    ]


INSIDE = [("A", "African", gender) for gender in "FFFMMM"]


FORCED = [
    *INSIDE,
    *[("B", "African", "F")] * 3,
    *[("A", "EEG", "M")] * 3,
    *[("B", "EEG", gender) for gender in "FFFMMM"],
]


@settings(max_examples=examples(60))
@given(travellers(10))
@example(FORCED)
@example([*INSIDE, ("B", "African", "F"), ("B", "EEG", "F"), ("B", "EEG", "M")])
@example([*INSIDE, ("B", "EEG", "F"), ("B", "African", "M")])
@example(
    [(e, r, g) for e, r, g in zip("AAABBBAB", ["African", "EEG"] * 4, "FMFMFMFM", strict=True)]
)
def test_each_delegate_could_be_of_another_gender(listed):
    people = made(listed)
    assert certain(people) == []


def test_the_attack_finds_somebody_where_rows_are_shown_carelessly(monkeypatch):
    """African delegates less those of an event of Africans alone: one woman."""
    careless = {("event", "A"), ("region", "African")}
    monkeypatch.setitem(globals(), "rows_to_show", lambda _people: careless)
    people = made([*INSIDE, ("B", "African", "F"), ("B", "EEG", "F"), ("B", "EEG", "M")])
    assert people[6] in certain(people)


# Cells under three, also those that only subtraction shows


@given(travellers(24))
def test_no_row_and_no_difference_of_rows_is_small(listed):
    """Any sum of rows, less any sum of rows inside it: empty, or three and more of each gender."""
    people = made(listed)
    kept = rows_to_show(people)
    rows = {row: [who for who in people if who.of(row[0]) == row[1]] for row in kept}
    rows["all", ""] = people
    for one, other in product(rows.values(), rows.values()):
        if all(who in one for who in other):
            left = Counter(who.gender for who in one if who not in other)
            assert all(number >= 3 for number in left.values())


@pytest.mark.parametrize("by", ["event", "region"])
def test_the_sample_shows_no_row_from_which_a_withheld_one_follows(sample: Loaded, by: str):
    """Rows shown, taken from the total of their round, leave nothing small."""
    for people in rounds(view(sample)).values():
        kept = rows_to_show(people)
        rest = [person for person in people if (by, person.of(by)) not in kept]
        assert not rest or may_be_published(rest)
