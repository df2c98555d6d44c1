"""What the tests of figures share."""

from datetime import date

import pytest

from tests.reading import Loaded
from trustfund.figures import frames
from trustfund.store.engine import Store


@pytest.fixture(autouse=True)
def no_figures_of_another_test() -> None:
    """Tests share one address of a store: what was read there before is forgotten."""
    frames._cache.clear()


@pytest.fixture(scope="session")
def sample(sample_store: Store) -> Loaded:
    """The illustrative sample, read once."""
    return frames.load(sample_store)[0], date(2018, 7, 16)
