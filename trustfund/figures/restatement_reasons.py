"""Why published figures changed: what acts of some days touched, and of what kind they were."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from trustfund.domain.act_codes import IMPORTED, LOADED, ActCode
from trustfund.domain.catalogue.restatement import Reason
from trustfund.figures.columns import until
from trustfund.figures.rows import value_of
from trustfund.figures.view import View
from trustfund.store.tables import Contribution, Contributor, Deposit, Event

_BY_CODE = {
    ActCode.FILE_IMPORTED: Reason.IMPORT,
    ActCode.DEPOSITS_RECORDED: Reason.IMPORT,
    ActCode.IMPORT_TAKEN_BACK: Reason.TAKEN_BACK,
    ActCode.EVENT_ADDED: Reason.EVENT_CHANGED,
    ActCode.EVENT_CHANGED: Reason.EVENT_CHANGED,
    ActCode.RATE_RECORDED: Reason.RATE,
}
Touched = dict[tuple[str, str], set[str]]
"""Kinds of acts by the sort of document and its reference, name or code."""


def kinds_of_acts(view: View, published: str, last: str) -> Touched:
    """The kinds of acts recorded after one day and by another, by what they touched.

    Only what is dated by the first day counts: it had been published.
    """
    books, frames = view.books, view.frames
    ids = books.history.ids
    by_then = books.recorded_by(ids, published)
    acts = ids[books.recorded_by(ids, last) & ~by_then]
    entries = books.entries[until(books.entries["value_date"], published)]
    entries = entries[np.isin(entries["act"].to_numpy(), acts)]
    named: dict[type[Any], tuple[str, str, Mapping[Any, Any]]] = {
        Contribution: ("contribution", "reference", frames.contributions),
        Contributor: ("contributor", "name", frames.contributors),
        Deposit: ("deposit", "reference", frames.deposits),
        Event: ("event", "code", frames.events),
    }
    acted = [(each.act, each.table, each.key, each.before) for each in books.changes]
    for table in (Contributor, Event):  # a new one changes nothing, and has no entries
        acted += [(value_of(row, "act_id"), table, key, {}) for key, row in named[table][2].items()]
    of_these = set(acts.tolist())
    acted = [each for each in acted if each[0] in of_these and each[1] in named]
    moved = sorted({*entries["act"].tolist(), *(act for act, *_ in acted)})
    kinds = {line["id"]: _kind(line) for line in books.lines(moved)}
    found: Touched = defaultdict(set)
    columns = (entries[name].tolist() for name in ("act", "contribution", "deposit"))
    for act, gift, key in zip(*columns, strict=True):
        kind = kinds[act]
        found["fund", ""].add(kind)
        if gift in frames.contributions:
            document = frames.contributions[gift]
            found["contribution", document.reference].add(kind)
            found["contributor", frames.contributors[document.contributor_id].name].add(kind)
        if key in frames.deposits:
            found["deposit", str(frames.deposits.value(key, "reference"))].add(kind)
    for act, table, key, before in acted:
        sort, column, rows = named[table]
        if key not in rows:
            continue
        names = {str(value_of(rows[key], column)), str(before.get(column) or "")} - {""}
        for name in names:
            found[sort, name].add(kinds[act])
        givers = names if table is Contributor else set()
        if "contributor_id" in before:  # the contribution is another contributor's now
            ids_of = (before["contributor_id"], rows[key].contributor_id)
            givers = {
                frames.contributors[each].name for each in ids_of if each in frames.contributors
            }
        for name in givers:  # which stands in the rows of what it gave, too
            found["contributor", name].add(kinds[act])
            found["giver", name].add(kinds[act])
    return found


def _kind(line: dict[str, Any]) -> str:
    if line["reason"].startswith((IMPORTED, LOADED)):
        return Reason.IMPORT
    return _BY_CODE.get(line["act"], Reason.CORRECTION)
