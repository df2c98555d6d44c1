"""Opens pages of the product without a browser."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from trustfund.domain.roles import LOCAL_ADMINISTRATOR, VISITOR, Actor
from trustfund.screens import session
from trustfund.store import drafts, engine
from trustfund.store.engine import Store

MAIN = str(Path(session.__file__).with_name("main.py"))
PATIENCE = 60  # seconds, for a machine that runs other tests at the same time
KINDS = ("text_input", "selectbox", "date_input", "radio", "number_input", "checkbox")

Open = Callable[..., AppTest]

# For each page it opens, AppTest reads about all installed packages whether one brings components.
# That takes as long as the page; none is installed while tests run, so it is asked once.
manifest_scanner.scan_component_manifests = functools.cache(
    manifest_scanner.scan_component_manifests
)


def show(module: str) -> None:
    """Draw one page; AppTest runs the text of this function as a script."""
    import importlib

    importlib.import_module(f"trustfund.screens.{module}").page()


@pytest.fixture
def use_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Store], None]]:
    """Makes a store the one that pages open; what a test typed there is forgotten with it."""
    used = []

    def use(store: Store) -> None:
        used.append(store)
        monkeypatch.setattr(engine, "_opened", lambda _url: store)

    yield use
    for store in used:
        if path := drafts.path_of(store):
            path.unlink(missing_ok=True)


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, use_store: Callable[[Store], None]) -> Open:
    """Opens a page (``public.overview``) of a store, as a visitor unless another is named."""

    def opened(store: Store, module: str, who: Actor = VISITOR, **filters: str) -> AppTest:
        use_store(store)
        monkeypatch.setattr(session, "actor", lambda **_: who)
        app = AppTest.from_function(show, args=(module,), default_timeout=PATIENCE)
        for name, value in filters.items():
            app.query_params[name] = value
        return app.run()

    return opened


@pytest.fixture
def open_desk(open_page: Open) -> Open:
    """Opens a page as the local administrator."""

    def opened(store: Store, module: str, **filters: str) -> AppTest:
        return open_page(store, module, LOCAL_ADMINISTRATOR, **filters)

    return opened


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, use_store: Callable[[Store], None]) -> Open:
    """The whole program as somebody sees it at an address."""

    def looked(store: Store, who: Actor, page: str = "") -> AppTest:
        use_store(store)
        monkeypatch.setattr(session, "actor", lambda **_: who)
        app = AppTest.from_file(MAIN, default_timeout=PATIENCE).run()
        if page:
            app._page_hash = calc_hash(page)
            app.run()
        assert not app.exception
        return app

    return looked


def said(app: AppTest) -> str:
    """All the words of a page, to look for some."""
    kinds = ("title", "markdown", "caption", "info", "warning", "error", "success", "subheader")
    words = [element.value for kind in kinds for element in getattr(app, kind)]
    words += [f"{metric.label} {metric.value}" for metric in app.metric]
    return "\n".join(words).replace("\\", "")


def field(app: AppTest, kind: str, label: str) -> Any:
    """The widget with a label, as a person finds it."""
    found = [widget for widget in getattr(app, kind) if widget.label == label]
    assert len(found) == 1, [widget.label for widget in getattr(app, kind)]
    return found[0]


def fill(app: AppTest, fields: dict[str, Any]) -> AppTest:
    """Fill fields in, found by their labels; what is chosen may bring other fields."""
    for label, value in fields.items():
        (widget,) = (each for kind in KINDS for each in getattr(app, kind) if each.label == label)
        widget.set_value(value)
        if widget.type in ("selectbox", "radio"):
            app.run()
    return app.run()


def press(app: AppTest, button: str) -> AppTest:
    """Press a button."""
    return field(app, "button", button).click().run()


def turn_to(app: AppTest, act: str) -> AppTest:
    """Choose what to record."""
    return app.button_group[0].select(act).run()


def count(store: Store, table: type) -> int:
    """How many rows a table of the store has."""
    with store.reading() as open_session:
        return open_session.exec(select(func.count()).select_from(table)).one()
