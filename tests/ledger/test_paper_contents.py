"""What may be attached is known by what it is, never by what it is called."""

import io
import zipfile

import pytest

from tests.papers import a_huge_png, a_pdf, a_picture
from trustfund.domain.kinds import MediaType
from trustfund.domain.problems import Refused
from trustfund.ledger import paper_contents

PDF, PNG, JPEG = a_pdf(), a_picture("PNG"), a_picture("JPEG")


def an_archive(comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("run.html", "<script>")
        archive.comment = comment
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"), [(PDF, "PDF"), (PNG, "PNG"), (JPEG, "JPEG")], ids=["pdf", "png", "jpeg"]
)
def test_a_pdf_a_png_and_a_jpeg_may_be_attached(content, kind):
    assert paper_contents.media_type(content) is MediaType[kind]


ATTACKS = {
    "nothing": (b"", "is empty"),
    "html": (b"<!doctype html><script>alert(1)</script>", "is no PDF, PNG or JPEG"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "is no PDF"),
    "workbook": (an_archive(), "is no PDF"),
    "html in front of a PDF": (b"<script>alert(1)</script>" + PDF, "is no PDF"),
    "html behind a PDF": (a_pdf(after="<script>alert(1)</script>"), "does not end as a PDF"),
    "archive behind a PDF": (PDF + an_archive(), "does not end as a PDF"),
    "archive whose comment ends as a PDF": (
        PDF + an_archive(b"\nstartxref\n9\n%%EOF\n"),
        "does not end as a PDF",
    ),
    "a PDF by its first letters alone": (b"%PDF-1.7 but no more", "does not end as a PDF"),
    "a PDF without parts": (b"%PDF-1.7\nstartxref\n0\n%%EOF", "has no table of its parts"),
    "a PDF that points out of itself": (
        b"%PDF-1.7\nstartxref\n9999999999\n%%EOF",
        "has no table of its parts",
    ),
    "a program in a PDF": (a_pdf("3 0 obj <</S /JavaScript /JS (a)>> endobj"), "JavaScript"),
    "a hidden one": (a_pdf("3 0 obj <</S /J#61vaScript /JS (a)>> endobj"), "JavaScript"),
    "a PDF that starts something": (a_pdf("3 0 obj <</S /Launch>> endobj"), "starts something"),
    "files in a PDF": (a_pdf("3 0 obj <</Type /EmbeddedFile>> endobj"), "holds other files"),
    "a password": (a_pdf("3 0 obj <</Encrypt 4 0 R>> endobj"), "protected by a password"),
    "html behind a PNG": (PNG + b"<script>", "does not end as a PNG"),
    "archive behind a PNG": (PNG + an_archive(), "does not end as a PNG"),
    "a PNG behind a PNG": (PNG + PNG, "does not end as a PNG"),
    "half a PNG": (PNG[:-20], "does not end as a PNG"),
    "a changed PNG": (PNG.replace(b"IDAT", b"IDAX"), "is a damaged picture"),
    "a PNG of its first letters": (PNG[:20], "is a damaged picture"),
    "a PNG of ten thousand million dots": (a_huge_png(100_000, 100_000), "which is too large"),
    "archive behind a JPEG": (JPEG + an_archive(b"\xff\xd9"), "does not end as a JPEG"),
    "half a JPEG": (JPEG[:-9], "does not end as a JPEG"),
    "a JPEG of its first letters": (JPEG[:3], "does not end as a JPEG"),
    "a JPEG without a picture": (b"\xff\xd8\xff\xd9", "is a damaged picture"),
    "too much": (PDF + b" " * paper_contents.MOST_BYTES, "is larger than 10 MB"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_something_else_is_refused_with_a_remedy(attack):
    content, why = ATTACKS[attack]
    with pytest.raises(Refused) as refused:
        paper_contents.media_type(content)
    assert why in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_pdf_whose_parts_would_unpack_to_gigabytes_is_not_unpacked(monkeypatch):
    monkeypatch.delattr("zlib.decompress")
    monkeypatch.delattr("zlib.decompressobj")
    packed = a_pdf("3 0 obj <</Filter /FlateDecode>> stream\nx\nendstream endobj")
    assert paper_contents.media_type(packed) is MediaType.PDF
