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
            "what": _short(_what(ui, step)),
            "day": step.day if step.day is not None else "",
        },
    )


def _what(ui: Ui, step: StepView) -> str:
    """A name as it was given; of a setting, the heading and the words that it stands under on its page."""
    if not step.kind.startswith("settings."):
        return step.what
    from app.services.settings.schema import SETTINGS

    spec = next((one for one in SETTINGS if one.key == step.what), None)
    return "" if spec is None else f"{ui.t(f'ui.settings.group.{spec.group}')}: {ui.t(spec.label_key)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
