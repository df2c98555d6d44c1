"""What a file would do, before it is booked: counted, compared, and every problem of it."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st

from trustfund.domain import money
from trustfund.exchange.imports.footing import Footing
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.outcome import Outcome, Sum, place_of
from trustfund.exchange.imports.rows import Table
from trustfund.screens.staff import import_downloads
from trustfund.screens.staff.import_desk import FIRST_ROWS, Desk, Seen
from trustfund.screens.staff.import_words import WORDS, counted
from trustfund.screens.widgets import plain

FEW = 8
"""Sentences that are shown at once; more of them are folded away."""
NAMED = 12
TABLE_HEIGHT = 430
HIDDEN = "(not shown)"


def show(desk: Desk, seen: Seen, *, asked: bool) -> None:
    """The plan, top to bottom; where there are problems they come first."""
    found = seen.outcome
    st.subheader("What this file would do", anchor=False)
    st.markdown(f"**{sentence(desk.kind, seen)}**")
    if asked:
        st.markdown("Say first what its columns are; until then this is a plan by guesses.")
    _numbers(seen)
    _problems(desk, seen)
    reading = found.table.remarks if found.table else ()
    _sentences(reading, "How the file was read")
    _footing(found.footing)
    _sums(found.sums)
    _appear(found)
    _sentences([each for each in found.remarks if each not in reading], "Worth knowing")
    _differences(seen)
    if found.table is not None:
        first_rows(desk.kind, found.table, seen.rows)


def sentence(kind: Kind, seen: Seen) -> str:
    """What the file would do, in one sentence."""
    found, many = seen.outcome, WORDS[kind.name].many
    if seen.problems:
        what = "1 problem" if seen.problems == 1 else f"{seen.problems:,} problems"
        return f"Nothing of this file can be booked yet: it has {what}."
    does = []
    if found.new:
        does.append(f"record {counted(found.new, kind)} that are not in the books yet")
    if found.changed:
        does.append(f"correct {counted(found.changed, kind)}")
    if not does:
        is_empty = not found.same
        return (
            "The file has no rows." if is_empty else f"All {many} of it are in the books already."
        )
    same = f", and leave {counted(found.same, kind)} as they are" if found.same else ""
    return f"This file would {' and '.join(does)}{same}."


def _numbers(seen: Seen) -> None:
    found = seen.outcome
    told = (
        ("New", found.new, "Rows that are not in the books yet."),
        ("Changed", found.changed, "Rows that the books know, with something else in them."),
        ("Same", found.same, "Rows of which the books say all that they say."),
        ("Problems", seen.problems, "With one problem nothing of the file is booked."),
    )
    with st.container(horizontal=True, gap="small"):
        for name, count, meaning in told:
            st.metric(name, f"{count:,}", help=meaning, border=True, width=150)


def _sentences(sentences: Sequence[str], title: str) -> None:
    """Sentences as a list, a long one folded away."""
    if not sentences:
        return
    said = "\n".join(f"- {plain(each)}" for each in sentences)
    if len(sentences) <= FEW:
        st.markdown(f"**{title}**\n\n{said}")
        return
    with st.expander(f"{title} ({len(sentences):,})"):
        st.markdown(said)


def _footing(lines: Sequence[Footing]) -> None:
    """Whether the rows add up to the file's own total lines."""
    for line in lines:
        said = plain(str(line))
        if line.foots:
            st.success(said, icon=":material/check:")
        elif line.found is None:
            st.caption(said)
        else:
            st.warning(said, icon=":material/rule:")


def _sums(sums: Sequence[Sum]) -> None:
    if not sums:
        return
    changed = [each for each in sums if each.before != each.after]
    if changed:
        st.markdown("**Totals before and after**")
        _sums_table(changed, "Totals by currency that the file changes")
    same = [each for each in sums if each.before == each.after]
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
            said = ", ".join(plain(name) for name in names[:NAMED])
            st.markdown(f"**{what} that would appear:** {said}{more}")


def _differences(seen: Seen) -> None:
    changes = seen.outcome.differences
    if not changes:
        return
    _title("What would change", len(changes), seen.differences)
    table(
        {
            "Where": [each.place for each in changes],
            "Which": [each.key for each in changes],
            "Column": [each.column for each in changes],
            "In the books": [each.before or None for each in changes],
            "In the file": [each.after or None for each in changes],
        },
        alt="Cells in which rows differ from the books, old and new",
        absent="–",
    )


def _problems(desk: Desk, seen: Seen) -> None:
    problems = seen.outcome.problems
    if not problems:
        return
    _title("Problems", len(problems), seen.problems)
    places = [place_of(problem) for problem in problems]
    columns: dict[str, list[object]] = {
        "Sheet": [place.sheet for place in places],
        "Row": [place.row or None for place in places],
        "Column": [place.column for place in places],
        "Value": [problem.value for problem in problems],
        "What is wrong": [problem.reason for problem in problems],
        "What to do": [problem.remedy for problem in problems],
    }
    if not any(columns["Sheet"]):
        del columns["Sheet"]
    table(columns, alt="Every problem of the file, with its place", absent="")
    import_downloads.offer(desk, rejects=bool(seen.rejected))


def _title(title: str, shown: int, all_of_them: int) -> None:
    more = f" (the first {shown:,} of {all_of_them:,})" if shown < all_of_them else ""
    st.markdown(f"**{title}**{more}")


def first_rows(kind: Kind, read: Table, rows: int) -> None:
    """The first rows as they were read; of a file about people no cell that could be a name."""
    if not read.rows:
        return
    shown = min(FIRST_ROWS, len(read.rows))
    with st.expander(f"The first {shown} of {rows:,} rows, as they were read"):
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
    absent: str | None = None,
) -> None:
    """A table of texts, shown letter by letter."""
    frame = pd.DataFrame(dict(columns), dtype=object)
    aligned = {name: st.column_config.TextColumn(alignment="right") for name in right}
    st.dataframe(
        frame,
        hide_index=True,
        column_config=aligned,
        placeholder=absent,
        alt=alt,
        height="content" if len(frame) <= FIRST_ROWS + 2 else TABLE_HEIGHT,
    )
