"""Statements made ready for arithmetic: totals filled in, unexplained parts placed, full years chosen and chained.

A given total is kept. A blank one is summed from its lines, or found as what is missing in a larger total. The part of
a given total that no line explains goes to its ``oth_*`` line and is flagged "residual" (domain.md §0). Detail lines of
a total of which not a single one was typed stay unknown: a balance sheet of totals does not say that stock is 0. Where
nothing was typed of the liabilities, they stay unknown too: equity beside them does not say that there is no debt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.models.domain.methodology import Line, Methodology
from app.models.domain.statement import Statement
from app.services.rating.expressions import linear_terms
from app.services.rating.values import ZERO, Value

ASSET_SIDES = frozenset({"CA", "NCA"})
LIABILITY_SIDES = frozenset({"CL", "NCL"})
FLOW_SIDES = frozenset({"PL", "CF"})


@dataclass(frozen=True, slots=True)
class Completed:
    """One statement with its totals: ``lines`` are all known amounts, ``flags`` say how the others came about.

    Flags: "computed" (a sum), "derived" (missing part of a larger total), "residual" (what no line explains).
    """

    statement: Statement
    lines: Mapping[str, Decimal]
    flags: Mapping[str, str]


@dataclass(slots=True)
class YearTable:
    """The lines of one full year, in one unit and currency for all years, chained to the year before.

    ``opening`` are opening balances: the year before, overlaid by what the statement itself gives. ``memo`` keeps what
    was computed from this table.
    """

    end: date
    unit: int
    currency: str
    lines: Mapping[str, Decimal]
    previous: YearTable | None = None
    opening: YearTable | None = None
    memo: dict[tuple[str, bool, bool], tuple[Value, bool]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinePlan:
    """What completing needs of a methodology's lines, worked out once."""

    part: Mapping[str, str]  # part of the statement each line belongs to
    details: tuple[Line, ...]
    totals: tuple[tuple[Line, tuple[tuple[int, str], ...]], ...]
    zero: frozenset[str]  # blank detail lines that count 0 once their part is filled
    owned: Mapping[str, str]  # the one total a detail belongs to


def line_plan(m: Methodology) -> LinePlan:
    """Read the plan off the lines of ``m``."""
    totals = tuple((line, linear_terms(line.sum)) for line in m.lines if line.sum)
    names = {line.key for line, _ in totals}
    owned: dict[str, str] = {}
    for line, terms in totals:
        for _, key in terms:
            if key not in names:
                owned.setdefault(key, line.key)
    return LinePlan(
        part=_parts(m.lines, totals),
        details=tuple(line for line in m.lines if not line.sum),
        totals=totals,
        zero=frozenset(line.key for line in m.lines if not line.sum and line.blank_zero),
        owned=owned,
    )


def complete(plan: LinePlan, statement: Statement) -> Completed:
    """Fill in ``statement``; its own amounts are never changed."""
    known = {key: value for key, value in statement.values.items() if value.is_finite()}
    flags: dict[str, str] = {}
    filled = {plan.part.get(key, "") for key in known}
    if "liabilities" in filled:
        filled |= {"equity", "funding"}
    _settle_totals(plan, known, flags, filled, blank_ok=False)
    _settle_totals(plan, known, flags, filled, blank_ok=True)
    _fill_details(plan, known, flags, statement.values, filled)
    return Completed(statement, known, flags)


def complete_statement(m: Methodology, statements: Sequence[Statement]) -> tuple[Completed, ...]:
    """Complete each of ``statements`` in the given order."""
    plan = line_plan(m)
    return tuple(complete(plan, statement) for statement in statements)


