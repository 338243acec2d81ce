"""The closed list of units that items, facts, ratios and warnings may have; their words stand in the catalogue."""

from __future__ import annotations

UNITS = frozenset({"", "%", "pp", "x", "years", "months", "days", "count", "persons", "points", "money", "ln_musd"})
"""``pp`` percentage points, ``x`` times, ``ln_musd`` natural logarithm of million US dollars, ``money`` an amount."""
