"""What the tests of figures share."""

import pytest

from trustfund.figures import frames


@pytest.fixture(autouse=True)
def no_figures_of_another_test() -> None:
    """Tests share one address of a store: what was read there before is forgotten."""
    frames._cache.clear()
