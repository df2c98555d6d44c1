"""A person's name is found in a text however it is written there; ordinary words are not."""

import pytest

from trustfund.domain.names import holds_name


@pytest.mark.parametrize(
    "text",
    [
        "Planted Name-One",
        "asked by planted name-one herself",
        "NAME-ONE, Planted",
        "Mr.Planted  Name One's visa",
        "Plánted Näme-One",
    ],
)
def test_a_name_is_found_whatever_its_capitals_accents_and_order(text):
    assert holds_name(text, "Planted Name-One")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "Planted Name-One"),
        ("Planted by Name-One", "Planted Name-One"),
        ("Implanted Name-One", "Planted Name-One"),
        ("the planted tree", "Planted"),  # one word may be an ordinary one
        ("I do", "I Do"),  # so may very short ones
        ("a note", ""),
    ],
)
def test_other_words_are_not_taken_for_a_name(text, name):
    assert not holds_name(text, name)
