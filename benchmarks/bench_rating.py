"""How long a rating takes, beside a plain job of the same input: its canonical JSON written and read back.

    .venv/bin/python -m benchmarks.bench_rating

Prints the median of five runs in milliseconds and the ratio to the baseline.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, ScoringKind, ValueKind
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput
from app.models.domain.statement import Framework, Statement
from app.services.methodology.load import builtin
from app.services.rating import ask_next, lift, rate, score_only
from app.services.rating.snapshot import dump

REPEATS = 5
AS_OF = date(2026, 3, 1)
LINES = {
    "cash": 800, "notes_rec": 300, "ar": 2000, "prepay": 100, "oth_rec": 200, "inv": 1600, "fa_net": 3000,
    "fa_orig": 5000, "intang": 300, "st_loans": 1200, "notes_pay": 500, "ap": 1500, "contract_l": 100, "oth_cl": 500,
    "lt_loans": 600, "paid_in": 2000, "surplus": 600, "undist": 1300, "rev": 12000, "cogs": 9840, "tax_sur": 60,
    "sell": 720, "adm": 600, "int_exp": 120, "pbt": 660, "tax": 165, "np": 495, "dep": 300, "cfo": 250, "capex": 310,
}  # fmt: skip


def customer(m: Methodology, *, complete: bool) -> RatingInput:
    """A customer with two years of statements and every question answered, or every other one."""
    answers: dict[str, Answer] = {}
    for place, item in enumerate(m.items):
        if item.source == "expr" or not item.scored or (not complete and place % 2):
            continue
        value: Decimal | date | str | bool | None = item.scoring.p
        if item.kind is ValueKind.DATE:
            value = date(2019, 5, 1)
        elif item.scoring.kind is ScoringKind.YESNO:
            value = True
        elif item.choices:
            value = item.choices[place % len(item.choices)].key
        answers[item.id] = Answer(item.id, AnswerState.VALUE, value, sources=("REG", "VISIT"), by="officer 1")
    lines = {key: Decimal(amount) for key, amount in LINES.items()}
    now = Statement(date(2025, 12, 31), Framework.CAS, "CNY", 10000, lines)
    before = replace(now, end=date(2024, 12, 31), values={key: amount * 9 / 10 for key, amount in lines.items()})
    return RatingInput(
        AS_OF, "small", answers, (before, now), requested_limit=Decimal(1000000), own_monthly_sales=Decimal(1500000)
    )


def median(job: Callable[[], object]) -> float:
    """Milliseconds of ``job``, median after one run to warm up."""
    job()
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        job()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def figures() -> dict[str, tuple[float, float]]:
    """Milliseconds and ratio to the baseline of each job; the baseline itself comes first."""
    m = builtin()
    full, half = customer(m, complete=True), customer(m, complete=False)
    rated, open_case = rate(m, full), rate(m, half)
    text = dump(full)
    base = median(lambda: json.dumps(json.loads(text), sort_keys=True))
    jobs: dict[str, Callable[[], object]] = {
        "score, grade, contributions": lambda: score_only(m, full),
        "full rating with reasons": lambda: rate(m, full),
        "full rating, half the items open": lambda: rate(m, half),
        "ask next": lambda: ask_next(m, half, open_case),
        "lift": lambda: lift(m, full, rated),
        "lift, half the items open": lambda: lift(m, half, open_case),
    }
    found = {"JSON round trip of the input (baseline)": (base, 1.0)}
    for name, job in jobs.items():
        taken = median(job)
        found[name] = (taken, taken / base)
    return found


def main() -> None:
    for name, (taken, ratio) in figures().items():
        print(f"{name:42} {taken:8.2f} ms {ratio:8.1f} ×")


if __name__ == "__main__":
    main()
