"""What may be attached: a PDF, a PNG or a JPEG, known by what it is and never by its name.

A file that is two things at once is refused: what it is begins with its first byte and ends with
its last. Nothing in a PDF is unpacked, so nothing in it can grow.
"""

import io
import re
import struct

from PIL import Image

from trustfund.domain.catalogue import paper as fields
from trustfund.domain.kinds import MediaType
from trustfund.domain.problems import Code, Refused, refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
"""A sheet of A4 at 600 dots an inch has 35 million."""
SAVE_AGAIN = "Save or scan it again, as PDF, PNG or JPEG"
_BEGINS = {
    b"%PDF-": MediaType.PDF,
    b"\x89PNG\r\n\x1a\n": MediaType.PNG,
    b"\xff\xd8\xff": MediaType.JPEG,
}
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = {
    rb"/Encrypt\b": "is protected by a password",
    rb"/JavaScript\b": "holds a program (JavaScript)",
    rb"/(Launch|RichMedia)\b": "starts something when it is opened",
    rb"/EmbeddedFiles?\b": "holds other files",
}
"""What a PDF may not have in plain sight. What is packed is not seen: docs/security.md."""
_END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
_PARTS = re.compile(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)")
_ARCHIVE, _NEAR_THE_END = b"PK\x05\x06", 1 << 17
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_DAMAGE = (OSError, SyntaxError, ValueError, IndexError, struct.error)
"""What the library raises for pictures that are none."""
_IEND = b"\0\0\0\0IEND\xaeB`\x82"


def media_type(content: bytes) -> MediaType:
    """What a content is. Raises Refused, with the reason, for what may not be attached."""
    if not content:
        raise _refused("is empty", "Choose the file again")
    if len(content) > MOST_BYTES:
        why = f"is larger than {MOST_BYTES // 1024 // 1024} MB"
        remedy = "Scan it with fewer dots an inch, or in shades of grey, or attach it in parts"
        raise refusal(fields.CONTENT, Code.TOO_LARGE, "", why, remedy)
    for begins, kind in _BEGINS.items():
        if content.startswith(begins):
            _LOOK[kind](content)
            return kind
    raise _refused("is no PDF, PNG or JPEG")


def _refused(why: str, remedy: str = SAVE_AGAIN) -> Refused:
    return refusal(fields.CONTENT, Code.UNREADABLE, "", why, remedy)


def _pdf(content: bytes) -> None:
    end = _END.search(content, max(len(content) - 1024, 0))
    if end is None or _ARCHIVE in content[-_NEAR_THE_END:]:
        raise _refused("does not end as a PDF does")
    if not _PARTS.match(content, int(end[1])):
        raise _refused("has no table of its parts, as a PDF has")
    plain = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), content)
    for mark, why in _ACTIVE.items():
        if re.search(mark, plain):
            raise _refused(why, "Print it to a new PDF, and attach that")


def _png(content: bytes) -> None:
    """Its size stands in front, so that a huge one is refused before anything is read of it."""
    if len(content) < 33 or content[12:16] != b"IHDR":
        raise _refused("is a damaged picture")
    _count(*struct.unpack(">II", content[16:24]))
    if content.find(_IEND) != len(content) - len(_IEND):
        raise _refused("does not end as a PNG does")
    try:
        Image.open(io.BytesIO(content), formats=("PNG",)).verify()
    except _DAMAGE:
        raise _refused("is a damaged picture") from None


def _jpeg(content: bytes) -> None:
    try:
        if _end_of_jpeg(content) != len(content):
            raise _refused("does not end as a JPEG does")
        _count(*Image.open(io.BytesIO(content), formats=("JPEG",)).size)
    except (
        OSError,
        SyntaxError,
        ValueError,
        struct.error,
        IndexError,
        Image.DecompressionBombError,
    ):
        raise _refused("is a damaged picture") from None


def _end_of_jpeg(content: bytes) -> int:
    """Where its last part ends; 0 where it breaks off."""
    place = 2
    while place + 1 < len(content):
        marker = content[place + 1]
        if content[place] != 0xFF or marker in {0x00, 0xFF}:
            return 0
        if marker == 0xD9:  # the end of the picture
            return place + 2
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
        if marker == 0xDA:  # the dots follow, of no stated length
            found = _MARKER.search(content, place)
            place = found.start() if found else len(content)
    return 0


def _count(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        why = f"is a picture of {width:,} by {height:,} dots, which is too large"
        raise _refused(why, "Scan it with fewer dots an inch")


_LOOK = {MediaType.PDF: _pdf, MediaType.PNG: _png, MediaType.JPEG: _jpeg}
