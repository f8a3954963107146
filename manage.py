#!/usr/bin/env python3
"""The one door for people who develop: demo · test · bench · campaign, and every command of Django.

Needs nothing but Python. The first call builds the environment, every other one only hands over.
"""

import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main():
    """Make sure of the environment (this may start the process again inside it), then obey."""
    if sys.version_info < (3, 11):  # noqa: UP036 - said here, because an old Python cannot even read the rest
        sys.exit("Ogniwo needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")
    bootstrap = runpy.run_path(str(ROOT / "platform" / "core" / "localdev" / "bootstrap.py"))
    bootstrap["enter"](ROOT, sys.argv)

    from core.localdev.commands import run  # exists only inside the environment

    sys.exit(run(sys.argv))


if __name__ == "__main__":
    main()
