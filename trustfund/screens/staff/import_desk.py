"""What lies on the desk while a file is imported: the upload, decisions, the plan that was seen.

The uploader keeps the bytes. Of a plan a session keeps what a page shows, and counts; the rest is
planned again when somebody downloads it.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from trustfund.exchange.imports import plan
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.reading.headers import PROBLEM
from trustfund.exchange.imports.rows import Choices, Source, Table
from trustfund.figures import frames
from trustfund.screens import session
from trustfund.store.engine import open_store

SHOWN = 500
"""As many problems and changed cells a page shows; a file to download has them all."""
FIRST_ROWS = 10
SLOW = 2_000
"""Rows from which on a bar says how far the work is."""
DONE = "import-done"
"""What was booked last."""
_PLAN, _DECIDED, _ROUND = "import-plan", "import-decided", "import-round"


@dataclass(frozen=True)
class Decided:
    """What was decided about a file with these headers."""

    kind: str
    file: str
    headers: frozenset[str]
    choices: Choices


@dataclass(frozen=True)
class Seen:
    """A plan as a page shows it."""

    key: tuple[object, ...]
    outcome: Outcome
    """With the first rows only, and no more than a page shows."""
    rows: int
    problems: int
    rejected: int
    differences: int
    mark: str
    """Of all that the plan says: where the mark is another, so is the plan."""
    revision: int
    """Of the books that it was planned on."""


@dataclass(frozen=True)
class Desk:
    """One uploaded file, taken for one kind."""

    kind: Kind
    upload: UploadedFile

    @property
    def choices(self) -> Choices:
        """What was decided so far."""
        decided = self._decided()
        if decided is None:
            return plan.PLAIN
        if decided.file == self.upload.file_id:
            return decided.choices
        known = decided.choices  # of another file: what its headers and texts mean, and no more
        return Choices(columns=known.columns, values=known.values, also=known.also)

    def decide(
        self,
        table: Table,
        sheet: str | None = None,
        columns: Mapping[str, str] | None = None,
        values: Mapping[tuple[str, str], str] | None = None,
        another: Mapping[str, str] | None = None,
        header: int | None = None,
        also: Mapping[str, str] | None = None,
        constants: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
        decided: Mapping[tuple[str, str], str] | None = None,
        same_money: Mapping[str, str] | None = None,
    ) -> None:
        """Decide on a part of what a file leaves open, beside what was decided before."""
        now = self.choices
        choices = Choices(
            now.sheet if sheet is None else sheet,
            {**now.columns, **(columns or {})},
            {**now.values, **(values or {})},
            {**now.another, **(another or {})},
            now.header if header is None else header,
            {**now.also, **(also or {})},
            {**now.constants, **(constants or {})},
            answers={**now.answers, **(answers or {})},
            decided={**now.decided, **(decided or {})},
            same_money={**now.same_money, **(same_money or {})},
        )
        st.session_state[_DECIDED] = Decided(
            self.kind.name, self.upload.file_id, _headers(table), choices
        )

    def forget(self) -> None:
        """Read the file as if nothing had been decided."""
        st.session_state.pop(_DECIDED, None)

    def look_again(self) -> None:
        """Forget the plan that was seen."""
        st.session_state.pop(_PLAN, None)

    def plan(self) -> Seen:
        """What the file would do to the books as they stand; worked out once for both."""
        known: Seen | None = st.session_state.get(_PLAN)
        key = self._key()
        if known is None or known.key != key:
            outcome = self._run(dry_run=True)
            if not self._still_decided(outcome):
                self.forget()
                key = self._key()
                outcome = self._run(dry_run=True)
            known = _seen(key, outcome)
            st.session_state[_PLAN] = known
        return known

    def book(self, seen: Seen) -> Outcome | None:
        """Book the file if it still does what was seen, all of it; None where it does not."""
        agreed: list[bool] = []

        def agree(outcome: Outcome) -> bool:
            agreed.append(_mark(outcome) == seen.mark)
            return agreed[-1]

        found = self._run(dry_run=False, agreed=agree)
        return found if any(agreed) else None

    def later(self, write: Callable[[Outcome], str]) -> Callable[[], str]:
        """What writes a download from the whole plan; it runs when somebody asks for the file."""
        store, who, choices = open_store(), session.actor(), self.choices
        kind, source = self.kind, self._source()
        return lambda: write(plan.run(store, who, kind, source, choices, dry_run=True, limits=True))

    def _run(self, *, dry_run: bool, agreed: Callable[[Outcome], bool] | None = None) -> Outcome:
        place = st.empty()

        def progress(done: int, rows: int) -> None:
            # A click elsewhere interrupts here, inside the transaction: then nothing is kept.
            if rows >= SLOW:
                place.progress(min(done / rows, 1.0), f"Row {done:,} of {rows:,}")

        with st.spinner("Planning the file" if dry_run else "Booking the file"):
            found = plan.run(
                open_store(),
                session.actor(),
                self.kind,
                self._source(),
                self.choices,
                dry_run=dry_run,
                limits=True,
                agreed=agreed,
                progress=progress,
            )
        place.empty()
        return found

    def _source(self) -> Source:
        return Source(self.upload.name, self.upload.getvalue())

    def _key(self) -> tuple[object, ...]:
        stamp = frames.stamp(open_store())
        return self.kind.name, self.upload.file_id, self.choices, stamp

    def _decided(self) -> Decided | None:
        found: Decided | None = st.session_state.get(_DECIDED)
        return found if found and found.kind == self.kind.name else None

    def _still_decided(self, outcome: Outcome) -> bool:
        """Whether decisions suit the file: a mended one has the headers of the one before."""
        decided = self._decided()
        if decided is None or decided.file == self.upload.file_id:
            return True
        return outcome.table is not None and _headers(outcome.table) == decided.headers


def uploaded(kind: Kind) -> Desk | None:
    """The field for a file, and what lies in it."""
    turn = st.session_state.setdefault(_ROUND, 0)
    upload = st.file_uploader(
        "The file: CSV or other text, or a workbook (.xlsx, .xls, .xlsb, .ods), at most 50 MB",
        key=f"import-{kind.name}-{turn}",
    )
    return None if upload is None else Desk(kind, upload)


def clear() -> None:
    """Take the file off the desk."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(_PLAN, None)
    st.session_state.pop(_DECIDED, None)


def _headers(table: Table) -> frozenset[str]:
    return frozenset(header.text for header in table.headers) - {PROBLEM}


def _mark(outcome: Outcome) -> str:
    plan_alone = replace(outcome, table=None, imported=None, rejected=frozenset())
    return hashlib.sha256(repr(plan_alone).encode(errors="replace")).hexdigest()


def _seen(key: tuple[object, ...], outcome: Outcome) -> Seen:
    table = outcome.table
    small = replace(
        outcome,
        problems=outcome.problems[:SHOWN],
        differences=outcome.differences[:SHOWN],
        remarks=outcome.remarks[:SHOWN],
        rejected=frozenset(),
        table=table and replace(table, rows=table.rows[:FIRST_ROWS], problems=()),
    )
    return Seen(
        key,
        small,
        len(table.rows) if table else 0,
        len(outcome.problems),
        len(outcome.rejected),
        len(outcome.differences),
        _mark(outcome),
        int(str(key[-1]).split()[0]),
    )
