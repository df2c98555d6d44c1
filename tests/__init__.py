"""Tests of the trust fund's books; ``books.py`` holds the small builders they share."""

import pytest

pytest.register_assert_rewrite("tests.books", "tests.invariants")
