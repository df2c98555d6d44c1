"""The routes beside the screens, and what happens when the program starts."""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

from sqlalchemy.exc import SQLAlchemyError
from starlette.middleware import Middleware
from starlette.routing import Route

from trustfund.accounts import drafts, sessions
from trustfund.domain.problems import Refused
from trustfund.domain.texts import visible
from trustfund.exchange import sample
from trustfund.figures import frames, gender, travel_money
from trustfund.figures.books import Frames
from trustfund.figures.view import View
from trustfund.store import erasing, setup, soundness
from trustfund.store.engine import Store, is_store_named, open_store
from trustfund.store.workplace import workplace
from trustfund.web import logs
from trustfund.web.allowed_hosts import AllowedHosts
from trustfund.web.closed import ClosedToVisitors, UploadsByStaff
from trustfund.web.errors import PlainErrors
from trustfund.web.exports import export
from trustfund.web.fair_shares import FairShares
from trustfund.web.headers import SecureHeaders
from trustfund.web.health import health
from trustfund.web.limits import SmallBodies
from trustfund.web.organizations import HANDED_OVER, Organization
from trustfund.web.papers import paper
from trustfund.web.same_origin import SameOrigin
from trustfund.web.settings import public_address
from trustfund.web.sign_in import handed_over, password, sign_in, sign_out

BROKEN = "Program: has an error and does not start. The log has it: tell whoever maintains it."
DAY = 24 * 3600
_log = logging.getLogger(__name__)


def routes(base: str = "", offered: Sequence[Organization] = ()) -> list[Route]:
    """Every address that is not a page.

    ``base`` is the path that the program is served below; ``offered`` are the organizations whose
    people may sign in.
    """
    way_in = partial(sign_in, base=base, offered=offered)
    return [
        Route(f"{base}/health", health),
        Route(f"{base}/exports/paper", paper),
        Route(f"{base}/exports{{file:path}}", export),
        Route(f"{base}/sign-in", way_in, methods=["GET", "POST"]),
        Route(f"{base}/password", password, methods=["GET", "POST"]),
        Route(f"{base}/sign-out", partial(sign_out, base=base), methods=["GET", "POST"]),
        Route(f"{base}/{HANDED_OVER}", partial(handed_over, base=base)),
    ]


def middleware(base: str = "", listens: str | None = None) -> list[Middleware]:
    """What every request passes, pages included, from the outside in.

    ``listens`` is the address or the name that the server was told to listen at.
    """
    return [
        Middleware(SecureHeaders),
        Middleware(FairShares),
        Middleware(AllowedHosts, base, listens),
        Middleware(PlainErrors),
        Middleware(SameOrigin),
        Middleware(SmallBodies, base),
        Middleware(ClosedToVisitors, base),
        Middleware(UploadsByStaff, base),
    ]


def make_ready(store: Store) -> None:
    """Create or upgrade the store. Only the default one begins with the sample.

    A store that somebody named is meant for a real fund, and a sample is marked for ever.
    """
    if store.path is not None and not is_store_named() and not store.exists():
        _make_sample(store.path)
    setup.make_ready(store)


def _make_sample(path: Path) -> None:
    """Make the sample beside its place and move it there whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with workplace(path.parent) as folder:
        made = Store(f"sqlite:///{folder}/{path.name}")
        setup.make_ready(made)
        sample.load(made)
        made.engine.dispose()
        os.replace(Path(folder, path.name), path)


def _why_not(store: Store, error: Exception) -> str:
    """Why the program does not start; the log has an error that is the program's own."""
    if isinstance(error, Refused):
        return str(error)
    if damage := soundness.blamed(store, error):
        return f"Store: is damaged: {damage[0]}. Keep the file, and restore the last backup."
    if not isinstance(error, SQLAlchemyError | OSError):
        _log.error("The program does not start", exc_info=error)
        return BROKEN
    why = " ".join(str(getattr(error, "orig", None) or error).split()) or type(error).__name__
    return f"Store: cannot be used: {why}. Check that it is there, can be written, and has room."


def start(address: Callable[[], str], *, prints_link: bool = True) -> Store:
    """Make the store ready, read the books, print the sign-in link; or say why not, and end.

    Of several processes one prints the link: each new one ends the one before.
    """
    logs.show_all()
    store = open_store()
    try:
        make_ready(store)
        threading.Thread(target=_ahead, args=frames.load(store), daemon=True, name="ahead").start()
        threading.Thread(target=_sweep, args=(store,), daemon=True, name="sweep").start()
        if prints_link:
            _print_link(store, address)
    except (Refused, OSError, *soundness.SIGNS) as error:
        end(visible(_why_not(store, error)))
    return store


def _ahead(books: Frames, today: date) -> None:
    """Work out the published rounds before somebody asks: they last from revision to revision."""
    view = View(books, today)
    travel_money.published(view)
    gender.gender_total(view)


def _sweep(store: Store) -> NoReturn:
    """Throw away what nobody needs, now and once a day."""
    while True:
        throw_away(store)
        time.sleep(DAY)


def throw_away(store: Store) -> None:
    """Throw old drafts away, and what was removed when it could not be deleted."""
    drafts.sweep(store)
    try:
        erasing.erase(store)
    except erasing.NOT_NOW as error:
        _log.warning("What was removed is not deleted yet: %s", type(error).__name__)


def _print_link(store: Store, address: Callable[[], str]) -> None:
    """Print the local administrator's link, as long as there is no account."""
    secret = sessions.make_local_link(store)
    if secret is not None:
        print(
            "\n  Sign in as the local administrator (works once, within 15 minutes):\n"
            f"  {public_address() or address()}/sign-in#token={secret}\n",
            flush=True,
        )


def end(why: str) -> NoReturn:
    """End the program with a sentence: the server would print a traceback around an exception."""
    print(why, file=sys.stderr, flush=True)
    os._exit(1)
