"""The name of a step in the language of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.undo.names import StepView
    from app.ui.context import Ui

_LONGEST = 48


def step_name(ui: Ui, step: StepView) -> str:
    """What the step did: "answer A03 Years in business, Northern Bearings"."""
    return ui.texts.error(
        f"undo.step.{step.kind}",
        {
            "n": step.count,
            "customer": _short(step.customer),
            "case": step.case,
            "item": step.item,
            "label": _short(step.label.get(ui.lang)) if step.label is not None else "",
            "what": _short(step.what),
            "day": step.day if step.day is not None else "",
        },
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
