"""An import can be taken back: then the books are as if it had never been."""

import pytest

from tests.books import (
    available,
    perform,
    with_agent,
)
from trustfund.exchange.tables import csv_pieces
from trustfund.figures import checks, frames
from trustfund.figures.datasets import DATASETS
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.ledger import imported
from trustfund.store.engine import Store

FILES = {
    "contributors": """\
name,contributor_type,country,parent
Norway,member_state,NOR,
Norad,intergovernmental_organization,,Norway
Sweden,member_state,SWE,
""",
    "rates": """\
currency,effective_on,units_per_usd,source
EUR,2017-05-01,0.92,UN
SEK,2017-05-01,8.8,UN
EUR,2017-06-01,0.89,UN
""",
    "contributions": """\
reference,contributor,pledged_on,agreement_reference,agreement_signed_on,currency,amount,earmark,note
C-1,Norway,2017-04-20,SAA-1,2017-05-02,EUR,100000,1:60000;unearmarked:40000,
C-2,Norad,2017-04-20,,,USD,5000,unearmarked,By letter
C-3,Sweden,,SAA-3,2017-05-03,SEK,800000,1,
""",
    "instalments": """\
contribution_reference,due_on,amount
C-1,2017-06-30,70000
C-1,2018-06-30,30000
""",
    "deposits": """\
reference,contribution_reference,value_date,currency,amount,bank_reference,note
D-1,C-1,2017-05-15,EUR,70000,B-1,
D-2,C-3,2017-05-16,SEK,800000,,
""",
    "events": """\
code,kind,title,city,country,starts_on
TS-7,thematic_session,A seventh session,Geneva,CHE,2017-06-19
""",
    "travel": """\
reference,event,country,gender,status,name,nominated_on,authorised_on,travelled_on,settled_on,ticket_usd,actual_usd,note
T-1,TS-7,NPL,F,settled,Planted Name-One,2017-05-20,2017-06-01,2017-06-19,2017-07-01,1500,1400,
T-2,TS-7,BGD,M,authorised,Planted Name-Two,2017-05-21,2017-06-02,,,1600,,
T-3,TS-7,HTI,,nominated,,2017-05-21,,,,1000,,
""",
    "movements": """\
reference,kind,value_date,usd_amount,objective,organization,contribution_reference,note
M-1,interest,2017-06-30,12.50,,,,
M-2,refund_to_contributor,2017-07-01,100,,,C-1,Asked for
M-3,transfer_to_organization,2017-06-15,5000,1,An agency,,
""",
    "allocations": """\
reference,decided_on,organization,usd_amount,objective,note
A-1,2017-06-01,An agency,5000,1,
A-2,2017-06-02,An agency,600,,
""",
}
"""A small fund, a file of each kind, in an order in which it can be imported."""

