"""How far scores from statements alone agree with the grades of agencies: rank correlation over the pairs of a file.

    python -m benchmarks.agency_correlation FILE.csv [--profile large]

The file has a row for each rating with the statement it rests on (profile ``agency_statements``). Customers and statements go
into a store of their own, each statement is rated as ``zixin rate --each-statement`` does, and the score is compared with the
agency's grade of every pair. Nothing is fitted here.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.models.db.store import Store
from app.models.domain.parties import Customer, Identifier
from app.services.clock import FixedClock
from app.services.first_run import prepare
from app.services.imports.mapping.merge import merged
from app.services.imports.mapping.propose import propose
from app.services.imports.model import Kind, Record
from app.services.imports.profiles import shipped
from app.services.imports.reading.reader import read_book
from app.services.imports.records import records
from app.services.registry import Services, build_services
from app.texts import Texts

OFFICER = "officer 1"
NOTCHES = (
    "AAA", "AA+", "AA", "AA-", "A+", "A", "A-", "BBB+", "BBB", "BBB-", "BB+", "BB", "BB-", "B+", "B", "B-", "CCC+", "CCC", "CCC-",
    "CC", "C", "SD", "D",
)
"""Grades of the agencies, best first."""


def spearman(pairs: Sequence[tuple[Decimal, int]]) -> float:
    """Rank correlation; equal values share the mean of their ranks."""
    left, right = _ranks([float(one) for one, _ in pairs]), _ranks([float(other) for _, other in pairs])
    mean = (len(pairs) + 1) / 2
    top = sum((a - mean) * (b - mean) for a, b in zip(left, right, strict=True))
    below = (sum((a - mean) ** 2 for a in left) * sum((b - mean) ** 2 for b in right)) ** 0.5
    return top / below if below else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks, at = [0.0] * len(values), 0
    while at < len(order):
        end = at
        while end + 1 < len(order) and values[order[end + 1]] == values[order[at]]:
            end += 1
        for place in order[at : end + 1]:
            ranks[place] = (at + end) / 2 + 1
        at = end + 1
    return ranks


def fill(services: Services, kept: Sequence[Record]) -> tuple[int, int]:
    """Put the customers and statements of records into the store; (customers, statements)."""
    ids: dict[str, int] = {}
    statements = merged(kept)
    for one in statements:
        key = one.who[1]
        if key not in ids:
            name = f"{one.values['name']} ({key})"
            customer = Customer(name, identifiers=(Identifier("other", key),), country="US", currency="USD")
            ids[key] = services.customers.save(customer, OFFICER).value.id
        services.statements.save(ids[key], one.statement("USD"), OFFICER)
    return len(ids), len(statements)


def pairs_of(kept: Sequence[Record], scores: Mapping[tuple[str, date], Decimal]) -> list[tuple[Decimal, int]]:
    """(score, place of the agency's grade with the best highest) of every row that has both."""
    by_row: dict[int, dict[Kind, Record]] = {}
    for record in kept:
        by_row.setdefault(record.position, {})[record.kind] = record
    found = []
    for row in by_row.values():
        if Kind.STATEMENT not in row or Kind.CUSTOMER not in row:
            continue
        statement, grade = row[Kind.STATEMENT], str(row[Kind.CUSTOMER].values.get("score.agency_grade", ""))
        end = statement.values.get("end")
        score = scores.get((str(statement.values.get("id.other")), end)) if isinstance(end, date) else None
        if score is not None and grade in NOTCHES:
            found.append((score, -NOTCHES.index(grade)))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what came out; 0 when the correlation reaches ``--least``."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("file", type=Path)
    asked.add_argument("--profile", default="large")
    asked.add_argument("--least", type=float, default=0.60)
    given = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "agency.zixin", None, create=True) as store:
        services = build_services(store, FixedClock(date(2026, 11, 22)))
        prepare(services, Texts.load("en"))
        books = [(given.file.name, read_book(given.file))]
        plan = propose(books, services.methodologies.current(), "en", shipped(), "agency_statements")
        kept = list(records(books, plan))
        began = time.perf_counter()
        customers, statements = fill(services, kept)
        filled = time.perf_counter()
        lines = list(services.ratings.rate_many(each_statement=True, profile=given.profile))
        rated = time.perf_counter()
    scores = {
        (line.identifier, line.statement_date): line.score for line in lines if line.score is not None and line.statement_date
    }
    pairs = pairs_of(kept, scores)
    found = spearman(pairs)
    print(f"customers {customers}, statements {statements}, stored in {filled - began:.1f} s")
    print(f"rated {len(lines)} with profile {given.profile} in {rated - filled:.1f} s, {len(scores)} have a score")
    print(f"pairs {len(pairs)}, rank correlation with the agency's grade {found:.3f}")
    return 0 if found >= given.least else 1


if __name__ == "__main__":
    sys.exit(main())
