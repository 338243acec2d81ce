"""One run at one scale: every place in every language, audited; prints what is wrong as JSON. Started by test_scales.py.

    QT_SCALE_FACTOR=1.5 .venv/bin/python tests/ui/looks/at_scale.py [--langs en,zh,ru]
        [--size 1366x768] [--points 10] [--skip SCREENS]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.ui.looks import audit, walker, words

LARGE = 12


def main() -> None:
    """Audit and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--langs", default="en,zh,ru")
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--points", type=int, default=10)
    parser.add_argument("--skip", default="")
    args = parser.parse_args()
    from app.ui.application import make_application

    app = make_application(["zixin"])
    width, height = (int(part) for part in args.size.split("x"))
    found: dict[str, list[str]] = {}
    for lang in args.langs.split(","):
        with walker.scratch() as folder:
            window = walker.open_window(Path(folder), lang, (width, height))
            window.ui.switch_text_size(args.points)
            data = walker.data_words(window.frame.host.services)
            for place in walker.visits(window, tuple(args.skip.split(","))):
                wrong = audit.whole_audit(window.frame) + words.foreign(window.frame, lang, data)
                if args.points > LARGE:  # large texts may be looked at by scrolling a table; nothing in it is cut
                    wrong = [line for line in wrong if not line.startswith("scrolls")]
                if (window.frame.width(), window.frame.height()) != (width, height):
                    wrong.append(f"outside: the window grew to {window.frame.width()}×{window.frame.height()}")
                    window.frame.resize(width, height)
                if wrong:
                    found[f"{lang} {place}"] = wrong
            walker.close_window(window)
    print(json.dumps({"scale": app.devicePixelRatio(), "found": found}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
