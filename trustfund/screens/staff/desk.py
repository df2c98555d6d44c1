"""The desk: what waits for whoever looks, the most urgent first, and the form that does it."""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from trustfund.domain import money
from trustfund.domain.desk import QUEUES, Queue, Work
from trustfund.domain.roles import RECORDERS, Actor
from trustfund.figures import checking, desk
from trustfund.figures.desk import Row
from trustfund.figures.desk_items import MOST, Item
from trustfund.figures.desk_trips import APPROVALS
from trustfund.figures.wording import counted, day
from trustfund.ledger import duties
from trustfund.screens import links, session
from trustfund.screens.staff import desk_today
from trustfund.screens.widgets import plain
from trustfund.store.engine import open_store

FIRST = 3
"""So many of a queue stand beside the other queues."""
COLUMNS = (2, 8, 3)
"""How wide the record, its words and its form are."""
SHOW = "show"
"""What the address calls the one queue that is shown whole."""
STYLE = """<style>
.st-key-desk [data-testid="stColumn"] a { padding-inline: 0; }
.st-key-desk [data-testid="stPageLink"] p { text-decoration: underline; }
.st-key-desk [data-testid="stColumn"]:nth-child(3) a {
  border: 1px solid #8885; border-radius: 0.5rem; width: fit-content; padding-inline: 0.75rem;
}
.st-key-desk [data-testid="stColumn"]:nth-child(3) a p { text-decoration: none; }
.st-key-desk [data-testid="stVerticalBlock"] { gap: 0.5rem; }
.st-key-desk h3 { font-size: 1.1rem; padding-block: 0.25rem 0.5rem; }
</style>"""


def page() -> None:
    """Draw the page."""
    st.html(STYLE)
    with st.container(key="desk"):
        _page()


def _page() -> None:
    st.title("Desk", anchor=False)
    view, who = session.view(), session.actor()
    check = None
    if who.may(QUEUES[Queue.CHECK].readers):
        check = checking.waiting(view.books, checking.last(open_store()))
    rows = desk.rows(view, who, _not_theirs(who), check)
    alone = [row for row in rows if row.queue == st.query_params.get(SHOW) and row.number]
    if alone:
        _queue(alone[0], MOST)
        links.to("All queues", "desk", "arrow_back")
        return
    own = [row for row in rows if row.is_own]
    others = [row for row in rows if not row.is_own]
    if who.may(RECORDERS):
        _greet(sum(row.number for row in own))
        _queues(own)
        if waiting := sum(row.number for row in others):
            with st.expander(f"{counted(waiting, 'thing')} for others", icon=":material/groups:"):
                _queues(others)
        desk_today.booked()
        desk_today.files()
    else:  # who only reads
        st.header(f"{counted(sum(row.number for row in others), 'thing')} to do", anchor=False)
        _queues(others)
    st.caption(f"As of {view.as_of} · books at revision {view.frames.revision}")


def _greet(waiting: int) -> None:
    words = f"{counted(waiting, 'thing needs', 'things need')} you." if waiting else ""
    st.header(words or "Nothing needs you now.", anchor=False)


def _not_theirs(who: Actor) -> set[str]:
    """The trips that whoever looks may not approve, because they nominated them."""
    view = session.view()
    queues = desk.queues(view)
    own = [queue for queue in APPROVALS if who.may(QUEUES[queue].offices)]
    items = [item for queue in own for item in queues[queue].items]
    if not items:
        return set()
    first = min(item.nominated for item in items)
    known = view.books.answers.once(
        ("nominators", first),
        lambda: session.read(lambda books: duties.nominators(books.session, first)),
    )
    waiting = {item.key: item.approved for item in items}
    return session.read(duties.not_theirs, who, waiting, known)


def _queues(rows: Iterable[Row]) -> None:
    """Those in which something waits; of the others their names."""
    empty, apart = [], 0
    for row in rows:
        if row.number:
            _queue(row)
        else:
            empty.append(QUEUES[row.queue].many)
        apart += row.of_others
    if empty:
        st.caption(f"Nothing to do: {', '.join(empty)}.")
    if apart:
        waits = counted(apart, "trip more waits", "trips more wait")
        st.caption(f"{waits} for somebody else, because duties are divided.")


def _queue(row: Row, most: int = FIRST) -> None:
    """A queue, with the most urgent things in it."""
    work = QUEUES[row.queue]
    st.html('<div style="border-top: 1px solid #8885"></div>')
    title = counted(row.number, work.one, work.many)
    st.subheader(title, anchor=False, help=work.rule)
    for item in row.items[:most]:
        _line(work, item, row.is_own)
    more = f"and {row.number - most:,} more"
    if row.number > most == FIRST:
        links.to(more, "desk", **{SHOW: row.queue})
    elif row.number > most:
        st.caption(more)


def _line(work: Work, item: Item, is_own: bool) -> None:
    first, *wide = COLUMNS
    shares = COLUMNS if is_own else (first, sum(wide))
    record, words, *act = st.columns(shares, vertical_alignment="center")
    with record:
        if work.record:
            links.to_record(work.record, item.key)
        else:
            st.markdown(plain(item.key))
    words.markdown(sentence(work, item, session.view().today))
    if is_own:
        with act[0]:
            links.to(work.button, work.page, **work.asked(item.key))


def sentence(work: Work, item: Item, today: date) -> str:
    """Who, how much, what about, and since or until when."""
    parts = [item.who, item.about]
    if item.amount:
        parts.append(money.text(item.amount, item.currency))
    if item.since:
        parts.append(f"{item.state or work.since} {_since(item.since, today)}")
    elif item.state:
        parts.append(item.state)
    if item.when:
        parts.append(item.when)
    elif item.due and work.due:
        parts.append(_until(work, item.due, today))
    return " · ".join(plain(part) for part in parts if part)


def _since(iso: str, today: date) -> str:
    days = (today - date.fromisoformat(iso)).days
    return f"{day(iso)}, {counted(days, 'day')} ago" if days else "today"


def _until(work: Work, iso: str, today: date) -> str:
    days = (date.fromisoformat(iso) - today).days
    if not days:
        return f"{work.due} today"
    left = f"in {counted(days, 'day')}" if days > 0 else f"{counted(-days, 'day')} {work.past}"
    return f"{work.due} {day(iso)}, {left}"
