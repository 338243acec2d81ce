"""One run at one scale: every place in every language, audited; prints what is wrong as JSON. Started by test_scales.py.

    QT_SCALE_FACTOR=1.5 .venv/bin/python tests/ui/looks/at_scale.py [--langs en,zh,ru]
        [--size 1920x1080] [--points 10] [--skip SCREENS]

``--size`` is that of the window in pixels of the screen: what is shown in it gets the smaller, the larger the scale.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.ui.looks import audit, over, walker, words

if TYPE_CHECKING:
    from app.ui.application import Window

LARGE = 12


def look(window: Window, size: tuple[int, int], skip: tuple[str, ...], points: int) -> dict[str, list[str]]:
    """What is wrong at every place, and with everything that opens over one."""
    lang, found = window.ui.lang, {}
    data = walker.data_words(window.frame.host.services)
    for place in walker.visits(window, skip):
        wrong = audit.whole_audit(window.frame) + words.foreign(window.frame, lang, data)
        if points > LARGE:  # large texts may be looked at by scrolling a table; nothing in it is cut
            wrong = [line for line in wrong if not line.startswith("scrolls")]
        if wrong := wrong + audit.grown(window.frame, size):
            found[f"{lang} {place}"] = wrong
    for place, faults, widget in over.over(window):
        if wrong := faults + words.foreign(widget, lang, data) + audit.grown(window.frame, size):
            found[f"{lang} {place}"] = wrong
    return found


def screen_of(folder: Path, width: int, height: int) -> Path:
    """What Qt is told of the screen, in pixels: without it there are 800×800, and menus are cut to fit."""
    one = {"name": "one", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file = folder / "screen.json"
    file.write_text(json.dumps({"screens": [one]}), encoding="utf-8")
    return file


def main() -> None:
    """Audit and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--langs", default="en,zh,ru")
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--points", type=int, default=10)
    parser.add_argument("--skip", default="")
    args = parser.parse_args()
    from app.ui.application import make_application

    width, height = (int(part) for part in args.size.split("x"))
    with walker.scratch() as folder:
        app = make_application(["zixin", "-platform", f"offscreen:configfile={screen_of(Path(folder), width, height)}"])
    size = (round(width / app.devicePixelRatio()), round(height / app.devicePixelRatio()))
    found: dict[str, list[str]] = {}
    for lang in args.langs.split(","):
        with walker.scratch() as folder:
            window = walker.open_window(Path(folder), lang, size)
            window.ui.switch_text_size(args.points)
            found |= look(window, size, tuple(args.skip.split(",")), args.points)
            walker.close_window(window)
    assert app.primaryScreen().size().width() == size[0]
    print(json.dumps({"scale": app.devicePixelRatio(), "size": size, "found": found}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
