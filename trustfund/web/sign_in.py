"""Signing in by the one-time link, and signing out: plain pages with an HttpOnly cookie."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from trustfund.store import access
from trustfund.store.engine import open_store
from trustfund.web.settings import COOKIE

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }}
body {{ max-width: 34rem; margin: 12vh auto; padding: 0 1.25rem }}
button {{ font: inherit; padding: .5rem 1rem; border: 0; border-radius: .4rem; cursor: pointer;
  background: #005a9c; color: #fff }}
a {{ color: LinkText }}
</style>
<h1>{title}</h1>
{body}
<p><a href="./">Back to the fund</a></p>
</html>"""


def _page(title: str, body: str, status: int = 200) -> HTMLResponse:
    headers = {"cache-control": "no-store"}
    return HTMLResponse(PAGE.format(title=escape(title), body=body), status, headers)


def sign_in(request: Request) -> Response:
    """Use the one-time link; without one, say where it is found."""
    secret = request.query_params.get("token")
    if not secret or request.method == "HEAD":  # a preview of the link does not use it up
        return _page(
            "Sign in",
            "<p>Staff sign in with the one-time link that the program prints when it starts. "
            "Each start prints a new one.</p>",
        )
    cookie = access.use_link(open_store(), secret)
    if cookie is None:
        return _page(
            "This link no longer works",
            "<p>A sign-in link works once, within 15 minutes. Start the program again for a new "
            "one.</p>",
            403,
        )
    response = RedirectResponse("./", 303, {"cache-control": "no-store"})
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=int(access.SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def sign_out(request: Request) -> Response:
    """Ask, then end the session; a link on another site cannot sign anybody out."""
    if request.method != "POST":
        return _page(
            "Sign out", '<form method="post"><button type="submit">Sign out</button></form>'
        )
    cookie = request.cookies.get(COOKIE)
    if cookie:
        access.end_session(open_store(), cookie)
    response = RedirectResponse("./", 303, {"cache-control": "no-store"})
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response
