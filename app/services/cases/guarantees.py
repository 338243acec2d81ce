"""Securities as typed: kind, value and earlier charges."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.models.domain.answers import Guarantee
from app.models.domain.enums import Grade
from app.models.domain.methodology import Methodology
from app.services.cases.head import HIGHEST
from app.services.customers.validate import Problems
from app.services.typed_text import TEXT, check_text

MAX_GUARANTEES = 100


def check_guarantees(offered: tuple[Guarantee, ...], m: Methodology) -> tuple[Guarantee, ...]:
    """The securities as they are kept. UserError at ``guarantees.<n>.<part>``, or ProblemList ``case.problems``."""
    problems = Problems()
    haircuts = {haircut.key: haircut for haircut in m.haircuts}
    if len(offered) > MAX_GUARANTEES:
        problems.add("customer.too_many", "guarantees", limit=MAX_GUARANTEES)
    for n, guarantee in enumerate(offered):
        place = f"guarantees.{n}"
        if guarantee.kind not in haircuts:
            problems.add("guarantee.kind", f"{place}.kind", kind=guarantee.kind[:40])
        for name in ("value", "prior"):
            amount: Decimal = getattr(guarantee, name)
            if not amount.is_finite() or not 0 <= amount < HIGHEST:
                problems.add("case.amount", f"{place}.{name}")
        if guarantee.guarantor_grade and guarantee.guarantor_grade not in Grade.__members__:
            problems.add("guarantee.grade", f"{place}.guarantor_grade", grade=guarantee.guarantor_grade[:40])
        problems.take(lambda text=guarantee.note, at=f"{place}.note": check_text(text, at, TEXT), "")  # type: ignore[misc]
    problems.stop("case.problems")
    return tuple(replace(guarantee) for guarantee in offered)
