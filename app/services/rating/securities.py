"""What the securities offered are worth after their haircuts (methodology table of haircuts)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.models.domain.answers import Guarantee
from app.models.domain.enums import Grade
from app.models.domain.methodology import Methodology
from app.services.rating.values import ZERO

_HUNDRED = Decimal(100)


def cover(m: Methodology, guarantees: Sequence[Guarantee]) -> Decimal:
    """Σ of the worth of ``guarantees``; a kind the methodology does not know is worth nothing."""
    return sum((worth(m, one) for one in guarantees), ZERO)


def worth(m: Methodology, guarantee: Guarantee) -> Decimal:
    """Value × share that counts (× factor of the guarantor's grade) − earlier charges, never below 0."""
    haircut = next((one for one in m.haircuts if one.key == guarantee.kind), None)
    if haircut is None:
        return ZERO
    counted = guarantee.value * haircut.pct / _HUNDRED
    if haircut.grade_factor:
        counted *= _guarantor_factor(m, guarantee.guarantor_grade)
    return max(counted - guarantee.prior, ZERO)


def _guarantor_factor(m: Methodology, grade: str) -> Decimal:
    if grade not in Grade.__members__:
        return ZERO
    return m.policy(Grade[grade]).guarantor_factor
