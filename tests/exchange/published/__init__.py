"""Small invented files in the layouts of tables that funds and offices publish.

Facts of layout only: no row of theirs is here. ``docs/import.md`` says what each taught. The text
files stand beside this module as they are, workbooks are made in ``workbooks``.
"""

from pathlib import Path

from trustfund.exchange.imports.rows import Source

FOLDER = Path(__file__).parent


def source(name: str) -> Source:
    """A text file of this folder, byte for byte."""
    return Source.of(FOLDER / name)
