"""Opens pages of the product without a browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from trustfund.domain.roles import LOCAL_ADMINISTRATOR, VISITOR, Actor
from trustfund.screens import session
from trustfund.store import engine
from trustfund.store.engine import Store

MAIN = str(Path(session.__file__).with_name("main.py"))
PATIENCE = 60  # seconds, for a machine that runs other tests at the same time

Open = Callable[..., AppTest]


def show(module: str) -> None:
    """Draw one page; AppTest runs the text of this function as a script."""
    import importlib

    importlib.import_module(f"trustfund.screens.{module}").page()


@pytest.fixture
def use_store(monkeypatch: pytest.MonkeyPatch) -> Callable[[Store], None]:
    """Makes a store the one that pages open."""

    def use(store: Store) -> None:
        monkeypatch.setattr(engine, "_opened", lambda _url: store)

    return use


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


def said(app: AppTest) -> str:
    """All the words of a page, to look for some."""
    kinds = ("title", "markdown", "caption", "info", "warning", "error", "success", "subheader")
    words = [element.value for kind in kinds for element in getattr(app, kind)]
    return "\n".join([*words, *(f"{metric.label} {metric.value}" for metric in app.metric)])


def field(app: AppTest, kind: str, label: str) -> Any:
    """The widget with a label, as a person finds it."""
    found = [widget for widget in getattr(app, kind) if widget.label == label]
    assert len(found) == 1, [widget.label for widget in getattr(app, kind)]
    return found[0]
