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
    at_start = {"app", "go"}
    missing = [row for row in brought(here.frame) if row["id"].partition(".")[0] not in at_start]
    already = [row for row in json.loads(written) if row["id"] not in {one["id"] for one in missing}]
    assert {row["home"] for row in already} <= {"today", "welcome"}, "only what the first screen brought itself"
    told = "run .venv/bin/python tests/ui/audit/make_known.py"
    assert [row for row in json.loads(written) if row not in already] == missing, told
    assert text_of(json.loads(written)) == written, told
