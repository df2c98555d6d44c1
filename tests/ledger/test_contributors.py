from dataclasses import replace

import pytest
from sqlmodel import select

from tests.books import a_contributor, history, perform, refusal
from trustfund.figures import frames
from trustfund.ledger import contributors
from trustfund.ledger.books import read_books
from trustfund.ledger.contributors import (
    ContributorDraft,
    also_known_as,
    correct_contributor,
    not_known_as,
    record_contributor,
)
from trustfund.store.tables import Contributor


def recorded(store, name: str) -> Contributor:
    with store.reading() as session:
        return session.exec(select(Contributor).where(Contributor.name == name)).one()


def refused(store, *draft: str) -> str:
    return refusal(store, record_contributor, ContributorDraft(*draft))


@pytest.mark.parametrize(
    ("name", "kind", "country", "said"),
    [
        ("Norway", "member_state", "nor", "a member state"),
        ("European Union", "regional_legislative_body", "", "a regional legislative body"),
        (
            "International Organization for Migration",
            "intergovernmental_organization",
            "",
            "an intergovernmental organization",
        ),
        (
            "Foundation of the North",
            "philanthropic_organization",
            "NOR",
            "a philanthropic organization",
        ),
    ],
)
def test_the_four_kinds_of_contributor_may_contribute(store, name, kind, country, said):
    draft = ContributorDraft(f"  {name} ", kind, country)
    receipt = perform(store, record_contributor, draft)
    assert receipt.sentence == f"{name} is recorded as {said}."
    contributor = recorded(store, name)
    assert contributor.contributor_type == kind
    assert contributor.country == (country.upper() or None)


@pytest.mark.parametrize("kind", ["company", "individual", "", "Member State", "ngo"])
def test_any_other_kind_is_refused_with_the_funds_own_sentence(sqlite_store, kind):
    said = refused(sqlite_store, "Somebody", kind)
    assert "may not contribute to this fund" in said
    assert (
        "Member States, regional legislative bodies, inter-governmental organizations and "
        "philanthropic organizations, and from nobody else" in said
    )


def test_a_member_state_needs_its_country(sqlite_store):
    assert "A Member State needs its country" in refused(sqlite_store, "Norway", "member_state")


def test_a_territory_is_not_a_member_state(sqlite_store):
    said = refused(sqlite_store, "Aruba", "member_state", "ABW")
    assert 'Country "Aruba": is not a Member State' in said
    perform(
        sqlite_store, record_contributor, ContributorDraft("Fund", "philanthropic_organization")
    )


def test_a_contributor_is_recorded_once(store):
    a_contributor(store, "Österreich", country="AUT")
    for typed in ("Österreich", " Osterreich".replace("O", "O\u0308")):
        assert "is recorded already" in refused(store, typed, "member_state", "AUT")


@pytest.mark.parametrize("typed", ["CÔTE D'IVOIRE", "Côte\u00a0d’Ivoire ", "Co\u0302te d`ivoire"])
def test_a_contributor_is_found_however_its_name_is_spelt(store, typed):
    a_contributor(store, "Côte d'Ivoire", country="CIV")
    with read_books(store) as books:
        assert contributors.find(books, typed).name == "Côte d'Ivoire"
        assert contributors.find(books, "Ivory Coast") is None


# Twins


@pytest.mark.parametrize("typed", ["SWEDEN", "Swe\u200dden", "Ｓｗｅｄｅｎ"])
def test_a_contributor_that_is_called_alike_is_asked_about(store, typed):
    a_contributor(store, "Sweden", country="SWE")
    twin = ContributorDraft(typed, "philanthropic_organization")
    assert refusal(store, record_contributor, twin) == (
        f'Name "{typed}": there is already Sweden. Is it the same? Then use that one; if it is '
        "another, say why."
    )
    perform(store, record_contributor, replace(twin, apart="A foundation of that name"))
    assert recorded(store, typed).apart == history(store)[-1].reason == "A foundation of that name"


def test_a_second_member_state_of_a_country_is_asked_about(store):
    a_contributor(store, "Sweden", country="SWE")
    twin = ContributorDraft("Kingdom of Sweden", "member_state", "swe")
    assert "there is already Sweden. Is it the same?" in refusal(store, record_contributor, twin)
    agency = ContributorDraft("Sida", "member_state", "SWE", "Sweden")
    perform(store, record_contributor, agency)  # it says whose it is
    fund = ContributorDraft("A fund", "philanthropic_organization", "SWE")
    perform(store, record_contributor, fund)
    promoted = replace(agency, parent="")
    said = refusal(store, correct_contributor, "Sida", promoted, "A reason")
    assert "there is already Sweden. Is it the same?" in said
    perform(store, correct_contributor, "Sida", replace(promoted, apart="So it signs"), "Reason")


def test_who_was_told_apart_once_is_not_asked_about_again(store):
    a_contributor(store, "Sweden", country="SWE")
    twin = ContributorDraft("SWEDEN", "member_state", "SWE", apart="The court signs itself")
    perform(store, record_contributor, twin)
    correction = ContributorDraft("SWEDEN", "intergovernmental_organization", "SWE")
    perform(store, correct_contributor, "SWEDEN", correction, "It is none")
    assert recorded(store, "SWEDEN").apart == "The court signs itself"
    assert recorded(store, "Sweden").contributor_type == "member_state"


