"""What a file would do, before it is booked: counted, compared, and every problem of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from trustfund.domain import money
from trustfund.domain.problems import Code, Problem
from trustfund.exchange.imports.footing import Footing
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.outcome import Outcome, Sum
from trustfund.exchange.imports.rows import Table
from trustfund.figures import wording
from trustfund.screens.staff import import_downloads
from trustfund.screens.staff.import_desk import FIRST_ROWS, Desk, Seen
from trustfund.screens.staff.import_words import WORDS, counted
from trustfund.screens.widgets import plain

FEW = 8
"""Sentences that are shown at once; more of them are folded away."""
NAMED = 12
TABLE_HEIGHT = 520
HIDDEN = "(not shown)"
SHORT = 40
WRAPPED = 80
"""Pixels of a row whose longer sentences are wrapped; lower rows cut them off."""


def refused(seen: Seen) -> None:
    """Why a file cannot be read at all."""
    reasons = "\n".join(f"- {plain(str(problem))}" for problem in seen.outcome.problems)
    st.error(f"This file cannot be read:\n\n{reasons}", icon=":material/block:")


def unclear(kind: Kind, read: Table, seen: Seen) -> None:
    """A file whose columns somebody has to confirm first."""
    st.markdown("Confirm its columns first. Then you see what the file would do.")
    _sentences(read.remarks, "How the file was read")
    first_rows(kind, read, seen.rows)


def show(desk: Desk, seen: Seen) -> None:
    """The plan, top to bottom; where there are problems they come first."""
    found = seen.outcome
    st.subheader("What this file would do", anchor=False)
    st.markdown(f"**{sentence(desk.kind, seen)}**")
    _numbers(seen)
    _problems(desk, seen)
    reading = found.table.remarks if found.table else ()
    _sentences(reading, "How the file was read")
    _footing(found.footing)
    if seen.problems and (found.new or found.changed):
        st.markdown("What follows is what its sound rows alone would do.")
    _sums(found.sums)
    _appear(found)
    _sentences([each for each in found.remarks if each not in reading], "Worth knowing")
    _differences(desk.kind, seen)
    if found.table is not None:
        first_rows(desk.kind, found.table, seen.rows)


def sentence(kind: Kind, seen: Seen) -> str:
    """What the file would do, in one sentence."""
    found = seen.outcome
    if seen.problems:
        problems = wording.counted(seen.problems, "problem")
        return f"Nothing of this file can be booked yet: it has {problems}."
    does = []
    if found.new:
        verb = "is" if found.new == 1 else "are"
        does.append(f"record {counted(found.new, kind)} that {verb} not in the books yet")
    if found.changed:
        does.append(f"correct {counted(found.changed, kind)}")
    if found.left_out:
        does.append(f"leave out {counted(found.left_out, kind)} whose money is there already")
    same = found.same - found.left_out
    if not does:
        if not found.same:
            return "The file has no rows."
        if found.same == 1:
            return f"The {WORDS[kind.name].one} in it is in the books already."
        return f"All {counted(found.same, kind)} in it are in the books already."
    stay = "it is" if same == 1 else "they are"
    rest = f", and leave {counted(same, kind)} as {stay}" if same else ""
    return f"This file would {' and '.join(does)}{rest}."


def _numbers(seen: Seen) -> None:
    found = seen.outcome
    numbers = (
        ("New", found.new, "Not in the books yet."),
        ("Changed", found.changed, "In the books with other values."),
        ("Same", found.same, "Already in the books, unchanged."),
        ("Problems", seen.problems, "With one problem nothing of the file is booked."),
    )
    with st.container(horizontal=True, gap="small"):
        for name, count, meaning in numbers:
            st.metric(name, f"{count:,}", help=meaning, border=True, width=150)


def _sentences(sentences: Sequence[str], title: str) -> None:
    """Sentences as a list, a long one folded away."""
    if not sentences:
        return
    lines = "\n".join(f"- {plain(each[:1].upper() + each[1:])}" for each in sentences)
    if len(sentences) <= FEW:
        st.markdown(f"**{title}**\n\n{lines}")
        return
    with st.expander(f"{title} ({len(sentences):,})"):
        st.markdown(lines)


def _footing(lines: Sequence[Footing]) -> None:
    """Whether the rows add up to the file's own total lines."""
    for line in lines:
        text = plain(str(line))
        if line.foots:
            st.success(text, icon=":material/check:")
        elif line.found is None:
            st.caption(text)
        else:
            st.warning(text, icon=":material/rule:")


def _sums(sums: Sequence[Sum]) -> None:
    changed = [each for each in sums if each.before != each.after]
    same = [each for each in sums if each.before == each.after]
    if not changed:
        return
    st.markdown("**Totals before and after**")
    _sums_table(changed, "Totals by currency that the file changes")
    if same:
        with st.expander(f"Totals that stay as they are ({len(same)})"):
            _sums_table(same, "Totals by currency that the file does not change")


def _sums_table(sums: Sequence[Sum], alt: str) -> None:
    columns: dict[str, list[object]] = {
        "What": [each.what[:1].upper() + each.what[1:] for each in sums],
        "Currency": [each.currency for each in sums],
        "Before": [_amount(each.before, each.currency) for each in sums],
        "Change": [_change(each) for each in sums],
        "After": [_amount(each.after, each.currency) for each in sums],
        "USD before": [_amount(each.usd_before, "USD") for each in sums],
        "USD after": [_amount(each.usd_after, "USD") for each in sums],
    }
    if all(each.currency == "USD" or each.usd_after is None for each in sums):
        del columns["USD before"], columns["USD after"]
    right = ("Before", "Change", "After", "USD before", "USD after")
    table(columns, alt=alt, right=right, absent="–")