def full_years(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The full years that are scored together, newest first: one currency and one scope, that of the newest year.

    Where the newest year stands both with and without subsidiaries, the consolidated statement is taken.
    """
    years = [statement for statement in statements if statement.full_year]
    if not years:
        return ()
    newest = max(years, key=lambda one: (one.end, one.consolidated))
    same = [one for one in years if one.consolidated == newest.consolidated and one.currency == newest.currency]
    return tuple(sorted(same, key=lambda one: one.end, reverse=True))


def one_year_before(end: date, earlier: date) -> bool:
    """True when ``earlier`` closes the financial year before the one that ends on ``end`` (52/53 weeks included)."""
    return 330 <= (end - earlier).days <= 400


def chain(plan: LinePlan, done: Sequence[Completed], unit: int, currency: str, factor: Decimal) -> YearTable | None:
    """Tables of ``done`` (newest first) in ``unit`` of ``currency``; ``factor`` turns one plain unit of their currency.

    Returns the newest one, which leads to the others, or None when there is none.
    """
    table: YearTable | None = None
    for one in reversed(done):
        scale = Decimal(one.statement.unit) * factor / Decimal(unit)
        lines = _scaled(one.lines, scale)
        before = table if table is not None and one_year_before(one.statement.end, table.end) else None
        opening = before
        if one.statement.opening:
            merged = _opening_lines(plan, one.statement, before, scale)
            opening = YearTable(before.end if before else one.statement.end, unit, currency, merged)
        table = YearTable(one.statement.end, unit, currency, lines, before, opening)
    return table


# --- completing ---------------------------------------------------------------------------------------------------


def _parts(lines: Sequence[Line], totals: Sequence[tuple[Line, tuple[tuple[int, str], ...]]]) -> dict[str, str]:
    """The part each line belongs to; the total of liabilities and equity alone fills neither and is "funding"."""
    parts = {line.key: _part(line.side) for line in lines}
    for line, terms in totals:
        if {"liabilities", "equity"} <= {parts.get(key, "") for _, key in terms}:
            parts[line.key] = "funding"
    return parts


def _part(side: str) -> str:
    """The part of a statement that is filled in together: a blank line counts 0 only beside others of its part.

    Equity also counts as filled beside liabilities, but not the other way round.
    """
    if side in FLOW_SIDES or side == "memo":
        return side
    if side in ASSET_SIDES:
        return "assets"
    return "liabilities" if side in LIABILITY_SIDES else "equity"


def _settle_totals(plan: LinePlan, known: dict[str, Decimal], flags: dict[str, str], filled: set[str], blank_ok: bool) -> None:
    """Sum blank totals, and find a blank total inside a known larger one, until nothing new comes of it."""
    moved = True
    while moved:
        moved = False
        for line, terms in plan.totals:
            if not terms:
                continue
            missing = [(sign, key) for sign, key in terms if key not in known and not _counts_zero(plan, key, filled)]
            if line.key in known:
                moved |= _derive(plan, line, terms, missing, known, flags, filled)
            elif not missing and plan.part[line.key] in filled and (blank_ok or any(key in known for _, key in terms)):
                known[line.key] = sum((sign * known.get(key, ZERO) for sign, key in terms), ZERO)
                flags[line.key] = "computed"
                moved = True


def _derive(
    plan: LinePlan,
    line: Line,
    terms: tuple[tuple[int, str], ...],
    missing: list[tuple[int, str]],
    known: dict[str, Decimal],
    flags: dict[str, str],
    filled: set[str],
) -> bool:
    """Give the one unknown total among ``terms`` what is left of the known ``line``; True when it did."""
    totals = {one.key for one, _ in plan.totals}
    if len(missing) != 1 or missing[0][1] not in totals or not any(key in known for _, key in terms):
        return False
    sign, key = missing[0]
    own = next(own for one, own in plan.totals if one.key == key)
    blank = [part for _, part in own if part not in known and not _counts_zero(plan, part, filled)]
    if not blank and any(part in known for _, part in own):
        return False  # it is summed from its own lines
    rest = sum((other * known.get(name, ZERO) for other, name in terms if name != key), ZERO)
    known[key] = (known[line.key] - rest) * sign
    flags[key] = "derived"
    return True


def _counts_zero(plan: LinePlan, key: str, filled: set[str]) -> bool:
    if key not in plan.zero:
        return False
    part = plan.part.get(key, "")
    return part in filled or (part == "memo" and bool(filled))


def _fill_details(
    plan: LinePlan, known: dict[str, Decimal], flags: dict[str, str], typed: Mapping[str, Decimal], filled: set[str]
) -> None:
    """Blank details become 0 where their statement is filled; what a given total holds beyond them is placed."""
    for line, terms in plan.totals:
        if line.key in typed or flags.get(line.key) == "derived":
            _place_residual(plan, line, terms, known, flags)
    unknown = {key for key, total in plan.owned.items() if _only_total(plan, total, typed, known, flags)}
    for line in plan.details:
        if line.key not in known and line.key not in unknown and _counts_zero(plan, line.key, filled):
            known[line.key] = ZERO


def _place_residual(
    plan: LinePlan,
    line: Line,
    terms: tuple[tuple[int, str], ...],
    known: dict[str, Decimal],
    flags: dict[str, str],
) -> None:
    """Give the residual line what the typed lines leave unexplained; nothing when they exceed the total."""
    names = [key for _, key in terms]
    if not line.residual or line.residual in known or line.residual not in names:
        return
    others = [key for key in names if key != line.residual]
    if not any(key in known for key in others) or any(key not in known and key not in plan.zero for key in others):
        return
    sign = next(sign for sign, key in terms if key == line.residual)
    rest = known[line.key] - sum((s * known.get(key, ZERO) for s, key in terms if key != line.residual), ZERO)
    if rest * sign > 0:
        known[line.residual] = rest * sign
        flags[line.residual] = "residual"


def _only_total(
    plan: LinePlan, total: str, typed: Mapping[str, Decimal], known: Mapping[str, Decimal], flags: Mapping[str, str]
) -> bool:
    """True when ``total`` is known and not 0 but nothing is known of what it is made of."""
    if known.get(total, ZERO) == 0 or not (total in typed or flags.get(total) == "derived"):
        return False
    terms = next(terms for line, terms in plan.totals if line.key == total)
    return not any(key in known for _, key in terms)


def _scaled(lines: Mapping[str, Decimal], scale: Decimal) -> Mapping[str, Decimal]:
    return lines if scale == 1 else {key: value * scale for key, value in lines.items()}


def _opening_lines(plan: LinePlan, statement: Statement, before: YearTable | None, scale: Decimal) -> dict[str, Decimal]:
    """Balance lines at the start of the year: those of the year before, overlaid by the ones the statement gives."""
    given = Statement(statement.end, statement.framework, statement.currency, statement.unit, statement.opening)
    opening = dict(_scaled(complete(plan, given).lines, scale))
    if before is None:
        return opening
    typed = {key: value for key, value in opening.items() if key in statement.opening}
    return {**before.lines, **typed}
