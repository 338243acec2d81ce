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
    """Make every screen of ``frame`` that is not there yet; what each registered, without what is empty."""
    rows: list[dict[str, str]] = []
    names = [field.name for field in fields(Known) if field.name != "home"]
    for spec in SCREENS:
        before = {action.id for action in frame.actions_.all()}
        frame._screens.setdefault(spec.id, None)
        if frame._screens[spec.id] is None:
            frame._screens[spec.id] = spec.factory(frame.host)
            frame.stack.addWidget(frame._screens[spec.id])
        for action in frame.actions_.all():
            if action.id not in before:
                row = {name: getattr(action, name) for name in names if getattr(action, name)}
                if row.get("group_key") == "ui.group.general":
                    del row["group_key"]
                rows.append({"id": row.pop("id"), "home": spec.id, **row})
    return rows


def text_of(rows: list[dict[str, str]]) -> str:
    """The file: one action a line."""
    return "[\n" + ",\n".join(f" {json.dumps(row, ensure_ascii=False)}" for row in rows) + "\n]\n"


def main() -> None:
    import tempfile

    from app import paths
    from app.ui.application import make_application
    from app.ui.context import Ui
    from app.ui.main_window import Frame
    from app.ui.runtime.backstage import Backstage
    from tests.ui.screens.conftest import make_services

    app = make_application(["zixin"])
    folder = Path(tempfile.mkdtemp())
    store, services = make_services(folder)
    back = Backstage(folder / "crash", "")
    frame = Frame(Ui(paths.resources()), SCREENS)
    frame.attach(back.runner, back.autosave, back.errors)
    frame.host.services = services
    (ROOT / "resources" / "actions.json").write_text(text_of(brought(frame)), encoding="utf-8")
    back.stop(store.close)
    app.quit()


if __name__ == "__main__":
    main()
