"""Names from the methodology put into words: lines, ratios, items, rules, and reasons why a figure cannot be computed."""

from __future__ import annotations

import re
from datetime import date

from app.models.domain.methodology import Item, Methodology
from app.models.domain.rating import Figure, Finding
from app.texts import Texts

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def rule_label(rule: str, m: Methodology, lang: str) -> str:
    """Return the words of a gate, cap or warning; "" for a rule that has no row of its own."""
    labels = {row.id: row.label for row in m.gates}
    labels |= {row.id: row.label for row in m.caps}
    labels |= {row.id: row.label for row in m.warnings}
    return labels[rule].get(lang) if rule in labels else ""


def name_label(name: str, m: Methodology, lang: str) -> str:
    """Return the words of a name that formulas use (line, ratio, item, fact, model); the name itself when it has none."""
    labels = {row.key: row.label for row in m.models}
    labels |= {row.key: row.label for row in m.ratios}
    labels |= {row.key: row.label for row in m.lines}
    labels |= {row.id: row.label for row in m.facts}
    labels |= {row.id: row.label for row in m.items}
    if name in labels:
        return labels[name].get(lang)
    key = f"rating.name.{name}"
    t = Texts.load(lang)
    return t(key) if key in t else name


def reason(figure: Figure, m: Methodology, t: Texts) -> str:
    """Return in words why a figure has no value; "" when it has one."""
    if figure.value is not None or not figure.reason:
        return ""
    return t(figure.reason, about=name_label(figure.about, m, t.lang))


def finding_text(finding: Finding, t: Texts) -> str:
    """Return a finding in words, the days in it as the language writes them."""
    params: dict[str, object] = {name: _days(value, t) for name, value in finding.params.items()}
    return t.error(finding.text, params)


def _days(text: str, t: Texts) -> str:
    return _DAY.sub(lambda found: t.date(date.fromisoformat(found.group())), text)


def choice_label(item: Item, key: str, lang: str) -> str:
    """Return the words of a choice; the key itself when the item no longer has it."""
    return next((choice.label.get(lang) for choice in item.choices if choice.key == key), key)
