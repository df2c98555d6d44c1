"""The command line: ``python -m trustfund``, or ``trustfund`` where it is installed."""

import gc
import sys

gc.disable()  # what a program loads stays: to search it for cycles takes a sixth of the start
from trustfund.commands.program import main  # noqa: E402

gc.enable()

if __name__ == "__main__":
    sys.exit(main())
