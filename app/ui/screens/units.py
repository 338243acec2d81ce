"""Units and figures of items and ratios as all screens show them."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from app.models.domain.enums import ScoringKind
from app.models.domain.methodology import Item
from app.ui.context import Ui

_THOUSAND, _HUNDRED = Decimal(1000), Decimal(100)


def unit_text(ui: Ui, unit: str) -> str:
    """The unit in words of the language; a unit the catalogue does not know is shown as it is."""
    for key in (f"ui.unit.{unit}", f"unit.{unit or 'none'}"):
        if key in ui.texts:
            return ui.t(key)
    return unit


def shown_places(value: Decimal) -> int:
    """Digits after the point that a reader has use for: two, one from a hundred on, none from a thousand on."""
    size = abs(value)
    return 0 if size >= _THOUSAND else 1 if size >= _HUNDRED else 2


def with_unit(ui: Ui, value: Decimal, unit: str) -> str:
    """A figure with its unit; counted units (years, times …) take the form that the number asks for."""
    if unit == "%":
        return ui.percent(value, None)
    key = f"ui.figure.{unit}"
    if key not in ui.texts:
        return f"{ui.number(value)} {unit_text(ui, unit)}".strip()
    if value == int(value):
        return ui.plural(key, int(value))
    return ui.t(f"ui.figure_part.{unit}", n=ui.number(value))


def item_figure(ui: Ui, item: Item, value: Decimal | None, *, promised: bool = False) -> str:
    """A value of an item with its unit; a step of the five-step scale as "4 of 5"; "—" for none.

    ``promised``: the value is one to be reached, so it is rounded to the better side: who reaches it has reached it.
    """
    if value is None:
        return "—"
    if item.scoring.kind is ScoringKind.STEPS:
        return ui.t("ui.field.step", step=ui.number(value, 0), steps=5)
    if item.scoring.kind is ScoringKind.YESNO:
        return ui.t("ui.yes" if value else "ui.no")
    side = ROUND_HALF_EVEN
    if promised:
        side = ROUND_FLOOR if item.scoring.kind is ScoringKind.LESS else ROUND_CEILING
    exact = value.quantize(Decimal(1).scaleb(-shown_places(value)), rounding=side)
    return with_unit(ui, exact.normalize() if exact else Decimal(0), item.unit)


def ratio_figure(ui: Ui, value: Decimal | None, unit: str, places: int) -> str:
    """A ratio in its unit: "%" ratios are plain numbers that are shown a hundredfold; "—" for none."""
    if value is None:
        return "—"
    if unit == "%":
        return ui.percent(value * 100, places)
    return f"{ui.number(value, places)} {unit_text(ui, unit)}".strip()
