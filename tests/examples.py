"""How many examples Hypothesis makes up: some in the default suite, many in the deep one."""

from hypothesis import settings

DEEP = 20


def examples(default: int) -> int:
    """The number for this run; ``make test-deep`` takes twenty times as many."""
    return default * (DEEP if settings.get_current_profile_name() == "deep" else 1)
