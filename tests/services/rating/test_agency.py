"""The large profile against the grades of agencies: what six plain figures reach, and no more."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal as D
from pathlib import Path

from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput
from app.models.domain.statement import Framework, Statement
from app.services.rating import score_only

SCALE = "AAA AA+ AA AA- A+ A A- BBB+ BBB BBB- BB+ BB BB- B+ B B- CCC+ CCC CCC- CC+ CC C D".split()
COLUMNS = {
    "Revenues": "rev",
    "EBIT": "ebit",
    "Total Assets": "TA",
    "Current Assets": "CA",
    "Short term debt": "st_loans",
    "Long Term Debt": "lt_loans",
    "Current Liabilities": "CL",
    "Total Liabilities": "TL",
    "Retained Earnings": "undist",
    "Total Equity": "E",
    "Cash From Operating Activities": "cfo",
}


def test_large_profile_ranks_large_companies_as_well_as_it_was_measured(shared: Path, shipped: Methodology) -> None:
    pairs: list[tuple[D, int]] = []
    with (shared / "data" / "ratings" / "ratings_with_statements_DEV.csv").open(encoding="utf-8") as file:
        for row in list(csv.DictReader(file))[::2]:
            lines = {key: D(row[column]) for column, key in COLUMNS.items() if row[column]}
            statement = Statement(date.fromisoformat(row["Statement Date"]), Framework.IFRS, "USD", 1000000, lines)
            given = RatingInput(
                date.fromisoformat(row["Rating Date"]), "large", {}, (statement,), currency="USD", base_currency="USD"
            )
            score, _, tallied = score_only(shipped, given)
            assert not tallied.open
            pairs.append((score, -SCALE.index(row["Rating"])))
    assert len(pairs) > 700
    assert 0.64 < spearman([one for one, _ in pairs], [other for _, other in pairs]) < 0.70


def spearman(first: Sequence[D], second: Sequence[int]) -> float:
    one, other = ranks(first), ranks(second)
    mean = (len(one) - 1) / 2
    joint = sum((a - mean) * (b - mean) for a, b in zip(one, other, strict=True))
    spread = sum((a - mean) ** 2 for a in one) * sum((b - mean) ** 2 for b in other)
    return float(joint / spread**0.5)


def ranks(values: Sequence[D] | Sequence[int]) -> list[float]:
    """Ranks from 0, equal values sharing the mean of theirs."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            found[place] = (start + end) / 2
        start = end + 1
    return found
