"""Small papers to attach, each made of what a test can see."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def a_pdf(inside: str = "", after: str = "") -> bytes:
    """A PDF of one empty page; ``inside`` stands among its parts, ``after`` behind its end."""
    body = f"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n{inside}\n"
    xref = len(body)
    table = "xref\n0 1\n0000000000 65535 f \ntrailer <</Size 1 /Root 1 0 R>>\n"
    return f"{body}{table}startxref\n{xref}\n%%EOF\n{after}".encode("latin-1")


def a_picture(kind: str, size: tuple[int, int] = (20, 10)) -> bytes:
    """A grey picture: PNG or JPEG."""
    made = BytesIO()
    Image.new("L", size, 128).save(made, kind)
    return made.getvalue()


def a_huge_png(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes that says it has so many dots."""

    def part(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = part(b"IHDR", header), part(b"IDAT", zlib.compress(b"\0" * 64)), part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
