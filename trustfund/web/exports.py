"""``/exports/``: every file as it is streamed, with the filters of the pages."""

import re
from hashlib import sha256
from itertools import chain

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from trustfund import __version__
from trustfund.accounts import log
from trustfund.accounts.sessions import actor_of
from trustfund.domain.problems import Refused
from trustfund.domain.roles import Role
from trustfund.exchange import tables
from trustfund.exchange.downloads import DOWNLOADS, MEDIA_TYPES, Download
from trustfund.figures import frames
from trustfund.figures.view import View
from trustfund.store.engine import open_store
from trustfund.web.plain_page import address_of
from trustfund.web.settings import COOKIE, is_public


def export(request: Request) -> Response:
    """Serve one file; 503 when the store does not answer."""
    try:
        return _export(request)
    except SQLAlchemyError:
        return PlainTextResponse("The store does not answer. Try again later.", 503)


def _tag(download: Download, view: View, role: Role, *, marked: bool) -> str:
    """Names the content of an answer: another revision, day, filter or reader is another tag.

    A weak one, for the server may compress what is sent. Beyond today a file may say another thing
    each day: what is published in IATI ends today.
    """
    days = (view.as_of, min(view.as_of, view.today.isoformat()))
    asked = view.filters.parameters()
    parts = (__version__, download.file, view.frames.stamp, days, asked, role.value, marked)
    return f'W/"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _has_already(request: Request, tag: str) -> bool:
    """Whether the reader has what a tag names (RFC 9110, 13.1.2: tags, or * for any)."""
    given = ",".join(request.headers.getlist("if-none-match"))
    return given.strip() == "*" or tag.removeprefix("W/") in re.findall(r'"[^"]*"', given)


def _export(request: Request) -> Response:
    """Serve one file.

    401 for a closed fund or a staff file without sign-in, 403 for a role that may not read it,
    404 for an unknown file, 400 for a wrong filter, 304 for what the reader has already.
    """
    store = open_store()
    actor = actor_of(store, request.cookies.get(COOKIE))
    if actor.role is Role.VISITOR and not is_public():
        return PlainTextResponse("Sign in to download this fund's data.", 401)
    file = request.path_params["file"]
    download = DOWNLOADS.get(file.removeprefix("/")) if file.startswith("/") else None
    if download is None:
        known = ", ".join(name for name, each in DOWNLOADS.items() if actor.role in each.readers)
        return PlainTextResponse(f"There is no such file. There are {known}.", 404)
    if actor.role not in download.readers:
        if actor.role is Role.VISITOR:
            return PlainTextResponse(f"Sign in to download {download.name}.", 401)
        return PlainTextResponse(
            f"{download.title} is not open to the role {actor.role.value}.", 403
        )
    parameters = [pair for pair in request.query_params.multi_items() if pair[0] != "bom"]
    marked = download.form == "csv" and request.query_params.get("bom") == "1"
    loaded, today = frames.load(store)
    try:
        view = download.view(loaded, today, parameters)
    except Refused as refused:
        return PlainTextResponse(str(refused), 400)

    headers = {
        "etag": _tag(download, view, actor.role, marked=marked),
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
    if download.is_logged(actor.role):
        what = f"{download.file} {request.url.query}".strip()
        log.exported(store, actor, what, address_of(request))

    made = iter(download.pieces(view, actor.role))
    first = next(made, b"")  # what cannot be made is an error, and no file that breaks off
    mark = [tables.BYTE_ORDER_MARK.encode()] if marked else []
    return StreamingResponse(chain(mark, [first], made), headers=headers)
