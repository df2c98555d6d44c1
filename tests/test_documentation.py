"""The documentation says what the program does: every public name, and no other.

``docs/definitions.md`` and the roles in ``docs/deploy.md`` are written from the program:
``python -m tests.test_documentation``.
"""

import argparse
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from tests import roles_table
from trustfund import __version__
from trustfund.commands import program as command_line
from trustfund.domain import kinds
from trustfund.domain.desk import QUEUES
from trustfund.domain.earmarking import UNEARMARKED
from trustfund.domain.travel import TripStatus
from trustfund.exchange import meanings
from trustfund.exchange.downloads import DOWNLOADS, REPORTS
from trustfund.exchange.forms import FORMS
from trustfund.exchange.imports.kind import Kind
from trustfund.exchange.imports.kinds import KINDS
from trustfund.figures import filters
from trustfund.figures.datasets import DATASETS, Dataset
from trustfund.figures.definitions import DEFINITIONS, FIGURES
from trustfund.screens import pages
from trustfund.store.setup import DEFAULT_FUND, read_csv
from trustfund.web.app import routes

PROJECT = Path(__file__).resolve().parents[1]
DOCS = PROJECT / "docs"
WRITTEN = DOCS / "definitions.md"
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^()\s]+)\)")
SOURCES = [PROJECT / "dashboard.py", *sorted((PROJECT / "trustfund").rglob("*.py"))]


def own_markdown() -> list[Path]:
    """The project's own pages; hidden folders such as .venv hold those of others."""
    return [
        path
        for path in sorted(PROJECT.rglob("*.md"))
        if not any(part.startswith(".") for part in path.relative_to(PROJECT).parts)
    ]


def text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


REFERENCE = text("docs/reference.md")
README = text("README.md")
EVERYTHING = "\n".join(path.read_text(encoding="utf-8") for path in own_markdown())


def codes(page: str) -> set[str]:
    """What stands between backticks in a page."""
    return set(re.findall(r"`([^`\n]+)`", page))


# docs/definitions.md


def definitions() -> str:
    """Every figure and every column, in files out and in, from the program's own words."""
    lines = [
        "# Definitions",
        "",
        "What every figure and every column means. The page Definitions shows the same. Written by",
        "`python -m tests.test_documentation` from `trustfund/figures/definitions.py` and the",
        "files in `trustfund/domain/catalogue/`: change it there.",
        "",
        "## Figures",
        "",
    ]
    lines += meanings.figures(DEFINITIONS)
    lines += [
        "## The desk",
        "",
        "What is in each queue. The desk shows it as the help of the queue.",
        "",
    ]
    lines += ["| queue | what is in it |", "|---|---|"]
    lines += [f"| {work.many} | {work.rule} |" for work in QUEUES.values()]
    lines.append("")
    lines += ["## Datasets", ""]
    for dataset in DATASETS:
        lines += meanings.columns(dataset)
    lines += ["## Import files", "", "What each column takes; required ones are in bold.", ""]
    for kind in KINDS:
        lines += [f"### Columns of a file of {kind.name}", "", "| column | takes |", "|---|---|"]
        for field in kind.document.input_fields:
            name = f"**`{field.key}`**" if field.required else f"`{field.key}`"
            lines.append(f"| {name} | {field.takes} |")
        lines.append("")
    return "\n".join(lines)


def test_the_definitions_are_those_of_the_program():
    said = WRITTEN.read_text(encoding="utf-8") if WRITTEN.exists() else ""
    assert said == definitions(), "docs/definitions.md is old: python -m tests.test_documentation"


def test_the_roles_may_do_what_the_table_says():
    page = roles_table.WRITTEN.read_text(encoding="utf-8")
    assert page == roles_table.replaced(page), (
        "deploy.md is old: python -m tests.test_documentation"
    )


# Names that others depend on


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_a_dataset_is_documented_with_its_filters_and_columns(dataset: Dataset):
    (row,) = re.findall(rf"^\| \[`{dataset.name}`\].*$", REFERENCE, re.MULTILINE)
    assert tuple(re.findall(r"`(\w+)`", row)[1:]) == dataset.filters
    assert f"(definitions.md#columns-of-{dataset.name})" in row
    title = f"### Columns of `{dataset.name}`\n"
    section = text("docs/definitions.md").split(title)[1].split("\n### ")[0]
    columns = re.findall(r"^\| `(\w+)`", section, re.MULTILINE)
    assert columns == [column.key for column in dataset.columns]


def test_the_reference_lists_the_datasets_there_are():
    found = re.findall(r"^\| \[`(\w+)`\]\(definitions", REFERENCE, re.MULTILINE)
    assert found == [dataset.name for dataset in DATASETS]


def test_every_filter_is_documented_and_no_other():
    section = REFERENCE.split("## Filters\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| `(\w+)`", section, re.MULTILINE)
    assert sorted(found) == sorted({name for each in DOWNLOADS.values() for name in each.filters})
    assert {*filters.GROUPINGS, *filters.UN_GROUPS, *filters.M49_REGIONS} <= codes(section)


@pytest.mark.parametrize(
    "listed",
    [
        kinds.Stage,
        kinds.ContributorType,
        kinds.EventKind,
        kinds.EventStatus,
        kinds.DatePrecision,
        kinds.DelegateRole,
        kinds.Gender,
        TripStatus,
        [UNEARMARKED, *(row["code"] for row in read_csv(DEFAULT_FUND / "objectives.csv"))],
    ],
    ids=lambda listed: getattr(listed, "__name__", "objectives"),
)
def test_every_code_in_a_file_is_documented(listed: type[StrEnum] | list[str]):
    assert set(listed) <= codes(REFERENCE)


