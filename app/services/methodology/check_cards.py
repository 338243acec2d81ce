"""Checks of cards: weights of every level are 100, rows are not empty, an item stands once on a card."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.methodology import Card, Methodology
from app.services.methodology.found import Found

FULL = Decimal(100)


def check_cards(m: Methodology, found: Found) -> None:
    keys = {card.key for card in m.cards}
    for card in m.cards:
        _check_card(card, found)
        found.known(f"card {card.key} areas_card", card.areas_card, keys)
    if not any(card.when is None for card in m.cards):
        found.add("no_default_card", "card")


def _check_card(card: Card, found: Found) -> None:
    at = f"card {card.key}"
    _check_sum(f"{at} c", [weight.weight for weight in card.weights], found)
    found.once(f"{at} c", [weight.c.value for weight in card.weights])
    items: list[str] = []
    for weight in card.weights:
        here = f"{at} c {weight.c.value}"
        if weight.subs:
            _check_sum(f"{here} sub", [sub.weight for sub in weight.subs], found)
        found.once(f"{here} sub", [sub.key for sub in weight.subs])
        for sub in weight.subs:
            items += sub.items
            if not sub.items:
                found.add("empty_row", f"{here} sub {sub.key}")
            if sub.item_weights and len(sub.item_weights) != len(sub.items):
                found.add("weights_not_100", f"{here} sub {sub.key}", total=sum(sub.item_weights, Decimal(0)))
    found.once(f"{at} item", items)


def _check_sum(at: str, weights: list[Decimal], found: Found) -> None:
    total = sum(weights, Decimal(0))
    if total != FULL or min(weights, default=Decimal(0)) < 0:
        found.add("weights_not_100", at, total=total)
