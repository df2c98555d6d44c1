"""``/exports/paper?id=N``: one paper of a record, for those who may see it."""

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from trustfund.accounts import log
from trustfund.accounts.sessions import actor_of
from trustfund.domain.kinds import one
from trustfund.domain.permissions import PAPER_READERS
from trustfund.domain.roles import Role
from trustfund.ledger import papers
from trustfund.store import papers as kept
from trustfund.store.engine import open_store
from trustfund.store.tables import Fund, Paper
from trustfund.web.exports import PATIENCE
from trustfund.web.plain_page import address_of
from trustfund.web.settings import COOKIE

_threads = CapacityLimiter(2)
"""A paper lies whole in memory, and waits for these alone."""
ANYBODY = frozenset().union(*PAPER_READERS.values())
NONE = "There is no such paper, or it was removed."
DAMAGED = (
    "This paper is not as it was attached, or is lost. Tell the administrator: Checks says more."
)


async def paper(request: Request) -> Response:
    """The paper as an attachment, noted in the access log before it leaves.

    401 without sign-in, 403 for a role that may not see it, 404 where there is none, 500 where its
    content is not what was attached.
    """
    return await to_thread.run_sync(_answer, request, limiter=_threads)


def _answer(request: Request) -> Response:
    store = open_store()
    who = actor_of(store, request.cookies.get(COOKIE))
    if Role.VISITOR in who.roles:
        return PlainTextResponse("Sign in to download papers.", 401)
    if not who.may(ANYBODY):
        return PlainTextResponse(f"Papers are not open to the role {who.in_words}.", 403)
    number = request.query_params.get("id", "")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return PlainTextResponse("Add id=… with the number of a paper.", 400)
    with store.reading() as session:
        found = papers.find(session, int(number))
        if found is None:
            return PlainTextResponse(NONE, 404)
        if not who.may(PAPER_READERS[found.record]):
            why = f"Papers of {one(found.record)} are not open to the role {who.in_words}."
            return PlainTextResponse(why, 403)
        content = kept.read(session.connection(), found.sha256)
        code = session.get_one(Fund, 1).code
    if content is None:
        return PlainTextResponse(DAMAGED, 500)
    if request.method != "HEAD":
        what = f"paper {found.id} of {found.record} {found.reference}"
        log.exported(store, who, what, address_of(request), PATIENCE)
    return Response(content, headers=_headers(found, code))


def _headers(found: Paper, fund: str) -> dict[str, str]:
    """What a browser does with it: it keeps it apart, and takes it for nothing else."""
    name = f"{fund}-paper-{found.id}.{found.media_type.name.lower()}"
    return {
        "content-type": found.media_type.value,
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "private, no-store",
        "vary": "cookie",
    }
