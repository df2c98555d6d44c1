"""Text files that are broken, hostile or merely odd, each with a sentence that says how.

All are lists of pledges of Norway. ``REFUSED`` may book nothing; ``READ`` says what has to be
booked.
"""

from decimal import Decimal

HEADER = "reference,contributor,pledged_on,currency,amount"


def pledge(
    amount: str = "60000.00",
    day: str = "2017-04-20",
    currency: str = "EUR",
    reference: str = "C-1",
    contributor: str = "Norway",
) -> str:
    cells = (reference, contributor, day, currency, amount)
    return ",".join(f'"{cell}"' for cell in cells)


def file(*rows: str, header: str = HEADER) -> bytes:
    return "\r\n".join((header, *rows, "")).encode()


GOOD = file(pledge(), pledge("40000.00", reference="C-2"))

UNCLEAR_AMOUNTS = {
    "a point before three figures": "60.000",
    "more decimals than the currency has": "60000.001",
    "an exponent": "6e4",
    "an absurd exponent": "1e400",
    "not a number": "NaN",
    "infinity": "inf",
    "minus infinity": "-Infinity",
    "an amount in brackets": "(500.00)",
    "a minus before it": "-500.00",
    "a minus behind it": "500.00-",
    "a typographic minus": "\u2212500.00",
    "a minus and brackets": "(-500.00)",
    "a plus before it": "+500.00",
    "a per cent sign": "50%",
    "thousands in pairs": "6,00,00",
    "thousands of two kinds": "1,234.567.890",
    "two points": "1.2.3",
    "two commas that group nothing": "1,2,3",
    "a comma at its end": "60000,",
    "a point at its end": "60000.",
    "a comma at its beginning": ",50",
    "a letter O for a zero": "6O000",
    "a letter l for a one": "l000",
    "a word behind it": "19.3 (estimated)",
    "millions by a letter": "81m",
    "millions by a word": "60.8 million",
    "thousands by a letter": "60k",
    "an equation": "=1+1",
    "a command": "=cmd|' /C calc'!A1",
    "an error of a spreadsheet": "#REF!",
    "a value that is not available": "#N/A",
    "a dash": "-",
    "the word nil": "nil",
    "zero": "0",
    "zero with decimals": "0.00",
    "nothing": "",
    "nothing but blanks": "   ",
    "more than the fund can hold": "9" * 16,
    "a thousand figures": "9" * 1000,
    "hexadecimal figures": "0xEA60",
    "underscores": "60_000",
    "fullwidth figures with a letter": "６００００x",
    "another currency beside it": "USD 60,000.00",
    "two currencies beside it": "EUR 60,000.00 USD",
    "a sign that is no currency's": "¤ 60000",
    "a dollar sign in euros": "$60,000.00",
    "two amounts": "60000 40000",
    "a range": "60000-70000",
    "a fraction": "60000 1/2",
    "a date": "2017-04-20",
    "a time": "12:30",
    "a text in quotes": "''60000",
    "a tilde for about": "~60000",
    "a superscript": "60000²",
    "a Roman number": "MM",
    "a Unicode fraction": "½",
    "Indian thousands": "1,00,000.00",
    "a zero before grouped figures": "012,345",
}
UNCLEAR_DAYS = {
    "figures that may be April or March": "03/04/2017",
    "figures with dashes that may be either": "03-04-2017",
    "a year of two figures": "20/04/17",
    "a year of two figures behind points": "20.04.17",
    "a day that is not in the month": "2017-02-30",
    "a month that is not in the year": "2017-13-01",
    "a month that is not, behind points": "06.24.2016",
    "day nought": "2017-04-00",
    "a negative year": "-2017-04-20",
    "a year of five figures": "12017-04-20",
    "a year only": "2017",
    "years": "2016-2017",
    "a month only": "April 2017",
    "a quarter": "Q2 2017",
    "a word": "tomorrow",
    "a number as a spreadsheet counts days": "42845",
    "a number with decimals": "42845.5",
    "a month nobody knows": "20 Floréal 2017",
    "an equation": "=TODAY()",
    "a day in the future": "2999-01-01",
    "before there were calendars": "0000-04-20",
    "figures that are no day": "45/45/2017",
    "a lone slash": "/",
    "letters of another script": "二〇一七年",
    "to be announced": "TBA",
}
ODD_CELLS = {
    "a currency nobody has": pledge(currency="XXQ"),
    "a currency in words": pledge(currency="Euro zone"),
    "no currency": pledge(currency=""),
    "a contributor who is unknown": pledge(contributor="Atlantis"),
    "no contributor": pledge(contributor=""),
    "a contributor that is a formula": pledge(contributor="=HYPERLINK(1)"),
    "a contributor of invisible letters": pledge(contributor="\u200b\u200b"),
    "a contributor written backwards": pledge(contributor="\u202eyawroN\u202c!"),
    "no reference and no contributor": pledge(reference="", contributor=""),
    "markup for a contributor": pledge(contributor="<script>alert(1)</script>"),
    "a query for a contributor": pledge(contributor="'; DROP TABLE entry; --"),
    "a very long contributor": pledge(contributor="Norway" * 1000),
    "a cell of 40,000 letters": pledge(contributor="N" * 40_000),
    "a cell of 200,000 letters": pledge(contributor="N" * 200_000),
    "a line end in a contributor": pledge(contributor="Nor\nway"),
    "a tab in a currency": pledge(currency="E\tR"),
    "an escape in a currency": pledge(currency="\x1b[31mEUR"),
}
SHAPES = {
    "nothing at all": b"",
    "a byte-order mark and nothing else": b"\xef\xbb\xbf",
    "blanks": b"  \r\n \t\r\n",
    "commas": b",,,,\r\n,,,,\r\n",
    "one letter": b"x",
    "a row too short": GOOD + b"C-3,Norway\r\n",
    "a row too long": GOOD + b"C-3,Norway,2017-04-20,EUR,1.00,more\r\n",
    "an amount with a comma and no quotes": GOOD + b"C-3,Norway,2017-04-20,EUR,1,000.00\r\n",
    "a quote that is not closed": GOOD + b'"C-3,Norway,2017-04-20,EUR,1.00\r\n',
    "a quote inside a text": GOOD + b'"C"3,Norway,2017-04-20,EUR,1.00\r\n',
    "no header": file(pledge()).split(b"\r\n", 1)[1],
    "a header alone of another list": b"colour,taste\r\nblue,sour\r\n",
    "two columns of one name": file(pledge() + ",1", header=HEADER + ",amount"),
    "a column without a name": file(pledge() + ",1", header=HEADER + ","),
    "a column nobody knows": file(pledge() + ",1", header=HEADER + ",colour"),
    "headers that have to be guessed": file(pledge(), header="Ref,Donor,Date,Ccy,Sum"),
    "a required column left out": b"reference,contributor,currency\r\nC-1,Norway,EUR\r\n",
    "one reference twice": file(pledge(), pledge("1.00")),
    "amounts in thousands, by the header": file(
        pledge(), header="reference,contributor,pledged_on,currency,Amount ('000)"
    ),
    "amounts in millions, by the title": b"Pledges in millions of US dollars,,,,\r\n" + GOOD,
    "years for columns": b"contributor,2015,2016,2017\r\nNorway,1,2,3\r\n",
    "201 columns": b",".join(b"c%d" % n for n in range(201)) + b"\r\n" + b"1," * 200 + b"1\r\n",
    "days of two orders in one column": file(
        pledge(day="24/06/2017"), pledge(day="06/25/2017", reference="C-2")
    ),
    "decimals of two kinds and one that is unclear": file(
        pledge("12.50"), pledge("12,50", reference="C-2"), pledge("1,234", reference="C-3")
    ),
    "dinars with three figures behind a comma": file(pledge("1,234", currency="KWD")),
    "dinars with three figures behind a point": file(pledge("1.234", currency="KWD")),
    "a line of slashes": b"//////\r\n",
    "a thousand quotes": b'"' * 999,
    "JSON": b'[{"reference": "C-1", "amount": 60000}]',
    "a web page": b"<html><table><tr><td>reference</td></tr></table></html>",
    "XML": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00",
    "a packed file": b"\x1f\x8b\x08\x00" + bytes(20),
    "a database": b"SQLite format 3\x00" + bytes(100),
    "a document": b"{\\rtf1 reference}",
    "a program": b"\x7fELF\x02\x01\x01" + bytes(50),
    "51 MB": b"x" * (51 * 2**20),
}
BYTES = {
    "a NUL": GOOD.replace(b"Norway", b"Nor\0way", 1),
    "nothing but NULs": bytes(1000),
    "UTF-16 without its mark": GOOD.decode().encode("utf-16-le"),
    "UTF-16 cut in the middle": GOOD.decode().encode("utf-16")[:-1],
    "UTF-16 with half a letter": b"\xff\xfe" + b"\x00\xd8" + GOOD.decode().encode("utf-16-le"),
    "UTF-32": GOOD.decode().encode("utf-32"),
    "bytes that Windows does not know": GOOD.replace(b"Norway", b"Nor\x81\x8dway"),
    "control characters among strange letters": GOOD.replace(b"Norway", b"Nor\xff\x02way"),
    "a letter cut in half": GOOD.replace(b"Norway", b"Norway\xc3"),
    "overlong letters": GOOD.replace(b"Norway", b"\xc0\xaeorway"),
    "half of a pair of surrogates": GOOD.replace(b"Norway", b"\xed\xa0\x80"),
    "letters beyond Unicode": GOOD.replace(b"Norway", b"\xf7\xbf\xbf\xbf"),
    "all bytes there are": bytes(range(256)) * 4,
    "EBCDIC": GOOD.decode().encode("cp500"),
}
REFUSED: dict[str, bytes] = {
    **{f"an amount with {why}": file(pledge(text)) for why, text in UNCLEAR_AMOUNTS.items()},
    **{f"a day with {why}": file(pledge(day=text)) for why, text in UNCLEAR_DAYS.items()},
    **{why: file(row) for why, row in ODD_CELLS.items()},
    **{f"a good row and one with {why}": file(pledge("1.00", reference="C-8"), row)
       for why, row in ODD_CELLS.items()},
    **SHAPES,
    **BYTES,
}  # fmt: skip

