"""``/health``: whether the store answers, and nothing else."""

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from trustfund.store import pulse

_threads = CapacityLimiter(2)
"""Nothing else waits for these, and they wait for nothing else."""


async def health(_request: Request) -> Response:
    """200 when the store answers, else 503."""
    if await to_thread.run_sync(pulse.answers, limiter=_threads):
        return PlainTextResponse("ok")
    return PlainTextResponse("the store does not answer", 503)
