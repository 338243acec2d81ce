"""Checks of what a loaded file cannot lack but an edited draft can: texts in every language, places of items, presets."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.enums import C
from app.models.domain.labels import LANGUAGES
from app.models.domain.methodology import Methodology
from app.services.methodology.found import Found
from app.services.methodology.tree import at_of, content, leaves

_TEXTS = ("label", "help", "question", "basis", "security", "release", "contact")


def check_texts(m: Methodology, found: Found) -> None:
    """Every label in all three languages."""
    for name, value, kind in content(m):
        for path, text in leaves(value, kind, (name,)):
            if len(path) > 1 and path[-1] in LANGUAGES and path[-2] in _TEXTS and not str(text).strip():
                found.add("missing_language", at_of(path), lang=path[-1])


def check_places(m: Methodology, found: Found) -> None:
    """A scored item stands on a card, an unscored one on none; a card names items that there are; weights are not below zero."""
    taken = {item for card in m.cards for c in card.weights for sub in c.subs for item in sub.items}
    known = {item.id for item in m.items}
    for item in m.items:
        if item.scored and item.id not in taken:
            found.add("on_no_card", f"item {item.id} sub", word=item.id)
        elif not item.scored and item.id in taken:
            found.add("not_scored", f"item {item.id} sub")
        if not item.origin.strip():
            found.add("missing_value", f"item {item.id} origin")
    for card in m.cards:
        for c in card.weights:
            for sub in c.subs:
                at = f"card {card.key} c {c.c.value} sub {sub.key}"
                for key, weight in zip(sub.items, sub.item_weights, strict=False):
                    if weight <= 0:
                        found.add("not_positive", f"{at} item_weights {key}")
                for key in sub.items:
                    found.known(f"{at} item_weights {key}", key, known)


def check_presets(m: Methodology, found: Found) -> None:
    """The weights of a preset are those of the five C and add up to 100."""
    for preset in m.presets:
        total = sum(preset.weights, Decimal(0))
        if len(preset.weights) != len(C) or total != 100 or min(preset.weights) < 0:
            found.add("weights_not_100", f"preset {preset.key} weights", total=total)
