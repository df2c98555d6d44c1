"""Workbooks are archives of XML: what is in them is looked at before anything reads it."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

from trustfund.exchange.imports.reading import amounts
from trustfund.exchange.imports.reading.grid import Look, refuse
from trustfund.exchange.imports.rows import Source

MOST_PARTS = 2_000
MOST_UNPACKED = 400 * 2**20
MOST_A_PART = 300 * 2**20
MOST_RATIO = 200
SMALL = 2**20
"""An archive that comes to less, unpacked, is no bomb whatever its ratio."""
PIECE = 2**20
MOST_STYLES = 16 * 2**20
LONGEST_FORMAT = 255  # letters that Excel allows
BUILT_IN = {"9": "0%", "10": "0.00%"} | dict.fromkeys(("5", "6", "7", "8", "42", "44"), "$0")
"""Number formats that a workbook does not spell out."""
MACROS = re.compile(r"(^|/)(vbaProject|vbaData|macrosheets|dialogsheets|Basic|Scripts)\b", re.I)
DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DECLARED_WIDE = ("<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
ALONE = "Copy the list alone into a new workbook"
AGAIN = "Open it in a spreadsheet, save the sheet as CSV UTF-8 and send that"

_BEGINS = rb'<(?:\w{1,20}:)?c\b(?=[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})")'
_FORMULA = rb"(?:<(?:\w{1,20}:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w{1,20}:)?f>)\s{0,20})"
_CELL = re.compile(
    _BEGINS + rb"([^<>]*)>\s{0,20}" + _FORMULA +
    rb"(?:<(?:\w{1,20}:)?v\s{0,20}/>|<(?:\w{1,20}:)?v>([^<]*)</(?:\w{1,20}:)?v>)?"
)  # fmt: skip
_ERROR = re.compile(
    _BEGINS + rb'(?=[^<>]*?\bt="e")[^<>]*>\s{0,20}' + _FORMULA +
    rb"?<(?:\w{1,20}:)?v>([^<]*)</(?:\w{1,20}:)?v>"
)  # fmt: skip
"""No pattern reads on beyond the next tag: a file made to be slow would keep it busy for hours."""
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\b[^<>]*>")
_NUMBER = re.compile(rb"""\br=["']([0-9]{1,7})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']|\bht=["']0(?:\.0+)?["']""")
_COLUMNS = re.compile(
    rb"""<(?:\w{1,20}:)?col\b(?=[^<>]*?\bmin=["']([0-9]{1,5})["'])"""
    rb"""(?=[^<>]*?\bmax=["']([0-9]{1,5})["'])[^<>]*>"""
)
_STYLED = re.compile(_BEGINS + rb'[^<>]*?\bs="([0-9]{1,5})"')
_LOCAL = re.compile(r"\[\$([^\[\]-]+)(?:-[0-9A-Fa-f]+)?\]")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_QUOTED = re.compile(r'"([^"]*)"')
_OPEN_ROW = re.compile(rb'<table:table(?:\s(?=[^<>]*?table:name=")|-row\b)[^<>]*>')
_OPEN_NAME = re.compile(rb'^<table:table\s[^<>]*?table:name="([^"<>]*)"')
_OPEN_AGAIN = re.compile(rb'table:number-rows-repeated="([0-9]{1,7})"')
_OPEN_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
_OPEN_CELL = re.compile(rb"<table:table-cell\b[^<>]*>")


def look_into(source: Source) -> dict[str, Look]:
    """Refuse what is too large, hides something or runs; else how each sheet looks."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            _check_parts(source, archive)
            for info in archive.infolist():
                _check_content(source, archive, info)
            if "content.xml" in archive.namelist():
                content = archive.read("content.xml")
                _check_open_document(source, content)
                return dict(_open_looks(content))
            return dict(_looks(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError,
            NotImplementedError, ElementTree.ParseError):  # fmt: skip
        raise refuse(source, "is a workbook that is damaged", AGAIN) from None


def _check_parts(source: Source, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS:
        raise refuse(source, f"has more than {MOST_PARTS:,} parts", ALONE)
    if len(names) < len(parts):
        raise refuse(source, "has two parts of one name", AGAIN)
    if any(part.flag_bits & 1 for part in parts):
        raise refuse(source, "is protected by a password", "Save it without one")
    if any(MACROS.search(name) for name in names):
        raise refuse(source, "holds macros", "Save it without them, as .xlsx")
    if not {"[Content_Types].xml", "content.xml"} & names:
        raise refuse(source, "is an archive and no workbook", "Unpack it, and choose the file")
    unpacked = sum(part.file_size for part in parts)
    largest = max(part.file_size for part in parts)
    too_dense = unpacked > SMALL and unpacked > MOST_RATIO * len(source.content)
    if unpacked > MOST_UNPACKED or largest > MOST_A_PART or too_dense:
        raise refuse(source, "is packed to more than a list of this fund can be", ALONE)


def _check_content(source: Source, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack a part, without keeping it, and refuse declarations in it or a size that was a lie."""
    size, tail = 0, b""
    is_xml = part.filename.endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > part.file_size:
                raise refuse(source, "is larger unpacked than it states", ALONE)
            if is_xml and _declares(tail + piece):
                why = "declares entities, which no spreadsheet writes"
                raise refuse(source, why, AGAIN)
            tail = piece[-40:]
    if size < part.file_size:
        raise refuse(source, "is a workbook that is damaged", AGAIN)


def _check_open_document(source: Source, content: bytes) -> None:
    """Refuse an OpenDocument sheet with errors or formulas without a value: they read as empty."""
    if b'calcext:value-type="error"' in content:
        raise refuse(source, "holds errors such as #REF!", "Mend them first")
    for cell in _OPEN_CELL.finditer(content):
        if b"table:formula=" in cell[0] and b"office:value-type=" not in cell[0]:
            why = "holds formulas without their values"
            raise refuse(source, why, "Open it in a spreadsheet and save it")


def _declares(piece: bytes) -> bool:
    return bool(DECLARED.search(piece)) or any(mark in piece for mark in DECLARED_WIDE)


def _looks(archive: zipfile.ZipFile) -> Iterator[tuple[str, Look]]:
    if "xl/workbook.xml" in archive.namelist():
        styles = _units_of_styles(archive)
        for name, part in _sheet_parts(archive):
            content = archive.read(part)
            cells = dict(_errors(content)) | dict(_without_value(content))
            columns = [
                (int(each[1]), int(each[2]))
                for each in _COLUMNS.finditer(content)
                if _HIDDEN.search(each[0])
            ]
            yield (
                name,
                Look(cells, dict(_units(content, styles)), sorted(_hidden(content)), columns),
            )


def _hidden(content: bytes) -> Iterator[tuple[int, int]]:
    """Hidden rows, and those of no height; a row without a number is the one after the last."""
    if not _HIDDEN.search(content):
        return
    number = 0
    for row in _ROW.finditer(content):
        given = _NUMBER.search(row[0])
        number = int(given[1]) if given else number + 1
        if _HIDDEN.search(row[0]):
            yield number, number


def _units_of_styles(archive: zipfile.ZipFile) -> dict[bytes, str]:
    """The numbers of the styles that show a currency or %, and what they show."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    if archive.getinfo("xl/styles.xml").file_size > MOST_STYLES:
        raise ValueError
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314
    formats = dict(BUILT_IN)
    formats |= {
        each.get("numFmtId", ""): each.get("formatCode", "")
        for each in styles.iter()
        if each.tag.endswith("}numFmt")
    }
    used = next((each for each in styles.iter() if each.tag.endswith("}cellXfs")), ())
    units = {number: unit_of(code) for number, code in formats.items()}
    return {
        str(place).encode(): unit
        for place, style in enumerate(used)
        if (unit := units.get(style.get("numFmtId", ""), ""))
    }


def unit_of(code: str) -> str:
    """The currency or % that a number format shows: ``[$€-407] #,##0.00`` shows €."""
    code = code[:LONGEST_FORMAT].partition(";")[0]
    if local := _LOCAL.search(code):
        return local[1].strip()
    for quoted in _QUOTED.findall(code):
        if amounts.currencies(quoted.strip()):
            return str(quoted.strip())
    bare = _QUOTED.sub("", _BRACKETS.sub("", code)).replace("\\", "")
    return next((sign for sign in "%$€£¥" if sign in bare), "")


def _units(content: bytes, styles: dict[bytes, str]) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells that a style with a unit shows."""
    if styles:
        for cell in _STYLED.finditer(content):
            if unit := styles.get(cell[3]):
                yield _place(cell[1], cell[2]), unit


def _open_looks(content: bytes) -> Iterator[tuple[str, Look]]:
    """Hidden rows of an OpenDocument workbook."""
    if b"table:visibility=" not in content:
        return
    look, number = Look(), 0
    for tag in _OPEN_ROW.finditer(content):
        if name := _OPEN_NAME.search(tag[0]):
            look, number = Look(), 0
            yield unescape(name[1].decode(errors="replace"), {"&quot;": '"', "&apos;": "'"}), look
            continue
        again = _OPEN_AGAIN.search(tag[0])
        rows = int(again[1]) if again else 1
        if _OPEN_HIDDEN.search(tag[0]):
            look.rows.append((number + 1, number + rows))
        number += rows


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The names of the sheets, and the parts that hold them."""
    parts = {}
    if "xl/_rels/workbook.xml.rels" in archive.namelist():
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        parts = {link.get("Id"): link.get("Target", "") for link in links}
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    for sheet in workbook.iter():
        if sheet.tag.endswith("}sheet"):
            link = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            target = parts.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            if part in archive.namelist():
                yield sheet.get("name", ""), part


def _errors(content: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' in content:
        for cell in _ERROR.finditer(content):
            yield _place(cell[1], cell[2]), cell[3].decode(errors="replace")


def _without_value(content: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Formulas that no spreadsheet has computed; an empty text is a value."""
    if not re.search(rb"<(?:\w+:)?f\b", content):
        return
    for cell in _CELL.finditer(content):
        is_text = b't="str"' in cell[3]
        if (cell[4] is None and not (is_text and cell[0].rstrip().endswith(b"/>"))) or (
            cell[4] == b"" and not is_text
        ):
            yield _place(cell[1], cell[2]), "formula"


def _place(letters: bytes, digits: bytes) -> tuple[int, int]:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(digits), column
