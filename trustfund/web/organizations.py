"""Organizations whose people may sign in through OpenID Connect, and what Streamlit keeps of it.

Streamlit talks to the provider and keeps the identity it gives in cookies of its own. Those are
exchanged at once for a session of ours, and deleted:

1. ``/sign-in`` keeps the page asked for in a cookie and links to the page ``/organization``, which
   calls ``st.login``. The provider sends the browser back to Streamlit, and that to ``/``.
2. There the page sees ``st.user``. It shows nothing, writes a proof to the store, for the account
   of that e-mail and these cookies, and calls ``st.logout``: the one way in which a page can send
   a browser on.
3. Streamlit sends it to ``/auth/logout``, which is ours and leads to ``/sign-in``. There the
   cookies are exchanged for a session, and deleted. Were that address to change, nobody would be
   signed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from trustfund.domain.catalogue import access, setting
from trustfund.domain.problems import Code, Problem, Problems
from trustfund.web.plain_page import way_on

PAGE = "organization"
"""The page that leads to the provider."""
HANDED_OVER = "auth/logout"
"""Where Streamlit sends a browser whose identity it gives up: there our session begins."""
IDENTITY = "_streamlit_user"
NEXT = "trustfund_next"
NEXT_LASTS = 15 * 60
NEXT_LONGEST = 2000
"""A browser throws away a cookie of more than 4096 bytes."""
SHORTEST_SECRET = 32
NEEDED = ("client_id", "client_secret", "server_metadata_url")


@dataclass(frozen=True)
class Organization:
    """A provider as the page to sign in offers it; the nameless one is Streamlit's default."""

    provider: str
    name: str

    @property
    def address(self) -> str:
        """The page that leads to it."""
        return f"{PAGE}?provider={quote(self.provider)}" if self.provider else PAGE


def configured(auth: Mapping[str, object]) -> tuple[Organization, ...]:
    """The providers of Streamlit's section ``[auth]``; a sentence for each thing wrong with it."""
    if not auth:
        return ()
    problems = Problems()
    callback = urlsplit(str(auth.get("redirect_uri", "")))
    if not callback.path.endswith("/oauth2callback") or not callback.netloc:
        reason = "is not the address that a provider sends people back to"
        remedy = "Write https://, the name of the host, /oauth2callback"
        field = setting.provider("[auth]", "redirect_uri")
        problems.add(field, Code.MALFORMED, auth.get("redirect_uri"), reason, remedy)
    if len(str(auth.get("cookie_secret", ""))) < SHORTEST_SECRET:  # whoever knows it is anybody
        reason = f"has fewer than {SHORTEST_SECRET} characters"
        field = setting.provider("[auth]", "cookie_secret")
        problems.add(field, Code.WEAK_SECRET, "", reason, "Make a long random one")
    named = {name: part for name, part in auth.items() if _is_provider(part)}
    sections = named if "client_id" not in auth else {"": auth, **named}
    if not sections:
        problems.missing(setting.provider("[auth]", "client_id"), "Name the provider's client")
    found = []
    for provider, section in sections.items():
        assert isinstance(section, Mapping)
        place = f"[auth.{provider}]" if provider else "[auth]"
        if "_" in provider:
            why = "has an underscore in its name"
            problems.add(setting.provider(place), Code.MALFORMED, provider, why, "Leave it out")
        for key in NEEDED:
            if not section.get(key):
                problems.missing(setting.provider(place, key), "State it")
        found.append(Organization(provider, str(section.get("name") or provider)))
    problems.refuse_if_any()
    return tuple(found)


def _is_provider(part: object) -> bool:
    return isinstance(part, Mapping) and not part.keys().isdisjoint(NEEDED)


def identity(cookies: Mapping[str, str]) -> str:
    """What this browser alone has of an identity: Streamlit's cookie with all of its pieces.

    The first piece of a long one holds only the number of pieces, alike for two people.
    """
    pieces = {name: text for name, text in cookies.items() if _is_identity(name)}
    return "\n".join(f"{name}={pieces[name]}" for name in sorted(pieces))


def _is_identity(name: str) -> bool:
    return name == IDENTITY or name.removeprefix(f"{IDENTITY}_").isdigit()


def forget(request: Request, response: Response, base: str) -> None:
    """Delete what Streamlit keeps of an identity, its tokens too."""
    for name in request.cookies:
        if name.startswith(IDENTITY):
            response.delete_cookie(name, path=base or "/", httponly=True, samesite="lax")


def remember_next(request: Request, response: Response, asked_for: str) -> None:
    """Keep the page that somebody asked for while they are with their organization."""
    way = way_on(asked_for).removeprefix("./")
    if len(way) > NEXT_LONGEST:
        way = ""
    secure = request.url.scheme == "https"
    response.set_cookie(NEXT, way, max_age=NEXT_LASTS, httponly=True, samesite="lax", secure=secure)


NOT_KNOWN = Problem(
    access.ORGANIZATION,
    Code.NO_ACCESS,
    "",
    "does not lead to an account that may sign in here",
    "Ask an administrator of this fund, or try again with another identity",
)
