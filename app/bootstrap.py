"""The only place that builds everything: store, services, window; each part gets what it needs by constructor parameter."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app import VERSION, machine, paths
from app.cli import arguments
from app.texts import Texts, guess_language


def main(argv: Sequence[str]) -> int:
    """Run what the command line asks for and return the exit code."""
    if getattr(sys, "frozen", False):
        # The frozen program's hook gives matplotlib a new folder at every start, so it would look for fonts each time.
        os.environ.setdefault("MPLCONFIGDIR", str(paths.user_cache() / "matplotlib"))
    args = arguments.parse(argv, dict(os.environ), VERSION)
    if args.command is None:
        return _open_window(args)
    from app.cli import commands

    return commands.run(args)


def _open_window(args: argparse.Namespace) -> int:
    texts: Texts = args.texts
    hindrance = machine.display_hindrance(os.environ)
    if hindrance is not None:
        print(texts(hindrance.key, **hindrance.params), file=sys.stderr)
        if args.window:
            return arguments.NO_DISPLAY
        print(texts("cli.window_demo"), file=sys.stderr, flush=True)
        from app.cli import commands

        return commands.run(argparse.Namespace(**{**vars(args), "command": "demo", "folder": Path("zixin-demo")}))
    import PySide6

    if not machine.qt_allowed(PySide6.__version__, sys.version_info[:3]):
        python = f"{sys.version_info[0]}.{sys.version_info[1]}"
        print(texts("machine.qt_refused", qt=PySide6.__version__, python=python), file=sys.stderr)
        return arguments.PROBLEM
    if os.environ.get("QT_IM_MODULE") in ("fcitx", "fcitx5"):
        os.environ["QT_IM_MODULE"] = "ibus"  # the only Chinese input method that Qt's wheel brings; fcitx5 answers to it
    from app import window

    return window.run(args)


def tell(key: str) -> None:
    """Write one sentence of the catalogue to the error stream, in the language of the system."""
    print(Texts.load(guess_language(os.environ))(key), file=sys.stderr)


def report_crash(bug: BaseException) -> None:
    """Keep the traceback of a bug of ours in a file and name the file; no traceback on the screen."""
    import traceback

    folder = paths.user_logs()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
    file.write_text(f"Zixin {VERSION}\n{''.join(traceback.format_exception(bug))}", encoding="utf-8")
    print(Texts.load(guess_language(os.environ))("cli.failed", file=file), file=sys.stderr)
