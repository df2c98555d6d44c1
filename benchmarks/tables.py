"""What every measurement prints: a table of least, middle and most, and JSON if asked for."""

import argparse
import json
import platform
import signal
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Figures = Mapping[str, Sequence[float]]
"""Measurements by name."""


def options(about: str | None) -> argparse.ArgumentParser:
    """A command line with ``--json FILE``. A program that is ended ends its servers, too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    asked = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    return asked


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so many hundredths of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * int(share) // 100) - 1))]


def report(figures: Figures, unit: str, places: int = 1) -> dict[str, dict[str, float]]:
    """Print a line a figure: how often it was measured, least, middle, most. Returns them."""
    if not figures:
        return {}
    width = max(map(len, figures))
    print(f"{'':{width}} {'times':>5} {'least':>10} {'middle':>10} {'most':>10}  {unit}")
    found = {}
    for name, values in figures.items():
        if not values:
            continue
        least, middle, most = min(values), statistics.median(values), max(values)
        cells = " ".join(f"{value:10,.{places}f}" for value in (least, middle, most))
        print(f"{name:{width}} {len(values):5} {cells}")
        found[name] = {"times": len(values), "least": least, "middle": middle, "most": most}
    return found


def write(file: Path | None, **found: Any) -> None:
    """Write what was found as JSON, with the machine's kind and Python's version."""
    if file is None:
        return
    about = {"python": platform.python_version(), "machine": platform.machine()}
    file.write_text(json.dumps(about | found, indent=1) + "\n")
