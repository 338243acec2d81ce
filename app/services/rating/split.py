"""What moved between two ratings, in the order inputs → methodology → override; every sum is exact (domain.md §0)."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.methodology import Methodology
from app.models.domain.rating import ChangeSplit, ItemChange, RatingInput, RatingResult
from app.services.rating.rate import rate
from app.services.rating.values import ZERO

Rated = tuple[Methodology, RatingInput, RatingResult]


def split_change(before: Rated, after: Rated) -> ChangeSplit:
    """Split the way from ``before`` to ``after``.

    The new input is rated by the old methodology in between: up to there the inputs moved the result, from there the
    methodology did, and the difference of calculated and final grade is the override's. Scores are the exact sums.
    """
    old_m, _, old = before
    new_m, new_input, new = after
    same = old_m.hash == new_m.hash and old_m == new_m
    between = new if same else rate(old_m, new_input, with_interval=False)
    return ChangeSplit(
        score_before=old.score_exact,
        score_after=new.score_exact,
        inputs=between.score_exact - old.score_exact,
        methodology=new.score_exact - between.score_exact,
        items=_items(old_m, old, between),
        grade_before=old.grade,
        grade_after=new.grade,
        inputs_notches=between.calculated_grade - old.calculated_grade,
        methodology_notches=new.calculated_grade - between.calculated_grade,
        override_notches=(new.grade - new.calculated_grade) - (old.grade - old.calculated_grade),
    )


def _items(m: Methodology, old: RatingResult, between: RatingResult) -> tuple[ItemChange, ...]:
    """What each item added before and after, in the order of the methodology; items that never counted are left out."""
    before = {one.item: one.adds for one in old.items}
    after = {one.item: one.adds for one in between.items}
    order = {item.id: place for place, item in enumerate(m.items)}
    names = sorted(before.keys() | after.keys(), key=lambda name: (order.get(name, len(order)), name))
    found: list[ItemChange] = []
    for name in names:
        was: Decimal = before.get(name, ZERO)
        now: Decimal = after.get(name, ZERO)
        if was or now:
            found.append(ItemChange(name, was, now, now - was))
    return tuple(found)
