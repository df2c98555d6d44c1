"""Files that are no tables, known by how they begin, whatever their names."""

import re

from trustfund.exchange.imports.reading.grid import refuse
from trustfund.exchange.imports.rows import Source

TABLE = "Save the table in it as CSV or as a workbook (.xlsx, .ods)"
BEGINS = {
    b"%PDF": "is a PDF document",
    b"\x89PNG": "is a picture",
    b"\xff\xd8\xff": "is a picture",
    b"GIF8": "is a picture",
    b"{\\rtf": "is a text document",
    b"\x1f\x8b": "is packed",
    b"7z\xbc\xaf": "is packed",
    b"Rar!": "is packed",
    b"BZh": "is packed",
    b"PK\x05\x06": "is an empty archive",
    b"SQLite format 3": "is a database",
}
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*[\[{]|\{\s*")')
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<workbook")


def refuse_if_any(source: Source) -> None:
    """Refuse what is plainly something else, with its name."""
    for begin, what in BEGINS.items():
        if source.content.startswith(begin):
            raise refuse(source, what, TABLE)
    if _JSON.match(source.content[:256]):
        raise refuse(source, "is JSON, not what its name says", TABLE)
    if source.content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise refuse(source, "is a web page or XML, not what its name says", TABLE)
