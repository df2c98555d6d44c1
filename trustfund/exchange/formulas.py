"""Texts that a spreadsheet would run as a formula, made harmless."""

import re

import pyarrow as pa
import pyarrow.compute as pc

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The full-width forms too: a spreadsheet set to Japanese or Chinese takes them for the others."""
_NUMBER = r"-[0-9]+(?:\.[0-9]+)?"
_IS_NUMBER = re.compile(_NUMBER)
_STARTS = r"\A'*[=+\-@\t\r\n＝＋－＠]"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a text, or it already has the apostrophe against that.

    Such a text gets one apostrophe more, and an import takes one away.
    """
    return text.lstrip("'").startswith(STARTS)


def harmless(text: str) -> str:
    """A text that no spreadsheet runs; a number below zero is none to run."""
    return f"'{text}" if is_formula(text) and not _IS_NUMBER.fullmatch(text) else text


def all_harmless(texts: pa.Array) -> pa.Array:
    """A column of texts that no spreadsheet runs."""
    run = pc.match_substring_regex(texts, _STARTS)
    run = pc.and_not(run, pc.match_substring_regex(texts, rf"\A{_NUMBER}\z"))
    if not pc.any(run).as_py():
        return texts
    return pc.if_else(run, pc.binary_join_element_wise("'", texts, ""), texts)
