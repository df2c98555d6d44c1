"""The plan decided by hand, and the few things every part of the sample needs."""

import csv
import tomllib
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

Row = dict[str, str]
HERE = Path(__file__).resolve().parent
OPENED, TODAY = date(2017, 4, 3), date(2018, 7, 16)
ZERO = Decimal(0)
PLAN: dict[str, Any] = tomllib.loads((HERE / "plan.toml").read_text(encoding="utf-8"))


def cents(value: Decimal) -> Decimal:
    """Round to the cent, half up."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def later(start: date, days: int) -> date:
    """So many days later; the Friday before when that is a weekend."""
    on = start + timedelta(days)
    return on - timedelta(max(0, on.weekday() - 4))


def read(name: str) -> list[Row]:
    """Read a file of reference: countries.csv, funds/migration-compact/events.csv."""
    with (HERE.parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
