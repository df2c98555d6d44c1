"""What the code promises about itself: money is never a float, and only screens know Streamlit."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from trustfund.store.places import PACKAGE, PROJECT

EXACT = ("domain", "store", "ledger", "exchange", "figures")

# The only true divisions there are: of a Fraction or a Decimal, and paths.
EXACT_DIVISIONS = {
    ("domain/money.py", "usd_cents"): "Fraction(units_per_usd)",
    ("domain/money.py", "implied_rate"): "Decimal(cents)",
    ("domain/money.py", "split"): "Fraction(whole)",
    ("exchange/sheet_rows.py", "_moment"): "Decimal(MICROSECONDS_A_DAY)",
    ("domain/cells.py", "share_text"): "Decimal(value.denominator)",
}
# A number in a workbook is a float; it becomes text of 15 digits, as Excel shows it.
CELLS_OF_WORKBOOKS = {("exchange/imports/reading/sheets.py", "_cell")}
FOLDERS = {
    *("DATA", "FUNDS", "DEFAULT_FUND", "PACKAGE", "PROJECT", "stores()", "SAMPLE", "TEMPLATES"),
    "Path(__file__).parent",
}


def sources(*folders: str) -> list[Path]:
    found = [file for folder in folders for file in sorted((PACKAGE / folder).rglob("*.py"))]
    assert len(found) > len(folders)
    return found


def named(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def inside(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every node with the name of the function around it, "" at the top of the module."""

    def walk(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            yield function, child
            deeper = child.name if isinstance(child, ast.FunctionDef) else function
            yield from walk(child, deeper)

    return walk(tree, "")


def floats(source: str, place: str) -> list[str]:
    """What could make a float of an amount of money, as ``function: code``."""
    found = []
    for function, node in inside(ast.parse(source)):
        match node:
            case ast.Constant(value=float() | complex()):
                bad = True
            case ast.Name(id="float" | "round" as name):
                bad = name == "round" or (place, function) not in CELLS_OF_WORKBOOKS
            case ast.Attribute(attr="float64" | "float32" | "mean" | "fsum" | "truediv"):
                bad = True
            case ast.Constant(value="float" | "float64"):
                bad = True
            case ast.BinOp(op=ast.Div(), left=left, right=right):
                exact = EXACT_DIVISIONS.get((place, function)) == ast.unparse(right)
                bad = not exact and ast.unparse(left) not in FOLDERS
            case ast.AugAssign(op=ast.Div()):
                bad = True
            case _:
                bad = False
        if bad:
            found.append(f"{function}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("file", sources(*EXACT), ids=named)
def test_money_never_becomes_a_float(file: Path):
    assert floats(file.read_text(encoding="utf-8"), named(file)) == []


def test_every_listed_division_is_still_there():
    for place, function in EXACT_DIVISIONS:
        tree = ast.parse((PACKAGE / place).read_text(encoding="utf-8"))
        assert function in {name for name, node in inside(tree) if isinstance(node, ast.BinOp)}


@pytest.mark.parametrize(
    "line",
    [
        "fee = amount * 0.01",
        "fee = amount / 100",
        "fee /= 100",
        "fee = float(amount)",
        "fee = round(amount)",
        "fees = list(map(float, amounts))",
        "fee = frame['usd'].astype('float64')",
        "fee = frame['usd'].mean()",
        "fee = amount * 100 / units_per_usd",
    ],
)
def test_the_check_sees_a_float(line: str):
    assert floats(f"def usd_cents():\n    {line}", "domain/money.py")


def imported(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_streamlit_is_known_to_the_dashboard_and_its_screens_alone():
    knowing = {
        file
        for file in [PROJECT / "dashboard.py", *PACKAGE.rglob("*.py")]
        if "streamlit" in imported(file)
    }
    elsewhere = {file for file in knowing if PACKAGE / "screens" not in file.parents}
    assert elsewhere == {PROJECT / "dashboard.py"}
    assert len(knowing) > 5


@pytest.mark.parametrize(
    ("folder", "unknown"),
    [
        ("domain", {"sqlalchemy", "sqlmodel", "pandas", "plotly", "starlette"}),
        ("store", {"pandas", "plotly", "starlette"}),
        ("ledger", {"pandas", "plotly", "starlette"}),
        ("figures", {"plotly", "starlette"}),
        ("exchange", {"plotly", "starlette"}),
    ],
)
def test_what_a_layer_has_no_business_with(folder: str, unknown: set[str]):
    for file in sources(folder):
        assert not imported(file) & unknown, named(file)
