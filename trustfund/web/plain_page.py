"""Pages that need no Streamlit: forms for signing in and out, answered by a redirect."""

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from trustfund.domain.problems import Problem
from trustfund.web.settings import COOKIE

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 "Source Sans", system-ui, sans-serif }}
body {{ max-width: 26rem; margin: 12vh auto; padding: 0 1.25rem }}
h1 {{ font-size: 2rem; font-weight: 600 }}
label {{ display: block; margin: 1rem 0 }}
input {{ display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .5rem;
  border: 1px solid GrayText; border-radius: .3rem }}
small {{ display: block; opacity: .8 }}
button {{ font: inherit; padding: .5rem 1rem; border: 0; border-radius: .4rem; cursor: pointer;
  background: #005a9c; color: #fff }}
[role=alert] {{ border-left: .3rem solid #c0392b; padding: .1rem .8rem }}
a {{ color: LinkText }}
</style>
<h1>{title}</h1>
{body}
<p><a href="./">Back to the fund</a></p>
{script}
</html>"""
USE_LINK = """
function useLink() {
  const secret = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!secret) return;
  history.replaceState(null, "", location.pathname + location.search);
  const form = document.getElementById("one-time-link");
  form.link.value = secret;
  form.submit();
}
addEventListener("hashchange", useLink);
useLink();
"""
"""Sends the secret of a one-time link by form. An address has it behind its #, which goes to no
server, no proxy's log and no list of visited pages."""
NEVER_KEPT = {"cache-control": "no-store"}
PAGE_ADDRESS = re.compile(r"/?(?P<page>[a-z-]*)(?:\?(?P<query>.*))?")


def page(title: str, body: str, status: int = 200, script: str = "") -> HTMLResponse:
    """A page with a title as text and a body as markup; the policy has to know the script."""
    run = f"<script>{script}</script>" if script else ""
    content = PAGE.format(title=escape(title), body=body, script=run)
    return HTMLResponse(content, status, NEVER_KEPT)


def alerts(problems: Iterable[Problem]) -> str:
    """Problems as markup."""
    return "".join(f'<p role="alert">{escape(str(problem))}</p>' for problem in problems)


def field(
    name: str, label: str, kind: str, autocomplete: str, value: str = "", hint: str = ""
) -> str:
    """A field of a form as markup."""
    note = f"<small>{escape(hint)}</small>" if hint else ""
    return (
        f'<label>{escape(label)}<input name="{name}" type="{kind}" value="{escape(value)}" '
        f'autocomplete="{autocomplete}" required>{note}</label>'
    )


def hidden(name: str, value: str) -> str:
    """A field that nobody sees, as markup."""
    return f'<input name="{name}" type="hidden" value="{escape(value)}">'


def form(button: str, *fields: str, name: str = "") -> str:
    """A form that is sent to the page's own address, as markup."""
    named = f' id="{name}"' if name else ""
    return f'<form method="post"{named}>{"".join(fields)}<button>{escape(button)}</button></form>'


def way_on(asked_for: str) -> str:
    """The address of the page that somebody asked for, if it is one of this product's.

    Anything else, such as another site's, becomes the overview.
    """
    found = PAGE_ADDRESS.fullmatch(asked_for)
    if found is None:
        return "./"
    query = urlencode(parse_qsl(found["query"] or "", keep_blank_values=True))
    return f"./{found['page']}" + (f"?{query}" if query else "")


def go(asked_for: str = "") -> RedirectResponse:
    """On to a page of this product, with GET."""
    return RedirectResponse(way_on(asked_for), 303, NEVER_KEPT)


def go_signed_in(
    request: Request, cookie: str, lasts: int, asked_for: str = ""
) -> RedirectResponse:
    """On to a page, with the secret of a new session; scripts and other sites cannot use it."""
    response = go(asked_for)
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, cookie, max_age=lasts, httponly=True, samesite="lax", secure=secure)
    return response


def address_of(request: Request) -> str:
    """Where a request comes from, for the access log and to slow guessing down."""
    return request.client.host if request.client else ""
