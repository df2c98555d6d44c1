from collections.abc import Callable
from pathlib import Path

import pytest

from trustfund.domain.roles import COMMAND_LINE
from trustfund.exchange.imports.kinds import BY_NAME
from trustfund.exchange.imports.outcome import Outcome
from trustfund.exchange.imports.plan import PLAIN, run
from trustfund.exchange.imports.rows import Choices, Source
from trustfund.store.engine import Store

Importing = Callable[..., Outcome]


@pytest.fixture
def bring(tmp_path: Path) -> Importing:
    """Imports a text, or a file, as a file of some kind."""

    def bring(
        store: Store,
        kind: str,
        text: str | Path,
        *,
        dry_run: bool = False,
        name: str = "list.csv",
        choices: Choices = PLAIN,
    ) -> Outcome:
        path = text if isinstance(text, Path) else tmp_path / name
        if isinstance(text, str):
            path.write_text(text, encoding="utf-8", newline="")
        source = Source.of(path)
        return run(store, COMMAND_LINE, BY_NAME[kind], source, choices, dry_run=dry_run)

    return bring
