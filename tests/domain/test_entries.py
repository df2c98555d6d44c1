"""The facts about each kind of entry are all there, and agree with each other."""

from collections import defaultdict

import pytest

from trustfund.domain.catalogue.funding_status import LINES
from trustfund.domain.entries import AGENT_EFFECT, FACTS, POOL_EFFECT, Group
from trustfund.domain.kinds import EntryKind, MovementKind
from trustfund.figures.statements import lines

USES = {Group.FEE, Group.SPENT, Group.OBLIGATED, Group.OTHER_USES}


def test_every_kind_of_entry_has_its_facts_and_a_word_for_its_total():
    assert list(FACTS) == list(EntryKind)
    assert all(facts.total for facts in FACTS.values())


def test_every_movement_says_what_it_is_and_nothing_else_does():
    told = {kind.value for kind, facts in FACTS.items() if facts.about}
    assert told == {kind.value for kind in MovementKind}


@pytest.mark.parametrize("kind", EntryKind)
def test_an_entry_changes_the_balance_with_the_agent_as_its_line_of_the_statement_does(kind):
    stated = lines(defaultdict(int, {kind: 100}))
    assert stated["balance_with_agent"] == 100 * AGENT_EFFECT.get(kind, 0)


@pytest.mark.parametrize("kind", EntryKind)
def test_an_entry_changes_what_is_available_as_its_group_of_the_overview_does(kind):
    group = FACTS[kind].group
    sign = -1 if group in USES else 1 if group in {Group.DEPOSITED, Group.INCOME} else 0
    if kind is EntryKind.SURPLUS_RELEASE:
        sign = 1  # out of one pool with a minus, and into another
    assert POOL_EFFECT.get(kind, 0) == sign


def test_every_line_of_the_statement_is_a_sum_of_entries_a_total_or_a_balance():
    of_entries = {facts.line for facts in FACTS.values()} - {""}
    others = {"total_sources", "total_uses", "total_balance"}
    others |= {"balance_with_agent", "balance_with_organizations"}
    assert of_entries | others == set(LINES)
    assert not of_entries & others
