"""The fund in one row, so that an office can put the rows of several funds below each other."""

from typing import Any

from trustfund.domain.catalogue.headlines import DOCUMENT
from trustfund.figures.overview import overview
from trustfund.figures.view import View


def headline_rows(view: View) -> list[dict[str, Any]]:
    """The dataset ``headlines``: one row, the figures of the overview; money in cents."""
    found = overview(view)
    values = (
        *(view.frames.fund_code, view.frames.fund_name, view.as_of, view.frames.revision),
        *(found.committed, found.deposited, found.unearmarked_of_deposits, found.left_for_travel),
        *(found.delegates, found.countries),
        *(found.ldc_coverage.reached, found.ldc_coverage.eligible),
    )
    return [dict(zip(DOCUMENT.by_key, values, strict=True))]
