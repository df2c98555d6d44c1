"""What every country is, by the list in effect on a day."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from trustfund.domain.catalogue.country import CLASSIFICATIONS
from trustfund.domain.classifications import FIRST_LISTED
from trustfund.domain.fields import Cell
from trustfund.figures.books import iso
from trustfund.figures.view import View


def country_rows(view: View) -> Iterator[dict[str, Any]]:
    """The dataset ``countries``: a row for each country or area, by name."""
    day = date.fromisoformat(view.as_of)
    for code in sorted(view.frames.countries, key=lambda code: view.frames.countries[code].name):
        newer = [since for since, _ in view.frames.newer.get(code, ()) if since <= day]
        facts = view.country(code, day)
        yield {
            "iso3": code,
            "listed_on": (newer[-1] if newer else FIRST_LISTED).isoformat(),
            "name": facts.name,
            **{
                each.key: iso(found) if each.cell is Cell.DAY else found
                for each in CLASSIFICATIONS
                for found in (getattr(facts, each.key),)
            },
        }
