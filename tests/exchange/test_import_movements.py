"""Files of movements and allocations: the same acts as the page's, each row by its reference."""

import os

from tests.books import available, history, money_available, with_agent
from tests.reading import only_row, rows

MOVEMENTS = """\
reference,kind,value_date,usd_amount,objective,organization,contribution_reference,note
M-1,interest,2017-06-30,12.50,,,,Second quarter
M-2,transfer_to_organization,2017-07-01,400.00,1,International Organization for Migration,,
M-3,surplus_release,2017-07-02,100,,,,
M-4,refund_to_contributor,2017-07-03,50,1,,MCS00-C-0001,Paid twice
"""
ALLOCATIONS = """\
reference,decided_on,organization,usd_amount,objective,note
A-1,2017-06-01,An agency,300.00,1,
A-2,2017-06-02,Another agency,200.00,,Preparation
"""


def test_movements_are_booked_and_a_second_import_changes_nothing(store, bring):
    money_available(store, {"1": "1000"})
    assert str(bring(store, "movements", MOVEMENTS)) == "new 4, changed 0, same 0, problems 0"
    assert available(store) == {"unearmarked": 1_250, "1": 85_000, "2": 10_000}
    assert with_agent(store) == 100_000 + 1_250 - 40_000 - 5_000
    assert [row["reference"] for row in rows(store, "movements")] == ["M-1", "M-2", "M-3", "M-4"]
    acts = len(history(store))
    assert str(bring(store, "movements", MOVEMENTS)) == "new 0, changed 0, same 4, problems 0"
    assert len(history(store)) == acts


def test_another_value_under_a_known_reference_is_a_correction(store, bring):
    money_available(store, {"1": "1000"})
    bring(store, "movements", MOVEMENTS)
    mended = MOVEMENTS.replace("12.50", "13.50")
    outcome = bring(store, "movements", mended, name="june.csv")
    assert str(outcome) == "new 0, changed 1, same 3, problems 0"
    assert history(store)[-2].reason == "imported from june.csv, row 2"
    assert rows(store, "movements")[0]["usd_amount"] == 1_350


def test_a_movement_that_the_rules_refuse_is_named_by_row_and_column(store, bring):
    money_available(store, {"1": "1000"})
    text = (
        "reference,kind,value_date,usd_amount,objective\n"
        "M-1,gift,2017-06-30,12.50,\n"
        "M-2,interest,2017-06-31,1.2.3,\n"
        "M-3,surplus_release,2017-06-30,5,2\n"
        "M-4,transfer_to_organization,2017-06-30,5,\n"
        "M-5,refund_to_contributor,2017-06-30,5,\n"
    )
    told = "\n".join(str(problem) for problem in bring(store, "movements", text).problems)
    for place in (
        'row 2, kind "gift"',
        'row 3, value_date "2017-06-31"',
        'row 3, usd_amount "1.2.3"',
        'row 4, objective "2"',
        "row 5, organization: is missing",
        "row 6, contribution_reference",
    ):
        assert place in told
    assert rows(store, "movements") == []


def test_allocations_are_recorded_and_a_second_import_changes_nothing(store, bring):
    assert str(bring(store, "allocations", ALLOCATIONS)) == "new 2, changed 0, same 0, problems 0"
    again = ALLOCATIONS.replace("An agency", "AN AGENCY").replace("A-2", "A-3")
    assert str(bring(store, "allocations", again)) == "new 1, changed 0, same 1, problems 0"
    less = "reference,decided_on,organization,usd_amount\nA-1,2017-06-01,An agency,250\n"
    assert str(bring(store, "allocations", less)) == "new 0, changed 1, same 0, problems 0"
    row = only_row(store, "allocations", "to=2017-06-01")
    assert (row["usd_amount"], row["objective"]) == (25_000, "1")  # the absent column says nothing


def test_a_file_may_have_a_name_that_is_not_text(store, bring):
    columns = "reference,decided_on,organization,usd_amount\n"
    name = os.fsdecode(b"Entscheid-\xfc.csv")
    bring(store, "allocations", f"{columns}A-1,2017-06-01,IOM,6\n", name=name)
    again = bring(store, "allocations", f"{columns}A-1,2017-06-01,IOM,7\n", name=name)
    assert str(again) == "new 0, changed 1, same 0, problems 0"
    assert history(store)[-2].reason == "imported from Entscheid-?.csv, row 2"
