"""What the window says of screens that were never shown is what they bring when they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.ui.audit.make_known import brought, text_of


def test_the_list_of_known_actions_is_what_the_screens_bring(walk: Callable[..., Any], root: Path) -> None:
    here = walk(first="today")
    written = (root / "resources" / "actions.json").read_text(encoding="utf-8")
    told = "run .venv/bin/python tests/ui/audit/make_known.py"
    fresh = brought(here.frame)
    assert len(fresh) > 20
    assert json.loads(written) == fresh, told
    assert written == text_of(fresh), told
