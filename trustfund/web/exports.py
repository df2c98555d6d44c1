"""``/exports/``: every file as it is streamed, with the filters of the pages."""

import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from anyio import CapacityLimiter, create_task_group, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from trustfund import __version__
from trustfund.accounts import log
from trustfund.accounts.secrets import keyed_hash
from trustfund.accounts.sessions import actor_of
from trustfund.domain.problems import Code, Refused
from trustfund.domain.roles import Actor, Role
from trustfund.exchange import tables
from trustfund.exchange.downloads import DOWNLOADS, MEDIA_TYPES, Download
from trustfund.exchange.workshop import Order
from trustfund.figures import frames
from trustfund.figures.view import View
from trustfund.store.engine import open_store
from trustfund.web.errors import later
from trustfund.web.plain_page import address_of
from trustfund.web.settings import COOKIE, is_public
from trustfund.web.shares import COME_BACK
from trustfund.web.workshop import COSTLY, Busy, GivenUp, workshop

_threads = CapacityLimiter(4)
"""Files wait for these alone, never for those of health, sign-in and pages."""
_noting = CapacityLimiter(4)
"""A file that the access log has to have first waits for somebody who books in these."""
PATIENCE = timedelta(seconds=5)
"""How long it waits."""


@dataclass(frozen=True)
class _Wanted:
    """A file that may be sent: of which view, for whom, and the headers of the answer."""

    download: Download
    view: View
    order: Order
    headers: Mapping[str, str]
    before: bytes
    note: Callable[[], None] | None

    def pieces(self) -> Iterator[bytes]:
        """The file, in pieces."""
        if self.before:
            yield self.before
        yield from self.download.pieces(self.view, self.order.who)


async def export(request: Request) -> Response:
    """Serve one file; 503 when too many files are wanted.

    Raises InUse where the access log cannot say who takes it.
    """
    wanted = await to_thread.run_sync(_wanted, request, limiter=_threads)
    if isinstance(wanted, Response):
        return wanted
    if wanted.note is not None:
        await to_thread.run_sync(wanted.note, limiter=_noting)
    if wanted.download.form in COSTLY:
        return await _whole(request, wanted)
    pieces = wanted.pieces()
    first = await _next(pieces)  # what cannot be made is an error, not a file that breaks off
    return StreamingResponse(_rest(first, pieces), headers=wanted.headers)


async def _next(pieces: Iterator[bytes]) -> bytes | None:
    return await to_thread.run_sync(next, pieces, None, limiter=_threads)


async def _rest(piece: bytes | None, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while piece is not None:
        yield piece
        piece = await _next(pieces)


async def _whole(request: Request, wanted: _Wanted) -> Response:
    """A file that is made whole, by the workshop, unless its reader goes before its turn."""
    answer: Response | Exception = Response(status_code=499)  # nobody is there to read it
    async with create_task_group() as tasks:

        async def leave_with_the_reader() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            tasks.cancel_scope.cancel()

        tasks.start_soon(leave_with_the_reader)
        try:
            made = await workshop.file(wanted.order, address_of(request))
            tag = _tag(wanted.download, wanted.view, wanted.order.who, made.stamp)
            answer = Response(made.content, headers={**wanted.headers, "etag": tag})
        except (Busy, GivenUp) as error:
            answer = later(f"{error} Try again in {COME_BACK} seconds.")
        except Exception as error:
            answer = error
        tasks.cancel_scope.cancel()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _tag(download: Download, view: View, who: Actor, stamp: str, *, marked: bool = False) -> str:
    """Names the content of an answer: another revision, day, filter or reader is another tag.

    A weak one, for the server may compress what is sent. Beyond today a file may say another thing
    each day: what is published in IATI ends today. When a day is over, it may say more of it: of
    trips what a half-year shows that ended on it.
    """
    today = view.today.isoformat()
    days = (view.as_of, min(view.as_of, today), view.as_of < today)
    asked = view.filters.parameters()
    parts = (__version__, download.file, stamp, days, asked, who.in_words, view.payer, marked)
    # With the key: the stamp has the moment of an act more exactly than what is public.
    return f'W/"{keyed_hash(open_store(), repr(parts))[:32]}"'


def _has_already(request: Request, tag: str) -> bool:
    """Whether the reader has what a tag names (RFC 9110, 13.1.2: tags, or * for any)."""
    given = ",".join(request.headers.getlist("if-none-match"))
    return given.strip() == "*" or tag.removeprefix("W/") in re.findall(r'"[^"]*"', given)


def _wanted(request: Request) -> Response | _Wanted:
    """The file that is asked for, or the answer where none is to be made.

    401 for a closed fund or a staff file without sign-in, 403 for a role that may not read it,
    404 for an unknown file, 400 for a wrong filter, 304 for what the reader has already.
    """
    store = open_store()
    actor = actor_of(store, request.cookies.get(COOKIE))
    if Role.VISITOR in actor.roles and not is_public():
        return PlainTextResponse("Sign in to download this fund's data.", 401)
    file = request.path_params["file"]
    download = DOWNLOADS.get(file.removeprefix("/")) if file.startswith("/") else None
    if download is None:
        known = ", ".join(name for name, each in DOWNLOADS.items() if actor.may(each.readers))
        return PlainTextResponse(f"There is no such file. There are {known}.", 404)
    if not actor.may(download.readers):
        if Role.VISITOR in actor.roles:
            return PlainTextResponse(f"Sign in to download {download.name}.", 401)
        return PlainTextResponse(f"{download.title} is not open to the role {actor.in_words}.", 403)
    parameters = [pair for pair in request.query_params.multi_items() if pair[0] != "bom"]
    marked = download.form == "csv" and request.query_params.get("bom") == "1"
    loaded, today = frames.load(store)
    try:
        view = download.view(loaded, today, parameters, actor)
    except Refused as refused:
        not_theirs = any(each.code is Code.NOT_OPEN_TO_ROLE for each in refused.problems)
        return PlainTextResponse(str(refused), 403 if not_theirs else 400)

    headers = {
        "etag": _tag(download, view, actor, loaded.stamp, marked=marked),
        "cache-control": "private, no-cache",  # kept by the reader alone, and asked about each time
        "vary": "cookie",
    }
    if _has_already(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    name = tables.file_name(download.name, view, download.form)
    headers["content-disposition"] = f'attachment; filename="{name}"'
    headers["content-type"] = MEDIA_TYPES[download.form]
    if loaded.illustrative:
        headers["x-trustfund-note"] = tables.ILLUSTRATIVE
    if request.method == "HEAD":
        return StreamingResponse((), headers=headers)  # how long it would be is not known
    note = None
    if download.is_logged(actor):
        what = f"{download.file} {request.url.query}".strip()
        note = partial(log.exported, store, actor, what, address_of(request), PATIENCE)

    order = Order(
        store.url.render_as_string(hide_password=False),
        loaded.stamp,
        download.file,
        tuple(parameters),
        today,
        actor.nameless,
    )
    mark = tables.BYTE_ORDER_MARK.encode() if marked else b""
    return _Wanted(download, view, order, headers, mark, note)
