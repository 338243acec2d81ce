"""Who is told of a grade change: the departments, and the person in each. Without a list of its own every department is told."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.models.domain.errors import UserError
from app.models.domain.records import DEPARTMENTS
from app.services.typed_text import check_line


def from_text(text: str, at: str | None = "departments") -> dict[str, str]:
    """Read ``{"sales": "a person"}``; an empty table means every department. UserError ``settings.departments``."""
    try:
        raw = json.loads(text or "{}")
    except ValueError:
        raise UserError("settings.departments", at, part=text[:40]) from None
    if not isinstance(raw, dict) or not all(isinstance(person, str) for person in raw.values()):
        raise UserError("settings.departments", at, part=text[:40])
    for name in raw:
        if name not in DEPARTMENTS:
            raise UserError("settings.departments", at, part=str(name)[:40])
    return {name: check_line(raw[name], at) for name in DEPARTMENTS if name in raw}


def to_text(told: Mapping[str, str]) -> str:
    """The one spelling of this table."""
    return json.dumps(dict(told), ensure_ascii=False, separators=(",", ":"))


def told(text: str) -> dict[str, str]:
    """Departments that get a notice, with the person in each ("" where nobody is named)."""
    return from_text(text) or dict.fromkeys(DEPARTMENTS, "")
