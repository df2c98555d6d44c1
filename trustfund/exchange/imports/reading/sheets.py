"""Prints the sheets of a workbook, a line a row: run alone, with a ceiling on memory and time.

A workbook of a few bytes can ask for gigabytes, and a reader that fails ends its process. This one
is a process of its own. It gets the most rows and cells, reads the workbook from its input, and
knows nothing of the program.
"""

import datetime
import io
import json
import sys

import python_calamine

CEILING = 2**30
"""Bytes of memory."""
SECONDS = 120
"""Of the processor, also where nobody is left to end this process."""
MOST_LETTERS = 10**8
"""In all cells of all sheets: a text that stands once in the file may be in each of its cells."""
MOST_MERGED = 100_000
"""Merged cells that are told of."""

TOO_MUCH = "more cells than a list can have"


def _cell(value: object) -> str:
    """A cell with a sign before it of what it is: # a number, ! true or false, ' anything else."""
    if value == "":
        return ""
    if isinstance(value, bool):
        return f"!{str(value).lower()}"
    if isinstance(value, float | int):
        return f"#{value:.15g}"
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return f"'{value.date().isoformat() if midnight else value.isoformat(' ', 'seconds')}"
    if isinstance(value, datetime.date | datetime.time):
        return f"'{value.isoformat()}"
    return f"'{value}"


def main(most_rows: int, most_cells: int) -> None:
    """Read a workbook and print what it holds."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (CEILING, CEILING))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    except ImportError:  # Windows has no such limit
        pass
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    cells = letters = 0
    for about in workbook.sheets_metadata:
        if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        merged = [
            (column + 1, first + 1, last + 1)
            for (first, column), (last, _) in sheet.merged_cell_ranges or ()
            if last > first
        ]
        hidden = about.visible is not python_calamine.SheetVisibleEnum.Visible
        print(json.dumps({"name": about.name, "hidden": hidden, "merged": merged[:MOST_MERGED]}))
        rows = 0
        shift = [""] * (sheet.start[1] if sheet.start else 0)
        for number, row in enumerate(sheet.iter_rows(), start=1):
            texts = [_cell(value) for value in row]
            while texts and not texts[-1]:
                texts.pop()
            if texts:
                print(json.dumps([number, shift + texts]))
                rows, cells = rows + 1, cells + len(texts)
                letters += sum(map(len, texts))
            if cells > most_cells or letters > MOST_LETTERS:
                sys.exit(TOO_MUCH)
            if rows > most_rows:
                break


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