CHANGED = {
    "contributors": """\
name,contributor_type,country,parent
Norad,intergovernmental_organization,,
Sida,intergovernmental_organization,,Sweden
Sweden,member_state,SWE,
""",
    "rates": """\
currency,effective_on,units_per_usd,source
EUR,2017-05-01,0.95,Corrected
EUR,2017-07-01,0.85,UN
""",
    "instalments": """\
contribution_reference,due_on,amount
C-1,2017-07-31,50000
C-1,2018-07-31,50000
C-3,2017-07-31,800000
""",
    "contributions": """\
reference,contributor,pledged_on,agreement_reference,agreement_signed_on,currency,amount,earmark,note
C-1,Sweden,2017-04-21,SAA-1,2017-05-01,EUR,120000,unearmarked,Corrected
C-2,Norad,2017-04-20,SAA-2,2017-06-01,USD,5000,1,By letter
C-4,Norway,2017-04-22,,,USD,70,,
""",
    "deposits": """\
reference,contribution_reference,value_date,currency,amount,bank_reference,note
D-1,C-1,2017-06-15,EUR,69000,B-7,Corrected
D-2,C-3,2017-05-16,SEK,800000,B-8,
D-3,C-1,2017-06-15,EUR,1000,,
""",
    "events": """\
code,kind,title,city,country,starts_on,ends_on
TS-7,hearing,A hearing,Vienna,AUT,2017-06-20,2017-06-21
TS-8,hearing,Another hearing,Vienna,AUT,2017-07-20,
""",
    "travel": """\
reference,event,country,gender,status,name,nominated_on,authorised_on,travelled_on,settled_on,ticket_usd,actual_usd,note
T-1,TS-7,NPL,F,settled,Planted Name-One,2017-05-20,2017-06-01,2017-06-19,2017-07-02,1500,1450,By train
T-2,TS-7,BGD,M,settled,Planted Name-Two,2017-05-21,2017-06-02,2017-06-19,2017-07-01,1600,1300,
T-3,TS-7,NER,X,authorised,,2017-05-21,2017-06-03,,,1100,,
T-4,TS-7,HTI,,nominated,,2017-05-21,,,,1000,,
""",
    "movements": """\
reference,kind,value_date,usd_amount,objective,organization,contribution_reference,note
M-1,other_income,2017-06-29,13.50,1,,,Corrected
M-2,refund_to_contributor,2017-07-02,120,,,C-1,Asked for
M-4,bank_charge,2017-07-02,1,,,,
""",
    "allocations": """\
reference,decided_on,organization,usd_amount,objective,note
A-1,2017-06-03,Another agency,5001,2,Corrected
A-3,2017-06-02,An agency,7,,
""",
}
"""For each kind a file that changes what ``FILES`` brought, and brings something more."""
KINDS = list(FILES)


def figures(store: Store, known_at: str = "") -> dict[str, str]:
    """Every dataset but the two that tell of entries and acts, as its file, and the balances."""
    books, today = frames.load(store)
    found = {}
    for dataset in DATASETS:
        if dataset.name in {"ledger", "history"}:
            continue
        filters = Filters(known_at=known_at if "known_at" in dataset.filters else "")
        rows = dataset.rows(View(books, today, filters))
        found[dataset.name] = "".join(csv_pieces(dataset.columns, rows))
    return found | ({} if known_at else {"balances": f"{available(store)} {with_agent(store)}"})


def brought(store: Store, bring, kind: str, text: str) -> int:
    """Import a file that has no problem; its number."""
    outcome = bring(store, kind, text, name=f"{kind}.csv")
    assert outcome.problems == ()
    assert outcome.imported is not None
    return outcome.imported


def taken_back(store: Store, number: int):
    receipt = perform(store, imported.take_back_import, number, "The wrong file")
    assert list(checks.problems(store)) == []
    return receipt


@pytest.mark.parametrize("kind", KINDS)
def test_import_take_back_import_is_as_if_it_was_imported_once(store, bring, kind):
    for earlier in KINDS[: KINDS.index(kind)]:
        brought(store, bring, earlier, FILES[earlier])
    before = figures(store)
    first = brought(store, bring, kind, FILES[kind])
    once = figures(store)
    taken_back(store, first)
    assert figures(store) == before
    outcome = bring(store, kind, FILES[kind])
    assert outcome.problems == ()
    assert str(outcome) == f"new {FILES[kind].count(chr(10)) - 1}, changed 0, same 0, problems 0"
    assert figures(store) == once
    assert list(checks.problems(store)) == []
    assert str(bring(store, kind, FILES[kind])).startswith("new 0, changed 0, same")
    taken_back(store, outcome.imported)
    assert figures(store) == before


@pytest.mark.parametrize("kind", KINDS)
def test_new_and_changed_rows_are_taken_back_together(store, bring, kind):
    for earlier, text in FILES.items():
        brought(store, bring, earlier, text)
    before = figures(store)
    first = brought(store, bring, kind, CHANGED[kind])
    once = figures(store)
    assert once != before
    taken_back(store, first)
    assert figures(store) == before
    again = brought(store, bring, kind, CHANGED[kind])
    assert figures(store) == once
    taken_back(store, again)
    assert figures(store) == before


def test_all_files_are_taken_back_the_newest_first(store, bring):
    seen = []
    for files in (FILES, CHANGED):
        for kind, text in files.items():
            seen.append((figures(store), brought(store, bring, kind, text)))
    for before, number in reversed(seen):
        taken_back(store, number)
        assert figures(store) == before
