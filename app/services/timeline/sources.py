"""The way from a shown figure to what it was made of, and what became of that over time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from app.models.db.units import ReadUnit
from app.models.domain.answers import Answer, Evidence
from app.models.domain.errors import UserError
from app.models.domain.history import FieldChange, SourceRef
from app.models.domain.imports import LedgerEntry, TurnoverMonth
from app.models.domain.labels import Labels
from app.models.domain.methodology import Fact, Item, Line, Methodology, Ratio
from app.models.domain.rating import Figure, PeriodRatios, RatingInput, RatingResult
from app.models.domain.records import CaseHead, GradeChange
from app.models.domain.statement import Statement
from app.services.cases.service import view_in
from app.services.clock import Clock
from app.services.methodologies import Methodologies
from app.services.ratings.inputs import input_of
from app.services.timeline.fields import field_changes
from app.services.timeline.figures import newest_years

if TYPE_CHECKING:
    from app.services.imports.origins import Came
    from app.services.timeline.outside import Told

BROUGHT = frozenset({"outside", "turnover", "ledger", "master"})
"""Kinds of values that imports bring: of a source, a month of VAT invoices, a line of the ledger, the customer's own data."""

_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Part:
    """What a figure is made of: a line, ratio or answer with its value; ``adds`` are points of the score."""

    ref: SourceRef
    value: Decimal | None
    adds: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A figure with its origin. What does not apply to its kind is None or empty. ``history`` is newest first."""

    ref: SourceRef
    methodology: Methodology
    value: Decimal | None = None
    formula: str = ""
    parts: tuple[Part, ...] = ()
    statement: Statement | None = None
    typed: bool = True
    """False: the line was not entered but added up or placed by the program."""
    case: CaseHead | None = None
    answer: Answer | None = None
    evidence: tuple[Evidence, ...] = ()
    change: GradeChange | None = None
    result: RatingResult | None = None
    history: tuple[FieldChange, ...] = ()
    came: Came | None = None
    """The import that brought the value; ``changed``: somebody has changed it since."""
    changed: bool = False
    label: Labels | None = None
    """What a value of a source is called, with the value in ``told`` and what else sources said of it in ``others``."""
    told: Told | None = None
    others: tuple[Told, ...] = ()
    month: TurnoverMonth | None = None
    entry: LedgerEntry | None = None
    text: str = ""


def source_in(unit: ReadUnit, customer_id: int, ref: SourceRef, methodologies: Methodologies, clock: Clock) -> Source:
    """The source of one figure, within a unit of work."""
    if ref.kind == "answer":
        return _answer(unit, customer_id, ref, methodologies)
    if ref.kind == "score":
        return _score(unit, ref, methodologies, clock)
    if ref.kind == "limit":
        return _limit(unit, ref, methodologies)
    if ref.kind in BROUGHT:
        return _brought(unit, customer_id, ref, methodologies)
    return _figure(unit, customer_id, ref, methodologies)


def item_of(m: Methodology, key: str) -> Item | Fact | None:
    """The item or fact of that id."""
    found: tuple[Item | Fact, ...] = (*m.items, *m.facts)
    return next((one for one in found if one.id == key), None)


def ratio_of(m: Methodology, key: str) -> Ratio | None:
    """The ratio of that key."""
    return next((one for one in m.ratios if one.key == key), None)


def line_of(m: Methodology, key: str) -> Line | None:
    """The line of that key."""
    return next((one for one in m.lines if one.key == key), None)


def _answer(unit: ReadUnit, customer_id: int, ref: SourceRef, methodologies: Methodologies) -> Source:
    case = unit.cases.get(ref.record_id)
    if case is None:
        raise UserError("store.gone", id=ref.record_id)
    m = methodologies.load(unit, case.methodology_hash)
    item = item_of(m, ref.key)
    if isinstance(item, Item) and item.source == "expr":
        return _computed(unit, customer_id, ref, m, case, item)
    answer = unit.cases.answers(case.id).get(ref.key)
    files = tuple(one for one in unit.evidence.of_case(case.id) if answer is not None and one.id in answer.evidence_ids)
    found: list[FieldChange] = []
    for number, case_id in unit.timeline.answer_ids(customer_id, ref.key).items():
        found += field_changes(unit.timeline.of_record("answers", [number], case_id, ref.key))
    found.sort(key=_seq, reverse=True)
    value = answer.value if answer is not None and isinstance(answer.value, Decimal) else None
    return Source(ref, m, value, case=case, answer=answer, evidence=files, history=tuple(found))


def _computed(unit: ReadUnit, customer_id: int, ref: SourceRef, m: Methodology, case: CaseHead, item: Item) -> Source:
    """An item that is never typed: its formula and what stands in it."""
    years = newest_years(unit.statements.of_customer(customer_id))
    newest = years[-1] if years else None
    parts = _parts(m, item.formula or "", years, case.id)
    return Source(ref, m, formula=item.formula or "", parts=parts, statement=newest, case=case, typed=False)


def _figure(unit: ReadUnit, customer_id: int, ref: SourceRef, methodologies: Methodologies) -> Source:
    from app.services.imports.origins import Ways

    statements = unit.statements.of_customer(customer_id)
    statement = next((one for one in statements if one.id == ref.record_id), None)
    if statement is None:
        raise UserError("store.gone", id=ref.record_id)
    case = unit.cases.open_case(customer_id)
    m = methodologies.current_in(unit) if case is None else methodologies.load(unit, case.methodology_hash)
    years = newest_years(tuple(one for one in statements if one.end <= statement.end)) or (statement,)
    if statement not in years:
        years = (statement,)
    history = tuple(field_changes(unit.timeline.of_record("statements", [ref.record_id], 0, statement.end.isoformat())))
    periods = _periods(m, years)
    here = periods[years.index(statement)]
    if ref.kind == "ratio":
        ratio = ratio_of(m, ref.key)
        formula = ratio.formula if ratio is not None else ""
        figure = here.ratios.get(ref.key)
        parts = _parts(m, formula, years[: years.index(statement) + 1], 0)
        names = {part.ref.key for part in parts}
        kept = tuple(one for one in history if one.field in names)
        value = _plain(ratio, figure, statement)
        return Source(ref, m, value, formula, parts, statement, typed=False, history=kept)
    line, amount = line_of(m, ref.key), here.lines.get(ref.key)
    typed = ref.key in statement.values
    formula = "" if typed or line is None else line.sum or ""
    came = Ways(unit).came("statements", ref.record_id, f"line.{ref.key}") if typed else None
    told = tuple(one for one in history if one.field in (ref.key, f"opening.{ref.key}", "audited", "source", "unit"))
    since = came is not None and any(one.field == ref.key and one.at > came.at for one in told)
    return Source(
        ref, m, None if amount is None else amount * statement.unit, formula, () if typed else _parts(m, formula, years, 0),
        statement, typed=typed, history=told, came=came, changed=since,
    )


def _brought(unit: ReadUnit, customer_id: int, ref: SourceRef, methodologies: Methodologies) -> Source:
    from app.services.imports.origins import Ways
    from app.services.timeline.outside import label_of, master_value, told_of

    m, ways = methodologies.current_in(unit), Ways(unit)
    label = label_of(m, ref.key)
    if ref.kind == "master":
        customer = unit.customers.get(customer_id)
        if customer is None:
            raise UserError("store.gone", id=customer_id)
        came = ways.came("customers", customer_id, ref.key)
        history = field_changes(unit.timeline.of_record("customers", [customer_id]))
        own = tuple(one for one in history if one.field == ref.key)
        since = came is not None and any(one.at > came.at for one in own)
        return Source(ref, m, came=came, changed=since, label=label, text=master_value(customer, ref.key), history=own)
    if ref.kind == "turnover":
        month = next((one for one in unit.imports.turnover_of(customer_id) if one.id == ref.record_id), None)
        if month is None:
            raise UserError("store.gone", id=ref.record_id)
        return Source(ref, m, getattr(month, ref.key), came=ways.came("turnover", month.id, ref.key), label=label, month=month)
    if ref.kind == "ledger":
        entry = unit.imports.ledger_entry(ref.record_id)
        if entry is None:
            raise UserError("store.gone", id=ref.record_id)
        return Source(ref, m, entry.amount, came=ways.came("ledger_entries", entry.id, ref.key), label=label, entry=entry)
    told = told_of(unit.imports.outside_of(customer_id), ref.key, ways)
    one = next((one for one in told if one.record_id == ref.record_id), None)
    if one is None:
        raise UserError("store.gone", id=ref.record_id)
    others = tuple(other for other in told if other is not one)
    return Source(ref, m, came=ways.came("outside_records", one.record_id, ref.key), label=label, told=one, others=others)


def _parts(m: Methodology, formula: str, years: tuple[Statement, ...], case_id: int) -> tuple[Part, ...]:
    """The lines, ratios and answers that a formula names, with their values in the newest year."""
    if not years:
        return ()
    newest, period = years[-1], _periods(m, years)[-1]
    found: dict[str, Part] = {}
    for name in _NAME.findall(formula):
        ratio = ratio_of(m, name)
        if line_of(m, name) is not None:
            value = period.lines.get(name)
            found[name] = Part(SourceRef("line", name, newest.id or 0), None if value is None else value * newest.unit)
        elif ratio is not None:
            figure = period.ratios.get(name)
            found[name] = Part(SourceRef("ratio", name, newest.id or 0), _plain(ratio, figure, newest))
        elif case_id and item_of(m, name) is not None:
            found[name] = Part(SourceRef("answer", name, case_id), None)
    return tuple(found.values())


def _plain(ratio: Ratio | None, figure: Figure | None, statement: Statement) -> Decimal | None:
    """The value of a ratio; an amount in plain units of the currency, as lines are."""
    if figure is None or figure.value is None:
        return None
    return figure.value * statement.unit if ratio is not None and ratio.unit == "money" else figure.value


def _score(unit: ReadUnit, ref: SourceRef, methodologies: Methodologies, clock: Clock) -> Source:
    """What each item added, most first; each leads to its answer."""
    if ref.record_id:
        from app.services.rating.snapshot import load_result

        row = unit.ratings.get(ref.record_id)
        case = None if row is None else unit.cases.get(row.case_id)
        if row is None or case is None:
            raise UserError("store.gone", id=ref.record_id)
        result = load_result(row.result_json)
    else:
        from app.services.rating import rate

        view = view_in(unit, int(ref.key), clock)
        case = view.head
        result = rate(methodologies.load(unit, case.methodology_hash), input_of(view, clock.today()), with_interval=False)
    m = methodologies.load(unit, case.methodology_hash)
    parts = [Part(SourceRef("answer", one.item, case.id), one.x, one.adds) for one in result.items if one.weight]
    parts.sort(key=_adds, reverse=True)
    return Source(ref, m, result.score, parts=tuple(parts), case=case, result=result)


def _limit(unit: ReadUnit, ref: SourceRef, methodologies: Methodologies) -> Source:
    change = unit.changes.get(ref.record_id)
    if change is None:
        raise UserError("store.gone", id=ref.record_id)
    case = unit.cases.get(change.case_id)
    m = methodologies.current_in(unit) if case is None else methodologies.load(unit, case.methodology_hash)
    rated = [row for row in unit.ratings.of_case(change.case_id) if row.at <= change.approved_at]
    result = None
    parts: tuple[Part, ...] = ()
    if rated:
        from app.services.rating.snapshot import load_result

        result = load_result(rated[-1].result_json)
        parts = (Part(SourceRef("score", "", rated[-1].id), result.score),)
    return Source(ref, m, change.after.limit, parts=parts, case=case, change=change, result=result)


def _periods(m: Methodology, years: tuple[Statement, ...]) -> tuple[PeriodRatios, ...]:
    from app.services.rating import period_ratios

    return period_ratios(m, RatingInput(max(year.end for year in years), "auto", {}, years))


def _seq(change: FieldChange) -> int:
    return change.seq


def _adds(part: Part) -> Decimal:
    return part.adds or Decimal(0)
