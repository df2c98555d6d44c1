"""Whether a text holds a person's name, whatever its capitals, accents, order and punctuation."""

from collections.abc import Mapping

from trustfund.domain.fields import Field
from trustfund.domain.problems import Code, Problems
from trustfund.domain.texts import words_of

ENOUGH_LETTERS = 5
"""A shorter name, or one of a single word, may be an ordinary word of a note."""


def holds_name(text: str, name: str) -> bool:
    """Whether all words of a name stand side by side in a text, in any order."""
    wanted = sorted(words_of(name))
    if len(wanted) < 2 or sum(map(len, wanted)) < ENOUGH_LETTERS:
        return False
    words = words_of(text)
    return any(
        sorted(words[start : start + len(wanted)]) == wanted
        for start in range(len(words) - len(wanted) + 1)
    )


def keep_out(problems: Problems, name: str, texts: Mapping[Field, str]) -> None:
    """Note each field whose text holds the name; the sentence does not repeat it."""
    for field, text in texts.items():
        if holds_name(text, name):
            problems.add(
                field,
                Code.HOLDS_NAME,
                "",
                "holds the delegate's name",
                "Leave the name out: notes, references and reasons are never removed, and exported",
            )
