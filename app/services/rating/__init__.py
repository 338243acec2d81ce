"""Rating as pure functions: statements, ratios, scores, five C, grade, models, limits, and the reasons for all of it.

Nothing here knows a clock, a store, a language or a locale. The same methodology and the same input always give the
same result, byte for byte.
"""

from __future__ import annotations

from app.services.rating.rate import rate, score_only

__all__ = ["rate", "score_only"]
