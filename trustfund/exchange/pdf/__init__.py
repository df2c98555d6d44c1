"""Documents as PDF: data in, a Typst template beside this file, a tagged PDF out.

Text of the books reaches a template as JSON, where it is a value and never markup. The same books
and filters make the same bytes: a document is dated by its as-of day, not by the clock.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from trustfund.domain.roles import VISITOR, Actor
from trustfund.figures import passports
from trustfund.figures.view import View

TEMPLATES = Path(__file__).parent


@cache
def _fonts() -> typst.Fonts:
    """Those that come with Typst; the system's for scripts that these lack."""
    return typst.Fonts()


def make(
    template: str,
    title: str,
    view: View,
    content: Mapping[str, Any],
    figures: Iterable[str] = (),
    who: Actor = VISITOR,
) -> bytes:
    """A PDF of ``template`` with ``content``, for a reader.

    ``figures`` are the keys whose passports it prints. ``content`` is plain data: text, numbers,
    lists and dictionaries of them. Amounts are text, written as they are to be read.
    """
    frames = view.frames
    data = {
        "title": title,
        "fund": {"code": frames.fund_code, "name": frames.fund_name},
        "illustrative": frames.illustrative,
        "as_of": view.as_of,
        "known_at": view.filters.known_at,
        "revision": str(frames.revision),
        "stated_for": passports.stated_for(view),
        "passports": [found.lines() for found in passports.of_all(figures, view, who)],
        "content": content,
    }
    made = typst.Compiler(root=str(TEMPLATES), font_paths=_fonts()).compile(
        input=str(TEMPLATES / f"{template}.typ"),
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        timestamp=datetime.fromisoformat(view.as_of).replace(tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made
