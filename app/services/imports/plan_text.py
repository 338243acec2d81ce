"""A plan as text and back: kept with the import, so that any value leads back to its cell."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from app.services.imports.model import Ask, Choice, Kind, Line, Plan, Question, Sureness, TablePlan


def plan_text(plan: Plan) -> str:
    """The plan as JSON, always the same for the same plan."""
    return json.dumps(dataclasses.asdict(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)


def plan_from(text: str) -> Plan:
    """The inverse of ``plan_text``."""
    data = json.loads(text)
    return Plan(data["profile"], tuple(_table(one) for one in data["tables"]))


def _table(data: dict[str, Any]) -> TablePlan:
    lines = tuple(
        Line(**{**one, "sureness": Sureness(one["sureness"]), "samples": tuple(one["samples"])}) for one in data["lines"]
    )
    questions = tuple(Question(Ask(one["ask"]), tuple(one["samples"]), tuple(one["options"])) for one in data["questions"])
    plain = {name: tuple(data[name]) for name in ("header", "titles", "notes")}
    made = {"kind": Kind(data["kind"]), "lines": lines, "questions": questions, "choice": Choice(**data["choice"])}
    return TablePlan(**{**data, **plain, **made})
