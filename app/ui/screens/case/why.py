"""Why a figure that the program computes is not there: the reason that the rating gives for its ratio."""

from __future__ import annotations

import re

from app.models.domain.labels import Labels
from app.models.domain.methodology import Item, Methodology
from app.models.domain.rating import RatingResult
from app.ui.context import Ui

_NAMES = re.compile(r"[A-Za-z_]\w*")


def why_not_computed(ui: Ui, methodology: Methodology, result: RatingResult, item: Item | None) -> str:
    """One sentence; "" when the rating gives no reason for what the item rests on."""
    if item is None or not item.formula:
        return ""
    if not result.periods:
        return ui.t("rating.no_statement")
    full = [period for period in result.periods if period.full_year] or list(result.periods)
    ratios = full[-1].ratios
    for name in _NAMES.findall(item.formula):
        figure = ratios.get(name)
        if figure is not None and figure.value is None and figure.reason:
            return ui.t(figure.reason, about=_label(ui, methodology, figure.about))
    lines = full[-1].lines
    known = {line.key for line in methodology.lines}
    missing = next((name for name in _NAMES.findall(item.formula) if name in known and name not in lines), None)
    return ui.t("rating.no_line", about=_label(ui, methodology, missing)) if missing is not None else ""


def condition_in_words(ui: Ui, methodology: Methodology, item: Item | None) -> str:
    """What the condition of an item asks about."""
    names = dict.fromkeys(_NAMES.findall(item.asked_when or "")) if item is not None else {}
    return ", ".join(_label(ui, methodology, name) for name in names if name not in _WORDS)


_WORDS = frozenset({"and", "or", "not"})


def _label(ui: Ui, methodology: Methodology, name: str) -> str:
    found: dict[str, Labels] = {line.key: line.label for line in methodology.lines}
    found.update({ratio.key: ratio.label for ratio in methodology.ratios})
    found.update({item.id: item.label for item in methodology.items})
    found.update({fact.id: fact.label for fact in methodology.facts})
    if name in found:
        return found[name].get(ui.lang)
    key = f"rating.name.{name}"
    return ui.t(key) if key in ui.texts else name
