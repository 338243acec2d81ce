"""Write ``resources/actions.json`` from the screens: what each of them brings to menus, palette and shortcut sheet.

    .venv/bin/python tests/ui/audit/make_known.py

Run it after an action of a screen was added, renamed or removed; ``test_known_actions.py`` compares.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[3]))

from app.ui.actions.registry import Known
from app.ui.screens import SCREENS

ROOT = Path(__file__).parents[3]


def brought(frame: Any) -> list[dict[str, str]]:
    """Make every screen of ``frame``; what each registered, without what is empty."""
    names = [field.name for field in fields(Known) if field.name not in ("id", "home")]
    for spec in SCREENS:
        frame.made(spec.id)
    order = [spec.id for spec in SCREENS]
    rows = []
    for action in frame.actions_.all():
        home = frame.actions_.homes[action.id]
        if home:
            row = {name: getattr(action, name) for name in names if getattr(action, name)}
            if row.get("group_key") == "ui.group.general":
                del row["group_key"]
            rows.append({"id": action.id, "home": home, **row})
    return sorted(rows, key=lambda row: (order.index(row["home"]), row["id"]))


def text_of(rows: list[dict[str, str]]) -> str:
    """The file: one action a line."""
    return "[\n" + ",\n".join(f" {json.dumps(row, ensure_ascii=False)}" for row in rows) + "\n]\n"


def main() -> None:
    import tempfile

    from PySide6.QtCore import QEventLoop, QTimer

    from app.ui.application import Opened, Window, make_application
    from tests.ui.screens.conftest import OFFICER, SECOND, make_services

    make_application(["zixin"])
    folder = Path(tempfile.mkdtemp())
    store, services = make_services(folder)
    opened = Opened(services, "", False, lambda: "", OFFICER, (OFFICER, SECOND), store.close)
    window = Window(open_store=lambda: opened, screens=SCREENS, state_dir=folder)
    loop = QEventLoop()
    window.store_opened.connect(loop.quit)
    QTimer.singleShot(20_000, loop.quit)
    window.show()
    loop.exec()
    QTimer.singleShot(1_000, loop.quit)  # what the window adds after the first rows
    loop.exec()
    (ROOT / "resources" / "actions.json").write_text(text_of(brought(window.frame)), encoding="utf-8")
    window.stopped.connect(loop.quit)
    window.frame.close()
    loop.exec()


if __name__ == "__main__":
    main()
