"""Ratios of every period and the relations that a statement has to fulfil (domain.md §2)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from app.models.domain.methodology import IntegrityCheck, Methodology
from app.models.domain.rating import CheckOutcome, PeriodRatios, RatingInput
from app.models.domain.statement import Statement
from app.services.rating.compiled import compiled
from app.services.rating.run import Run, bare_run
from app.services.rating.statements import FLOW_SIDES, Completed, YearTable, chain, one_year_before
from app.services.rating.values import EXACT, ONE, figure, number


def period_ratios(m: Methodology, given: RatingInput) -> tuple[PeriodRatios, ...]:
    """The ratios of every statement of ``given``, in its order.

    An interim period has no ratios of flows: its revenue is that of part of a year.
    """
    with localcontext(EXACT):
        return periods_of(Run(compiled(m), given))


def integrity(m: Methodology, statements: Sequence[Statement]) -> tuple[CheckOutcome, ...]:
    """Every integrity check of every statement, in their order."""
    with localcontext(EXACT):
        return checks_of(bare_run(m, tuple(statements)))


def periods_of(run: Run) -> tuple[PeriodRatios, ...]:
    """As ``period_ratios``, of a run."""
    tables = tables_of(run)
    return tuple(_period(run, one, tables[place]) for place, one in enumerate(run.done))


def checks_of(run: Run) -> tuple[CheckOutcome, ...]:
    """As ``integrity``, of a run."""
    tables = tables_of(run, flows=True)
    return tuple(
        _outcome(run, check, one, tables[place]) for place, one in enumerate(run.done) for check in run.compiled.m.checks
    )


def _period(run: Run, one: Completed, table: YearTable) -> PeriodRatios:
    ratios = {}
    for ratio in run.compiled.m.ratios:
        value, flags = run.ratio_at(ratio.key, table)
        ratios[ratio.key] = figure(value, flags)
    return PeriodRatios(one.statement.end, one.statement.full_year, ratios, one.lines, one.flags)


def _outcome(run: Run, check: IntegrityCheck, one: Completed, table: YearTable) -> CheckOutcome:
    left = number(run.evaluate(check.left, table=table)[0])
    right = number(run.evaluate(check.right, table=table)[0])
    difference: Decimal | None = None
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        difference = left - right
    holds = None if difference is None else abs(difference) <= check.tolerance
    return CheckOutcome(check.key, one.statement.end, figure(left), figure(right), difference, holds, check.severity)


def tables_of(run: Run, flows: bool = False) -> tuple[YearTable, ...]:
    """A table for each statement in its own unit. The scored years share the memory of the run."""
    if not run.done:
        return ()
    found: dict[int, YearTable] = {}
    table = run.table
    scored = {id(one): one for one in run.years}
    for one in run.years:
        if table is not None and table.end == one.statement.end:
            found[id(one)] = table
            table = table.previous
    result = []
    for one in run.done:
        known = found.get(id(one))
        own_unit = known is not None and known.unit == one.statement.unit
        result.append(known if known is not None and own_unit and id(one) in scored else _alone(run, one, flows))
    return tuple(result)


def _alone(run: Run, one: Completed, flows: bool) -> YearTable:
    """The table of one statement with the full year before it, in the unit of the statement."""
    mine = one.statement
    shown = one
    if not mine.full_year and not flows:
        part = run.compiled.plan.part
        shown = Completed(mine, {k: v for k, v in one.lines.items() if part.get(k) not in FLOW_SIDES}, one.flags)
    before = [
        other
        for other in run.done
        if other.statement.full_year
        and other is not one
        and other.statement.currency == mine.currency
        and other.statement.consolidated == mine.consolidated
        and _precedes(mine, other.statement)
    ]
    table = chain(run.compiled.plan, [shown, *before[-1:]], mine.unit, mine.currency, ONE)
    assert table is not None
    if before and table.previous is None:
        earlier = chain(run.compiled.plan, before[-1:], mine.unit, mine.currency, ONE)
        table.previous = earlier
        table.opening = table.opening or earlier
    return table


def _precedes(mine: Statement, earlier: Statement) -> bool:
    if mine.full_year:
        return one_year_before(mine.end, earlier.end)
    return 0 < (mine.end - earlier.end).days <= 366
