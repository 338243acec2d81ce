"""Write pictures of every screen, from the real window over a store with the sample company, to a folder.

    .venv/bin/python tests/ui/make_screens.py docs/screens [--langs en,zh,ru] [--themes light,dark] [--size 1440x900]
        [--only case,score]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QEventLoop, QTimer

from app.models.db.store import Store
from app.services.first_run import prepare
from app.services.registry import build_services
from app.services.walkthrough import walk
from app.texts import Texts
from app.ui.application import Opened, Window, make_application
from app.ui.screens import SCREENS


def open_store(folder: Path, lang: str) -> Opened:
    """A store in which the sample company has gone through a case, with the next case open and a proposal in it."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store.open(folder / "sample.zixin", create=True)
    services, texts = build_services(store), Texts.load(lang)
    first, second = (officer.name for officer in prepare(services, texts)[:2])
    done = walk(services, folder, texts)
    last = services.cases.of_customer(done.customer.id)[0]
    head = services.cases.open(
        done.customer.id, first, profile=last.profile, with_areas=last.with_areas, requested_limit=last.requested_limit,
        requested_term=last.requested_term, own_monthly_sales=last.own_monthly_sales,
    ).value
    services.cases.take_over(head.id, None, first)
    return Opened(services, store.path.name, store.encrypted, lambda: "v1", first, (first, second), store.close)


def wait(milliseconds: int) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(window: Window) -> None:
    """Wait until nothing is under way any more."""
    wait(250)
    runner: Any = window.backstage.runner if window.backstage is not None else None
    for _ in range(60):
        if runner is None or not runner.busy:
            break
        wait(100)
    wait(200)


def places(window: Window) -> list[tuple[str, str, object]]:
    """Name of the picture, screen and argument."""
    services = window.frame.host.services
    customer = services.customers.page("", 0, 1, "name", False)[0]
    cases = sorted(services.cases.of_customer(customer.id), key=lambda head: head.id)
    done, now = cases[0].id, cases[-1].id
    return [
        ("customers", "customers", None), ("customer", "customer", customer.id), ("case", "case", now),
        ("statements", "statements", customer.id), ("score", "score", now), ("approval", "approval", now),
        ("approved", "approval", done), ("dossier", "documents", (done, "dossier")),
        ("change-form", "documents", (done, "change_form")), ("checklist", "documents", (done, "checklist")),
        ("officers", "officers", None),
    ]


def main() -> None:
    """Make the pictures that the command line asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--langs", default="en,zh,ru")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    width, height = (int(part) for part in args.size.split("x"))
    make_application(["zixin"])
    with tempfile.TemporaryDirectory() as scratch:
        for lang in args.langs.split(","):
            folder = Path(scratch) / lang
            window = Window(open_store=partial(open_store, folder, lang), screens=SCREENS, state_dir=folder / "state", lang=lang)
            (folder / "state").mkdir(parents=True, exist_ok=True)
            loop = QEventLoop()
            window.store_opened.connect(loop.quit)
            window.show()
            window.frame.resize(width, height)
            loop.exec()
            for theme in args.themes.split(","):
                window.ui.switch_theme(theme)
                for name, screen, argument in places(window):
                    if args.only and name not in args.only.split(","):
                        continue
                    window.frame.go(screen, argument)
                    settle(window)
                    file = args.out / f"{name}-{lang}{'-dark' if theme == 'dark' else ''}.png"
                    window.frame.grab().save(str(file))
                    print(file)
            window.frame.close()
            settle(window)


if __name__ == "__main__":
    main()
