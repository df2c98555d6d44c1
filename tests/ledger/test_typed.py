"""What acts are given is normalised once, and letters that deceive are refused by name."""

import pkgutil
import sys
from dataclasses import fields, is_dataclass

import pytest
from sqlmodel import select

from tests.books import (
    a_commitment,
    a_contributor,
    an_earlier_program,
    day,
    history,
    perform,
    refusal,
)
from trustfund import ledger
from trustfund.domain.problems import NOWHERE
from trustfund.ledger import contributors, movements, travel
from trustfund.ledger.contributors import ContributorDraft
from trustfund.ledger.deposits import DepositDraft
from trustfund.ledger.imports.deposit_lists import Listed, record_deposits
from trustfund.ledger.movements import MovementDraft
from trustfund.ledger.typed import CALLED, fields_of
from trustfund.store.tables import Contributor, Deposit, Movement


def interest(**typed: str) -> MovementDraft:
    return MovementDraft("interest", day("2017-06-01"), "12.50", **typed)


def test_a_name_is_kept_composed_and_without_the_blanks_around_it(store):
    draft = ContributorDraft("\u00a0Co\u0302te d’Ivoire \n", " member_state ", " civ\t")
    perform(store, contributors.record_contributor, draft)
    with store.reading() as session:
        assert session.exec(select(Contributor.name)).one() == "Côte d’Ivoire"


@pytest.mark.parametrize(
    ("field", "label"),
    [("name", "Name"), ("parent", "Parent"), ("apart", "Why it is another one")],
)
@pytest.mark.parametrize(
    ("letter", "name", "shown"),
    [
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE", "\\u202e"),
        ("\x1b", "U+001B ESCAPE", "\\x1b"),
        ("\x00", "U+0000 NULL", "\\x00"),
    ],
)
def test_a_letter_that_deceives_is_refused_by_name(sqlite_store, field, label, letter, name, shown):
    typed = {"name": "Norway", "contributor_type": "member_state", "country": "NOR"}
    draft = ContributorDraft(**typed | {field: f"Nor{letter}way"})
    assert refusal(sqlite_store, contributors.record_contributor, draft) == (
        f'{label} "Nor{shown}way": contains {name}. Take it out: nobody sees it.'
    )


def test_every_text_of_an_act_is_looked_at_at_once(sqlite_store):
    a_contributor(sqlite_store)
    draft = ContributorDraft("Nor\x07way", "member_state", "NOR")
    act = contributors.correct_contributor
    said = refusal(sqlite_store, act, "Norway", draft, "Why\x7f?")
    assert said.splitlines() == [
        'Name "Nor\\x07way": contains U+0007 ALERT. Take it out: nobody sees it.',
        'Reason "Why\\x7f?": contains U+007F DELETE. Take it out: nobody sees it.',
    ]


def test_notes_and_reasons_have_lines_and_references_have_none(store):
    note = "Bank:\r\n\tof the fund"
    perform(store, movements.record_movement, interest(reference="M\n1", note=note))
    with store.reading() as session:
        own = session.exec(select(Movement)).one()
    assert (own.reference, own.note) == ("M 1", "Bank:\n\tof the fund")
    perform(store, movements.reverse_movement, "M 1", "One line\r\nand another")
    assert history(store)[-1].reason == "One line\nand another"


def test_joiners_stay_in_a_name(store):
    draft = ContributorDraft("بنیاد می\u200cخواهم", "philanthropic_organization")
    assert perform(store, contributors.record_contributor, draft).reference == draft.name


def test_no_message_repeats_what_may_be_a_delegates_name(sqlite_store):
    draft = travel.NominationDraft("TS-3", "NPL", day("2017-05-20"), name="Ada\u202e Example")
    said = refusal(sqlite_store, travel.nominate, draft)
    assert said.endswith("contains U+202E RIGHT-TO-LEFT OVERRIDE. Take it out: nobody sees it.")
    assert "Ada" not in said


def test_the_texts_of_a_list_are_looked_at_too(sqlite_store):
    gift = a_commitment(sqlite_store)
    notes = ("Cash", "\x1b[2J", "")
    drafts = [DepositDraft(gift, day("2017-05-15"), "USD", "10", note=note) for note in notes]
    listed = [Listed(draft, NOWHERE, "a file") for draft in drafts]
    said = refusal(sqlite_store, record_deposits, listed)
    assert said == 'Note "\\x1b[2J": contains U+001B ESCAPE. Take it out: nobody sees it.'


def test_the_texts_of_a_list_are_normalised_as_those_of_one_are(sqlite_store):
    gift = a_commitment(sqlite_store)
    drafts = [
        DepositDraft(
            *(gift, day("2017-05-15"), "USD", "10"),
            bank_reference=bank,
            reference=f"D-{bank}",
            apart=apart,
        )
        for bank, apart in (
            (" BANK 1", ""),
            ("Banque\u00a0\u2060", "\u00a0Paid by another bank\u2060"),
        )
    ]
    perform(sqlite_store, record_deposits, [Listed(draft, NOWHERE, "a file") for draft in drafts])
    with sqlite_store.reading() as session:
        deposits = session.exec(select(Deposit)).all()
        kept = [(own.reference, own.bank_reference, own.apart) for own in deposits]
    assert kept == [
        ("D- BANK 1", "BANK 1", ""),
        ("D-Banque", "Banque", "Paid by another bank"),
    ]


def test_every_text_that_a_draft_holds_is_called_as_its_form_calls_it():
    for module in pkgutil.walk_packages(ledger.__path__, "trustfund.ledger."):
        __import__(module.name)
        for name, draft in vars(sys.modules[module.name]).items():
            if not name.endswith("Draft") or not is_dataclass(draft):
                continue
            known = fields_of(draft.__module__)
            texts = {each.name for each in fields(draft) if each.type in (str, "str")}
            assert texts - known.keys() <= KNOWN_BY_THEIR_KEY, name
    assert set(CALLED.values()) <= {"contribution", "ticket", "dsa", "terminal", "other"}


KNOWN_BY_THEIR_KEY = {"trip", "contribution", "actual", "organisation_type", "reference", "name"}
"""Texts whose key in words is their label."""


@pytest.mark.parametrize("reference", ["\u200b", "\u200d\u200c", "\u3164"])
def test_a_reference_that_nobody_sees_is_none(store, reference):
    done = perform(store, movements.record_movement, interest(reference=reference))
    assert done.reference == "MCS00-M-0001"


def test_what_an_earlier_program_called_so_can_be_given_another_name(store):
    a_contributor(store, "Acme Fund", "philanthropic_organization", "")
    with an_earlier_program(store, "contributor") as session:
        session.get_one(Contributor, 1).name = "Acme \x07 Fund"
    renamed = ContributorDraft("Acme Fund", "philanthropic_organization")
    perform(store, contributors.correct_contributor, "Acme \x07 Fund", renamed, "No bell")
    with store.reading() as session:
        assert session.get_one(Contributor, 1).name == "Acme Fund"
