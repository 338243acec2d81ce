"""Which items a case asks for: those with a condition are left out while it is false."""

from __future__ import annotations

from datetime import date

from app.models.domain.methodology import Methodology
from app.models.domain.records import CaseView
from app.services.ratings.inputs import input_of


def not_asked(m: Methodology, view: CaseView, as_of: date) -> frozenset[str]:
    """Ids of the items whose condition keeps them from being asked in this case on ``as_of``."""
    if not any(item.asked_when for item in m.items):
        return frozenset()
    from app.services.rating.compiled import compiled
    from app.services.rating.run import Run

    run = Run(compiled(m), input_of(view, as_of))
    return frozenset(item.id for item in m.items if not run.is_asked(item))
