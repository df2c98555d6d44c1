"""Rows of sheets, kept in files until the workbook that the library made is filled with them."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP64_LIMIT, ZIP_DEFLATED, ZipFile

from xlsxwriter.utility import xl_range

PIECE = 1 << 18  # bytes
EFFORT = 5
"""Of zlib: two thirds of the time that its usual 6 takes, for 1 % more bytes."""


@dataclass
class Body:
    """The rows of a sheet as XML, and how many columns and rows it has."""

    file: IO[bytes]
    columns: int
    rows: int = 0

    @classmethod
    def in_a_file(cls, files: ExitStack, columns: int) -> "Body":
        """A body without rows, in a file that ends with ``files``."""
        return cls(files.enter_context(TemporaryFile()), columns)

    def write(self, xml: bytes, rows: int) -> None:
        """Add some rows below those that are there."""
        self.file.write(xml)
        self.rows += rows

    def fill(self, sheet: bytes, part: IO[bytes]) -> None:
        """Write the part of a sheet, which was without rows, with them."""
        extent = xl_range(0, 0, self.rows - 1, self.columns - 1)
        before, after = sheet.split(b"<sheetData/>")
        first, second = before.split(b'<dimension ref="A1"/>')
        part.write(first + f'<dimension ref="{extent}"/>'.encode() + second + b"<sheetData>")
        self.file.seek(0)
        copyfileobj(self.file, part, PIECE)
        part.write(b"</sheetData>" + after)


def put_together(frame: IO[bytes], bodies: Sequence[Body], file: IO[bytes]) -> None:
    """Write the workbook of ``frame``, whose sheets are without rows, with these into ``file``."""
    of_part = {f"xl/worksheets/sheet{place}.xml": body for place, body in enumerate(bodies, 1)}
    with (
        ZipFile(frame) as parts,
        ZipFile(file, "w", ZIP_DEFLATED, compresslevel=EFFORT) as whole,
    ):
        for name in parts.namelist():
            content, body = parts.read(name), of_part.get(name)
            is_large = body is not None and body.file.tell() + len(content) > ZIP64_LIMIT
            with whole.open(name, "w", force_zip64=is_large) as part:
                if body is not None and body.rows:
                    body.fill(content, part)
                else:
                    part.write(content)
