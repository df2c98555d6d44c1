"""Signing in by password or one-time link, choosing a password, signing out.

Plain pages of our own: Streamlit's cannot set a cookie that scripts do not see.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from html import escape

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from trustfund.accounts import passwords, people, sessions
from trustfund.domain.catalogue import access
from trustfund.domain.problems import Code, Problem, Refused, refusal
from trustfund.domain.roles import BOOK_READERS, LOCAL_ADMINISTRATOR, Actor, Role
from trustfund.store.access_tables import LinkKind
from trustfund.store.engine import InUse, open_store
from trustfund.web import organizations
from trustfund.web.organizations import Organization
from trustfund.web.plain_page import (
    NEVER_KEPT,
    USE_LINK,
    address_of,
    alerts,
    field,
    form,
    go,
    go_signed_in,
    hidden,
    page,
)
from trustfund.web.settings import COOKIE

HOMES = {
    **dict.fromkeys(BOOK_READERS, "desk"),
    Role.MISSION: "requests",
    Role.CONTRIBUTOR: "own-contributions",
}
"""Where the work of a role is; the first one that somebody has decides."""
LONGEST_LINE = 100
"""So many wait to sign in, some seconds at most, before others are asked to come again."""
_threads = CapacityLimiter(4)
LASTS = int(sessions.SESSION_LASTS.total_seconds())
HOW_LONG = "12 characters or more. Four words that do not belong together are good."
LINK = field("link", "One-time link", "text", "off", hint="All of it, or what follows token=.")
CHOOSE = (
    field("password", "New password", "password", "new-password", hint=HOW_LONG),
    field("again", "New password, again", "password", "new-password"),
)


async def sign_in(
    request: Request, base: str = "", offered: Sequence[Organization] = ()
) -> Response:
    """The page to sign in, and what its forms send."""
    if request.method == "POST":
        return await _in_line(partial(_signed_in, offered=offered), request)
    if organizations.PAGE in request.query_params and request.method == "GET":
        return await run_in_threadpool(_vouched_for, request, base, offered)
    return await run_in_threadpool(_asked, request, offered)


async def _in_line(act: Callable[[Request, FormData], Response], request: Request) -> Response:
    """What a form's sending answers, in threads of their own: to hash a password takes a while.

    A crowd that signs in leaves the threads of everything else alone, and waits outside of them.
    """
    sent = await request.form(max_files=0, max_fields=5)
    if _threads.statistics().tasks_waiting >= LONGEST_LINE:
        refused = passwords.busy()
        return page("Sign in", alerts(refused.problems), 503)
    return await to_thread.run_sync(act, request, sent, limiter=_threads)


def _vouched_for(request: Request, base: str, offered: Sequence[Organization]) -> Response:
    """A session for whom an organization vouched. Everybody else gets the same answer."""
    secret = organizations.identity(request.cookies)
    asked_for = request.cookies.get(organizations.NEXT, "")
    cookie = sessions.use_proof(open_store(), secret, address_of(request)) if secret else None
    if cookie is not None:
        response = _started(request, cookie, asked_for)
        response.delete_cookie(organizations.NEXT, httponly=True, samesite="lax")
    elif secret:
        response = _sign_in_page(asked_for, offered, "", (organizations.NOT_KNOWN,), 403)
    else:
        response = go(asked_for)
    organizations.forget(request, response, base)
    return response


def _asked(request: Request, offered: Sequence[Organization]) -> Response:
    secret = request.query_params.get("token", "")
    asked_for = request.query_params.get("next", "")
    if not secret and asked_for and Role.VISITOR not in _who(request).roles:
        return go(asked_for)  # from a tab that was open before somebody signed in elsewhere
    if not secret:
        response = _sign_in_page(asked_for, offered)
        # Not for what a browser fetches by itself, such as an icon, and was led here for.
        if offered and request.headers.get("sec-fetch-dest", "document") == "document":
            organizations.remember_next(request, response, asked_for)
        return response
    return _linked(request, secret, asked_for)


def _linked(request: Request, secret: str, asked_for: str = "") -> Response:
    """What a one-time link leads to."""
    store = open_store()
    found = sessions.link_of(store, secret)
    if found is None:
        return _link_page()
    kind, who = found
    if kind is LinkKind.PASSWORD:
        return _choice_page(who, secret)
    if request.method == "HEAD":  # a preview of the link does not use it up
        return page("Sign in", "")
    cookie = sessions.use_local_link(store, secret, address_of(request))
    if cookie is None:
        return _link_page()
    return _started(request, cookie, asked_for)


def _signed_in(request: Request, sent: FormData, offered: Sequence[Organization]) -> Response:
    """What a form sent: a password chosen over a link, or e-mail and password."""
    store, address = open_store(), address_of(request)
    secret, asked_for, email = (_text(sent, name) for name in ("token", "next", "email"))
    password, again = _text(sent, "password"), _text(sent, "again")
    pasted = _text(sent, "link")
    if pasted:
        return _linked(request, pasted.rpartition("token=")[2].strip())
    if secret:
        found = sessions.link_of(store, secret)
        try:
            cookie = sessions.use_link(store, secret, password, again, address)
        except Refused as refused:
            if found is None or found[0] is not LinkKind.PASSWORD:
                return _link_page(refused.problems)
            return _choice_page(found[1], secret, refused)
        return _started(request, cookie)
    return _answer(
        lambda: _started(request, sessions.sign_in(store, email, password, address), asked_for),
        lambda problems, status: _sign_in_page(asked_for, offered, email, problems, status),
    )


def _answer(
    act: Callable[[], Response], again: Callable[[tuple[Problem, ...], int], Response]
) -> Response:
    """What an act answers; or its page again, with what is wrong and for how long."""
    try:
        return act()
    except sessions.TooMany as too_many:
        seconds = int(too_many.wait.total_seconds()) + 1
        wait = f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"
        remedy = f"Wait {wait}, or ask an administrator for a link"
        refused = refusal(access.SIGNING_IN, Code.TRY_LATER, "", "failed too often", remedy)
        response = again(refused.problems, 429)
        response.headers["retry-after"] = str(seconds)
        return response
    except InUse as busy:
        return again(busy.problems, 503)
    except Refused as refused:
        return again(refused.problems, 403)


def _started(request: Request, cookie: str, asked_for: str = "") -> Response:
    """A new session in place of the one that this browser had; it begins where its work is."""
    asked_for = asked_for or home(sessions.actor_of(open_store(), cookie))
    before = request.cookies.get(COOKIE)
    if before:
        sessions.sign_out(open_store(), before, address_of(request))
    return go_signed_in(request, cookie, LASTS, asked_for)


def home(who: Actor) -> str:
    """The page of the work of a role; "" is the overview."""
    return next((page for role, page in HOMES.items() if role in who.roles), "")


def _text(sent: FormData, name: str) -> str:
    value = sent.get(name, "")
    # Half a character, which a sender can make, can be neither hashed nor shown.
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""


def _sign_in_page(
    asked_for: str,
    offered: Sequence[Organization] = (),
    email: str = "",
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> Response:
    ways = "".join(
        f'<p><a href="./{escape(each.address)}">Sign in with '
        f"{escape(each.name or 'your organization')}</a></p>"
        for each in offered
    )
    body = form(
        "Sign in",
        hidden("next", asked_for),
        field("email", "E-mail", "email", "username", email),
        field("password", "Password", "password", "current-password"),
    )
    help_ = (
        "<p><small>No account yet, or the password forgotten? An administrator makes a one-time "
        "link. On a fund without any account the program prints one when it starts.</small></p>"
    )
    paste = form("Use the link", LINK, name="one-time-link")
    with_link = f"<details><summary>I have a one-time link</summary>{paste}</details>"
    whole = alerts(problems) + ways + body + help_ + with_link
    return page("Sign in", whole, status, USE_LINK)


def _link_page(problems: Iterable[Problem] = (sessions.STALE,)) -> Response:
    return page("This link no longer works", alerts(problems), 403)


def _choice_page(who: str, secret: str, refused: Refused | None = None) -> Response:
    intro = f"<p>Choose a password for {escape(who)}. You are then signed in.</p>"
    problems = alerts(refused.problems) if refused else ""
    body = form("Choose and sign in", hidden("token", secret), _username(who), *CHOOSE)
    return page("Choose a password", problems + intro + body, 403 if refused else 200)


def _username(who: str) -> str:
    """For password managers, which keep a password under a name."""
    return f'<input type="hidden" name="username" autocomplete="username" value="{escape(who)}">'


async def password(request: Request) -> Response:
    """The page to change one's own password, and what its form sends."""
    if request.method == "POST":
        return await _in_line(_password_changed, request)
    return await run_in_threadpool(_password_page, request)


