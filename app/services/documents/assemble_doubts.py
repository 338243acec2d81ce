"""What was verified, what rests on the customer's word alone, and what nobody knows."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.enums import AnswerState, CheckState
from app.services.documents import content as dc

_UNVERIFIED = {CheckState.NOT_ASKED: "not_asked", CheckState.SELF_DECLARED: "self_declared"}
_OPEN = {AnswerState.UNKNOWN: "unknown", AnswerState.EMPTY: "empty"}


def verification_of(areas: tuple[dc.AreaContent, ...]) -> dc.VerificationContent:
    """Return how far the answers were verified, area by area and item by item."""
    items = [item for area in areas for item in area.items if not item.computed]
    doubts = tuple(doubt for item in items for doubt in [_doubt(item)] if doubt is not None)
    resting = sum((row.adds for row in doubts if row.why in _UNVERIFIED.values()), Decimal(0))
    return dc.VerificationContent(tuple(_area(area) for area in areas), doubts, resting)


def _area(area: dc.AreaContent) -> dc.AreaCheckContent:
    items = [item for item in area.items if not item.computed]
    found = [item for item in items if item.state is AnswerState.VALUE]
    states = [item.state for item in items]
    declared = sum(1 for item in found if item.check is CheckState.SELF_DECLARED)
    unasked = sum(1 for item in found if item.check is CheckState.NOT_ASKED)
    return dc.AreaCheckContent(
        area=area.area,
        total=len(items),
        verified=len(found) - declared - unasked,
        declared=declared,
        unasked=unasked,
        unknown=states.count(AnswerState.UNKNOWN),
        not_applicable=states.count(AnswerState.NOT_APPLICABLE),
        empty=states.count(AnswerState.EMPTY),
    )


def _doubt(item: dc.ItemContent) -> dc.DoubtContent | None:
    if item.state is AnswerState.VALUE:
        why = _UNVERIFIED.get(item.check, "key_open" if item.key and not item.second_by else "")
    else:
        why = _OPEN.get(item.state, "")
    adds = item.scored.adds if item.scored else Decimal(0)
    return dc.DoubtContent(item.id, item.label, why, adds) if why else None
