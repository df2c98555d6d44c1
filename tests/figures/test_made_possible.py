"""The impartial account: a share of the pool, never anybody's own delegate."""

from fractions import Fraction

from tests.books import (
    a_commitment,
    a_contributor,
    a_delegate,
    a_deposit,
    a_step,
    an_authorised_trip,
    money_available,
)
from tests.reading import view
from trustfund.figures.giving import Statement
from trustfund.figures.made_possible import (
    EARMARKED,
    PARTLY,
    WHOLLY,
    account,
    contributors_thanked,
    made_possible,
    share_text,
    tenths,
    thanks,
)


def gives(store, name: str, **parts: str) -> None:
    """One who gives US dollars by pool: ``o1`` is objective 1."""
    a_contributor(store, name, "philanthropic_organization", "")
    for pool, amount in parts.items():
        earmark = pool.removeprefix("o")
        a_deposit(store, a_commitment(store, amount, earmark=earmark, contributor=name), amount)


def of(store, name: str, query: str = "") -> Statement:
    return Statement(view(store, f"contributor={name}&{query}".strip("&")))


def test_a_quarter_of_the_money_that_pays_travel_is_a_quarter_of_its_delegates(store):
    gives(store, "Ada", unearmarked="1000", o1="500", o2="9000")
    gives(store, "Bo", o1="4500")
    for country in ("NPL", "NPL", "FJI", "KEN"):
        a_delegate(store, country)
    found = made_possible(of(store, "Ada"))
    assert (found.share, found.travel_share) == (Fraction(7, 10), Fraction(1, 4))
    assert (found.delegates, found.states, found.equivalent) == (4, 3, Fraction(1))
    assert account(found, "Ada") == [
        "Ada gave 70.0 % of all deposits of the fund.",
        "It gave 25.0 % of the money that pays travel.",
        "The money of all contributors together brought 4 delegates from 3 States.",
        "The share of Ada in it is equivalent to 1.0 delegates.",
    ]


def test_who_gave_after_a_seat_was_authorised_has_no_share_of_it(store):
    a_contributor(store, "Bo", "philanthropic_organization", "")
    gives(store, "Ada", unearmarked="1000")
    a_delegate(store, "NPL")  # authorised when Ada's money alone was there
    later = a_commitment(store, "3000", contributor="Bo")
    a_deposit(store, later, "3000", value_date="2017-06-20")
    trip = an_authorised_trip(store, "100", "2017-07-01", country="FJI", event="TS-4")
    a_step(store, trip, "travelled", "2017-07-24")
    shares = {name: made_possible(of(store, name)).equivalent for name in ("Ada", "Bo")}
    assert shares == {"Ada": 1 + Fraction(1, 4), "Bo": Fraction(3, 4)}


def test_shares_are_of_deposits_less_their_fees(store):
    gives(store, "Ada", unearmarked="1000")  # 10.00 is the agent's
    money_available(store, {"unearmarked": "1000"})  # the agent waives its fee
    a_delegate(store, "NPL")
    assert made_possible(of(store, "Ada")).equivalent == Fraction(990, 1990)


def test_the_equivalents_of_all_contributors_add_up_to_all_delegates(sample):
    everyone = [row.name for row in view(sample).frames.contributors.values()]
    parents = {row.name for row in view(sample).frames.contributors.values() if row.parent_id}
    found = [made_possible(of(sample, name)) for name in everyone if name not in parents]
    assert sum(each.share for each in found) == 1
    assert sum(each.equivalent or 0 for each in found) == found[0].delegates == 238


def test_nothing_is_stated_before_anybody_travelled(store):
    gives(store, "Ada", unearmarked="1000")
    an_authorised_trip(store, "100")  # expected, not there yet
    found = made_possible(of(store, "Ada"))
    assert found.equivalent is None
    assert account(found, "Ada")[-1] == "Nobody has travelled yet."


def test_money_for_other_objectives_is_no_part_of_any_journey(store):
    gives(store, "Ada", unearmarked="1000")
    gives(store, "Bo", o2="1000")
    a_delegate(store, "NPL")
    found = made_possible(of(store, "Bo"))
    assert found.equivalent is None
    assert account(found, "Bo") == [
        "Bo gave 50.0 % of all deposits of the fund.",
        "None of it pays travel: it is for other objectives.",
    ]


def test_a_share_is_not_available_before_anything_was_received(store):
    a_commitment(store, "1000")
    found = made_possible(of(store, "Norway"))
    assert found.share is None
    assert account(found, "Norway")[0].startswith("No deposit of Norway was received yet")


def test_a_very_small_share_is_not_called_nothing():
    assert tenths(Fraction(4, 100)) == "less than 0.1"
    assert tenths(Fraction(5, 100)) == "0.1"  # half up
    assert tenths(Fraction(0)) == "0.0"
    assert share_text(Fraction(1, 10_000)) == "less than 0.1 %"


def test_unearmarked_givers_are_thanked_first_whatever_they_gave(store):
    gives(store, "Zoe", unearmarked="1")
    gives(store, "Élan", unearmarked="1")
    gives(store, "Ada", o1="99000")
    gives(store, "Bo", o1="500", unearmarked="1")
    a_commitment(store, "5000")  # of Norway: nothing has arrived
    groups = contributors_thanked(view(store, "contributor=Ada"))
    assert groups == {WHOLLY: ["Élan", "Zoe"], PARTLY: ["Bo"], EARMARKED: ["Ada"]}
    assert list(groups) == [WHOLLY, PARTLY, EARMARKED]


def test_each_is_thanked_for_unearmarked_money_first(store):
    gives(store, "Ada", unearmarked="10")
    gives(store, "Bo", o2="500", unearmarked="1", o3="5")
    gives(store, "Cy", o1="5")
    said = {name: thanks(of(store, name)) for name in ("Ada", "Bo", "Cy")}
    assert said["Ada"].startswith("Thank you, Ada, for giving wholly un-earmarked")
    assert said["Bo"].startswith("Thank you, Bo, above all for what you gave un-earmarked")
    assert said["Bo"].endswith(
        "objective 2 (Preparation of the conference) and objective 3 (Operational costs)."
    )
    assert (
        said["Cy"] == "Thank you, Cy, for what you gave for objective 1 (Travel and participation)."
    )
