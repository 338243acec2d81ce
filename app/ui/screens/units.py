"""Units and figures of items and ratios as all screens show them."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.enums import ScoringKind
from app.models.domain.methodology import Item
from app.ui.context import Ui


def unit_text(ui: Ui, unit: str) -> str:
    """The unit in words of the language; a unit the catalogue does not know is shown as it is."""
    key = f"ui.unit.{unit}"
    return ui.t(key) if key in ui.texts else unit


def item_figure(ui: Ui, item: Item, value: Decimal | None, places: int = 4) -> str:
    """A value of an item with its unit; a step of the five-step scale as "4 of 5"; "—" for none."""
    if value is None:
        return "—"
    if item.scoring.kind is ScoringKind.STEPS:
        return ui.t("ui.field.step", step=ui.number(value, 0), steps=5)
    if item.scoring.kind is ScoringKind.YESNO:
        return ui.t("ui.yes" if value else "ui.no")
    figure = ui.number(round(value, places).normalize() if value else value)
    return f"{figure} {unit_text(ui, item.unit)}".strip()


def ratio_figure(ui: Ui, value: Decimal | None, unit: str, places: int) -> str:
    """A ratio in its unit: "%" ratios are plain numbers that are shown a hundredfold; "—" for none."""
    if value is None:
        return "—"
    if unit == "%":
        return ui.percent(value * 100, places)
    return f"{ui.number(value, places)} {unit_text(ui, unit)}".strip()
