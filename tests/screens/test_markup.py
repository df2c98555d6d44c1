"""Markup that somebody typed is text on every page, in every chart and in every file."""

import csv
import importlib
import io
import json
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from tests import hostile
from tests.hostile import MARK
from tests.readers import pdf_text
from tests.reading import needed
from tests.screens.conftest import Open
from tests.screens.test_pages import OWN, PUBLIC, STAFF
from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange import tables
from trustfund.exchange.downloads import REPORTS
from trustfund.exchange.imports.kinds import KINDS
from trustfund.figures import frames
from trustfund.figures.datasets import DATASETS
from trustfund.figures.filters import Filters
from trustfund.figures.view import View
from trustfund.screens.widgets import plain
from trustfund.store.base import Base
from trustfund.store.engine import Store

NO_FREE_TEXT = {
    "country",  # a reference list
    "authorised_class",  # copies it
    "account",  # an e-mail address, checked as one
    "kept_answers",  # shown beside a file that they fit, through ``plain``
    "access_event",  # shown in the cells of a table only, which are text as it is
    "sign_in_failure",
    "sign_in_link",
    "fund.code",  # letters, digits and hyphens only
    "fund.publisher_reference",  # letters, digits and four marks only
    "fund.publisher_type",
    "fund.activity_identifier",
    "organization_reference.reference",
    "digest",
    "history.act",
    "history.hash",
    "history.action",
    "history.token",
    "imported_file.kind",
    "objective.code",
    "fund_terms.travel_pools",
    "fund_terms.surplus",
    "fund_terms.eligible",
    "country_listing.un_group",
    "country_listing.m49_region",
    "balance_change",
    "pool_balance.pool",
    "paper.sha256",
    "paper_content.sha256",
    "web_session",
    "certified_year.statements",
    "rate.currency",
    "rate.units_per_usd",
    "contribution.currency",
    "entry.currency",
    "entry.rate",
    "unidentified_receipt.currency",
    "bank_statement.currency",
    "bank_statement.sha256",
    "bank_line.paid_currency",
    "bank_line.mark",
    "bank_line.status",
}
"""What a rule or the program itself keeps free of markup."""
TEXT_AS_IT_IS = {
    "Dataframe.alt",
    "Dataframe.arrow_data.data",
    "MultiSelect.options",
    "PlotlyChart.alt",
    "PlotlyChart.spec",  # looked at below
    "Selectbox.options",
    "Selectbox.raw_value",
    "Table.arrow_data.data",  # the values; what is shown of them is looked at below
    "TextArea.default",
    "TextArea.value",
    "TextInput.default",
    "TextInput.value",
}
"""Where Streamlit shows text letter by letter; tests/browser looks at it with a browser."""


