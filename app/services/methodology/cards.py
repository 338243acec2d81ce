"""Reading scorecards: the five C and their rows, filled with the items that name them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.models.domain.enums import C
from app.models.domain.methodology import Card, CWeight, SubIndicator, WeightPreset
from app.services.methodology.items import Placed
from app.services.methodology.reader import Row


def read_card(row: Row, placed: Sequence[Placed]) -> Card:
    """One card; its rows collect the items that name them as ``sub``."""
    key, flat = row.text("key"), row.flag("flat")
    here = [part for part in placed if part.item.scored and (key in part.cards if part.cards else not flat)]
    card = Card(
        key=key,
        label=row.labels("label"),
        when=row.optional("when"),
        flat=flat,
        weights=tuple(_c_weight(part, here, flat) for part in row.rows("c", "c")),
        areas_card=row.text("areas_card", ""),
    )
    row.close()
    return card


def _c_weight(row: Row, placed: Sequence[Placed], flat: bool) -> CWeight:
    c = row.member("c", C)
    weight = CWeight(c, row.number("weight"), tuple(_sub(part, c, placed, flat) for part in row.rows("sub")))
    row.close()
    return weight


def _sub(row: Row, c: C, placed: Sequence[Placed], flat: bool) -> SubIndicator:
    key = row.text("key")
    mine = [part for part in placed if part.sub == f"{c.value}.{key}"]
    weights = tuple(part.weight for part in mine)
    equal = all(weight == 1 for weight in weights) and not flat
    sub = SubIndicator(
        key=key,
        label=row.labels("label"),
        weight=row.number("weight"),
        items=tuple(part.item.id for part in mine),
        item_weights=() if equal else weights,
    )
    row.close()
    return sub


def read_preset(row: Row) -> WeightPreset:
    preset = WeightPreset(row.text("key"), row.labels("label"), row.numbers("weights"), row.text("origin"))
    if len(preset.weights) != len(C) or sum(preset.weights, Decimal(0)) != 100:
        row.fault("weights_not_100", "weights", total=sum(preset.weights, Decimal(0)))
    row.close()
    return preset
