"""Checking a methodology as a whole: references, weights, ranges and expressions. Every problem is told at once."""

from __future__ import annotations

from app.models.domain.errors import UserError
from app.models.domain.methodology import Methodology
from app.services.methodology.check_cards import check_cards
from app.services.methodology.check_expressions import check_expressions
from app.services.methodology.check_figures import check_figures
from app.services.methodology.check_items import check_items
from app.services.methodology.check_rules import check_rules
from app.services.methodology.check_texts import check_places, check_presets, check_texts
from app.services.methodology.found import Found


def check(m: Methodology) -> tuple[UserError, ...]:
    """Every problem of ``m``, each a UserError with ``at`` (the row) and ``file`` (empty here; the loader fills it)."""
    found = Found()
    _check_unique(m, found)
    check_items(m, found)
    check_texts(m, found)
    check_places(m, found)
    check_cards(m, found)
    check_presets(m, found)
    check_figures(m, found)
    check_rules(m, found)
    check_expressions(m, found)
    return tuple(found.problems)


def _check_unique(m: Methodology, found: Found) -> None:
    """Ids occur once in their section, and the names of expressions once in all sections together."""
    gates = [f"{gate.id} {gate.card}".strip() for gate in m.gates]
    found.once("gate", gates)
    found.once("card", [card.key for card in m.cards])
    found.once("preset", [preset.key for preset in m.presets])
    found.once("check", [check.key for check in m.checks])
    found.once("standard", [standard.key for standard in m.standards])
    found.once("trade", [trade.key for trade in m.trades])
    found.once("band", [band.grade.name for band in m.bands])
    found.once("policy", [policy.grade.name for policy in m.policies])
    found.once("cap", [cap.id for cap in m.caps])
    found.once("warning", [rule.id for rule in m.warnings])
    found.once("limit", [limit.id for limit in m.limits])
    found.once("haircut", [haircut.key for haircut in m.haircuts])
    found.once("source", [source.key for source in m.sources])
    found.once("approval", [level.role for level in m.approvals])
    found.names([
        *(("item", item.id) for item in m.items),
        *(("fact", fact.id) for fact in m.facts),
        *(("line", line.key) for line in m.lines),
        *(("ratio", ratio.key) for ratio in m.ratios),
        *(("model", model.key) for model in m.models),
    ])
