"""The command line: ``python -m trustfund``, or ``trustfund`` where it is installed."""

import sys

from trustfund.commands.program import main

if __name__ == "__main__":
    sys.exit(main())
