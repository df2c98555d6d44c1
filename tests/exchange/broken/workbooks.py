"""Workbooks that are broken, hostile or merely odd, each with a sentence that says how."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import xlsxwriter

HEADER = ("reference", "contributor", "pledged_on", "currency", "amount")
ROW = ("C-1", "Norway", "2017-04-20", "EUR", 1234567.5)


def book(fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options) as workbook:
        fill(workbook)
    return buffer.getvalue()


def sheet(*rows: tuple[object, ...], name: str = "Pledges", at: tuple[int, int] = (0, 0)) -> bytes:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        page = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(at[0] + number, at[1], row)

    return book(fill)


GOOD = sheet(HEADER, ROW)
SHEET = "xl/worksheets/sheet1.xml"


def with_parts(changes: dict[str, Callable[[bytes], bytes]], **more: bytes) -> bytes:
    """The good workbook with some parts changed, and some more of them."""
    buffer = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(GOOD))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
        for name, content in more.items():
            new.writestr(name, content)
    return buffer.getvalue()


def replaced(old: bytes, new: bytes, part: str = SHEET) -> bytes:
    return with_parts({part: lambda content: content.replace(old, new)})


def without(part: str) -> bytes:
    buffer = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(GOOD))
    with zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return buffer.getvalue()


def lying(size: int) -> bytes:
    """A workbook whose directory tells another size of its sheet."""
    content = bytearray(GOOD)
    at = content.rindex(SHEET.encode()) - 46
    content[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(content)


def bomb(megabytes: int) -> bytes:
    """Every process that collects tests makes it, so it is packed quickly, not well."""
    buffer, megabyte = io.BytesIO(GOOD), b" " * 2**20
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open("xl/media/picture.xml", "w") as part,
    ):
        for _ in range(megabytes):
            part.write(megabyte)
    return buffer.getvalue()


def many_parts(count: int) -> bytes:
    return with_parts({}, **{f"xl/part{number}.xml": b"" for number in range(count)})


def far_away(workbook: xlsxwriter.Workbook) -> None:
    page = workbook.add_worksheet()
    page.write(0, 0, "reference")
    page.write(1_048_575, 16_383, 1)


def formula(value: bytes) -> bytes:
    return replaced(b"<v>1234567.5</v>", b"<f>SUM(1,2)</f>" + value)


AMOUNT = b"<v>1234567.5</v>"
REFUSED: dict[str, bytes] = {
    **{f"a workbook cut to {part} in a hundred": GOOD[: len(GOOD) * part // 100]
       for part in range(1, 100, 7)},
    "a workbook without its list of parts": GOOD[:-100],
    "a workbook with another one's end": GOOD[:-50] + bytes(50),
    **{f"a workbook without {part}": without(part) for part in ("[Content_Types].xml",
       "xl/workbook.xml", SHEET, "xl/_rels/workbook.xml.rels")},
    "the beginning of a workbook and noise": b"PK\x03\x04" + bytes(range(256)) * 20,
    "the beginning of an old workbook and noise": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "an old workbook that holds macros": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(512) + "_VBA_PROJECT\0".encode("utf-16-le") + bytes(512),
    "a workbook behind a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(512) + "EncryptedPackage\0".encode("utf-16-le") + bytes(512),
    "an empty archive": b"PK\x05\x06" + bytes(18),
    "a workbook without cells": sheet(),
    "a workbook of blanks": sheet((" ", "  "), ("", " ")),
    "a header alone in another place": sheet(("colour",)),
    "macros": with_parts({}, **{"xl/vbaProject.bin": b"macro"}),
    "macros of the oldest kind": with_parts({}, **{"xl/macrosheets/sheet1.xml": b"<a/>"}),
    "a declaration of entities": replaced(
        b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "1234567890">]><worksheet'),
    "entities in the list of texts": replaced(
        b"<sst", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><sst', "xl/sharedStrings.xml"),
    "entities in a part nobody asks for": with_parts(
        {}, **{"custom.xml": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}),
    "an entity from elsewhere": replaced(
        b"<worksheet", b'<!doctype x SYSTEM "http://localhost/x"><worksheet'),
    "a bomb": bomb(300),
    "a part larger than it says": lying(100),
    "a part smaller than it says": lying(10**6),
    "a part that says four gigabytes": lying(2**32 - 1),
    "three thousand parts": many_parts(3000),
    "a cell at the end of the world": book(far_away),
    "a row beyond the last": replaced(b'r="A2"', b'r="A99999999"'),
    "a column beyond the last": replaced(b'r="E2"', b'r="ZZZZ2"'),
    "a cell with a letter for a row": replaced(b'r="E2"', b'r="EE"'),
    "a text that is not in the list": replaced(b"<v>5</v>", b"<v>500</v>"),
    "a list of texts that is not XML": replaced(b"<sst", b"<<sst", "xl/sharedStrings.xml"),
    "a sheet that is not XML": replaced(b"<sheetData>", b"<sheetData"),
    "a sheet cut in the middle": with_parts({SHEET: lambda content: content[:300]}),
    "a workbook of sheets that are not there": replaced(b"rId1", b"rId99", "xl/workbook.xml"),
    "an error for an amount": replaced(
        b'<c r="E2">' + AMOUNT, b'<c r="E2" t="e"><v>#REF!</v>'),
    "a formula without a value": formula(b""),
    "a formula with an empty value": formula(b"<v></v>"),
    "a formula with a closed value": formula(b"<v/>"),
    "a formula that failed": replaced(
        b'<c r="E2">' + AMOUNT, b'<c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v>'),
    "no number for an amount": replaced(AMOUNT, b"<v>NaN</v>"),
    "an infinite amount": replaced(AMOUNT, b"<v>1e999</v>"),
    "an absurd amount": replaced(AMOUNT, b"<v>1e300</v>"),
    "a tiny amount": replaced(AMOUNT, b"<v>1e-300</v>"),
    "an amount below zero": replaced(AMOUNT, b"<v>-5</v>"),
    "an amount of many decimals": replaced(AMOUNT, b"<v>33.333333333333336</v>"),
    "a truth for an amount": sheet(HEADER, (*ROW[:4], True)),
    "a number for a day": sheet(HEADER, ("C-1", "Norway", 42845, "EUR", 5)),
    "a truth for a day": sheet(HEADER, ("C-1", "Norway", False, "EUR", 5)),
    "a number for a contributor": sheet(HEADER, ("C-1", 7, "2017-04-20", "EUR", 5)),
    "amounts in thousands by the title": sheet(
        ("Pledges in thousands of US dollars",), HEADER, ROW),
    "201 columns": sheet(tuple(f"c{n}" for n in range(201)), tuple(range(201))),
    "an archive of something else": zlib.compress(b"x"),
}  # fmt: skip


def _dated(workbook: xlsxwriter.Workbook) -> None:
    page = workbook.add_worksheet()
    page.write_row(0, 0, HEADER)
    page.write_row(1, 0, ROW)
    form = workbook.add_format({"num_format": "m/d/yy"})
    page.write_datetime(1, 2, date(2017, 4, 20), form)


def _among_others(workbook: xlsxwriter.Workbook) -> None:
    cover = workbook.add_worksheet("Cover")
    cover.write_column(0, 0, ["Pledges of the fund", "reference", "what names a pledge", "end"])
    workbook.add_worksheet("Empty")
    page = workbook.add_worksheet("List")
    page.write_row(3, 1, HEADER)
    page.write_row(4, 1, ROW)


AMOUNT_SAID = Decimal("1234567.50")
READ: dict[str, tuple[bytes, Decimal]] = {
    "a plain workbook": (GOOD, AMOUNT_SAID),
    "a day as a workbook holds it": (book(_dated), AMOUNT_SAID),
    "days counted from 1904": (book(_dated, date_1904=True), AMOUNT_SAID),
    "a cover, an empty sheet and the list": (book(_among_others), AMOUNT_SAID),
    "a list that begins in row 5, column C": (sheet(HEADER, ROW, at=(4, 2)), AMOUNT_SAID),
    "an amount as a text": (sheet(HEADER, (*ROW[:4], "1.234.567,50")), AMOUNT_SAID),
    "a total": (sheet(HEADER, ROW, ("TOTAL", "", "", "", 1234567.5)), AMOUNT_SAID),
    "a formula with its value": (formula(AMOUNT), AMOUNT_SAID),
    "a sum that no computer can hold": (sheet(HEADER, (*ROW[:4], 0.1 + 0.2)), Decimal("0.30")),
    "a workbook that lies about its size": (
        replaced(b'ref="A1:E2"', b'ref="A1:XFD1048576"'), AMOUNT_SAID),
}  # fmt: skip
