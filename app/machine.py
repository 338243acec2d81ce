"""What the machine must offer before Qt is touched: system libraries, a display, a Qt that works with this Python.

Qt ends the process (SIGABRT, no Python exception) when it finds no display or misses a library, and its own text names
the wrong package. So everything is tried here first, in a few milliseconds and with the standard library alone;
``start.py`` uses the same lists before anything is installed.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

# Debian package -> shared library. The first group is needed even without a screen.
QT_ALWAYS = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libglib2.0-0": "libglib-2.0.so.0",
}
QT_SCREEN = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libx11-xcb1": "libX11-xcb.so.1",
    "libcups2": "libcups.so.2",
}
_SCREENLESS = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why no window can be opened: a text of the catalogue and what fills its blanks."""

    key: str
    params: dict[str, str]


def missing_libraries(groups: Mapping[str, str] | None = None) -> list[str]:
    """Debian packages whose library cannot be loaded (all groups by default); always empty outside Linux."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    for package, library in (groups or {**QT_ALWAYS, **QT_SCREEN}).items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def display_hindrance(environ: Mapping[str, str]) -> Hindrance | None:
    """None when a window can be opened on the display that ``environ`` names."""
    platform = environ.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if not sys.platform.startswith("linux"):
        return None
    needed = QT_ALWAYS if platform in _SCREENLESS else {**QT_ALWAYS, **QT_SCREEN}
    display = environ.get("DISPLAY", "")
    if platform not in _SCREENLESS and not _has_wayland(environ) and not display:
        return Hindrance("machine.no_display", {})
    missing = missing_libraries(needed)
    if missing:
        return Hindrance("machine.libraries", {"command": install_command(missing)})
    if platform in _SCREENLESS or (platform != "xcb" and _has_wayland(environ)):
        return None
    return None if _x11_answers(display) else Hindrance("machine.display_dead", {"display": display})


def install_command(packages: list[str]) -> str:
    """The one line that installs ``packages``."""
    return "sudo apt-get install " + " ".join(packages)


def _has_wayland(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and os.path.exists(os.path.join(environ.get("XDG_RUNTIME_DIR", ""), name))


def _x11_answers(display: str) -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    try:
        return bool(xcb.xcb_connection_has_error(connection) == 0)
    finally:
        xcb.xcb_disconnect(connection)


def qt_allowed(qt: str, python: tuple[int, ...]) -> bool:
    """Whether this pair may run.

    PySide6 6.12 on Python below 3.12 takes one reference off ``None`` with each call of a void method and kills the
    process after some thousand calls; 6.11.0 and 6.11.1 lose dock and resize events.
    """
    version = tuple(int(part) for part in qt.split(".")[:3])
    return version not in ((6, 11, 0), (6, 11, 1)) and (version < (6, 12) or python[:2] >= (3, 12))
