"""What the register keeps of an import: its plan as text, so that any value leads back to its cell, and whom it touched."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from typing import Any

from app.services.imports.model import Ask, Choice, Kind, Line, Plan, Question, Sureness, TablePlan


def plan_text(plan: Plan) -> str:
    """The plan as JSON, always the same for the same plan."""
    return json.dumps(dataclasses.asdict(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)


def plan_from(text: str) -> Plan:
    """The inverse of ``plan_text``."""
    data = json.loads(text)
    return Plan(data["profile"], tuple(_table(one) for one in data["tables"]))


def spans(ids: Iterable[int]) -> list[list[int]]:
    """Numbers as spans [first, last] in their order: most imports touch customers that follow one another."""
    found: list[list[int]] = []
    for one in sorted(set(ids)):
        if found and one == found[-1][1] + 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return found


def _table(data: dict[str, Any]) -> TablePlan:
    lines = tuple(
        Line(**{**one, "sureness": Sureness(one["sureness"]), "samples": tuple(one["samples"])}) for one in data["lines"]
    )
    questions = tuple(Question(Ask(one["ask"]), tuple(one["samples"]), tuple(one["options"])) for one in data["questions"])
    plain = {name: tuple(data[name]) for name in ("header", "titles", "notes")}
    made = {"kind": Kind(data["kind"]), "lines": lines, "questions": questions, "choice": Choice(**data["choice"])}
    return TablePlan(**{**data, **plain, **made})
