"""The zone of a model that a figure lies in."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.methodology import Zone


def zone_place(zones: tuple[Zone, ...], value: Decimal, less: bool = False) -> int | None:
    """The place of the zone of ``value`` among ``zones`` (worst first).

    A zone applies from its border on: upwards, or downwards where a smaller figure is the better one (``less``).
    ``above`` keeps the border itself out of it. None as a border means no end.
    """
    best: tuple[Decimal, int] | None = None
    for place, zone in enumerate(zones):
        if zone.low is None:
            continue
        reached = value <= zone.low if less else value >= zone.low
        if reached and not (zone.above and value == zone.low):
            rank = -zone.low if less else zone.low
            if best is None or rank > best[0]:
                best = (rank, place)
    if best is not None:
        return best[1]
    return next((place for place, zone in enumerate(zones) if zone.low is None), None)