@pytest.fixture(scope="module")
def attacked(ready_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Books of which every text is hostile."""
    store = hostile.books(ready_file, tmp_path_factory.mktemp("attacked"))
    yield store
    store.engine.dispose()


def test_no_text_that_people_type_is_forgotten(attacked):
    foreign = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.foreign_keys
    }
    tame = {
        f"{table}.{column}"
        for (table, column), values in hostile.texts(attacked).items()
        if not any(MARK in value for value in values)
    }
    assert {name for name in tame - foreign if name.partition(".")[0] not in NO_FREE_TEXT} <= (
        NO_FREE_TEXT
    )


# Pages


def states() -> Iterator[tuple[str, dict[str, str]]]:
    """Every page, and every form and tab of it."""
    for module in (*PUBLIC, *OWN, *STAFF):
        page = importlib.import_module(f"trustfund.screens.{module}")
        acts = getattr(page, "ACTS", getattr(page, "PARTS", ()))
        yield from ((module, {"do": act}) for act in acts)
        yield from ((module, {"show": tab}) for tab in getattr(page, "TABS", ()))
        if not acts:
            yield module, {}
    yield "public.contributor", {"name": hostile.AGENCY}
    yield "public.event", {"code": hostile.EVENT}
    yield "staff.records.contribution", {"reference": hostile.PAID}


def texts(message: Message, path: str) -> Iterator[tuple[str, str]]:
    """Every text that an element sends to the browser, with where it stands."""
    for field, value in message.ListFields():
        place = f"{path}.{field.name}"
        if field.message_type and field.message_type.GetOptions().map_entry:
            continue
        for each in value if field.is_repeated else [value]:
            if isinstance(each, Message):
                yield from texts(each, place)
            elif isinstance(each, bytes):
                yield place, each.decode(errors="replace")
            elif isinstance(each, str) and field.name not in {"id", "element_id"}:
                yield place, each


def protos(node: Any) -> Iterator[Message]:
    if getattr(node, "proto", None) is not None:
        yield node.proto
    for child in getattr(node, "children", {}).values():
        yield from protos(child)


def opened(open_page: Open, store: Store, module: str, state: dict[str, str]) -> Iterator[AppTest]:
    """A page as it opens, then with something chosen wherever something can be."""
    app = open_page(store, module, hostile.ATTACKER, **state)
    yield app
    for _ in range(3):  # what is chosen brings more to choose from
        for box in app.selectbox:
            marked = [option for option in box.options if MARK in option]
            if marked and MARK not in box.options[box.index or 0]:
                box.select(marked[0])
            elif box.value is None and box.options:
                box.select_index(0)
        for button in (*app.radio, *app.segmented_control, *app.pills):
            if button.value is None:
                button.set_value(button.options[0])
        for line in app.text_input:
            if not line.value and not line.disabled and line.label != "Find":
                line.input(hostile.hostile("typed"))
        yield app.run()


@pytest.mark.parametrize(
    ("module", "state"),
    list(states()),
    ids=lambda part: "-".join(part.values()) or "all" if isinstance(part, dict) else part,
)
def test_markup_is_text_on_every_page(attacked, open_page, set_today, module, state):
    for app in opened(open_page, attacked, module, state):
        no_raw_markup(app)


def no_raw_markup(app: AppTest) -> None:
    assert not app.exception
    for proto in protos(app._tree):
        raw = {place for place, found in texts(proto, type(proto).__name__) if MARK in found}
        assert raw <= TEXT_AS_IT_IS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_markup_in_a_file_is_text_in_its_plan(attacked, open_page, set_today, kind):
    """Known and unknown headers, a row, a sheet's worth of problems, and what would change."""
    app = open_page(attacked, "staff.import_file", hostile.ATTACKER, kind=kind.name.capitalize())
    known = {"reference": hostile.PAID, "name": hostile.AGENCY, "code": hostile.EVENT}
    for header in (kind.columns, (*kind.columns, hostile.hostile("header")), (hostile.MARKUP,)):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerow([hostile.lines(name) for name in header])
        writer.writerow([known.get(name, hostile.hostile(name)) for name in header])
        content = text.getvalue().encode()
        app.file_uploader[0].set_value((f"{hostile.MARKUP}.csv", content, "text/csv"))
        app.run()
        no_raw_markup(app)
        if header != kind.columns:  # it is asked about first
            (button,) = (button for button in app.button if button.label == "Read the file so")
            button.click().run()
            no_raw_markup(app)
        assert app.metric  # there is a plan


@pytest.mark.parametrize(
    ("module", "state"),
    [
        ("public.overview", {}),
        ("public.events", {}),
        ("public.participation", {}),
        ("staff.record_travel", {"do": "Next step"}),
        ("staff.record_travel", {"do": "Correct"}),
        ("staff.record_contribution", {"do": "Pledge"}),
    ],
)
def test_the_text_is_there_all_the_same(attacked, open_page, set_today, module, state):
    *_, app = opened(open_page, attacked, module, state)
    said = "\n".join(text for proto in protos(app._tree) for _, text in texts(proto, ""))
    assert plain(hostile.MARKUP) in said


def test_a_statement_shows_the_names_of_organizations_as_text(attacked, open_page, set_today):
    app = open_page(attacked, "public.reports", hostile.ATTACKER, as_of="2017-12-31")
    cells = [table.proto.arrow_data.data for table in app.table]
    assert any(plain(hostile.MARKUP).encode() in each for each in cells)
    assert not any(MARK.encode() in each for each in cells)


def test_what_is_refused_and_what_is_booked_is_said_as_text(attacked, open_page, set_today):
    for module, button in (
        ("staff.record_contribution", "Record the contributor"),
        ("staff.settings", "Change the terms"),
    ):
        app = open_page(attacked, module, hostile.ATTACKER)
        for line in app.text_input:
            line.input(hostile.GIVER)
        next(each for each in app.button if each.label == button).click()
        app.run()
        assert plain(hostile.MARKUP) in app.error[0].value
        assert MARK not in app.error[0].value


def test_a_page_that_is_given_markup_in_its_address_shows_it_as_text(
    attacked, open_page, set_today
):
    app = open_page(attacked, "public.overview", hostile.ATTACKER, as_of=hostile.MARKUP)
    assert plain(hostile.MARKUP) in app.warning[0].value
    assert MARK not in app.warning[0].value


def test_a_statement_links_to_the_receipt_of_a_hostile_deposit_and_to_nothing_else(
    attacked, open_page, set_today
):
    app = open_page(attacked, "public.statement", contributor=hostile.GIVER)
    cells = b"".join(table.proto.arrow_data.data for table in app.table)
    assert plain(hostile.MARKUP).encode() in cells
    targets = re.findall(rb"(?<!\\)\]\(([^)]*)\)", cells)
    assert [target.split(b"?")[0] for target in targets] == [b"/exports/receipt.pdf"] * 2
    assert len(set(targets)) == 2  # of its two deposits
    assert not re.search(rb"[<>\"' ]", targets[0])


@pytest.mark.parametrize(
    ("module", "asked", "key"),
    [
        ("public.overview", {}, "open-committed-committed"),
        ("public.statement", {"contributor": hostile.GIVER}, "open-committed-committed"),
    ],
)
def test_what_stands_behind_a_figure_is_text(attacked, open_page, set_today, module, asked, key):
    app = open_page(attacked, module, hostile.ATTACKER, **asked)
    app.button(key=key).click().run()
    (opened,) = app.get("dialog")
    assert opened.dataframe
    no_raw_markup(app)


# Markdown


@pytest.mark.parametrize(
    "text",
    [
        *("https://evil.example", "HTTP://evil.example", "www.evil.example", "WWW.evil.example"),
        *("a@evil.example", "see (https://evil.example)", ":smile:", ":+1:", ":streamlit:"),
        *(":material/home:", ":material_home:", "a -> b", "a <- b", "a <-> b", "a -- b"),
        *("a >= b", "a <= b", "a ~= b"),
    ],
)
def test_what_streamlit_looks_for_in_text_is_taken_apart(text):
    """Streamlit replaces these after it has read the Markdown: a backslash does not help."""
    assert "\N{WORD JOINER}" in plain(text)
    assert plain(text).replace("\N{WORD JOINER}", "").replace("\\", "") == text


@pytest.mark.parametrize("text", ["Norway", "USD 1,234.56 at 0.918", "2017-05-01", "12:30, a: b"])
def test_plain_words_stay_as_they_are(text):
    assert plain(text).replace("\\", "") == text


def test_text_of_many_lines_stays_on_one():
    assert plain("a\r\n\r\n    b\n- c") == "a b \\- c"


def test_text_of_any_length_is_made_plain_at_once():
    began = time.perf_counter()
    for piece in (":", "a:", "-", "<", "@", "www", " ", "\\", ":a/b"):
        plain(piece * 20_000)
    assert time.perf_counter() - began < 5


# Charts


class Markup(HTMLParser):
    """The elements that Plotly would find in a text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[str, Any]] = []

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.found.append((tag, attributes))


def words(spec: Any) -> Iterator[str]:
    if isinstance(spec, dict):
        spec = list(spec.values())
    if isinstance(spec, list):
        for each in spec:
            yield from words(each)
    elif isinstance(spec, str):
        yield spec


@pytest.mark.parametrize("module", ["overview", "contributions", "earmarking", "participation"])
def test_markup_is_text_in_every_chart(attacked, open_page, set_today, module):
    app = open_page(attacked, f"public.{module}", hostile.ATTACKER)
    charts = app.get("plotly_chart")
    assert charts
    said = [text for chart in charts for text in words(json.loads(chart.proto.spec))]
    assert any("=1+1&lt;img" in text for text in said)
    for text in said:
        reader = Markup()
        reader.feed(text)
        assert {(tag, tuple(more)) for tag, more in reader.found} <= {("br", ()), ("extra", ())}
        assert "$" not in text or text == "$"  # the prefix of an axis; a pair of them is LaTeX
        assert "%{customdata}" not in text
        assert "&quot;" not in text  # Plotly does not know it, and would show it so


def test_a_bar_has_the_name_that_its_label_has(attacked, open_page, set_today):
    app = open_page(attacked, "public.overview", hostile.ATTACKER)
    for chart in app.get("plotly_chart"):
        spec = json.loads(chart.proto.spec)
        labelled = spec["layout"]["yaxis"].get("tickvals")
        if labelled:
            assert all(set(bar["y"]) <= set(labelled) for bar in spec["data"])


# Files


WHOSE = {
    "contributor": hostile.GIVER,
    "deposit": hostile.PAID,
    "kind": "payment_reminder",
    "contribution": hostile.GIFT,
    "due_on": "2017-06-30",
}
SHOWN = ("=1+1<imgsrc=x", "**bold**", "$\\LaTeX$", "#h|t|u", "<script>alert(2)</script>")
"""Markup as a document has it, without spaces."""


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.file)
def test_markup_is_text_in_every_report(attacked, set_today, report):
    loaded, today = frames.load(attacked)
    view = report.view(loaded, today, needed(report, WHOSE).items(), COMMAND_LINE)
    made = b"".join(report.pieces(view, COMMAND_LINE))
    if report.form == "pdf":
        said = re.sub(r"[\s\N{ZERO WIDTH SPACE}]", "", pdf_text(made))
        expected = SHOWN if report.required else ("onerror=alert", "**bold**")
        assert all(text in said for text in expected)
        assert b"/URI" not in made  # no text became a link
        assert re.fullmatch(r"[A-Za-z0-9_-]+\.pdf", tables.file_name(report.name, view, "pdf"))
    elif report.form == "xlsx":
        for sheet in openpyxl.load_workbook(io.BytesIO(made)):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type != "f"
                assert cell.hyperlink is None


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_no_cell_of_a_file_is_a_formula_and_no_line_breaks_a_row(attacked, set_today, dataset):
    loaded, today = frames.load(attacked)
    view = View(loaded, today, Filters())
    rows = list(dataset.rows(view))
    written = "".join(tables.csv_pieces(dataset.columns, rows))
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert len(read) == len(rows) + 1
    assert {len(row) for row in read} == {len(dataset.columns)}
    for row in read:
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r", "\n")) for cell in row)
    name = tables.file_name(dataset.name, view, "csv")
    assert name == f"MCS00-{dataset.name}-2018-07-16.csv"


def test_a_text_of_older_books_cannot_read_as_another_one():
    assert plain("Nor\u202eyaw \x1b[2J") == r"Nor\\u202eyaw \\x1b\[2J"
