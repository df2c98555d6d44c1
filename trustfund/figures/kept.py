"""Figures are worked out once for each revision, day, filters and reader, for everybody who asks.

What a reader of the same page costs is then sending it. The books of one revision keep their
answers up to a ceiling, because the days one may ask for have no end; what nobody asked for longest
goes first. Whoever gets an answer shares it with all others, and never changes it.
"""

import sys
import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd
from cachetools import LRUCache, cachedmethod

if TYPE_CHECKING:
    from trustfund.figures.view import View

P = ParamSpec("P")
T = TypeVar("T")
CEILING = 64 << 20  # bytes, of the answers of one revision
LOOKED_AT = 50
"""So many members of a long answer are weighed; the others are taken to be like them."""


class Answers:
    """What was worked out from the books of one revision."""

    def __init__(self, ceiling: int = CEILING) -> None:
        self._known: LRUCache[Hashable, Any] = LRUCache(ceiling, getsizeof=weight)
        self._turn = threading.Condition()

    @cachedmethod(attrgetter("_known"), key=lambda _, key, __: key, condition=attrgetter("_turn"))
    def _once(self, _key: Hashable, make: Callable[[], Any]) -> Any:
        return make()

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer known as ``key``, made if nobody has asked for it; meanwhile others wait."""
        return cast(T, self._once(key, make))


def kept(
    figure: Callable[Concatenate["View", P], T],
) -> Callable[Concatenate["View", P], T]:
    """Let a function of a view, and of hashable arguments, answer once for all like it."""

    @wraps(figure)
    def asked(view: "View", /, *args: P.args, **others: P.kwargs) -> T:
        key = (figure.__module__, figure.__qualname__, view.key, args, *others.items())
        return view.books.answers.once(key, lambda: figure(view, *args, **others))

    return asked


def weight(value: Any, seen: set[int] | None = None) -> int:
    """About how many bytes a value takes; what is in it twice counts once."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return 0
    seen.add(id(value))
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage().sum())
    if (size := getattr(value, "nbytes", None)) is not None:
        return int(size)
    own, members = sys.getsizeof(value), value
    if is_dataclass(value):
        members = [getattr(value, each.name) for each in fields(value)]
    elif isinstance(value, str) or not hasattr(value, "__len__"):
        return own
    looked_at = islice(value.items() if isinstance(value, Mapping) else members, LOOKED_AT)
    weighed = [weight(each, seen) for each in looked_at]
    return own + sum(weighed) * len(members) // max(len(weighed), 1)
