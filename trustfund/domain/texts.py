"""What people type and files bring: normalised once, compared by skeletons, shown as it is."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""What turns the order of letters round, so that a text reads as another one."""
_HALVES = "\ud800-\udfff"
"""Half a letter: no database and no file takes it."""
_REFUSED = re.compile(f"[{_CONTROLS}{_BIDIRECTIONAL}{_HALVES}]")
_OUT_OF_LINE = re.compile(f"[\t\n{_CONTROLS}{_BIDIRECTIONAL}{_HALVES}]")
_BREAK = re.compile(r" *[\t\n][\t\n ]*")
_C0 = (
    "NULL, START OF HEADING, START OF TEXT, END OF TEXT, END OF TRANSMISSION, ENQUIRY, "
    "ACKNOWLEDGE, ALERT, BACKSPACE, CHARACTER TABULATION, LINE FEED, LINE TABULATION, FORM FEED, "
    "CARRIAGE RETURN, SHIFT OUT, SHIFT IN, DATA LINK ESCAPE, DEVICE CONTROL ONE, DEVICE CONTROL "
    "TWO, DEVICE CONTROL THREE, DEVICE CONTROL FOUR, NEGATIVE ACKNOWLEDGE, SYNCHRONOUS IDLE, END "
    "OF TRANSMISSION BLOCK, CANCEL, END OF MEDIUM, SUBSTITUTE, ESCAPE, INFORMATION SEPARATOR FOUR, "
    "INFORMATION SEPARATOR THREE, INFORMATION SEPARATOR TWO, INFORMATION SEPARATOR ONE"
)
"""Control characters have no names in Python's tables."""

APOSTROPHES = "`´‘’‛′ʹʻʼʽˈˊˋ՚＇"
"""What is typed for an apostrophe, besides the plain one."""
DASHES = "‐‑‒–—―−⁃⸺⸻﹘﹣－֊־᐀᠆⸗⸚⹀⹝〜〰゠︱︲\U00010ead˗⁻₋"
"""Every dash there is, besides the plain one, and the signs that look like it."""
BLANKS = "\u2800\u115f\u1160\u3164\uffa0"
"""What shows as a blank, though Unicode counts it among letters and signs."""
_JOINERS = "\u200c\u200d"
_SPACES = filter(str.isspace, map(chr, range(0x3001)))
_AROUND = f"{_REFUSED.sub('', ''.join(_SPACES))}{BLANKS}\u00ad\u200b\u2060\ufeff"
"""What is no part of a text where it stands at an end: blanks, and what nobody sees."""
_IGNORED = re.compile("[\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Signs that only say how the letter before them is drawn."""
_UNSEEN = frozenset({"Cf", "Cs"})
_ALIKE = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(DASHES, "-") | dict.fromkeys(BLANKS, " ")
)


def normalised(text: str, *, lines: bool = False) -> str:
    """A text as the books keep it: composed letters (NFC), no blanks around it.

    Line breaks and tabs stay where a text may have ``lines``; elsewhere each is a blank.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = (text if lines else _BREAK.sub(" ", text)).strip(_AROUND)
    return text if text.strip(_JOINERS) else ""


def refused_character(text: str) -> str:
    """The name of the first character that no text may contain; "" where there is none.

    Of a normalised text: control characters, and those that turn the order of letters round.
    """
    found = _REFUSED.search(text)
    if found is None:
        return ""
    letter = found[0]
    if letter < " ":
        name = _C0.split(", ")[ord(letter)]
    else:
        other = "HALF A LETTER" if "\ud800" <= letter <= "\udfff" else "A CONTROL CHARACTER"
        name = "DELETE" if letter == "\x7f" else unicodedata.name(letter, other)
    return f"U+{ord(letter):04X} {name}"


def visible(text: str, *, lines: bool = True) -> str:
    r"""A text that no screen obeys: what is not to be seen in it stands as ``\x1b``, ``\u202e``.

    Line breaks and tabs stay, unless ``lines`` are not wanted.
    """
    if text.isascii() and text.isprintable():
        return text
    return (_REFUSED if lines else _OUT_OF_LINE).sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}"


@lru_cache(8192)  # a reference of a large file is asked for several times
def skeleton(text: str) -> str:
    """What two spellings of one name, or of one reference, have in common.

    Compatible letters (NFKC), capitals, blanks, apostrophes and dashes make no difference, nor does
    what nobody sees.
    """
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    before = ""
    while text != before:  # one round may make work for the next
        before = text
        seen = (letter for letter in text if unicodedata.category(letter) not in _UNSEEN)
        text = _IGNORED.sub("", "".join(seen)).translate(_ALIKE)
        text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(text.split())


def alike(one: str, other: str) -> bool:
    """Whether two names, or references, are spellings of one."""
    return one == other or skeleton(one) == skeleton(other)


def without_accents(text: str) -> str:
    """A text in plain letters: "février" is "fevrier"."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """The words of a text without capitals, accents and punctuation."""
    return re.findall(r"[^\W_]+", without_accents(text.casefold()))


def alphabetical(name: str) -> tuple[str, str]:
    """By what people sort a name: capitals and accents count only where nothing else differs."""
    return without_accents(name).casefold(), name


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
