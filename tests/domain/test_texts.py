"""One name is one name: texts are normalised once, and compared by what is alike in them."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trustfund.domain.texts import (
    DASHES,
    alike,
    alphabetical,
    normalised,
    refused_character,
    skeleton,
    visible,
)

anything = st.text(st.characters(exclude_categories=()))
awkward = st.text("aA’'- –\u00a0\u200d\u202e\n\t\r\u0301ſßİ´\u0345ⅷ")
texts = st.one_of(anything, awkward)


def test_letters_are_composed_and_the_blanks_around_them_go():
    assert normalised(" Co\u0302te d’Ivoire\u00a0\u200b") == "Côte d’Ivoire"


@pytest.mark.parametrize(
    "text", ["", " \u00a0", "\u200b\u200b", "\ufeff\u3164", "\u200d", "\u2800\n"]
)
def test_what_nobody_sees_is_nothing(text):
    assert normalised(text) == normalised(text, lines=True) == ""


def test_lines_and_tabs_stay_where_a_note_may_have_them_and_are_blanks_elsewhere():
    assert normalised("one\r\ntwo\tthree\rfour", lines=True) == "one\ntwo\tthree\nfour"
    assert normalised("one \r\n\ttwo\tthree") == "one two three"


def test_joiners_stay():
    assert normalised("می\u200cخواهم क्\u200dष") == "می\u200cخواهم क्\u200dष"
    assert refused_character("می\u200cخواهم क्\u200dष") == ""


@given(texts, st.booleans())
def test_what_is_normalised_is_normal(text, lines):
    assert normalised(normalised(text, lines=lines), lines=lines) == normalised(text, lines=lines)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nor\u202eyaw", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("Nor\u2067way", "U+2067 RIGHT-TO-LEFT ISOLATE"),
        ("Nor\u200fway", "U+200F RIGHT-TO-LEFT MARK"),
        ("Nor\x1b[2Jway", "U+001B ESCAPE"),
        ("Nor\x00way", "U+0000 NULL"),
        ("Nor\x07way", "U+0007 ALERT"),
        ("\x0cNorway\x1f", "U+000C FORM FEED"),
        ("Nor\x7fway", "U+007F DELETE"),
        ("Nor\x9bway", "U+009B A CONTROL CHARACTER"),
        ("Nor\udc80way", "U+DC80 HALF A LETTER"),
        ("Norway\tand\nothers – 1 500 €", ""),
    ],
)
def test_what_no_text_may_contain_is_named(text, name):
    assert refused_character(normalised(text)) == name


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("Nor\u202eyaw", "Nor\\u202eyaw"),
        ("\x9b2J \udc80", "\\x9b2J \\udc80"),
        ("two\nlines\tand Türkiye", "two\nlines\tand Türkiye"),
    ],
)
def test_a_screen_obeys_nothing_that_is_shown(text, seen):
    assert visible(text) == seen


@given(texts, st.booleans())
def test_what_is_visible_holds_nothing_to_refuse_and_can_be_printed(text, lines):
    seen = visible(text, lines=lines)
    seen.encode()
    assert refused_character(seen) == ""
    assert lines or not set("\n\r\t") & set(seen)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("mcs00–d–0031", "MCS00-D-0031"),
        ("ＭＣＳ００－Ｄ－００３１", "MCS00-D-0031"),
        ("MCS00\u2212D\u20110031 ", "MCS00-D-0031"),
        ("SWEDEN ", "Sweden"),
        ("Côte d’Ivoire", "Co\u0302te\u00a0d'ivoire"),
        ("Côte d´Ivoire", "Côte d`Ivoire"),
        ("Swe\u200bden\ufeff", "Sweden"),
        ("a\u2003\u3000b\u2800", "a b"),
        ("STRASSE", "Straße"),
    ],
)
def test_spellings_of_one_name_are_alike(typed, known):
    assert alike(typed, known)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Norway", "Norvay"), ("D-31", "D-0031"), ("Österreich", "Osterreich"), ("A B", "AB")],
)
def test_other_names_are_not(one, other):
    assert not alike(one, other)


@given(texts)
@example("\u0345\u0301")
def test_a_skeleton_is_its_own_and_that_of_the_normalised_text(text):
    assert skeleton(skeleton(text)) == skeleton(text)
    assert skeleton(normalised(text)) == skeleton(text)


def test_every_dash_of_unicode_is_a_dash():
    dashes = {chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) == "Pd"}
    assert dashes <= {*DASHES, "-"}


def test_names_are_sorted_as_people_sort_them():
    names = ["Zambia", "Éire", "Egypt", "Österreich", "Oman", "angola"]
    assert sorted(names, key=alphabetical) == [
        *("angola", "Egypt", "Éire", "Oman", "Österreich", "Zambia"),
    ]