def test_of_twins_the_one_that_is_spelt_exactly_so_is_meant(store):
    a_contributor(store, "Sweden", country="SWE")
    a_contributor(store, "SWEDEN", country="SWE")
    with read_books(store) as books:
        assert contributors.find(books, "SWEDEN").name == "SWEDEN"
        assert contributors.find(books, " Sweden").name == "Sweden"
        assert contributors.find(books, "sweden") is None
    agency = ContributorDraft("Sida", "member_state", "SWE", "sweden")
    assert refusal(store, record_contributor, agency) == (
        'Parent "sweden": may be "Sweden" or "SWEDEN". Write it exactly so.'
    )


AGENCY = ContributorDraft("Norad", "member_state", "NOR", "norway")


def test_an_agency_belongs_to_its_state(store):
    a_contributor(store, "Norway")
    perform(store, record_contributor, AGENCY)
    assert recorded(store, "Norad").parent_id == recorded(store, "Norway").id


def test_there_is_one_level_of_agencies(sqlite_store):
    a_contributor(sqlite_store, "Norway")
    a_contributor(sqlite_store, "Nordic Council", "regional_legislative_body", "")
    perform(sqlite_store, record_contributor, AGENCY)
    below = ContributorDraft("Norad office", "member_state", "NOR", "Norad")
    assert "is itself part of another" in refusal(sqlite_store, record_contributor, below)
    above = ContributorDraft("Norway", "member_state", "NOR", "Nordic Council")
    said = refusal(sqlite_store, correct_contributor, "Norway", above, "A reason")
    assert "cannot be above a parent" in said


def test_a_contributor_is_not_its_own_parent(sqlite_store):
    a_contributor(sqlite_store, "Norway")
    draft = ContributorDraft("Norway", "member_state", "NOR", "Norway")
    said = refusal(sqlite_store, correct_contributor, "Norway", draft, "A reason")
    assert "is itself part of another contributor or this one" in said


def test_a_correction_keeps_what_was_there_before_in_history(store):
    a_contributor(store, "Norway", "philanthropic_organization")
    draft = ContributorDraft("Kingdom of Norway", "member_state", "NOR")
    perform(store, correct_contributor, "norway", draft, "It is the State itself")
    assert recorded(store, "Kingdom of Norway").contributor_type == "member_state"
    line = history(store)[-1]
    assert line.reason == "It is the State itself"
    perform(store, correct_contributor, "Kingdom of Norway", draft, "Looked at again")
    assert history(store)[-1].changes == ""
    assert '"name": ["Norway", "Kingdom of Norway"]' in line.changes
    assert '"philanthropic_organization", "member_state"' in line.changes


# Other names


def test_a_contributor_is_found_by_its_other_name_whatever_its_capitals(store):
    a_contributor(store, "Sweden", country="SWE")
    perform(store, also_known_as, " Sida ", "sweden", "Its agency")
    line = history(store)[-1]
    assert (line.subject, line.outcome) == ("Sweden", "Sida means Sweden from now on.")
    with read_books(store) as books:
        for typed in ("Sida", "SIDA", " sida "):
            assert contributors.find(books, typed).name == "Sweden"
        assert contributors.other_names(books) == [contributors.OtherName("Sida", "Sweden")]


def test_another_name_that_is_taken_back_means_nobody_and_can_mean_somebody_else(store):
    for name, country in (("Sweden", "SWE"), ("Norway", "NOR")):
        a_contributor(store, name, country=country)
    perform(store, also_known_as, "Sida", "Norway")
    perform(store, not_known_as, "sida", "Norway", "It is Sweden's")
    with read_books(store) as books:
        assert contributors.find(books, "Sida") is None
        assert contributors.other_names(books) == []
    perform(store, also_known_as, "Sida", "Sweden")
    with read_books(store) as books:
        assert contributors.find(books, "Sida").name == "Sweden"
    loaded, _ = frames.load(store)  # history tells of names, and figures have none
    known = loaded.as_known("2100-01-01").contributors.values()
    assert {row.name for row in known} == {"Norway", "Sweden"}


def test_a_name_means_one_contributor(sqlite_store):
    for name, country in (("Sweden", "SWE"), ("Norway", "NOR")):
        a_contributor(sqlite_store, name, country=country)
    perform(sqlite_store, also_known_as, "Sida", "Sweden")
    assert refusal(sqlite_store, also_known_as, "SIDA", "Norway") == (
        'Other name "SIDA": is another name of Sweden already. Take that other name back first, '
        "if it is wrong."
    )
    assert refusal(sqlite_store, also_known_as, "norway", "Sweden") == (
        'Other name "norway": is the contributor Norway already. Use it as it is.'
    )
    assert 'Name "Sida": is another name of Sweden.' in refused(
        sqlite_store, "Sida", "member_state", "SWE"
    )
    renamed = ContributorDraft("Sida", "member_state", "SWE")
    said = refusal(sqlite_store, correct_contributor, "Sweden", renamed, "A reason")
    assert 'Name "Sida": is another name of Sweden.' in said
