"""``/exports/``: every dataset as a streamed file, with the filters of the pages."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from trustfund.accounts import log
from trustfund.accounts.sessions import actor_of
from trustfund.domain.problems import Refused
from trustfund.domain.roles import Role
from trustfund.exchange import tables
from trustfund.figures import filters, frames
from trustfund.figures.datasets import BY_NAME, DATASETS
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


def _export(request: Request) -> Response:
    """Serve one file.

    401 for a closed fund or a staff file without sign-in, 403 for a role that may not read it,
    404 for an unknown file, 400 for a wrong filter.
    """
    store = open_store()
    actor = actor_of(store, request.cookies.get(COOKIE))
    if actor.role is Role.VISITOR and not is_public():
        return PlainTextResponse("Sign in to download this fund's data.", 401)
    file = request.path_params["file"]
    name, _, form = file.removeprefix("/").rpartition(".")
    if not file.startswith("/") or form != "csv" or name not in BY_NAME:
        known = ", ".join(f"{each.name}.csv" for each in DATASETS if actor.role in each.readers)
        return PlainTextResponse(f"There is no such file. There are {known}.", 404)
    dataset = BY_NAME[name]
    if actor.role not in dataset.readers:
        if actor.role is Role.VISITOR:
            return PlainTextResponse(f"Sign in to download {name}.", 401)
        return PlainTextResponse(
            f"{dataset.title} is not open to the role {actor.role.value}.", 403
        )
    parameters = [pair for pair in request.query_params.multi_items() if pair[0] != "bom"]
    loaded, today = frames.load(store)
    try:
        view = View(loaded, today, filters.parse(parameters, dataset.filters, loaded))
    except Refused as refused:
        return PlainTextResponse(str(refused), 400)

    if Role.VISITOR not in dataset.readers:
        what = f"{name}.{form} {request.url.query}".strip()
        log.exported(store, actor, what, address_of(request))

    def pieces() -> Iterator[str]:
        if request.query_params.get("bom") == "1":
            yield tables.BYTE_ORDER_MARK
        yield from tables.csv_pieces(dataset.columns, dataset.rows(view))

    headers = {
        "content-disposition": f'attachment; filename="{tables.file_name(name, view, form)}"',
        "cache-control": "no-cache",
    }
    if loaded.illustrative:
        headers["x-trustfund-note"] = "Illustrative data: not figures of the fund"
    return StreamingResponse(pieces(), media_type="text/csv; charset=utf-8", headers=headers)
