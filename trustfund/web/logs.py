"""Lines of the log hold nothing that gives orders to the screen on which somebody reads them."""

import logging

from trustfund.domain.texts import visible


class VisibleLines(logging.Formatter):
    """Writes a line as another formatter does, with control characters as visible text."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self.inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """The line; a traceback keeps its line breaks."""
        return visible(self.inner.format(record))


def show_all() -> None:
    """From now on all lines of this program pass here, whoever handles them."""
    for handler in (*logging.getLogger().handlers, logging.lastResort):
        if handler and not isinstance(handler.formatter, VisibleLines):
            handler.setFormatter(VisibleLines(handler.formatter or logging.Formatter()))
