"""What the names of the methodology's formulas and rules are called."""

from __future__ import annotations

import re
from datetime import date

from app.models.domain.labels import Labels
from app.models.domain.methodology import Item, Methodology
from app.models.domain.rating import Finding
from app.ui.context import Ui

_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def rule_label(ui: Ui, m: Methodology, rule: str) -> str:
    """The words of a gate, a knock-out or a warning rule; the id itself for a rule without any."""
    for group in (m.gates, m.caps, m.warnings):
        for one in group:
            if one.id == rule:
                return one.label.get(ui.lang)
    return rule


def name_label(ui: Ui, m: Methodology, name: str) -> str:
    """The words of a name that formulas use: a line, ratio, model, item or fact, or one of the case (sales, term …)."""
    found: dict[str, Labels] = {line.key: line.label for line in m.lines}
    found.update({ratio.key: ratio.label for ratio in m.ratios})
    found.update({model.key: model.label for model in m.models})
    found.update({item.id: item.label for item in m.items})
    found.update({fact.id: fact.label for fact in m.facts})
    if name in found:
        return found[name].get(ui.lang)
    key = f"rating.name.{name}"
    return ui.t(key) if key in ui.texts else name


def finding_text(ui: Ui, finding: Finding) -> str:
    """A finding in words, its days as the language writes them."""
    params = {name: _days(ui, value) for name, value in finding.params.items()}
    return ui.texts.error(finding.text, params)


def _days(ui: Ui, text: str) -> str:
    for day in set(_DAY.findall(text)):
        text = text.replace(day, ui.date(date.fromisoformat(day)))
    return text


def statement_line(m: Methodology, item: Item) -> str:
    """The line of the statements that the formula of an item comes to first, "" when it uses none."""
    lines = {line.key for line in m.lines}
    ratios = {ratio.key: ratio.formula for ratio in m.ratios}
    waiting, seen = [item.formula or ""], set[str]()
    while waiting:
        for name in _NAME.findall(waiting.pop(0)):
            if name in lines:
                return name
            if name in ratios and name not in seen:
                seen.add(name)
                waiting.append(ratios[name])
    return ""
