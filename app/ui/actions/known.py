"""Actions of screens that have not been made yet, read from ``resources/actions.json``.

The file is written by ``tests/ui/audit/make_known.py`` from the screens themselves; a test compares the two.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from app import paths
from app.ui.actions.registry import Known


def known_actions(screens: Collection[str]) -> tuple[Known, ...]:
    """What the screens named in ``screens`` will bring."""
    rows = json.loads((paths.resources() / "actions.json").read_text(encoding="utf-8"))
    return tuple(Known(**row) for row in rows if row["home"] in screens)