def _amount(minor: int | None, currency: str) -> str | None:
    return None if minor is None else f"{money.to_decimal(minor, currency):,f}"


def _change(each: Sum) -> str:
    change = money.to_decimal(each.after - each.before, each.currency)
    return f"{change:+,f}" if change else "–"


def _appear(found: Outcome) -> None:
    for what, names in (("Contributors", found.contributors), ("Countries", found.countries)):
        if names:
            more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
            first = ", ".join(plain(name) for name in names[:NAMED])
            st.markdown(f"**{what} that would appear:** {first}{more}")


def _differences(kind: Kind, seen: Seen) -> None:
    changes = seen.outcome.differences
    if not changes:
        return
    _title("What would change", len(changes), seen.differences)
    table(
        {
            "Where": [each.place for each in changes],
            "Which": [each.key for each in changes],
            "Column": [each.column for each in changes],
            "In the books": [_grouped(kind, each.column, each.before) for each in changes],
            "After the import": [_grouped(kind, each.column, each.after) for each in changes],
        },
        alt="Cells in which rows differ from the books, old and new",
        absent="–",
    )


def _grouped(kind: Kind, column: str, cell: str) -> str | None:
    """An amount with commas between thousands; any other cell as it is, None for an empty one."""
    is_amount = kind.is_money(column) and re.fullmatch(r"-?\d+(\.\d+)?", cell)
    return f"{Decimal(cell):,f}" if is_amount else cell or None


def _problems(desk: Desk, seen: Seen) -> None:
    problems = seen.outcome.problems
    if not problems:
        return
    _title("Problems", len(problems), seen.problems)
    columns: dict[str, list[object]] = {
        "Sheet": [problem.at.sheet for problem in problems],
        "Row": [problem.at.row or None for problem in problems],
        "Column": [problem.at.column for problem in problems],
        "Value": [problem.shown for problem in problems],
        "What is wrong": [problem.reason for problem in problems],
        "What to do": [problem.remedy for problem in problems],
    }
    if len(problems) > FEW:
        _kinds_of(problems)
    if not any(columns["Sheet"]):
        del columns["Sheet"]
    is_long = any(max(len(each.reason), len(each.remedy)) > SHORT for each in problems)
    widths = {"Row": 60, "Value": 130, "What is wrong": 260, "What to do": 310}
    table(
        columns,
        alt="Every problem of the file, with its place",
        widths=widths,
        absent="",
        row_height=WRAPPED if is_long else None,
    )
    import_downloads.offer(desk, rejects=bool(seen.rejected))


def _kinds_of(problems: Sequence[Problem]) -> None:
    """A line for each kind of problem: how many rows have it, and what it says of the first."""
    kinds: dict[tuple[Code, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.code, problem.at.column), []).append(problem)
    lines = [
        f"- {wording.counted(len(same), 'problem')} in {plain(column or 'the file')}: "
        f"{plain(same[0].reason)}"
        for (_, column), same in kinds.items()
    ]
    st.markdown("\n".join(lines))


def _title(title: str, shown: int, all_of_them: int) -> None:
    more = f" (the first {shown:,} of {all_of_them:,})" if shown < all_of_them else ""
    st.markdown(f"**{title}**{more}")


def first_rows(kind: Kind, read: Table, rows: int) -> None:
    """The first rows as they were read; of a file about people no cell that could be a name."""
    if not read.rows:
        return
    shown = min(FIRST_ROWS, len(read.rows))
    all_of_them = f"Its {rows} rows" if rows > 1 else "Its only row"
    which = f"The first {shown} of {rows:,} rows" if shown < rows else all_of_them
    with st.expander(f"{which}, as read"):
        columns: dict[str, list[object]] = {"Row": [row.number for row in read.rows[:shown]]}
        for column in read.columns:
            cells = [row.cells.get(column, "") for row in read.rows[:shown]]
            columns[column] = [_cell(kind, column, cell) for cell in cells]
        table(columns, alt="The first rows of the file", absent="")


def _cell(kind: Kind, column: str, cell: str) -> str:
    is_name = kind.personal and column == "name"
    return (HIDDEN if is_name else kind.shown(cell) or HIDDEN) if cell else ""


def table(
    columns: Mapping[str, Sequence[object]],
    alt: str,
    right: Iterable[str] = (),
    widths: Mapping[str, int] | None = None,
    absent: str | None = None,
    row_height: int | None = None,
) -> None:
    """A table of texts, shown letter by letter."""
    frame = pd.DataFrame(dict(columns), dtype=object)
    aligned = {name: st.column_config.TextColumn(alignment="right") for name in right}
    aligned |= {
        name: st.column_config.Column(width=width) for name, width in (widths or {}).items()
    }
    st.dataframe(
        frame,
        hide_index=True,
        column_config=aligned,
        placeholder=absent,
        alt=alt,
        row_height=row_height,
        height="content" if len(frame) <= FIRST_ROWS + 2 else TABLE_HEIGHT,
    )
