"""What a grade falls back to when its override has ended."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.models.domain.enums import Grade
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput, RatingResult
from app.models.domain.records import Terms
from app.services.grading.terms import REVIEW_DAYS_OF_D


def falls_to(terms: Terms, result: RatingResult) -> Grade | None:
    """The calculated grade where it is below the one in force, else None.

    An override that went down does not rise by itself when it ends: a better grade needs reviews (domain.md §5.2), and the
    review that falls due on that day is the next of them.
    """
    return result.calculated_grade if result.calculated_grade < terms.grade else None


def terms_at(before: Terms, grade: Grade, m: Methodology, given: RatingInput, result: RatingResult) -> Terms:
    """The terms that go with the lower grade: of what was agreed and what its policy allows the more careful."""
    from app.services.rating import limits_at

    policy = m.policy(grade)
    frozen = result.limit_frozen or result.limit.frozen or result.stop
    limit = Decimal(0) if frozen else min(before.limit, limits_at(m, given, grade).amount)
    days = min(before.review_days, REVIEW_DAYS_OF_D) if grade is Grade.D else before.review_days
    return replace(
        before, grade=grade, limit=limit, term_days=min(before.term_days, policy.term_days),
        prepayment_pct=max(before.prepayment_pct, policy.prepayment_pct), release="", review_days=days,
    )
