"""Zip files, written while they are read: nothing of them is kept.

``zipfile`` writes to a stream that cannot be sought in, so the standard library is enough.
"""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date


class _Pipe:
    """What ``zipfile`` writes into: it cannot be sought in, and keeps only what nobody took yet."""

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, content: bytes) -> int:
        self.written += content
        return len(content)

    def flush(self) -> None:
        """There is nothing behind it."""

    def take(self) -> Iterator[bytes]:
        """What was written since it was last asked for."""
        if self.written:
            yield bytes(self.written)
            self.written.clear()


def zipped(day: str, files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """A zip file of files, all dated by a day, in pieces."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:  # type: ignore[call-overload]
        for name, pieces in files:
            with archive.open(_entry(name, day), "w") as file:
                for piece in pieces:
                    file.write(piece)
                    yield from pipe.take()
    yield from pipe.take()


def _entry(name: str, day: str) -> zipfile.ZipInfo:
    """How a file is kept: the same on every system, and readable by whoever unpacks it."""
    at = date.fromisoformat(day)
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, whose permissions follow
    entry.external_attr = 0o644 << 16
    return entry
