"""Rows are withheld until nothing small can be had by adding and subtracting them."""

from trustfund.figures.disclosure import (
    Person,
    SettledTrip,
    are_enough,
    costs_to_show,
    rows_to_show,
)

AFRICAN, ASIAN, EASTERN = (
    ("African", "EGY", "MAR"),
    ("Asia-Pacific", "NPL", "BTN"),
    ("EEG", "ARM", "MDA"),
)


def people(genders: str, event: str, place=ASIAN) -> list[Person]:
    """One delegate for each letter, of two States in turn."""
    region, *states = place
    return [
        Person(event, region, states[number % 2], gender.strip("-"))
        for number, gender in enumerate(genders)
    ]


def shown(*groups: list[Person]) -> list[str]:
    found = rows_to_show([person for group in groups for person in group])
    return sorted(name for _, name in found)


def test_sound_rows_are_all_shown():
    events = people("FFFMMMM", "A"), people("FFFFMMM", "B")
    assert shown(*events) == ["A", "Asia-Pacific", "B"]


def test_one_withheld_row_takes_the_smallest_other_with_it():
    events = people("FFFFMMMM", "A"), people("FFFMMM", "B"), people("FMMM", "C")
    assert shown(*events) == ["A", "Asia-Pacific"]  # the total less A and B would tell of C


def test_another_row_goes_too_where_one_more_was_not_enough():
    rows = people("FFFFFMMMMM---", "A"), people("FFFMMM", "B"), people("-", "C")
    assert "A" not in shown(*rows)  # B and C together would still tell of one delegate


def test_a_region_and_the_events_inside_it_are_not_shown_together():
    """Two Africans of whom an event of Africans alone has one less."""
    inside = people("FFFMMM", "A", AFRICAN)
    beside = people("F", "B", AFRICAN) + people("FFFMMMM", "B", ASIAN)
    assert {"A", "African"} - set(shown(inside, beside))


def test_rows_whose_difference_is_large_enough_are_shown_together():
    inside = people("FFFMMM", "A", AFRICAN)
    beside = people("FFFMMM", "B", AFRICAN) + people("FFFMMMM", "B", ASIAN)
    assert shown(inside, beside) == ["A", "African", "Asia-Pacific", "B"]


def test_who_could_be_of_no_other_gender_is_not_shown():
    """Women of Africa less women of A: as many as there are Africans elsewhere, so they all are."""
    found = shown(
        people("FFFMMM", "A", AFRICAN),
        people("FFF", "B", AFRICAN),
        people("MMM", "A", ASIAN),
        people("FFFMMM", "B", ASIAN),
    )
    assert not {"A", "African"} <= set(found)
    assert found  # something may still be said


def test_nobody_is_left_alone_with_the_total():
    assert shown(people("FFFMMM", "A"), people("F", "B", AFRICAN)) == []


def test_trips_that_cost_nothing_hide_no_other():
    paid = [SettledTrip("TS-3", "African", "ldc", "MWI", 123_456)]
    free = [SettledTrip("TS-3", "African", "ldc", country, 0) for country in ("SEN", "ETH")]
    assert not are_enough(paid + free)
    elsewhere = [
        SettledTrip("TS-4", "African", "ldc", country, 100) for country in ("NPL", "MLI", "BTN")
    ]
    shown = costs_to_show((*paid, *free, *elsewhere))
    assert ("event", "TS-3") not in shown  # nor is what is left of all when TS-4 is known
    assert ("event", "TS-4") not in shown
