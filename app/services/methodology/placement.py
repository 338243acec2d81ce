"""Checks of where items stand on the cards, told at the item's own row."""

from __future__ import annotations

from collections.abc import Sequence

from app.models.domain.methodology import Card
from app.services.methodology.items import Placed


def check_places(placed: Sequence[Placed], cards: Sequence[Card]) -> None:
    """Leave a problem for each item that names a row or card there is not, and for scored items that no card takes up."""
    keys = {card.key for card in cards}
    subs = {f"{weight.c.value}.{sub.key}" for card in cards for weight in card.weights for sub in weight.subs}
    taken = {item for card in cards for weight in card.weights for sub in weight.subs for item in sub.items}
    for part in placed:
        row, item = part.row, part.item
        for card in part.cards:
            if card not in keys:
                row.fault("unknown_reference", "cards", word=card)
        if part.sub and part.sub not in subs:
            row.fault("unknown_reference", "sub", word=part.sub)
        elif item.scored and not part.sub:
            row.fault("missing_value", "sub")
        elif item.scored and item.id not in taken:
            row.fault("on_no_card", "sub", word=part.sub)
        elif part.sub and not item.scored:
            row.fault("not_scored", "sub")
        if part.weight <= 0:
            row.fault("not_positive", "weight")
