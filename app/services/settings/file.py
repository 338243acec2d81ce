"""Settings as a file: taken along to another computer, or kept for the day something was set by mistake."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.models.domain.errors import ProblemList, UserError
from app.services.settings.schema import SETTINGS, setting

_MARK = "zixin-settings"


def to_file(values: Mapping[str, str]) -> bytes:
    """What is written: every setting by its key."""
    known = {spec.key: values[spec.key] for spec in SETTINGS if spec.key in values}
    return json.dumps({"kind": _MARK, "settings": known}, ensure_ascii=False, indent=1).encode()


def from_file(data: bytes) -> dict[str, str]:
    """Read such a file and check every value. UserError ``settings.file``; every value that cannot be taken at once."""
    try:
        raw = json.loads(data)
    except ValueError:
        raise UserError("settings.file") from None
    values = raw.get("settings") if isinstance(raw, dict) and raw.get("kind") == _MARK else None
    if not isinstance(values, dict):
        raise UserError("settings.file")
    kept, problems = {}, []
    for key, value in values.items():
        try:
            kept[key] = setting(key).check(key, value) if isinstance(value, str) else _refuse()
        except KeyError:
            problems.append(UserError("settings.unknown", None, name=str(key)[:40]))
        except UserError as problem:
            problems.append(problem)
    if problems:
        raise ProblemList("settings.file_values", tuple(problems))
    return kept


def _refuse() -> str:
    raise UserError("settings.file")