AMOUNTS = {
    "plain": "1234567.50",
    "English": "1,234,567.50",
    "German": "1.234.567,50",
    "French": "1 234 567,50",
    "French with narrow blanks": "1\u202f234\u202f567,50",
    "with fixed blanks": "1\u00a0234\u00a0567.50",
    "Swiss": "1'234'567.50",
    "Swiss with a typographic apostrophe": "1\u2019234\u2019567.50",
    "with one decimal": "1234567.5",
    "with a decimal comma and no thousands": "1234567,50",
    "with its code before it": "EUR 1,234,567.50",
    "with its code behind it": "1.234.567,50 EUR",
    "with its sign": "€1,234,567.50",
    "with its sign behind it": "1 234 567,50 €",
    "with blanks around it": "  1234567.50  ",
    "with a line end behind it": "1,234,567.50\n",
}
DAYS = {
    "ISO": "2017-04-20",
    "ISO with a time": "2017-04-20T00:00:00",
    "ISO with a blank and a time": "2017-04-20 22:51:30.42",
    "German": "20.04.2017",
    "short German": "20.4.2017",
    "English": "20/04/2017",
    "American": "4/20/2017 12:00:00 AM",
    "with dashes": "20-04-2017",
    "with the year first": "2017/04/20",
    "without signs": "20170420",
    "with a short month": "20-Apr-17",
    "with a month": "20 April 2017",
    "with a short month before it": "Apr 20, 2017",
    "with a month before it": "April 20, 2017",
    "of an invitation": "Thursday, 20th April 2017",
    "in French": "20 avril 2017",
    "in Spanish": "20 de abril de 2017",
}
LAYOUTS = {
    "a byte-order mark": b"\xef\xbb\xbf" + file(pledge("1234567.50")),
    "UTF-16": file(pledge("1234567.50")).decode().encode("utf-16"),
    "semicolons": file(pledge("1234567,50")).replace(b",", b";").replace(b"7;50", b"7,50"),
    "tabs": file(pledge("1234567.50")).replace(b",", b"\t"),
    "bars": file(pledge("1234567.50")).replace(b",", b"|"),
    "a line that names the separator": b"sep=,\r\n" + file(pledge("1234567.50")),
    "ends of lines of old Macs": file(pledge("1234567.50")).replace(b"\r\n", b"\r"),
    "mixed ends of lines": file(pledge("1234567.50")).replace(b"\r\n", b"\n", 1),
    "rows of nothing": b"\r\n,,,,\r\n" + file(pledge("1234567.50")) + b",,,,\r\n\r\n",
    "a title": b"Pledges,,,,\r\nAs of today,,,,\r\n" + file(pledge("1234567.50")),
    "a total": file(pledge("1234567.50")) + b"TOTAL,,,,1234567.50\r\n",
    "a total that is wrong": file(pledge("1234567.50")) + b"Grand total,,,,9.00\r\n",
    "a lone sum": file(pledge("1234567.50")) + b",,,,1234567.50\r\n",
    "notes": file(pledge("1234567.50")) + b"* not yet signed,,,,\r\nSource: Gateway\r\n",
    "a star behind a name": file(pledge("1234567.50", contributor="Norway *")),
    "a small figure behind a name": file(pledge("1234567.50", contributor="Norway¹")),
    "a letter that is explained": file(pledge("1234567.50", contributor="Norway (a)"))
    + b"(a) Not yet signed.\r\n",
    "a blank behind a code": file(pledge("1234567.50", currency="EUR ")),
    "a fixed blank behind a code": file(pledge("1234567.50", currency="EUR\u00a0")),
    "an invisible blank in a code": file(pledge("1234567.50", currency="\u200bEUR")),
    "a column of problems": file(pledge("1234567.50") + ",was wrong", header=HEADER + ",problem"),
    "the header twice": file(pledge("1234567.50"), HEADER),
    "running numbers": b'"",' + file("0," + pledge("1234567.50")),
    "tags of HXL": file("#ref,#org,#date,#value+currency,#value", pledge("1234567.50")),
    "Windows letters": file(pledge("1234567.50") + ",Cote", header=HEADER + ",note").replace(
        b"Cote", b"C\xf4te"
    ),
}
READ: dict[str, tuple[bytes, Decimal]] = {
    **{f"an amount {how}": (file(pledge(text)), Decimal("1234567.50"))
       for how, text in AMOUNTS.items()},
    **{f"a day {how}": (file(pledge("1234567.50", day)), Decimal("1234567.50"))
       for how, day in DAYS.items()},
    **{f"a file with {what}": (content, Decimal("1234567.50"))
       for what, content in LAYOUTS.items()},
}  # fmt: skip
