"""Rating as pure functions: statements, ratios, scores, five C, grade, models, limits, and the reasons for all of it.

Nothing here knows a clock, a store, a language or a locale. The same methodology and the same input always give the
same result, byte for byte.
"""

from __future__ import annotations

from app.services.rating.ask_next import ask_next
from app.services.rating.efficacy import efficacy, efficacy_base, efficacy_two_point, wall_points
from app.services.rating.grade import band_grade, override_problem
from app.services.rating.lift import lift
from app.services.rating.limits import limits_at
from app.services.rating.models import model_value, zone_of
from app.services.rating.principles import principles
from app.services.rating.rate import rate, score_only
from app.services.rating.ratios import integrity, period_ratios
from app.services.rating.scoring import score_value
from app.services.rating.securities import cover
from app.services.rating.split import split_change
from app.services.rating.statements import complete_statement, full_years

__all__ = [
    "ask_next",
    "band_grade",
    "complete_statement",
    "cover",
    "efficacy",
    "efficacy_base",
    "efficacy_two_point",
    "full_years",
    "integrity",
    "lift",
    "limits_at",
    "model_value",
    "override_problem",
    "period_ratios",
    "principles",
    "rate",
    "score_only",
    "score_value",
    "split_change",
    "wall_points",
    "zone_of",
]
