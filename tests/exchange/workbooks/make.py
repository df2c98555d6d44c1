"""Makes the checked-in workbooks anew: ``python -m tests.exchange.workbooks.make``.

Tests read the files only. Making them needs LibreOffice (``soffice``).
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.exchange import small_fund
from trustfund.exchange.tables import BYTE_ORDER_MARK, csv_pieces
from trustfund.figures import frames
from trustfund.figures.datasets import BY_NAME
from trustfund.figures.view import View
from trustfund.store.engine import Store
from trustfund.store.setup import make_ready

HERE = Path(__file__).parent
RESAVED = HERE / "resaved"
COMMA, QUOTE, UTF_8, US_ENGLISH = 44, 34, 76, 1033
AS_SHOWN = f"{UTF_8},1,,{US_ENGLISH},false,true"
IN_EVERY_FORM = ("contributions", "deposits", "travel")


def office(form: str, into: Path, *sources: Path) -> None:
    """Have LibreOffice save files in another form."""
    read = [f"--infilter=CSV:{COMMA},{QUOTE},{UTF_8},1"] if sources[0].suffix == ".csv" else []
    to = ["--convert-to", form, "--outdir", str(into)]
    subprocess.run(
        ["soffice", "--headless", *read, *to, *map(str, sources)],
        check=True,
        timeout=120,
        capture_output=True,
    )


def resaved() -> None:
    """Every export of the small fund, opened in LibreOffice and saved again."""
    shutil.rmtree(RESAVED, ignore_errors=True)
    RESAVED.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRUSTFUND_TODAY"] = "2018-07-16"
        store = Store(f"sqlite:///{folder}/fund.db")
        make_ready(store)
        small_fund.bring_in(store)
        loaded, today = frames.load(store)
        for kind in (*small_fund.FILES, "events"):
            dataset = BY_NAME[kind]
            export = Path(folder) / f"{kind}.csv"
            pieces = csv_pieces(dataset.columns, dataset.rows(View(loaded, today)))
            text = BYTE_ORDER_MARK + "".join(pieces)  # as the links on the pages give it
            export.write_text(text, encoding="utf-8", newline="")
        store.engine.dispose()
        exports = sorted(Path(folder).glob("*.csv"))
        office("xlsx", RESAVED, *exports)
        for form in ("ods", "xls"):
            office(form, RESAVED, *(path for path in exports if path.stem in IN_EVERY_FORM))
        shown = f"csv:Text - txt - csv (StarCalc):{COMMA},{QUOTE},{AS_SHOWN}"
        office(shown, RESAVED, *sorted(RESAVED.glob("*.xlsx")))


if __name__ == "__main__":
    resaved()
