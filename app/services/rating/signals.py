"""What the early-warning rules say of a customer at any moment, without the score: for alarms between two reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import localcontext

from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingInput, WarningHit
from app.services.rating.compiled import compiled
from app.services.rating.ratios import checks_of
from app.services.rating.run import Run
from app.services.rating.values import EXACT
from app.services.rating.warnings import texts_of, warning_hits

_TOTALS = ("TA", "TLE", "rev", "np")


@dataclass(frozen=True, slots=True)
class Signals:
    """The outcome of every rule. ``reads``: the names (lines, items, facts) behind each rule, by its id; ``on_statements``:
    the rules that read a line. ``year``: end of the newest scored year; ``whole``: that year and the one it is
    compared with are typed whole, so that what they say is no effect of lines that are still to come.
    """

    hits: tuple[WarningHit, ...]
    reads: Mapping[str, frozenset[str]]
    on_statements: frozenset[str]
    year: date | None
    whole: bool


def signals(m: Methodology, given: RatingInput) -> Signals:
    """Return what the rules of ``m`` say of ``given``; score, answers to come and securities play no part in that."""
    with localcontext(EXACT):
        run = Run(compiled(m), given)
        reads = {
            rule.id: frozenset(name for text in texts_of(rule) for name in run.compiled.reach(text)) for rule in m.warnings
        }
        on_statements = frozenset(rule for rule, names in reads.items() if names & run.compiled.lines)
        year = run.years[0].statement.end if run.years else None
        return Signals(warning_hits(run), reads, on_statements, year, _whole(run))


def _whole(run: Run) -> bool:
    """Whether the newest year and the one before have their totals, and every relation that can be checked holds."""
    compared = run.years[:2]
    ends = {one.statement.end for one in compared}
    if not compared or any(
        total in run.compiled.lines and one.lines.get(total) is None for one in compared for total in _TOTALS
    ):
        return False
    return all(one.holds is not False for one in checks_of(run) if one.period in ends and one.severity == "problem")
