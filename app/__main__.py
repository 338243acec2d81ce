"""The one entry: ``python -m app`` and the installed command ``zixin``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window or a command; returns the exit code (0, 1, 2 or 3, see ``app.cli.arguments``)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a pipe on Windows would write Chinese and Russian as question marks
            stream.reconfigure(encoding="utf-8", errors="replace")
    from app import bootstrap

    try:
        return bootstrap.main(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        bootstrap.tell("cli.stopped")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of our output has gone
        return 1
    except Exception as bug:
        bootstrap.report_crash(bug)
        return 1


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()  # files from outside are read in a process of its own, which starts here again
    sys.exit(main())
