"""Makes bank statements by the rules of their formats, to be read: MT940 and CAMT.053.

``python -m tests.bank_files FOLDER`` writes a statement of the sample's own money. All of it is
illustrative.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from trustfund.domain.bank import Part
from trustfund.figures import bank_expected
from trustfund.figures.bank_expected import Effect
from trustfund.figures.view import View

ACCOUNT = "ILL0000000000000042"


class Entry(NamedTuple):
    """One booking of the bank; the amount is in cents, below zero where money went out."""

    day: date
    cents: int
    reference: str
    name: str = ""
    text: str = ""
    paid: tuple[str, str] | None = None


def _comma(cents: int) -> str:
    return f"{abs(cents) // 100},{abs(cents) % 100:02d}"


def _point(cents: int) -> str:
    return _comma(cents).replace(",", ".")


def _side(cents: int) -> str:
    return "C" if cents >= 0 else "D"


def mt940(
    entries: Sequence[Entry], opening: int = 0, account: str = ACCOUNT, number: str = "1/1"
) -> bytes:
    """A statement as the SWIFT network carries it."""
    first = entries[0].day - timedelta(days=1)
    closing = opening + sum(entry.cents for entry in entries)
    lines = [
        "{1:F01ILLUSXXXAXXX0000000000}{2:I940ILLUSXXXXN}{4:",
        ":20:ILLUSTRATIVE",
        f":25:{account}",
        f":28C:{number}",
        f":60F:{_side(opening)}{first:%y%m%d}USD{_comma(opening)}",
    ]
    for each in entries:
        reference = each.reference[:16] or "NONREF"
        lines.append(
            f":61:{each.day:%y%m%d}{each.day:%m%d}{_side(each.cents)}{_comma(each.cents)}"
            f"NTRFNONREF//{reference}"
        )
        paid = f"/OCMT/{each.paid[0]}{each.paid[1].replace('.', ',')}/" if each.paid else ""
        name = f"/ORDP//NAME/{each.name}" if each.name else ""
        lines.append(f":86:{name}{paid}/REMI/{each.text}"[:390])
    lines += [f":62F:{_side(closing)}{entries[-1].day:%y%m%d}USD{_comma(closing)}", "-}"]
    return "\r\n".join(lines).encode()


def camt053(entries: Sequence[Entry], opening: int = 0, account: str = ACCOUNT) -> bytes:
    """The same as ISO 20022 has it."""
    closing = opening + sum(entry.cents for entry in entries)
    body = "".join(map(_entry, entries))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>ILL</MsgId><CreDtTm>2018-07-16T00:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>ILL-1</Id><ElctrncSeqNb>1</ElctrncSeqNb><Acct><Id><IBAN>{account}</IBAN></Id>"
        f"<Ccy>USD</Ccy></Acct>{_balance('OPBD', entries[0].day, opening)}"
        f"{_balance('CLBD', entries[-1].day, closing)}{body}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _amount(cents: int) -> str:
    side = "CRDT" if cents >= 0 else "DBIT"
    return f'<Amt Ccy="USD">{_point(cents)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _balance(kind: str, day: date, cents: int) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_amount(cents)}"
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _entry(each: Entry) -> str:
    who = "Dbtr" if each.cents > 0 else "Cdtr"
    paid = ""
    if each.paid:
        currency, amount = each.paid
        paid = f'<AmtDtls><InstdAmt><Amt Ccy="{currency}">{amount}</Amt></InstdAmt></AmtDtls>'
    name = f"<RltdPties><{who}><Pty><Nm>{escape(each.name)}</Nm></Pty></{who}></RltdPties>"
    return (
        f"<Ntry>{_amount(each.cents)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{each.day}</Dt></BookgDt>"
        f"<ValDt><Dt>{each.day}</Dt></ValDt><AcctSvcrRef>{escape(each.reference[:16])}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls>{paid}{name if each.name else ''}<RmtInf><Ustrd>{escape(each.text)}"
        f"</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


UNKNOWN = (
    *(
        Entry(
            date(2018, 6, 1) + timedelta(days=each),
            -7_50 - each,
            f"CHG{each:03d}",
            "",
            "Wire charge",
        )
        for each in range(24)
    ),
    Entry(date(2018, 7, 3), -35_00, "CHG201807", "", "Account charges June"),
    Entry(date(2018, 7, 4), 1_812_45, "INT2018Q2", "", "Interest second quarter"),
    Entry(date(2018, 7, 5), 2_500_00, "ILL-20180705-91", "A friend of migrants", "Gift"),
    Entry(date(2018, 7, 6), -12_000_00, "TRF-91", "", "Internal transfer to account 43"),
    Entry(date(2018, 7, 6), 12_000_00, "TRF-92", "", "Internal transfer back from account 43"),
)
"""What the books have not."""


def of_books(view: View, last: str = "") -> list[Entry]:
    """A line for each thing that the books have, as the bank would list it."""
    effects = bank_expected.effects(view, "", last or view.as_of)
    return sorted(_line(view, each) for each in effects)


def _line(view: View, each: Effect) -> Entry:
    frames, day = view.frames, date.fromisoformat(each.day)
    if each.part is Part.MOVEMENT:
        row = frames.movements[each.key]
        text = f"{row['reference']} {each.kind.replace('_', ' ')}"
        return Entry(day, each.usd, f"M{each.key:06d}", row["organization"], text)
    row = frames.deposits[each.key]
    gift = frames.contributions[row["contribution_id"]]
    if each.part is Part.FEE:
        return Entry(day, each.usd, f"F{each.key:06d}", "", f"Administration {row['reference']}")
    name = frames.contributors[gift.contributor_id].name
    amount = Decimal(abs(each.amount)).scaleb(-2)
    paid = (each.currency, f"{amount:f}") if each.currency not in ("USD", "JPY", "KRW") else None
    return Entry(day, each.usd, row["bank_reference"], name, gift.reference, paid)


def with_unknown(entries: Iterable[Entry]) -> list[Entry]:
    """The same, and some lines that the books have not."""
    return sorted([*entries, *UNKNOWN])


def main(folder: Path) -> None:
    """Write both forms of a statement of the sample."""
    from trustfund.figures import frames
    from trustfund.store.engine import open_store

    entries = with_unknown(of_books(View(*frames.load(open_store()))))
    folder.joinpath("statement.mt940").write_bytes(mt940(entries))
    folder.joinpath("statement.xml").write_bytes(camt053(entries))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