def import_rows() -> dict[str, str]:
    section = REFERENCE.split("## Import files\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE))


def test_every_kind_of_import_file_is_documented_and_no_other():
    assert list(import_rows()) == [kind.name for kind in KINDS]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_column_of_an_import_file_is_documented_and_no_other(kind: Kind):
    said = import_rows()[kind.name]
    assert re.findall(r"`(\w+)`", said) == list(kind.columns)
    assert re.findall(r"\*\*`(\w+)`\*\*", said) == list(kind.required)


def addresses() -> Iterator[str]:
    for page in (*pages.PAGES, pages.FUNDS, pages.ORGANIZATION):
        yield f"/{page.address}"
    for route in routes():
        path = route.path
        if path.startswith("/auth/"):  # Streamlit's, answered in its place
            continue
        if path == "/exports{file:path}":
            yield from (f"/exports/DATASET.{form}" for form in FORMS)
            yield from (f"/exports/{report.file}" for report in REPORTS)
        else:
            yield path


@pytest.mark.parametrize("page", ["docs/reference.md", "README.md"])
def test_every_address_is_documented_and_no_other(page: str):
    section = text(page).split("## Addresses\n")[1].split("\n## ")[0]
    rows = [line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"`(/[^`?]*)[^`]*`", "".join(rows))) == sorted(addresses())


def commands() -> dict[str, argparse.ArgumentParser]:
    return dict(named(command_line.parser()))


def named(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield name, command
                yield from ((f"{name} {under}", each) for under, each in named(command))


@pytest.mark.parametrize(("name", "command"), list(commands().items()), ids=list(commands()))
def test_a_command_is_documented_with_its_options(name: str, command: argparse.ArgumentParser):
    section = REFERENCE.split("## Command line\n")[1].split("\n## ")[0]
    assert re.search(rf"^\| `{name}\b", section, re.MULTILINE)
    said = {word for code in codes(section) for word in code.split()}
    options = {option for action in command._actions for option in action.option_strings}
    assert options <= said


def test_every_test_that_shows_how_a_threat_is_stopped_is_there():
    said = codes(text("docs/security.md"))
    files = {name.removeprefix("tests/") for name in said if re.search(r"test_\w+\.py$", name)}
    assert len(files) >= 20
    assert not {name for name in files if not (PROJECT / "tests" / name).is_file()}
    ours = "\n".join((PROJECT / "tests" / name).read_text(encoding="utf-8") for name in files)
    named = {name for name in said if re.fullmatch(r"test_\w+", name)}
    assert not {name for name in named if f"def {name}(" not in ours}


def test_the_pages_name_no_command_that_is_not_there():
    assert set(re.findall(r"-m trustfund ([a-z-]+)", EVERYTHING)) <= set(commands())
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`", EVERYTHING)) <= targets
    assert targets - {"help"} <= set(re.findall(r"make ([a-z-]+)`", README))


def variables() -> set[str]:
    """Every variable that the program reads, under whatever name."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    read = re.findall(r"(?:environ(?:\.get\(|\[|\.pop\()|getenv\()\s*[\"'](\w+)", source)
    return {*read, *re.findall(r"\bTRUSTFUND_[A-Z_]+", source)}


def test_every_environment_variable_is_documented_and_no_other():
    assert len(variables()) >= 4
    for page in (README, REFERENCE):
        section = page.split("## Environment\n")[1].split("\n## ")[0]
        assert set(re.findall(r"^\| `(\w+)`", section, re.MULTILINE)) == variables()
    assert set(re.findall(r"\bTRUSTFUND_[A-Z_]+", EVERYTHING)) <= variables()


# Links, dependencies, version


def anchors(path: Path) -> set[str]:
    """The headings of a page as links name them."""
    page = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    titles = [title.lower().replace("`", "") for title in HEADING.findall(page)]
    assert len(set(titles)) == len(titles), f"{path.name}: two headings, one anchor"
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def links() -> Iterator[tuple[Path, str]]:
    for path in own_markdown():
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            if not target.startswith(("https://", "http://", "mailto:")):
                yield path, target


@pytest.mark.parametrize(
    ("path", "target"), list(links()), ids=lambda value: getattr(value, "name", value)
)
def test_a_link_leads_somewhere(path: Path, target: str):
    name, _, anchor = target.partition("#")
    found = path.parent / name if name else path
    assert found.exists()
    assert found.resolve().is_relative_to(PROJECT)
    if anchor:
        assert anchor in anchors(found)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_direct_dependency_has_its_reason_and_no_other(name: str):
    lines = [line.split("#")[0].strip() for line in text(name).splitlines()]
    needed = {line.split("==")[0] for line in lines if line and not line.startswith("-")}
    section = text("docs/dependencies.md").split(f"(`{name}`)")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| (\S+) \|", section, re.MULTILINE)) - {"package"} == needed


def test_a_basis_ends_without_a_full_stop_because_a_sentence_may_go_on_behind_it():
    assert [key for key, figure in FIGURES.items() if figure.basis.endswith(".")] == []


def test_the_newest_version_of_the_changelog_is_this_one():
    newest = re.search(r"^## \[([\d.]+)\]", text("CHANGELOG.md"), re.MULTILINE)
    assert newest
    assert newest[1] == __version__


if __name__ == "__main__":
    WRITTEN.write_text(definitions(), encoding="utf-8")
    page = roles_table.WRITTEN.read_text(encoding="utf-8")
    roles_table.WRITTEN.write_text(roles_table.replaced(page), encoding="utf-8")
