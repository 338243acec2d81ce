"""Write pictures of every place in the window, over a store with the sample company, to ``<folder>/<size>/``.

    .venv/bin/python tests/ui/make_screens.py docs/screens [--langs en,zh,ru] [--themes light,dark]
        [--sizes 1366x768,1440x900,2560x1440] [--only case,score] [--contrast case,score,settings]

Names are ``<place>-<language>.png``, ``…-dark.png`` and ``…-contrast.png``. The colours of each picture are counted down to a
palette: a window has few, and the folder stays small.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QTabBar

from app.ui.application import Window, make_application
from tests.ui.looks import walker

SIZES = "1366x768,1440x900,2560x1440"
_COLOURS = 48


def places(window: Window) -> list[tuple[str, str, object]]:
    """Name of the picture, screen and argument."""
    services = window.frame.host.services
    found = [place for place in walker.places(services) if place[1] != "documents"]
    customer = services.customers.page()[0]
    done = min(head.id for head in services.cases.of_customer(customer.id))
    papers = (("dossier", "dossier"), ("change-form", "change_form"), ("checklist", "checklist"))
    return [*found, *((name, "documents", (done, kind)) for name, kind in papers)]


def views(window: Window, only: tuple[str, ...]) -> Iterator[str]:
    """Show one place, tab or panel after another; the name of what is shown now."""
    for name, screen, argument in places(window):
        if only and name not in only:
            continue
        window.frame.go(screen, argument)
        walker.settle(window)
        yield name
        shown: Any = window.frame._screens[screen]
        for bar in [bar for bar in shown.findChildren(QTabBar) if bar.isVisible() and bar.count() > 1]:
            first = bar.currentIndex()
            for tab in range(bar.count()):
                if tab != first:
                    bar.setCurrentIndex(tab)
                    walker.settle(window)
                    yield f"{name}-{tab + 1}"
            bar.setCurrentIndex(first)
        if screen == "welcome":
            for step in range(1, len(shown.steps)):
                shown._turn(step)
                walker.settle(window)
                yield f"{name}-{step + 1}"
    yield from panels(window, only)


def panels(window: Window, only: tuple[str, ...]) -> Iterator[str]:
    """What opens over a screen: the palette, the help, the tour."""
    actions = window.frame.host.actions
    case = next(place for place in walker.places(window.frame.host.services) if place[0] == "case")
    for name, action in (("palette", "app.palette"), ("help", "app.help"), ("tour", "app.tour")):
        if only and name not in only or action not in {one.id for one in actions.all()}:
            continue
        window.frame.go(*case[1:])
        walker.settle(window)
        actions.qaction(action).trigger()
        walker.settle(window)
        yield name
        close(window, name)
        walker.settle(window)


def close(window: Window, name: str) -> None:
    """Shut what ``panels`` opened."""
    if name == "tour" and window._steps is not None and window._steps.tour is not None:
        window._steps.tour.close_tour()
    else:
        for panel in window.frame.findChildren(object):
            end: Any = getattr(panel, "close_up", None)
            if end is not None and getattr(panel, "isVisible", bool)():
                end()


def picture(window: Window) -> bytes:
    """The window as a small PNG."""
    from PIL import Image

    frame = window.frame
    image = QImage(frame.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    frame.render(painter, QPoint(0, 0))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "BMP")  # type: ignore[call-overload]
    small = Image.open(BytesIO(buffer.data().data())).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    out = BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Make the pictures that the command line asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--langs", default="en,zh,ru")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--only", default="")
    parser.add_argument("--contrast", default="today,case,score,settings")
    args = parser.parse_args()
    only, contrast = tuple(filter(None, args.only.split(","))), tuple(filter(None, args.contrast.split(",")))
    make_application(["zixin"])
    with tempfile.TemporaryDirectory() as scratch:
        for lang in args.langs.split(","):
            window = walker.open_window(Path(scratch) / lang, lang)
            window.frame.activateWindow()
            for size in args.sizes.split(","):
                folder = args.out / size
                folder.mkdir(parents=True, exist_ok=True)
                width, height = (int(part) for part in size.split("x"))
                window.frame.resize(width, height)
                for theme in (*args.themes.split(","), "contrast"):
                    window.ui.switch_theme(theme)
                    wanted = only if theme != "contrast" else tuple(name for name in contrast if not only or name in only)
                    if theme == "contrast" and not wanted:
                        continue
                    for name in views(window, wanted):
                        file = folder / f"{name}-{lang}{'' if theme == 'light' else f'-{theme}'}.png"
                        file.write_bytes(picture(window))
                        print(file, file.stat().st_size // 1024, "KiB")
            walker.close_window(window)


if __name__ == "__main__":
    main()