def _who(request: Request) -> Actor:
    return sessions.actor_of(open_store(), request.cookies.get(COOKIE))


def _password_page(
    request: Request, problems: tuple[Problem, ...] = (), status: int = 200
) -> Response:
    who = _who(request)
    if Role.VISITOR in who.roles:
        return go("sign-in?next=password")
    if who == LOCAL_ADMINISTRATOR:
        return page(
            "Password",
            "<p>The local administrator has no password. "
            '<a href="./accounts">Add an account</a> for yourself.</p>',
        )
    if not people.has_password(open_store(), who):
        return page(
            "Password",
            "<p>Your account has no password: you sign in through your organization. If you want "
            "one as well, ask an administrator for a link.</p>",
        )
    body = form(
        "Change the password",
        _username(who.name),
        field("old", "Present password", "password", "current-password"),
        *CHOOSE,
    )
    note = "<p>This signs you out everywhere else.</p>"
    return page("Change the password", alerts(problems) + note + body, status)


def _password_changed(request: Request, sent: FormData) -> Response:
    who, address = _who(request), address_of(request)
    if who.account is None:
        return go("sign-in?next=password")
    old, password, again = (_text(sent, name) for name in ("old", "password", "again"))
    return _answer(
        lambda: go_signed_in(
            request,
            sessions.change_password(open_store(), who, old, password, again, address),
            LASTS,
        ),
        lambda problems, status: _password_page(request, problems, status),
    )


def handed_over(_request: Request, base: str = "") -> Response:
    """On to the page to sign in, with the identity that an organization gave this browser."""
    return RedirectResponse(f"{base}/sign-in?{organizations.PAGE}=1", 303, NEVER_KEPT)


def sign_out(request: Request, base: str = "") -> Response:
    """Ask, then end the session; a link on another site cannot sign anybody out."""
    if request.method != "POST":
        return page("Sign out", form("Sign out"))
    cookie = request.cookies.get(COOKIE)
    if cookie:
        sessions.sign_out(open_store(), cookie, address_of(request))
    # The provider is left alone: whoever signs in there for other things stays signed in.
    response = go()
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    organizations.forget(request, response, base)
    return response
