"""Do the tests notice a wrong program? Breaks it in one place at a time and runs what covers it.

    python -m tests.mutations --cover      once: which test runs which line (the default suite)
    python -m tests.mutations [--count 60] [--seed 1] [--jobs 2] [ROOM ...]

A mutation is one changed operator, number, truth value or left-out call. The sample is drawn from
the lines that tests run, so it follows the program. A survivor is looked at by a person: either no
test minds, or the change makes no difference.
"""

import argparse
import ast
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import coverage

PROJECT = Path(__file__).resolve().parents[1]
COVERED = PROJECT / "build" / "mutations.coverage"
ROOMS = ("ledger", "figures", "exchange", "web")
PATIENCE = 900
"""Seconds after which a mutation that makes the program run for ever counts as caught."""
NOT_COPIED = (".git", ".venv*", "build", ".*_cache", "*.db*", ".hypothesis")
SWAPS = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "in": "not in",
    "not in": "in",
    "is": "is not",
    "is not": "is",
    "and": "or",
    "or": "and",
    "+": "-",
    "-": "+",
}


@dataclass(frozen=True)
class Mutation:
    """One change of one file."""

    file: str
    line: int
    start: int
    end: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {self.before} → {self.after}"


class _Places(ast.NodeVisitor):
    """Finds what can be changed in a file."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.found: list[Mutation] = []
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.lines = text.splitlines()

    def _offset(self, line: int, byte: int) -> int:
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:byte].decode())

    def _add(self, line: int, start: int, end: int, after: str) -> None:
        self.found.append(Mutation(self.file, line, start, end, self.text[start:end], after))

    def _between(self, left: ast.expr, right: ast.expr) -> None:
        assert left.end_lineno is not None
        assert left.end_col_offset is not None
        start = self._offset(left.end_lineno, left.end_col_offset)
        end = self._offset(right.lineno, right.col_offset)
        sign = re.search(r"[^\s()]+(\s+(not|in))?", self.text[start:end])
        if sign and " ".join(sign[0].split()) in SWAPS:
            after = SWAPS[" ".join(sign[0].split())]
            self._add(right.lineno, start + sign.start(), start + sign.end(), after)

    def visit_Compare(self, node: ast.Compare) -> None:
        for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
            self._between(left, right)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        self._between(node.left, node.right)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for left, right in zip(node.values, node.values[1:], strict=False):
            self._between(left, right)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        start = self._offset(node.lineno, node.col_offset)
        end = self._offset(node.operand.lineno, node.operand.col_offset)
        self._add(node.lineno, start, end, "")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        if isinstance(node.value, int):
            after = str(not node.value if isinstance(node.value, bool) else node.value + 1)
            start = self._offset(node.lineno, node.col_offset)
            self._add(node.lineno, start, self._offset(node.end_lineno, node.end_col_offset), after)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            start = self._offset(node.lineno, node.col_offset)
            self._add(
                node.lineno, start, self._offset(node.end_lineno, node.end_col_offset), "pass"
            )
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for statement in node.body:  # neither decorators nor types
            self.visit(statement)


def mutations(rooms: tuple[str, ...]) -> Iterator[Mutation]:
    """All changes that can be made in these rooms."""
    for room in rooms:
        for path in sorted((PROJECT / "trustfund" / room).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            places = _Places(str(path.relative_to(PROJECT)), text)
            places.visit(ast.parse(text))
            yield from places.found


def tests_of(covered: coverage.CoverageData, mutation: Mutation) -> list[str]:
    """The tests that run a line; those of its own room first."""
    file = next((f for f in covered.measured_files() if f.endswith("/" + mutation.file)), None)
    if file is None:
        return []
    by_line = covered.contexts_by_lineno(file)
    ids = {context.partition("|")[0] for context in by_line.get(mutation.line, [])} - {""}
    room = mutation.file.split("/")[1]
    return sorted(ids, key=lambda each: (f"tests/{room}/" not in each, each))


def verdict(mutation: Mutation, tests: list[str]) -> str:
    """What comes of a mutation: the test that fails, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        ignored = shutil.ignore_patterns(
            ".git", ".venv*", "build", ".*_cache", "*.db*", ".hypothesis"
        )
        shutil.copytree(PROJECT, copy, ignore=ignored)
        file = copy / mutation.file
        text = file.read_text(encoding="utf-8")
        file.write_text(text[: mutation.start] + mutation.after + text[mutation.end :], "utf-8")
        (copy / "ids").write_text("\n".join(tests), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", "@ids"]
        try:
            run = subprocess.run(command, cwd=copy, capture_output=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return "caught: it runs for ever"
        if run.returncode == 0:
            return "SURVIVED"
        said = run.stdout.decode(errors="replace")
        failed = re.search(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE)
        return f"caught by {failed[1]}" if failed else f"caught: pytest ended with {run.returncode}"


def cover() -> int:
    """Run the default suite and keep which test runs which line."""
    COVERED.parent.mkdir(exist_ok=True)
    options = ["--cov=trustfund", "--cov-context=test", "--cov-report=", "-n", "auto"]
    env_file = f"COVERAGE_FILE={COVERED}"
    return subprocess.call(["env", env_file, sys.executable, "-m", "pytest", *options], cwd=PROJECT)


def main() -> int:
    """Draw a sample and print what comes of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rooms", nargs="*", default=ROOMS)
    parser.add_argument("--cover", action="store_true")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    if asked.cover:
        return cover()
    covered = coverage.CoverageData(str(COVERED))
    covered.read()
    drawn: list[tuple[Mutation, list[str]]] = []
    draw = random.Random(asked.seed)
    for room in asked.rooms:  # as many of each
        all_of_room = list(mutations((room,)))
        draw.shuffle(all_of_room)
        with_tests = ((each, tests_of(covered, each)) for each in all_of_room)
        chosen = (pair for pair in with_tests if pair[1])
        drawn += [next(chosen) for _ in range(asked.count // len(asked.rooms))]
    survived = 0
    with ThreadPoolExecutor(asked.jobs) as pool:
        for (mutation, tests), came in zip(
            drawn, pool.map(lambda pair: verdict(*pair), drawn), strict=True
        ):
            survived += came == "SURVIVED"
            print(f"{mutation}  ({len(tests)} tests)  {came}", flush=True)
    print(f"{len(drawn) - survived} of {len(drawn)} caught")
    return int(survived > 0)


if __name__ == "__main__":
    sys.exit(main())
