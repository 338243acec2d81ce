"""Crash reports: written once per cause without personal values, and told again at the next start."""

from __future__ import annotations

import faulthandler
import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

_APP = Path(__file__).resolve().parents[2]


def cause_of(error: BaseException) -> str:
    """What makes two errors the same: their kind and the place where they were raised."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{_short(frames[-1].filename)}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} {place}"


def report_text(error: BaseException, version: str) -> str:
    """Versions and the stack, without messages and values: they could hold a customer's data."""
    import platform

    lines = [
        f"Zixin {version}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}",
        "",
    ]
    current: BaseException | None = error
    while current is not None:
        lines.append(type(current).__name__)
        lines += [
            f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(current.__traceback__)
        ]
        current = current.__cause__ or current.__context__
    return "\n".join(lines) + "\n"


def _short(name: str) -> str:
    path = Path(name)
    return str(path.relative_to(_APP.parent)) if path.is_relative_to(_APP) else path.name


class CrashLog:
    """Reports in one folder. ``fatal.log`` is written by faulthandler when the process itself dies."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._version = version
        self._seen: set[str] = set()
        self._fatal: TextIO | None = None

    def start(self) -> tuple[Path, ...]:
        """Reports that the last run left behind, moved to ``told``; then watch for fatal signals of this run."""
        self._folder.mkdir(parents=True, exist_ok=True)
        told = self._folder / "told"
        left: list[Path] = []
        for file in sorted(self._folder.glob("*.log")):
            if file.stat().st_size:
                told.mkdir(exist_ok=True)
                left.append(file.rename(told / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{file.name}"))
        self._fatal = (self._folder / "fatal.log").open("w", encoding="utf-8")
        faulthandler.enable(self._fatal)
        return tuple(left)

    def stop(self) -> None:
        """End the watch of this run."""
        if self._fatal is not None:
            faulthandler.disable()
            self._fatal.close()
            self._fatal = None
            (self._folder / "fatal.log").unlink(missing_ok=True)

    def write(self, error: BaseException) -> tuple[Path | None, str]:
        """Write the report of ``error``; no path the second time for one cause or when the disk refuses. Its text too."""
        text = report_text(error, self._version)
        cause = cause_of(error)
        if cause in self._seen:
            return None, text
        self._seen.add(cause)
        path = self._folder / f"crash-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.log"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError:
            return None, text
        return path, text

    def seen(self, error: BaseException) -> bool:
        """Whether the same cause was reported in this run."""
        return cause_of(error) in self._seen


class Hook:
    """Routes what nobody caught (slots, threads) to the error router; Ctrl+C in a terminal still ends the program."""

    def __init__(self, route: object) -> None:
        self._route = route
        self._before = sys.excepthook

    def install(self) -> None:
        sys.excepthook = self._caught

    def remove(self) -> None:
        sys.excepthook = self._before

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt) or not callable(self._route):
            self._before(kind, error, trace)
            return
        traceback.print_exception(kind, error, trace)
        self._route(error.with_traceback(trace))
